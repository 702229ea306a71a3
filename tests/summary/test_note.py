"""The note fits any record, and what matters most has a place in it however much was answered."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from decision import Pack, assess, load_pack, summarise
from decision.bundled import default_pack
from decision.pack.answers import NONE, NOT_KNOWN
from decision.summary.model import Summary
from decision.summary.note import LIMIT, as_note

DAY = date(2026, 11, 24)


@cache
def pack() -> Pack:
    return load_pack(default_pack())


@st.composite
def much_answered(draw: st.DrawFn) -> dict[str, object]:
    """Long lists, much that is not known, and private answers: the longest notes there are."""
    answers: dict[str, object] = {}
    for question in pack().questions.values():
        how = draw(st.sampled_from(["all", "some", "not known", "left out"]))
        if how == "not known":
            answers[question.id] = NOT_KNOWN
        elif how != "left out" and question.kind == "choices":
            chosen = question.choice_ids if how == "all" else question.choice_ids[: draw(st.integers(1, 4))]
            answers[question.id] = [*chosen, draw(st.sampled_from([NONE, NOT_KNOWN]))]
        elif how != "left out" and question.kind == "choice":
            answers[question.id] = draw(st.sampled_from(list(question.choice_ids)))
        elif how != "left out" and question.kind == "yes_no":
            answers[question.id] = draw(st.booleans())
    return answers


def told(answers: dict[str, object], language: str) -> Summary:
    return summarise(assess(pack(), answers, today=DAY), reader="clinician", language=language)


@settings(max_examples=30, deadline=None)
@given(answers=much_answered(), language=st.sampled_from(["en", "es"]))
def test_however_much_is_said_the_note_fits_and_keeps_safety_what_is_open_and_the_versions(
    answers: dict[str, object], language: str
) -> None:
    summary = told(answers, language)
    note = as_note(summary)
    lines = note.splitlines()
    assert len(note) < LIMIT
    assert lines[-1].endswith(pack().fingerprint[:12])
    assert summary.banner[0] in lines
    for option in summary.options:
        if option.kind == "vns":
            assert any(line.startswith(f"{option.name}: ") and option.safety.words in line for line in lines)
    for notice in (*summary.first, *summary.conflicts):
        assert notice.heading in note
    for named in (summary.not_known[:1], [line.label for line in summary.open_questions][:1]):
        assert all(name in note for name in named)


def test_what_has_no_room_is_counted_and_nothing_is_lost_behind_it() -> None:
    whole = next(vignette for vignette in pack().vignettes if vignette.story)
    summary = told(whole.given, "en")
    lines = as_note(summary).splitlines()
    (answers,) = (line for line in lines if line.startswith("Answers: "))
    left_out = int(answers.rsplit("(and ", 1)[1].split()[0])
    said = [line for line in summary.answers if line.state != "not_asked" and line.answer != "not known"]
    assert 0 < left_out == len(said) - sum(f"{line.label}: {line.answer}" in answers for line in said)
    assert any(": rules: " in line for line in lines)
