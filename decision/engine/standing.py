"""Where one option stands: safety as a range, and which way the reasons lean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from decision.engine.assessment import Evidence, Lean, SafetyRange, Weight
from decision.pack.model import Safety

_NOTHING_IN_FAVOUR = (Evidence.NOT_STUDIED, Evidence.UNCONTROLLED, Evidence.NO_BENEFIT_SHOWN)


def safety_range(levels: Mapping[Safety, int], true: int, possible: int) -> SafetyRange:
    """Safety from the bits of each level, the gravest level first."""
    low = high = Safety.CLEAR
    for level, bits in levels.items():
        if bits & true:
            low = level
            break
        if not high and bits & possible:
            high = level
    return SafetyRange(low, max(low, high))


def safety_values(levels: Mapping[Safety, int], low: Safety, possible: int) -> frozenset[Safety]:
    """Every safety that further answers could settle on: the low end, and what graver rules could bring."""
    return frozenset({low}) | {level for level, bits in levels.items() if level > low and bits & possible}


Themes = Mapping[str, tuple[tuple[int, int], ...]]
Weights = Mapping[str, tuple[int, int]]


def theme_weights(themes: Themes, true: int, possible: int) -> dict[str, tuple[int, int]]:
    """By theme the weight of its strongest argument, before importance: what applies, and what may.

    Only the strongest counts, so that splitting a harm in two changes nothing.
    """
    weights: dict[str, tuple[int, int]] = {}
    for theme, pairs in themes.items():
        high = next((weight for weight, bits in pairs if bits & possible), 0)
        if high:
            weights[theme] = (next((weight for weight, bits in pairs if bits & true), 0), high)
    return weights


def total(weights: Mapping[str, tuple[int, int]], importances: Mapping[str, int], default: int) -> Weight:
    """One side of the scales: each theme's weight times how much it matters (0 to 3), summed."""
    low = high = 0
    for theme, (surely, at_most) in weights.items():
        matters = importances.get(theme, default)
        low += surely * matters
        high += at_most * matters
    return Weight(low, high)


def uncapped(
    reasons_for: Weight,
    reasons_against: Weight,
    ratio: Fraction,
    all_for: Weight | None = None,
    all_against: Weight | None = None,
) -> frozenset[Lean]:
    """The leans that two intervals of weight allow. Sound: it may hold one more than the truth, never one fewer.

    One side leads when it is at least `ratio` times the other. With reasons under review, `all_for` and `all_against`
    are the sides with them: a side leads only by reasons in date, against every reason of the other side, so that a
    reason whose date has passed carries no lean and its passing never brings about a lean towards an option.

    >>> sorted(uncapped(Weight(3000, 3000), Weight(2000, 2000), Fraction(3, 2)))
    [<Lean.MORE_FOR: 'more_for'>]
    """
    up, down = ratio.numerator, ratio.denominator
    every_for, every_against = all_for or reasons_for, all_against or reasons_against
    leans: set[Lean] = set()
    if reasons_for.low == 0 and reasons_against.low == 0:
        leans.add(Lean.NONE)
    if reasons_for.high and reasons_for.high * down >= every_against.low * up:
        leans.add(Lean.MORE_FOR)
    if reasons_against.high and reasons_against.high * down >= every_for.low * up:
        leans.add(Lean.MORE_AGAINST)
    for_leads = reasons_for.low * down >= every_against.high * up
    against_leads = reasons_against.low * down >= every_for.high * up
    if not for_leads and not against_leads and (reasons_for.high or reasons_against.high):
        leans.add(Lean.BALANCED)
    return frozenset(leans)


@lru_cache(maxsize=4096)
def capped(leans: frozenset[Lean], evidence: frozenset[Evidence], safety: frozenset[Safety]) -> frozenset[Lean]:
    """The leans left after evidence and safety have set their bounds, for every level of both still possible."""
    return frozenset(_cap(lean, level, reached) for lean in leans for level in evidence for reached in safety)


def _cap(lean: Lean, evidence: Evidence, safety: Safety) -> Lean:
    if safety in (Safety.EXCLUDED, Safety.NOT_CHECKED):
        return Lean.NONE
    if evidence in _NOTHING_IN_FAVOUR:
        return lean if lean is Lean.MORE_AGAINST else Lean.NONE
    if lean is Lean.MORE_FOR and (evidence < Evidence.PROMISING or safety > Safety.CAUTION):
        return Lean.BALANCED
    return lean


@dataclass(frozen=True, slots=True)
class Scales:
    """Everything a lean is made of but the importances: what a tipping point turns."""

    reasons_for: Mapping[str, tuple[int, int]]
    reasons_against: Mapping[str, tuple[int, int]]
    evidence: frozenset[Evidence]
    safety: frozenset[Safety]
    ratio: Fraction
    default: int
    with_lapsed: tuple[Mapping[str, tuple[int, int]], Mapping[str, tuple[int, int]]] | None = None
    """Both sides with the reasons under review; missing where there are none."""

    def sides(self, importances: Mapping[str, int]) -> tuple[Weight, Weight]:
        """Both sides with the importances as given; a theme nobody asked about counts with the pack's default."""
        return (
            total(self.reasons_for, importances, self.default),
            total(self.reasons_against, importances, self.default),
        )

    def lean(self, importances: Mapping[str, int]) -> frozenset[Lean]:
        """The possible leans of one option."""
        every = [total(side, importances, self.default) for side in self.with_lapsed or ()]
        return capped(uncapped(*self.sides(importances), self.ratio, *every), self.evidence, self.safety)

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes that weigh at all."""
        lapsed = [theme for side in self.with_lapsed or () for theme in side]
        return tuple(dict.fromkeys([*self.reasons_for, *self.reasons_against, *lapsed]))
