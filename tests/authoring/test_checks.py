"""Every check finds what it is for, with exactly its words (see `tests/authoring/doubtful_packs`), and nothing else.

A case is a folder, named after its check, with the files that differ from the good pack `tests/packs/tiny`; beside them
`expected.txt` holds what that check says of it and does not say of the good pack.
"""

import itertools
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import QUESTIONS, conditions

from decision.authoring.checks import CHECKS, Report, Severity, check, check_texts
from decision.authoring.checks.possible import Possibilities
from decision.authoring.report import written
from decision.engine.index import values_apart
from decision.engine.truth import truth
from decision.pack.condition import All, Any, AtLeast, Condition, Items, Operator, Test
from decision.pack.condition import tests_of as leaves_of
from decision.pack.loading import load_pack, load_texts, texts_of

HERE = Path(__file__).resolve().parent
GOOD = HERE.parent / "packs" / "tiny"
CASES = sorted(case for case in (HERE / "doubtful_packs").iterdir() if case.is_dir())
DAY = date(2026, 11, 25)


def look(folder: Path) -> Report:
    return check(folder, today=DAY)


def told(report: Report, name: str, folder: Path) -> list[str]:
    return [str(r.problem).replace(folder.as_posix(), "PACK") for r in report.remarks if r.check == name]


def build(case: Path, folder: Path) -> Path:
    pack = folder / "pack"
    shutil.copytree(GOOD, pack)
    shutil.copytree(case, pack, dirs_exist_ok=True)
    (pack / "expected.txt").unlink()
    return pack


def test_every_check_has_a_pack_that_it_remarks_on() -> None:
    assert [case.name for case in CASES] == sorted(one.id for one in CHECKS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_check_says_exactly_what_is_written_beside_its_pack(case: Path, tmp_path: Path) -> None:
    pack = build(case, tmp_path)
    usual = told(look(GOOD), case.name, GOOD)
    found = [text for text in told(look(pack), case.name, pack) if text not in usual]
    assert "\n\n".join(found) + "\n" == (case / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_remark_names_place_reason_and_remedy_and_its_severity_decides_whether_the_pack_is_usable(
    case: Path, tmp_path: Path
) -> None:
    report = look(build(case, tmp_path))
    (severity,) = {one.severity for one in CHECKS if one.id == case.name}
    remarks = [remark for remark in report.remarks if remark.check == case.name]
    assert remarks
    for remark in remarks:
        assert remark.severity is severity
        assert remark.problem.why
        assert remark.problem.mend
        assert remark.problem.excerpt[remark.problem.column - 1 :].strip()
    assert report.usable == (severity is not Severity.ERROR)


def test_a_fault_of_the_format_is_an_error_and_nothing_else_is_looked_at(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(GOOD, pack)
    shutil.copytree(HERE.parent / "bad_packs" / "unknown-theme", pack, dirs_exist_ok=True)
    report = look(pack)
    assert [(remark.check, remark.severity) for remark in report.remarks] == [("format", Severity.ERROR)]
    assert report.pack is None


def test_a_pack_in_memory_is_looked_at_as_the_one_in_its_folder() -> None:
    texts, _ = texts_of(GOOD)
    assert load_texts(texts).fingerprint == load_pack(GOOD).fingerprint
    inside = check_texts(texts, name=GOOD.as_posix(), today=DAY)
    assert inside.remarks == look(GOOD).remarks
    assert inside.reading == look(GOOD).reading


def test_an_edit_that_is_not_saved_can_be_checked() -> None:
    texts: dict[str, str | bytes] = {**texts_of(GOOD)[0]}
    texts["rules/safety.yaml"] = bytes(texts["rules/safety.yaml"]).decode().replace("pacemaker}", "pacemakr}")
    (remark,) = check_texts(texts, today=DAY).remarks
    assert (remark.problem.file, remark.problem.line) == ("pack/rules/safety.yaml", 4)
    assert "did you mean 'pacemaker'" in remark.problem.mend


def test_the_shipped_pack_has_no_error() -> None:
    report = check(HERE.parent.parent / "rules" / "vns-pain", today=DAY)
    assert [str(remark.problem) for remark in report.errors] == []
    assert report.pack is not None


# what is possible


@settings(max_examples=150, deadline=None)
@given(conditions)
def test_what_can_hold_is_exactly_what_holds_for_some_patient(condition: Condition) -> None:
    possible = Possibilities(QUESTIONS, DAY)
    ready = possible.ready(condition)
    leaves = list(leaves_of(ready))
    names = sorted({leaf.question for leaf in leaves})
    answers = [
        [value for value in values_apart(QUESTIONS[name], leaves_on(name, leaves), None, DAY) if not is_open(value)]
        for name in names
    ]
    for wanted in (True, False):
        tried = (dict(zip(names, some, strict=True)) for some in itertools.product(*answers))
        assert possible.together((ready, wanted)) is any(truth(ready, patient, DAY) is wanted for patient in tried)


def leaves_on(question: str, leaves: list[Test]) -> list[Test]:
    return [leaf for leaf in leaves if leaf.question == question]


def is_open(value: object) -> bool:
    return isinstance(value, Items) and not value.closed


@pytest.mark.parametrize(("whole", "there"), [(True, False), (False, True)])
def test_between_two_whole_numbers_lies_none_where_only_whole_ones_are_taken(whole: bool, there: bool) -> None:
    age = QUESTIONS["age"].model_copy(update={"whole": whole})
    condition = All((on_age("above", 17.0), on_age("below", 18.0)))
    assert Possibilities({"age": age}, DAY).together((condition, True)) is there


def on_age(operator: Operator, number: float) -> Test:
    return Test("age", operator, (number,))


def test_a_condition_too_large_to_try_is_left_undecided() -> None:
    pairs = [Any((on_age("above", 50.0), Test("smoker", "equals", (True,)))) for _ in range(3)]
    huge = AtLeast(20, tuple(Any((on_age("below", float(n)), *pairs)) for n in range(5, 45)))
    never = All((huge, on_age("above", 60.0), Test("smoker", "equals", (False,)), on_age("below", 59.0)))
    assert Possibilities(QUESTIONS, DAY).together((never, True)) in (None, False)


# the formats


@pytest.fixture
def wrong(tmp_path: Path) -> Report:
    return look(build(HERE / "doubtful_packs" / "contradiction", tmp_path))


def test_json_holds_every_remark(wrong: Report) -> None:
    data = json.loads(written(wrong, "json"))
    assert len(data["remarks"]) == len(wrong.remarks)
    assert data["usable"] is False
    assert data["counts"]["error"] == 1


def test_github_gets_one_command_a_remark_on_one_line(wrong: Report) -> None:
    lines = written(wrong, "github").split("\n")
    assert len(lines) == len(wrong.remarks)
    (error,) = [line for line in lines if line.startswith("::error ")]
    assert "line=4,col=10," in error
    assert "%0AMend: " in error


def test_sarif_names_every_check_and_points_from_each_result_to_its_own(wrong: Report) -> None:
    log = json.loads(written(wrong, "sarif"))
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {"format", *(one.id for one in CHECKS)}
    assert len(one["results"]) == len(wrong.remarks)
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def test_the_text_tells_errors_first_and_notes_only_when_asked(wrong: Report) -> None:
    text = written(wrong, "text")
    assert "[error: contradiction]" in text.split("\n")[0]
    assert "[note: " not in text
    assert "[note: " in written(wrong, "text", notes=True)
    assert "Words for patients: reading age" in text
