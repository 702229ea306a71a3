"""How much a patient's sheet tells: the same for all options, from the least that makes a sheet to all worth printing.

`fitting` lets a sheet grow from the least as long as it keeps to its pages. Nothing here cuts a sentence, or takes away what
nobody knows, the bad points, carrying on as now or the draft banner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Fullness:
    """How much of each list is told: the same for every option, so that none gets more room than another.

    Up to so many good points and as many bad ones, safety reasons, pictures of harms, burdens (by their place), unknowns
    of an option, questions to ask, themes that matter, and lines to write on. `details` adds what stands behind an axis,
    `others` a line on what each option without a card is.
    """

    points: int
    safety: int
    harms: int
    burdens: tuple[int, ...]
    unknowns: int
    questions: int
    wishes: int
    lines: int
    details: bool
    others: bool


_ALL, _MOST, _TELLING = tuple(range(9)), (0, 2, 3, 4, 7, 8), (0, 2, 4, 7)
"""Burdens by their place in `words.BURDENS`. The most telling stay longest: the operation, the time each day, scans and heat
treatment, and stopping or taking it out. They go only where an option would lose its card for them."""

FULLEST = Fullness(5, 4, 2, _ALL, 2, 6, 9, 3, details=True, others=True)
LEAST = Fullness(1, 0, 0, (), 0, 2, 2, 1, details=False, others=False)
OVERLONG = replace(LEAST, points=2, safety=1, harms=1, burdens=_TELLING, unknowns=1)
"""Where the pages are too few whatever is cut: then the sheet is longer, and not emptier."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One step: a field of `Fullness`, how much of it is told from then on, and what that is worth beside the other steps."""

    field: str
    value: Any
    worth: int


GROWTH = (
    Growth("burdens", _TELLING, 16),
    Growth("harms", 1, 8),
    Growth("safety", 1, 4),
    Growth("points", 2, 5),
    Growth("unknowns", 1, 3),
    Growth("points", 3, 4),
    Growth("safety", 2, 3),
    Growth("details", True, 3),
    Growth("questions", 4, 2),
    Growth("wishes", 4, 2),
    Growth("others", True, 2),
    Growth("burdens", _MOST, 2),
    Growth("harms", 2, 2),
    Growth("points", 4, 2),
    Growth("lines", 2, 1),
    Growth("safety", 3, 1),
    Growth("unknowns", 2, 1),
    Growth("wishes", 6, 1),
    Growth("questions", 6, 1),
    Growth("burdens", _ALL, 1),
    Growth("points", 5, 1),
    Growth("safety", 4, 1),
    Growth("wishes", 9, 1),
    Growth("lines", 3, 1),
)
"""What is told next where there is room, the most telling first. A step that does not fit is passed over, and so is more of
the same; a later, smaller one may still fit."""


@cache
def fuller_by(fullness: Fullness, step: Growth) -> Fullness:
    """A fullness with one step more."""
    return replace(fullness, **{step.field: step.value})


CARDS = (2, 1, 0)
"""Options with a card beside carrying on as now. Fewer only where even the least of them does not fit, and never fewer than
the clinician asked for."""


def _orders() -> tuple[tuple[str, ...], ...]:
    """The first has what matters before the cards and what is not known behind them; the others bring one of the two, both
    or neither forward, and the table before the cards. Questions come when the options have been read."""
    cards = (("options", "practice"), ("practice", "options"))
    ahead = (("wishes",), (), ("unknowns",), ("wishes", "unknowns"))
    first, last = ("glance", "before", "others"), ("questions", "sure", "agreed")
    rest = {some: tuple(name for name in ahead[-1] if name not in some) for some in ahead}
    return tuple((*first, *some, *both, *rest[some], *last) for both in cards for some in ahead)


ORDERS = _orders()
"""Orders of the sections, the usual one first: small ones fill the page that a card or a table would leave half empty."""

LAST_ORDERS = (
    ("glance", "before", "others", "wishes", "unknowns", "questions", "sure", "options", "practice", "agreed"),
    ("before", "others", "wishes", "glance", "unknowns", "questions", "sure", "options", "practice", "agreed"),
    ("before", "others", "wishes", "glance", "unknowns", "questions", "sure", "practice", "options", "agreed"),
)
"""Where none of those fits, because something urgent fills the first page."""
