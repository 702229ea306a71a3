"""A short plain-text note to paste into any record: answers, standings, rules that applied, pack version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decision.language import say, say_count, speaking
from decision.summary.model import Summary
from decision.summary.text import SHAPES
from decision.summary.words import OTHER_FORMATS

LIMIT = 2000
"""Characters; many record systems cut longer entries."""
_ROOM_TO_COUNT = 60
"""Characters kept free for the line that counts what was left out."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the note: how it starts, and what it lists or goes on with. `stays` is what remains where there is no
    room for more: nothing, the start alone, or one item; `last` is a line that takes what room the others leave."""

    start: str
    items: tuple[str, ...] = ()
    between: str = ", "
    stays: str = "nothing"
    last: bool = False

    @property
    def least(self) -> str:
        if self.stays == "nothing":
            return ""
        return self.start.strip() if self.stays == "start" or not self.items else self._with(1)

    def within(self, room: int) -> str:
        """The longest form of at most so many characters, or the least."""
        forms = (self._with(number) for number in range(len(self.items), 0, -1))
        whole = forms if self.items else iter((self.start,))
        return next((form for form in whole if len(form) <= room), self.least)

    def _with(self, number: int) -> str:
        text = self.start + self.between.join(self.items[:number])
        if more := len(self.items) - number:
            text += " " + say_count(
                "(and {number} more in the full record)", "(and {number} more in the full record)", more
            )
        return text


def as_note(summary: Summary) -> str:
    """The note, shorter than `LIMIT`. What has no room is counted, never dropped unseen.

    What comes first, the safety of every device, what is not known and what is open have a place in it however long the
    rest is, and so has the last line with the versions.
    """
    with speaking(summary.language):
        return _note(summary)


def _note(summary: Summary) -> str:
    end = f"{summary.footer.removesuffix(' · ' + say(OTHER_FORMATS))} · {summary.made_with}"
    lines = list(_lines(summary))
    said = [line.least for line in lines]
    room = LIMIT - len(end) - _ROOM_TO_COUNT - sum(len(text) + 1 for text in said)
    for place in sorted(range(len(lines)), key=lambda place: lines[place].last):
        longest = lines[place].within(room + len(said[place]))
        room -= len(longest) - len(said[place])
        said[place] = longest
    kept = [text for text in said if text]
    if left := len(said) - len(kept):
        kept.append(say("({number} more lines are in the full record.)", number=left))
    return "\n".join([*kept, end])


def _lines(summary: Summary) -> Iterator[_Line]:
    yield _Line(f"{summary.title} – {summary.subtitle} – {summary.date.isoformat()}", stays="start")
    yield _Line(summary.banner[0], stays="start")
    for notice in (*summary.first, *summary.conflicts):
        yield _Line(f"{notice.heading}: ", (notice.text,), stays="start")
    if summary.untried_line:
        yield _Line(summary.untried_line)
    vns = [option for option in summary.options if option.kind == "vns"]
    for option in vns:
        still = f" ({option.safety.still})" if option.safety.still else ""
        yield _Line(f"{option.name}: {SHAPES[option.safety.shape]}{option.safety.words}{still}", stays="start")
        if option.lean:
            yield _Line("  " + say("reasons: {lean}", lean=option.lean.words))
    if summary.not_known:
        yield _Line(say("Not known: {questions}", questions=""), summary.not_known, stays="one")
    if open_ := tuple(line.label for line in summary.open_questions):
        yield _Line(say("Still open: {questions}", questions=""), open_, stays="one")
    named = tuple(option.name for option in summary.options if option.kind != "vns")
    yield _Line(say("Also shown: {options}", options=""), named)
    # A list may hold chosen items although it is not known whether there are others: those stay.
    told = [line for line in summary.answers if line.state != "not_asked" and line.answer != say("not known")]
    answered = tuple(f"{line.label}: {line.answer}" for line in told)
    yield _Line(say("Answers: {answers}", answers=""), answered, between="; ", last=True)
    for option in vns:
        reasons = (*option.safety_reasons, *option.reasons_against)
        if applied := tuple(reason.rule or say("a private point") for reason in reasons):
            yield _Line(f"{option.name}: " + say("rules: {rules}", rules=""), applied)
