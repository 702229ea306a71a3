"""A clinician's "I disagree" with a rule: why, in a code that can be counted and in words.

It changes nothing about this patient's summary. It is printed in the clinician's record and read by the rule's editors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from decision.language import day, mark, say
from decision.pack.pack import Pack
from decision.pack.record import Day, Record
from decision.summary.words import EFFECT, lower_first

REASONS: Mapping[str, str] = {
    "evidence": mark("The evidence is out of date, incomplete or read wrongly"),
    "condition": mark("The condition or limit is wrong"),
    "strength": mark("It weighs too much or too little"),
    "this_patient": mark("It does not fit this patient"),
    "wording": mark("The words are unclear or wrong"),
    "other": mark("Another reason"),
}
"""Reason codes with their words."""
LONGEST = 1000
"""Characters of a remark that are kept."""


class Remark(Record):
    """A disagreement as a file holds it."""

    rule: str
    reason: str
    words: str = ""
    on: Day | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One disagreement in words: the rule, the reason, and what the clinician wrote."""

    rule: str
    text: str


def lines(pack: Pack, remarks: Iterable[Remark]) -> tuple[Line, ...]:
    """Disagreements as the record prints them; a rule that the pack no longer has is named by its id alone."""
    return tuple(Line(remark.rule, _text(pack, remark)) for remark in remarks)


def _text(pack: Pack, remark: Remark) -> str:
    rule = pack.rules.get(remark.rule)
    effect = f" ({lower_first(say(EFFECT[rule.effect]))})" if rule else ""
    reason = say(REASONS.get(remark.reason, REASONS["other"]))
    words = f" “{remark.words}”" if remark.words else ""
    on = f" {day(remark.on)}." if remark.on else ""
    return f"{remark.rule}{effect}: {reason}.{words}{on}"
