"""A short plain-text note to paste into any record: answers, standings, rules that applied, pack version."""

from __future__ import annotations

from collections.abc import Iterator

from decision.language import say, speaking
from decision.summary.model import Summary
from decision.summary.text import SHAPES
from decision.summary.words import OTHER_FORMATS, listed

LIMIT = 2000
"""Characters; many record systems cut longer entries."""


def as_note(summary: Summary) -> str:
    """The note, shorter than `LIMIT`. What does not fit is counted, never dropped unseen; the last line always stays."""
    with speaking(summary.language):
        return _note(summary)


def _note(summary: Summary) -> str:
    end = f"{summary.footer.removesuffix(' · ' + say(OTHER_FORMATS))} · {summary.made_with}"
    room = LIMIT - len(end) - 60
    kept: list[str] = []
    lines = list(_lines(summary))
    for place, line in enumerate(lines):
        if sum(map(len, kept)) + len(kept) + len(line) > room:
            kept.append(say("({number} more lines are in the full record.)", number=len(lines) - place))
            break
        kept.append(line)
    return "\n".join([*kept, end])


def _lines(summary: Summary) -> Iterator[str]:
    yield f"{summary.title} – {summary.subtitle} – {summary.date.isoformat()}"
    yield summary.banner[0]
    for notice in (*summary.first, *summary.conflicts):
        yield f"{notice.heading}: {notice.text}"
    if summary.untried_line:
        yield summary.untried_line
    vns = [option for option in summary.options if option.kind == "vns"]
    for option in vns:
        still = f" ({option.safety.still})" if option.safety.still else ""
        yield f"{option.name}: {SHAPES[option.safety.shape]}{option.safety.words}{still}"
        if option.lean:
            yield "  " + say("reasons: {lean}", lean=option.lean.words)
    if summary.not_known:
        yield say("Not known: {questions}", questions=", ".join(summary.not_known))
    if open_ := [line.label for line in summary.open_questions]:
        yield say("Still open: {questions}", questions=listed(open_, most=8))
    named = [option.name for option in summary.options if option.kind != "vns"]
    yield say("Also shown: {options}", options=", ".join(named))
    answered = [f"{line.label}: {line.answer}" for line in summary.answers if line.state == "answered"]
    yield say("Answers: {answers}", answers="; ".join(answered))
    for option in vns:
        reasons = (*option.safety_reasons, *option.reasons_against)
        if applied := [reason.rule or say("a private point") for reason in reasons]:
            yield f"{option.name}: " + say("rules: {rules}", rules=", ".join(applied))
