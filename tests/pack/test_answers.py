"""What is known of a patient: read from a file or a form, wrong answers told at their place, nothing repeated."""

from pathlib import Path

import pytest

from decision import AnswersError, load_pack, parse_answers, read_answers
from decision.pack.condition import Items

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")


def write(folder: Path, text: str, name: str = "answers.yaml") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_missing_and_not_known_have_no_value_and_differ() -> None:
    answers = parse_answers(TINY, {"age": "not_known"})
    assert "age" not in answers
    assert "clearance" not in answers
    assert answers.not_known == {"age"}


@pytest.mark.parametrize(
    ("given", "chosen", "closed", "known"),
    [
        (["pacemaker"], {"pacemaker"}, False, True),
        (["pacemaker", "none"], {"pacemaker"}, True, True),
        (["none"], set(), True, True),
        (["pacemaker", "not_known"], {"pacemaker"}, False, False),
    ],
)
def test_a_list_is_open_until_it_is_closed(given: list[str], chosen: set[str], closed: bool, known: bool) -> None:
    answers = parse_answers(TINY, {"implants": given})
    assert answers["implants"] == Items(frozenset(chosen), closed)
    assert ("implants" not in answers.not_known) is known
    assert answers.given["implants"] == given


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    yaml = read_answers(write(tmp_path, "age: 52\nimplants: [pump, none]\nclearance: 29.9 mL/min\n"), TINY)
    json = read_answers(
        write(tmp_path, '{"age": 52, "implants": ["pump", "none"], "clearance": "29.9 mL/min"}', "a.json"), TINY
    )
    assert dict(yaml) == dict(json)
    assert yaml["clearance"] == 29.9


def test_what_a_form_gives_can_be_read_back() -> None:
    given = {"age": 52, "sex": "female", "pregnant": False, "implants": ["pump", "none"], "started": "2026-01-02"}
    assert parse_answers(TINY, parse_answers(TINY, given).given).given == given


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("agee: 52\n", "1:1", "unknown question 'agee'"),
        ("sex: female\nage: 520\n", "2:1", "'age' takes a whole number from 0 to 110 years"),
        ("age: 52.5\n", "1:1", "'age' takes a whole number"),
        ("pregnant: yes\n", "1:1", "'pregnant' takes true, false or not_known"),
        ("clearance: 30 mg/dL\n", "1:1", "'clearance' takes a number from 0 to 200 mL/min"),
        ("implants: [pacemakr]\n", "1:1", "'implants' takes a list of its choices"),
        ("implants: [none, not_known]\n", "1:1", "'implants' says both none and not_known"),
        ("started: yesterday\n", "1:1", "'started' takes a date"),
        ("age: 1\nage: 2\n", "2:1", "the key 'age' is given twice"),
        ("- age\n", "1:1", "answers are a list of 'question: answer' lines"),
        ("", "1:1", "the file is empty"),
    ],
)
def test_a_wrong_answer_is_told_at_its_place(tmp_path: Path, text: str, place: str, what: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(write(tmp_path, text), TINY)
    told = str(caught.value)
    assert f"answers.yaml:{place}: " in told
    assert what in told
    assert "mend:" in told


def test_an_answer_beside_the_answers_of_a_consultation_is_told_and_never_dropped(tmp_path: Path) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(write(tmp_path, "implants: [pacemaker]\nanswers:\n  age: 45\n  sexx: male\nbyy: Dr A\n"), TINY)
    told = [(problem.line, problem.column, problem.what) for problem in caught.value.problems]
    assert told == [
        (1, 1, "the answer to 'implants' stands beside 'answers', not under it"),
        (4, 3, "unknown question 'sexx'"),
        (5, 1, "unknown key 'byy' beside 'answers'"),
    ]
    assert all(problem.why and problem.mend for problem in caught.value.problems)
    assert "pacemaker" not in str(caught.value)


def test_what_else_a_consultation_holds_is_no_answer(tmp_path: Path) -> None:
    text = "pack: tiny 1.2.0\nsaved: 2026-06-01\nby: A\nanswers: {age: 45}\ndisagreements: []\nown_view: Mine.\n"
    assert read_answers(write(tmp_path, text), TINY).given == {"age": 45}


def test_every_wrong_answer_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(write(tmp_path, "age: 999\npregnant: maybe\nsex: other\n"), TINY)
    assert len(caught.value.problems) == 3


def test_no_answer_is_ever_repeated_in_a_problem() -> None:
    with pytest.raises(AnswersError) as caught:
        parse_answers(TINY, {"sex": "secret-word", "implants": ["secret-word"], "age": "secret-word"})
    assert len(caught.value.problems) == 3
    assert "secret-word" not in str(caught.value)
