"""How much a patient's sheet tells: a few fixed steps, the same for all options, from the fullest to the least.

The first step that keeps to the pages of a print size is printed. No step cuts a sentence, or takes away what nobody knows,
the bad points, carrying on as now or the draft banner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any


@dataclass(frozen=True, slots=True)
class Fullness:
    """How much of each list is told: the same for every option, so that none gets more room than another.

    Up to so many good points and as many bad ones, safety reasons, pictures of harms, burdens (by their place), unknowns
    of an option, questions to ask, themes that matter, and lines to write on. `details` adds what stands behind an axis,
    `others` a line on each option without a card, `cards` are the options with a card beside carrying on as now;
    `order` is another than the usual one for the sections.
    """

    points: int
    safety: int
    harms: int
    burdens: tuple[int, ...]
    unknowns: int
    questions: int
    wishes: int
    lines: int
    details: bool = True
    others: bool = True
    cards: int = 2
    order: tuple[str, ...] | None = None


_WISHES_LATER = (
    "glance",
    "before",
    "others",
    "options",
    "practice",
    "wishes",
    "unknowns",
    "questions",
    "sure",
    "agreed",
)
_UNKNOWNS_FIRST = (
    "glance",
    "before",
    "others",
    "unknowns",
    "options",
    "practice",
    "wishes",
    "questions",
    "sure",
    "agreed",
)
_OPTIONS_LATER = (
    "glance",
    "before",
    "others",
    "wishes",
    "unknowns",
    "questions",
    "options",
    "practice",
    "sure",
    "agreed",
)
_GLANCE_LATER = (
    "before",
    "others",
    "wishes",
    "glance",
    "unknowns",
    "questions",
    "sure",
    "options",
    "practice",
    "agreed",
)
"""Orders of the last steps: small sections fill the page that a card or a table would leave half empty."""

_ALL, _MOST, _LEAST = tuple(range(9)), (0, 2, 3, 4, 7, 8), (0, 2, 4, 7)
"""Burdens by their place in `words.BURDENS`. The most telling stay in every step: the operation, the time each day, scans
and heat treatment, and stopping or taking it out."""

FULLNESS = (
    # points, safety, harms, burdens, unknowns, questions, wishes, lines
    Fullness(5, 4, 2, _ALL, 2, 6, 9, 3),
    Fullness(5, 4, 2, _MOST, 2, 6, 9, 3),
    Fullness(4, 3, 2, _MOST, 2, 6, 9, 2),
    Fullness(4, 3, 1, _LEAST, 2, 5, 6, 2),
    Fullness(4, 3, 1, _LEAST, 1, 4, 6, 1, others=False),
    Fullness(3, 2, 1, _LEAST, 2, 5, 5, 2),
    Fullness(3, 2, 1, _LEAST, 1, 4, 5, 1, others=False),
    Fullness(3, 1, 0, _LEAST, 1, 4, 5, 2, details=False),
    Fullness(2, 1, 1, _LEAST, 1, 4, 4, 1, details=False),
    Fullness(2, 1, 0, _LEAST, 1, 4, 4, 1, details=False, others=False),
    Fullness(1, 0, 0, _LEAST, 0, 2, 2, 1, details=False, others=False),
    Fullness(1, 0, 0, _LEAST, 0, 2, 2, 1, details=False, others=False, order=_WISHES_LATER),
    Fullness(1, 0, 0, _LEAST, 0, 2, 2, 1, details=False, others=False, order=_UNKNOWNS_FIRST),
    Fullness(2, 1, 0, _LEAST, 1, 3, 3, 1, details=False, cards=1, order=_WISHES_LATER),
    Fullness(2, 1, 0, _LEAST, 1, 3, 3, 1, details=False, others=False, cards=1, order=_WISHES_LATER),
    Fullness(1, 0, 0, _LEAST, 0, 2, 2, 1, details=False, others=False, cards=1, order=_WISHES_LATER),
    Fullness(1, 0, 0, _LEAST, 0, 2, 2, 1, details=False, others=False, cards=1, order=_OPTIONS_LATER),
    Fullness(1, 0, 0, _LEAST, 0, 2, 2, 1, details=False, others=False, cards=1, order=_GLANCE_LATER),
    Fullness(2, 1, 0, _LEAST, 1, 3, 3, 1, details=False, others=False, cards=0, order=_GLANCE_LATER),
)
"""From all that is worth printing down to the least that makes a sheet. The last steps, for when something urgent fills the
first page, give the alternative, then the device, a line instead of a card, unless the clinician asked for one."""


_LETTERS = 56
"""Letters of a line in a card in clear print, a little fewer than there are."""
_PICTURE = 4.2
"""Lines beside a picture with its label."""
_TALLEST, _TALLEST_TOGETHER = 41, 73
"""Lines by the reckoning below. No card of a page, and no cards of a sheet of four pages, had as many in trials over
every example patient."""


def lines_of(parts: Sequence[Mapping[str, Any]], numbers: Sequence[Mapping[str, Any]]) -> float:
    """How many lines a card takes in clear print in the bundled typeface, reckoned from its letters."""
    lines = 1.8
    for part in parts:
        lines += ceil(len(part["text"]) / _LETTERS) + sum(ceil(len(point) / (_LETTERS - 3)) for point in part["points"])
    for number in numbers:
        words = len(" ".join((number["caption"], *number["sentences"], number["sure"])))
        lines += max(ceil(words / _LETTERS), _PICTURE * len(number["pictures"]))
    return lines


def surely_too_long(data: Mapping[str, Any]) -> bool:
    """Whether a sheet in clear print cannot keep to four pages, told without setting it. It only saves time."""
    lines: list[float] = [option["lines"] for option in data["options"]]
    return max(lines) > _TALLEST or sum(lines) > _TALLEST_TOGETHER
