"""Disagreement is data: saved with a consultation, gathered by rule, never with the answers."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decision import assess, load_pack, summarise
from decision.authoring.feedback import as_csv, gather
from decision.cli import app
from decision.pack.problem import AnswersError
from decision.records.consultation import as_file, read
from decision.summary.disagreement import Remark
from decision.summary.handout import handout_pdf
from decision.summary.text import as_text

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
DAY = date(2026, 6, 1)
TOO_STRONG = Remark(rule="knee-relief", reason="strength", words="Three is *too* much <b>", on=DAY)


def save(folder: Path, name: str, *remarks: Remark, **how: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = as_file(TINY, {"age": 50, "mood": True}, remarks, saved=DAY, **how)
    (folder / name).write_text(text, "utf-8")


def test_a_saved_consultation_comes_back_whole() -> None:
    raw = as_file(TINY, {"age": 50}, [TOO_STRONG], "My view.", "Dr A", DAY).encode()
    answers, saved = read(raw, "file", TINY)
    assert answers.given == {"age": 50}
    assert saved.disagreements == (TOO_STRONG,)
    assert (saved.own_view, saved.by, saved.saved, saved.pack) == ("My view.", "Dr A", DAY, "tiny 1.2.0")


def test_the_command_line_reads_the_answers_of_a_saved_consultation(tmp_path: Path) -> None:
    save(tmp_path, "a.yaml", TOO_STRONG)
    folder = str(Path(__file__).resolve().parent.parent / "packs" / "tiny")
    result = CliRunner().invoke(app, ["assess", str(tmp_path / "a.yaml"), "--pack", folder, "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["first"][0]["because"] == {"mood": True}


def test_an_answer_that_the_rules_cannot_read_is_kept_not_counted_and_told_at_its_line() -> None:
    answers, saved = read(b"by: A\nanswers:\n  age: 50\n  mood: perhaps\n  aeg: 3\n", "file", TINY)
    assert answers.given == {"age": 50}
    assert saved.answers == {"age": 50, "mood": "perhaps", "aeg": 3}
    assert [(problem.line, problem.column) for problem in saved.unread] == [(4, 3), (5, 3)]
    assert "unknown question 'aeg'" in saved.unread[1].what


def test_without_remarks_the_file_is_a_plain_file_of_answers() -> None:
    assert as_file(TINY, {"age": 50}) == "age: 50\n"
    answers, saved = read(b"age: 50\n", "file", TINY)
    assert (answers.given, saved.disagreements) == ({"age": 50}, ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("answers: {age: 50}\ndisagrements: []\n", "unknown key 'disagrements'"),
        ("answers: {age: 50}\ndisagreements: [{rule: a, reason: because}]\n", "unknown reason 'because'"),
        ("answers: {age: 50}\ndisagreements: [{reason: other}]\n", "a disagreement that cannot be read"),
        ("answers: {age: 50}\ndisagreements: none\n", "'disagreements' takes a list"),
        ("answers: {age: 50}\nsaved: yesterday\n", "'saved' takes a date"),
        ("answers: {age: 50}\nmood: perhaps\n", "unknown key 'mood'"),
        ("aeg: 50\n", "unknown question 'aeg'"),
    ],
)
def test_a_file_with_a_fault_is_not_opened_and_the_fault_is_told(text: str, what: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read(text.encode(), "file", TINY)
    assert any(what in problem.what for problem in caught.value.problems)


def test_feedback_counts_by_rule_and_reason_and_leaves_answers_behind(tmp_path: Path) -> None:
    other = Remark(rule="pump-effort", reason="evidence", on=DAY)
    save(tmp_path, "a.yaml", TOO_STRONG, other, by="Dr A")
    save(tmp_path / "later", "b.yaml", TOO_STRONG)
    save(tmp_path, "c.yaml")
    found = gather(tmp_path, place="Leeds")
    assert found.files == 3
    assert found.counts == {"knee-relief": {"strength": 2}, "pump-effort": {"evidence": 1}}
    rows = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert [row["rule"] for row in rows] == ["knee-relief", "pump-effort", "knee-relief"]
    assert rows[0] | {"file": ""} == {
        "rule": "knee-relief", "action": "disagreed", "reason": "strength", "comment": TOO_STRONG.words, "user": "Dr A",
        "date": "2026-06-01", "place": "Leeds", "pack": "tiny 1.2.0", "file": "",
    }  # fmt: skip
    assert "mood" not in as_csv(found)


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(1)", " =cmd", "\n=1+1", "\u00a0@SUM(A1)", "\tTab first", "\rReturn first"]
)
def test_a_comment_is_never_a_formula_in_a_spreadsheet(tmp_path: Path, words: str) -> None:
    save(tmp_path, "a.yaml", TOO_STRONG.model_copy(update={"words": words}))
    (row,) = csv.DictReader(io.StringIO(as_csv(gather(tmp_path)), newline=""))
    assert row["comment"] == f"'{words}"


def test_a_comment_over_several_lines_stays_one_row(tmp_path: Path) -> None:
    for words in ("One\r=cmd", "One\n=cmd"):
        save(tmp_path, "a.yaml", TOO_STRONG.model_copy(update={"words": words}))
        (row,) = csv.DictReader(io.StringIO(as_csv(gather(tmp_path)), newline=""))
        assert row["comment"] == words


def test_the_command_reads_the_good_files_and_tells_the_bad_ones(tmp_path: Path) -> None:
    save(tmp_path, "a.yaml", TOO_STRONG)
    (tmp_path / "b.yaml").write_text("answers: {age: 50}\ndisagreements: [\n", "utf-8")
    result = CliRunner().invoke(app, ["feedback", str(tmp_path), "--format", "json"])
    assert result.exit_code == 1
    assert "b.yaml:" in result.stderr
    assert json.loads(result.stdout)["rules"]["knee-relief"]["reasons"] == {"strength": 1}
    assert CliRunner().invoke(app, ["feedback", str(tmp_path / "nowhere")]).exit_code == 2


def test_disagreement_and_own_view_are_for_the_clinician_alone_and_change_nothing() -> None:
    assessment = assess(TINY, {"pain": "knee"}, today=DAY)
    how = {"disagreements": [TOO_STRONG], "own_view": "I lean towards exercise first."}
    told = summarise(assessment, reader="clinician", **how)
    assert told.disagreements == (
        "knee-relief (for): It weighs too much or too little. “Three is *too* much <b>” 1 June 2026.",
    )
    assert told.own_view == "I lean towards exercise first."
    patient = summarise(assessment, reader="patient", **how)
    assert (patient.disagreements, patient.own_view) == ((), "")
    assert as_text(told) == as_text(summarise(assessment, reader="clinician"))


def test_the_record_prints_it_and_the_patients_sheet_does_not() -> None:
    from pypdf import PdfReader

    assessment = assess(TINY, {"pain": "knee"}, today=DAY)
    for reader, printed in (("clinician", True), ("patient", False)):
        summary = summarise(assessment, reader=reader, disagreements=[TOO_STRONG], own_view="Exercise comes first.")
        pages = PdfReader(io.BytesIO(handout_pdf(summary))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert ("Three is *too* much <b>" in text) is printed
        assert ("Exercise comes first." in text) is printed
