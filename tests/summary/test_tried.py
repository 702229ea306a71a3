"""What the patient has tried is said beside the option, and nothing is said where nobody knows."""

import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from growth import FULLNESS

from decision import Pack, PackError, assess, load_pack, summarise
from decision.bundled import default_pack
from decision.summary.handout import handout_html
from decision.summary.model import OptionSummary, Summary
from decision.summary.sheet import sheet
from decision.ui.compare import table

DAY = date(2026, 11, 24)
PAIN = {"age": 61, "pain_condition": "painful_diabetic_neuropathy"}


def told(pack: Pack, **how: object) -> Summary:
    language = str(how.pop("language", "en"))
    return summarise(assess(pack, {**PAIN, **how}, today=DAY), reader="patient", language=language)


def option(summary: Summary, name: str) -> OptionSummary:
    return next(option for option in summary.options if option.id == name)


@pytest.mark.parametrize(
    ("answer", "english", "spanish"),
    [
        ("helps", "it helped", "le ayudó"),
        ("not_enough", "did not help enough", "no ayudó lo suficiente"),
        ("too_short", "too briefly or at too low a dose to know", "para saberlo"),
        ("side_effects", "stopped for its side effects", "efectos secundarios"),
    ],
)
def test_how_a_treatment_went_is_said_on_sheet_and_compare_in_every_step(shipped, answer, english, spanish) -> None:
    for language, words in (("en", english), ("es", spanish)):
        summary = told(shipped, tried_tca=answer, language=language)
        tried = option(summary, "tricyclic").tried
        assert words in tried
        assert tried in unescape(table(summary))
        assert tried in unescape(handout_html(summary))
        for fullness in FULLNESS:
            data = sheet(summary, fullness)
            lines = [entry["what"] for entry in data["others"]]
            lines += [part["text"] for card in data["options"] for part in card["parts"]]
            assert any(tried in line for line in lines)


@pytest.mark.parametrize("answer", [None, "not_known", "not_tried", "cannot"])
def test_nothing_is_said_of_what_was_not_tried_or_is_not_known(shipped: Pack, answer: str | None) -> None:
    summary = told(shipped, **({"tried_tca": answer} if answer else {}))
    assert {option.tried for option in summary.options} == {""}


def test_an_answer_about_two_treatments_together_marks_neither(shipped: Pack) -> None:
    given = {
        "pain_condition": "osteoarthritis_knee",
        "tried_anti_inflammatory": "not_enough",
        "tried_psychological": "helps",
    }
    summary = told(shipped, **given)
    assert {"topical-anti-inflammatory", "anti-inflammatory-tablet"} <= {option.id for option in summary.options}
    assert {option.tried for option in summary.options} == {""}


def test_an_answer_left_behind_says_nothing(shipped: Pack) -> None:
    summary = told(shipped, pain_condition="migraine", tried_tca="helps")
    assert summary.conflicts
    assert {option.tried for option in summary.options} == {""}


@pytest.fixture
def private(tmp_path: Path) -> Pack:
    """The shipped pack with the question about tricyclics made sensitive."""
    folder = shutil.copytree(default_pack(), tmp_path / "pack")
    form = folder / "questions" / "30-treatments.yaml"
    form.write_text(form.read_text().replace("  - id: tried_tca\n", "  - id: tried_tca\n    sensitive: true\n", 1))
    return load_pack(folder)


def test_a_private_answer_is_said_only_if_both_chose_so(private: Pack) -> None:
    assessment = assess(private, {**PAIN, "tried_tca": "helps"}, today=DAY)
    hidden = summarise(assessment, reader="patient")
    shown = summarise(assessment, reader="patient", include_sensitive=True)
    assert option(hidden, "tricyclic").tried == ""
    assert "it helped" in option(shown, "tricyclic").tried


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("tried: {question: age}", "'age' is not a question with choices"),
        ("tried: {question: tried_tac}", "did you mean 'tried_tca'"),
        ("tried: {question: tried_tca, helps: helped}", "no choice 'helped' for 'helps'"),
    ],
)
def test_a_question_or_choice_that_is_not_there_is_told(tmp_path: Path, line: str, what: str) -> None:
    folder = shutil.copytree(default_pack(), tmp_path / "pack")
    options = folder / "options.yaml"
    options.write_text(options.read_text().replace("tried: {question: tried_tca}", line))
    with pytest.raises(PackError) as error:
        load_pack(folder)
    assert what in str(error.value)
    assert "options.yaml" in str(error.value)
