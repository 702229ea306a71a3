"""One patient's answers, decided: what the standings, the open questions and the explanations are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from decision.engine.assessment import Evidence, Lean, PainEvidence, SafetyRange
from decision.engine.compiled import CompiledPack
from decision.engine.evidence import age_band, label, levels, relevant
from decision.engine.index import Verdicts
from decision.engine.review import lapsed_bits, lapsed_findings
from decision.engine.standing import Scales, Weights, safety_range, safety_values, theme_weights
from decision.pack.condition import Value
from decision.pack.model import Safety
from decision.pack.pack import Pack

Pains = tuple[tuple[str, bool, bool | None], ...]
"""Pains as (id, whether the patient certainly has it, whether it is the main one: yes, no or still open)."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Answers with the truth of every rule and pain.

    `kept` are the bits of what applied before answers in doubt were set aside: a safety effect that a contradiction has
    brought about stays.
    """

    pack: Pack
    compiled: CompiledPack
    answers: Mapping[str, Value]
    today: date
    verdicts: Verdicts
    kept: int
    _waits: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def waits_for(self, key: str) -> tuple[str, ...]:
        """The questions that an undecided condition waits for, in the pack's order; worked out once."""
        if key not in self._waits:
            self._waits[key] = self.compiled.waits_for(key, self.answers, self.today)
        return self._waits[key]

    @property
    def true(self) -> int:
        """Bits of what applies, for safety and for the conversation."""
        return self.verdicts.true | self.kept

    @property
    def possible(self) -> int:
        return self.verdicts.possible | self.kept

    @property
    def age(self) -> float | None:
        """The age as far as studies tell ages apart; missing while it is not known."""
        value = self.answers.get(self.pack.info.ages.question)
        return age_band(self.pack, value) if isinstance(value, (int, float)) else None

    def holds(self, bits: int) -> bool | None:
        """The truth of a condition with these bits, answers in doubt set aside."""
        if bits & self.verdicts.true:
            return True
        return None if bits & self.verdicts.possible else False

    @property
    def held(self) -> bool | None:
        """Whether a `first` rule holds every option back."""
        if self.compiled.first & self.true:
            return True
        return None if self.compiled.first & self.possible else False

    @property
    def pains(self) -> Pains:
        """The pains still possible as (id, certain, main), main pains first, each in the pack's order."""
        mains: list[tuple[str, bool, bool | None]] = []
        others: list[tuple[str, bool, bool | None]] = []
        for pain in self.pack.info.pains:
            main, also = self.holds(self.compiled.main[pain.id]), self.holds(self.compiled.also[pain.id])
            if main is not False:
                mains.append((pain.id, main is True or also is True, main))
            elif also is not False:
                others.append((pain.id, also is True, False))
        return (*mains, *others)


@dataclass(frozen=True, slots=True)
class Axes:
    """The three axes of one option without their explanation: what a look-ahead compares."""

    safety: SafetyRange
    lasting: SafetyRange
    lean: frozenset[Lean]
    evidence: tuple[PainEvidence, ...]


@lru_cache(maxsize=1 << 15)
def pain_evidence(
    pack: Pack, option: str, pain: str, certain: bool, main: bool | None, age: float | None
) -> PainEvidence:
    """The evidence entry of one option for one pain. Kept: few ages differ, and many patients share an entry."""
    possible = levels(pack, option, pain, age)
    return PainEvidence(
        pain=pain,
        certain=certain,
        main=main,
        low=min(possible),
        high=max(possible),
        label=label(pack, option, pain, age),
        findings=tuple(finding.id for finding in relevant(pack, option, pain)),
    )


@lru_cache(maxsize=8192)
def evidence_for(
    pack: Pack, option: str, pains: Pains, age: float | None, lapsed: frozenset[str] = frozenset()
) -> tuple[frozenset[Evidence], tuple[PainEvidence, ...]]:
    """The levels that the lean may rest on, and the entry of each pain. Kept, because a look-ahead asks again and again."""
    entries = tuple(pain_evidence(pack, option, pain, certain, main, age) for pain, certain, main in pains)
    return main_levels(pack, option, pains, age, lapsed), entries


def main_levels(
    pack: Pack, option: str, pains: Pains, age: float | None, lapsed: frozenset[str] = frozenset()
) -> frozenset[Evidence]:
    """The evidence levels that the lean may rest on: those of the main pain, for every one still possible.

    With several main pains at once the least studied one counts; with none the option is not studied for this patient.
    """
    mains = {pain: main for pain, _, main in pains if main is not False}
    sets = {pain: levels(pack, option, pain, age, lapsed) for pain in mains}
    sure = [max(sets[pain]) for pain, main in mains.items() if main]
    if pack.options[option].kind == "as_now":
        return frozenset({Evidence.NATURAL_COURSE})
    possible = {level for found in sets.values() for level in found}
    if sure:
        return frozenset(level for level in possible if level <= min(sure))
    return frozenset(possible | {Evidence.NOT_STUDIED})


@lru_cache(maxsize=1 << 13)
def _weights(compiled: CompiledPack, option: str, true: int, possible: int) -> tuple[Weights, Weights]:
    """Both sides of the scales of one option. Kept, because most answers of a look-ahead touch neither."""
    sides = compiled.options[option].sides
    return theme_weights(sides["for"], true, possible), theme_weights(sides["against"], true, possible)


def safety_of(situation: Situation, option: str) -> tuple[SafetyRange, SafetyRange]:
    """Safety of an examined option at the moment, and what of it lasts."""
    masks, true, possible = situation.compiled.options[option], situation.true, situation.possible
    return safety_range(masks.safety, true, possible), safety_range(masks.lasting, true, possible)


def axes(situation: Situation, option: str, importances: Mapping[str, int], pains: Pains) -> tuple[Axes, Scales]:
    """The axes of one option, and what its lean is made of."""
    pack, masks = situation.pack, situation.compiled.options[option]
    main, evidence = evidence_for(pack, option, pains, situation.age, lapsed_findings(pack, situation.today))
    if pack.options[option].safety == "not_checked":
        unexamined = SafetyRange(Safety.NOT_CHECKED, Safety.NOT_CHECKED)
        nothing = Scales(
            {}, {}, main, frozenset({Safety.NOT_CHECKED}), situation.compiled.lean_ratio, pack.info.weights.importance
        )
        return Axes(unexamined, unexamined, frozenset({Lean.NONE}), evidence), nothing
    safety, lasting = safety_of(situation, option)
    reachable = safety_values(masks.safety, safety.low, situation.possible)
    verdicts = situation.verdicts
    true, possible = verdicts.true & masks.weighs, verdicts.possible & masks.weighs
    lapsed = possible & lapsed_bits(pack, situation.compiled, situation.today)
    pro, contra = _weights(situation.compiled, option, true & ~lapsed, possible & ~lapsed)
    scales = Scales(
        pro,
        contra,
        main,
        reachable,
        situation.compiled.lean_ratio,
        pack.info.weights.importance,
        _weights(situation.compiled, option, true, possible) if lapsed else None,
    )
    lean = scales.lean(importances)
    if situation.held is not False:
        lean = frozenset({Lean.NONE}) if situation.held else lean | {Lean.NONE}
    return Axes(safety, lasting, lean, evidence), scales
