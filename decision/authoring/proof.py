"""What holds of a pack for every possible patient, known answers or open ones: proved, or shown by a patient.

A guarantee reads the answers as rules do: those that contradict each other set aside. What they have brought about for
safety stays (`decision.engine.assess.settle`), so setting them aside never lowers either end of safety: what holds for
everybody without a contradiction holds for everybody. Every patient found is made smaller as long as the point stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any as Formula

from decision.authoring.comparison import Change, changes, options_changed
from decision.authoring.solver import Patients, both, either, neither, unlike
from decision.engine.assess import assess, settle
from decision.engine.compiled import CompiledPack, compiled, rule_key
from decision.engine.evidence import levels
from decision.engine.truth import guarded, truth
from decision.pack.answers import parse_answers
from decision.pack.condition import Condition
from decision.pack.guarantees import Guarantee
from decision.pack.model import Question, Rule, Safety, rule_safety
from decision.pack.pack import Pack

Given = dict[str, object]


@dataclass(frozen=True, slots=True)
class RuleProof:
    """Whether a rule can apply to anybody whose answers do not contradict each other: with everything answered that it
    reads, and with any answer left open."""

    rule: str
    answered: bool
    open: bool


@dataclass(frozen=True, slots=True)
class GuaranteeProof:
    """Whether a guarantee holds for everybody; the patient for whom it does not; whether it speaks of anybody."""

    guarantee: Guarantee
    broken_by: Given | None
    of_somebody: bool

    @property
    def holds(self) -> bool:
        """Whether it is proved and not empty."""
        return self.broken_by is None and self.of_somebody


@dataclass(frozen=True, slots=True)
class Differing:
    """A patient for whom two packs say something else."""

    about: str
    given: Given
    changes: tuple[Change, ...]


class Proof:
    """One pack as formulas over its patients.

    Raises:
        MissingSolverError: z3 is not installed.
    """

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.today = today
        self.ready: CompiledPack = compiled(pack)
        self.patients = Patients(pack.questions, today)

    def rules(self) -> Iterator[RuleProof]:
        """For every rule in force whether it can apply."""
        conflicts = {rule.id: self._true(rule) for rule in self.ready.rules_with("conflict")}
        hidden = self._nothing_left_behind()
        for rule in self.ready.rules.values():
            others = [formula for name, formula in conflicts.items() if name != rule.id]
            sane = [] if rule.effect == "conflict" else [neither(others), *hidden]
            wanted = [self._true(rule), *sane]
            in_full = self.patients.find(*wanted, *self._answered(self.ready.reads[rule_key(rule.id)])) is not None
            yield RuleProof(rule.id, in_full, in_full or self.patients.find(*wanted) is not None)

    def guarantees(self) -> Iterator[GuaranteeProof]:
        """For every guarantee whether it holds for everybody."""
        settled = self._nothing_in_doubt()
        for guarantee in self.pack.guarantees.values():
            about = [*self._about(guarantee), *settled]
            found = self.patients.find(*about, self._broken(guarantee))
            if found is not None:
                found = smaller(found, partial(breaks, self.pack, guarantee, self.today))
            yield GuaranteeProof(guarantee, found, found is not None or self.patients.find(*about) is not None)

    def _guarded(self, condition: Condition) -> Condition:
        return guarded(condition, self.pack.questions)

    def _true(self, rule: Rule) -> Formula:
        return self.patients.true(self.ready.conditions[rule_key(rule.id)])

    def _possible(self, rule: Rule) -> Formula:
        return self.patients.possible(self.ready.conditions[rule_key(rule.id)])

    def _answered(self, questions: Iterable[str]) -> list[Formula]:
        return [
            either([self.patients.answered(q), self.patients.rails(self.ready.gates[q])[1]])
            if q in self.ready.gates
            else self.patients.answered(q)
            for q in questions
        ]

    def _nothing_left_behind(self) -> list[Formula]:
        return [
            neither([both(self.patients.given(q), self.patients.rails(gate)[1])])
            for q, gate in self.ready.gates.items()
        ]

    def _nothing_in_doubt(self) -> list[Formula]:
        found = []
        for rule in self.ready.rules_with("conflict"):
            questions = rule.questions or sorted(self.ready.reads[rule_key(rule.id)])
            doubtful = either(self.patients.given(question) for question in questions)
            found.append(neither([both(self._true(rule), doubtful)]))
        return found

    def _about(self, guarantee: Guarantee) -> list[Formula]:
        found = []
        if guarantee.whenever is not None:
            found.append(self.patients.true(self._guarded(guarantee.whenever)))
        if guarantee.while_unknown is not None:
            found.append(neither(self.patients.rails(self._guarded(guarantee.while_unknown))))
        return found

    def _broken(self, guarantee: Guarantee) -> Formula:
        then = guarantee.then
        if then.held_back:
            return neither([self._true(rule) for rule in self.ready.rules_with("first")])
        surely = then.safety_at_least is not None
        level = Safety[(then.safety_at_least or then.could_be or "caution").upper()]
        return either(
            neither(
                [
                    self._true(rule) if surely else self._possible(rule)
                    for rule in self.ready.rules_of[option]
                    if rule_safety(rule) >= level
                ]
            )
            for option in then.options
        )


def breaks(pack: Pack, guarantee: Guarantee, today: date, given: Mapping[str, object]) -> bool:
    """Whether a guarantee speaks of this patient and does not hold, by the assessment itself."""
    known = parse_answers(pack, given)
    answers = settle(pack, compiled(pack), known, today)[0].answers
    for condition, wanted in ((guarantee.whenever, True), (guarantee.while_unknown, None)):
        if condition is not None and truth(guarded(condition, pack.questions), answers, today) is not wanted:
            return False
    assessment = assess(pack, known, today=today)
    then = guarantee.then
    if then.held_back:
        return not assessment.first
    for option in then.options:
        safety = assessment[option].safety
        reached = safety.low if then.safety_at_least else safety.high
        if reached < Safety[(then.safety_at_least or then.could_be or "caution").upper()]:
            return True
    return False


def smaller(given: Given, stands: Callable[[Given], bool]) -> Given:
    """The patient with as few answers as the point needs; as it was if the point does not stand at all."""
    if not stands(given):
        return given
    kept = dict(given)
    for question in given:
        answer = kept.pop(question)
        if stands(kept):
            continue
        kept[question] = answer
        if isinstance(answer, list):
            for item in answer:
                shorter = [one for one in kept[question] if one != item]  # type: ignore[attr-defined]
                if shorter and stands({**kept, question: shorter}):
                    kept[question] = shorter
    return kept


class Sameness:
    """Two packs over the patients of both: is there anybody for whom they say something else?

    Compared are safety, lasting safety, what weighs for and against, what comes first, pains and evidence; not words.
    """

    def __init__(self, old: Pack, new: Pack, today: date) -> None:
        self.today = today
        self.packs = (old, new)
        self.ready = (compiled(old), compiled(new))
        shared = {name: _shared(old.questions.get(name), q) for name, q in new.questions.items()}
        self.patients = Patients({**old.questions, **shared}, today)

    def differing(self) -> Iterator[Differing]:
        """One patient for each option, and for the conversation, for whom anything differs; nobody: they are the same."""
        old, new = self.packs
        for change in options_changed(old, new):
            yield Differing(change.option, {}, (change,))
        for option in (option for option in old.options if option in new.options):
            yield from self._found(option, self._standings(option))
        yield from self._found("what comes first", list(self._whole("first")))
        yield from self._found("contradictions", list(self._whole("conflict")))

    def same_weights(self) -> bool:
        """Whether both weigh arguments alike."""
        old, new = self.packs
        return old.info.weights == new.info.weights

    def _found(self, about: str, unlike_there: list[Formula]) -> Iterator[Differing]:
        given = self.patients.find(either(unlike_there)) if unlike_there else None
        if given is None:
            return
        old, new = self.packs
        given = smaller(given, lambda some: bool(changes(old, new, some, self.today)))
        yield Differing(about, given, changes(old, new, given, self.today))

    def _rails(self, side: int, key: str) -> tuple[Formula, Formula]:
        condition = self.ready[side].conditions[key]
        return self.patients.true(condition), self.patients.possible(condition)

    def _any(self, side: int, rules: list[Rule]) -> tuple[Formula, Formula]:
        rails = [self._rails(side, rule_key(rule.id)) for rule in rules]
        return either(true for true, _ in rails), either(possible for _, possible in rails)

    def _unlike(self, ours: list[Rule], theirs: list[Rule]) -> Iterator[Formula]:
        (old, new) = self._any(0, ours), self._any(1, theirs)
        yield from (unlike(one, other) for one, other in zip(old, new, strict=True) if not one.eq(other))

    def _whole(self, effect: str) -> Iterator[Formula]:
        ours, theirs = ([r for r in ready.rules.values() if r.effect == effect] for ready in self.ready)
        for name in dict.fromkeys(rule.id for rule in (*ours, *theirs)):
            yield from self._unlike([r for r in ours if r.id == name], [r for r in theirs if r.id == name])

    def _standings(self, option: str) -> list[Formula]:
        found: list[Formula] = []
        ours, theirs = (list(ready.rules_of[option]) for ready in self.ready)
        for level in (Safety.CAUTION, Safety.SPECIALIST, Safety.NOT_NOW, Safety.EXCLUDED):
            for lasting in (False, True):
                old, new = (
                    [r for r in rules if rule_safety(r) >= level and not (lasting and r.until)]
                    for rules in (ours, theirs)
                )
                found += self._unlike(old, new)
        weights = [
            {_weight(p, r) for r in rules if r.is_argument} for p, rules in zip(self.packs, (ours, theirs), strict=True)
        ]
        for effect, theme, weight in sorted(weights[0] | weights[1]):
            old, new = (
                [r for r in rules if (r.effect, r.theme) == (effect, theme) and _weight(p, r)[2] >= weight]
                for p, rules in zip(self.packs, (ours, theirs), strict=True)
            )
            found += self._unlike(old, new)
        return [*found, *self._evidence(option)]

    def _evidence(self, option: str) -> Iterator[Formula]:
        old, new = self.packs
        never = either([])
        for pain in dict.fromkeys([*old.pains, *new.pains]):
            rails: list[list[Formula]] = []
            for side in (0, 1):
                keys = [key for key in (f"main:{pain}", f"also:{pain}") if key in self.ready[side].conditions]
                rails.append([formula for key in keys for formula in self._rails(side, key)] or [never])
            if len(rails[0]) != len(rails[1]):
                yield either(formula for side in rails for formula in side)
            else:
                yield from (unlike(a, b) for a, b in zip(*rails, strict=True) if not a.eq(b))
            if pain in old.pains and pain in new.pains:
                ages = (None, *range(111))
                if any(levels(old, option, pain, age) != levels(new, option, pain, age) for age in ages):
                    yield either(formula for side in rails for formula in side)


def _weight(pack: Pack, rule: Rule) -> tuple[str, str, float]:
    factor = pack.info.weights.certainty[pack.certainty(rule)]
    return rule.effect, rule.theme or "", (rule.strength or 0) * factor


def _shared(old: Question | None, new: Question) -> Question:
    """A question as both packs can be asked it: their common choices, their common range."""
    if old is None or old.kind != new.kind:
        return new
    choices = [choice for choice in new.choices if choice.id in old.choice_ids]
    update: dict[str, object] = {"choices": choices or new.choices}
    if old.range and new.range:
        update["range"] = [max(old.range[0], new.range[0]), min(old.range[1], new.range[1])]
        update["whole"] = old.whole or new.whole
    return new.model_copy(update=update)
