"""How much a patient's sheet tells: a few fixed steps, the same for all options, from the fullest to the least.

The first step that keeps to the pages of a print size is printed. No step cuts a sentence, or takes away what nobody knows,
the bad points, carrying on as now or the draft banner.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fullness:
    """How much of each list is told: the same for every option, so that none gets more room than another.

    Up to so many good points and as many bad ones, safety reasons, pictures of harms, burdens (by their place), unknowns
    of an option, questions to ask, themes that matter, and lines to write on. `details` adds what stands behind an axis,
    `others` a line on each option without a card, `alternative` a card for the first alternative;
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
    alternative: bool = True
    order: tuple[str, ...] | None = None


_OPTIONS_LATER = ("glance", "before", "others", "wishes", "unknowns", "questions", "options", "sure", "agreed")
_OPTIONS_LAST = ("glance", "before", "others", "wishes", "unknowns", "questions", "sure", "options", "agreed")
"""Orders of the last steps: small sections fill the page that a card would leave half empty."""

FULLNESS = (
    # points, safety, harms, burdens, unknowns, questions, wishes, lines
    Fullness(5, 4, 2, (0, 1, 2, 7), 2, 6, 9, 3),
    Fullness(4, 3, 2, (0, 7), 2, 6, 9, 2),
    Fullness(4, 3, 1, (), 2, 5, 6, 2),
    Fullness(4, 3, 1, (), 1, 4, 6, 1, others=False),
    Fullness(3, 2, 1, (), 2, 5, 5, 2),
    Fullness(3, 2, 1, (), 1, 4, 5, 1, others=False),
    Fullness(3, 1, 0, (), 1, 4, 5, 2, details=False),
    Fullness(2, 1, 1, (), 1, 4, 4, 1, details=False),
    Fullness(2, 1, 0, (), 1, 4, 4, 1, details=False, others=False),
    Fullness(1, 0, 0, (), 0, 2, 2, 1, details=False, others=False),
    Fullness(2, 1, 0, (), 1, 3, 3, 1, details=False, others=False, alternative=False, order=_OPTIONS_LATER),
    Fullness(1, 0, 0, (), 0, 2, 2, 1, details=False, others=False, alternative=False, order=_OPTIONS_LATER),
    Fullness(1, 0, 0, (), 0, 2, 2, 1, details=False, others=False, alternative=False, order=_OPTIONS_LAST),
)
"""From all that is worth printing down to the least that makes a sheet. The last steps, for when something urgent
fills the first page, give the alternative no card of its own unless the clinician asked for it."""
