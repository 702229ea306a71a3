"""A short plain-text note to paste into any record: answers, standings, rules that applied, pack version."""

from __future__ import annotations

from collections.abc import Iterator

from decision.summary.model import Summary
from decision.summary.text import SHAPES

LIMIT = 2000
"""Characters; many record systems cut longer entries."""


def as_note(summary: Summary) -> str:
    """The note, shorter than `LIMIT`. What does not fit is counted, never dropped unseen; the last line always stays."""
    end = f"{summary.footer.split(' · Other')[0]} · {summary.made_with}"
    room = LIMIT - len(end) - 60
    kept: list[str] = []
    lines = list(_lines(summary))
    for place, line in enumerate(lines):
        if sum(map(len, kept)) + len(kept) + len(line) > room:
            kept.append(f"({len(lines) - place} more lines are in the full record.)")
            break
        kept.append(line)
    return "\n".join([*kept, end])


def _lines(summary: Summary) -> Iterator[str]:
    yield f"{summary.title} – {summary.subtitle} – {summary.date.isoformat()}"
    yield summary.banner[0]
    for notice in (*summary.first, *summary.conflicts):
        yield f"{notice.heading}: {notice.text}"
    for option in summary.options:
        if option.kind == "vns":
            yield f"{option.name}: {SHAPES[option.safety.shape]}{option.safety.words}"
            applied = [reason.rule or "a private point" for reason in (*option.safety_reasons, *option.reasons_against)]
            if applied:
                yield f"  rules: {', '.join(applied)}"
            if option.lean:
                yield f"  reasons: {option.lean.words}"
    named = [option.name for option in summary.options if option.kind != "vns"]
    yield f"Also talked about: {', '.join(named)}"
    if summary.open_questions:
        yield f"Still open: {', '.join(line.label for line in summary.open_questions)}"
    if summary.not_known:
        yield f"Not known: {', '.join(summary.not_known)}"
    answered = [f"{line.label}: {line.answer}" for line in summary.answers if line.state == "answered"]
    yield f"Answers: {'; '.join(answered)}"
