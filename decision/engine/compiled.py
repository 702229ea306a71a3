"""A pack made ready for quick answers: conditions in one bit index, effects as masks over its bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache, reduce
from operator import or_

from decision.engine.assessment import Waiting
from decision.engine.index import BitIndex
from decision.engine.truth import guarded, waits_for
from decision.pack.condition import Condition, Test, Value, questions_of, tests_of
from decision.pack.model import Effect, Rule, Safety, rule_safety
from decision.pack.pack import Pack

THOUSANDTH = 1000
"""Weights are whole thousandths, so that sums are exact and the order of rules cannot matter."""


@dataclass(frozen=True, slots=True)
class OptionMasks:
    """Where in the index the rules of one option stand.

    `every` are all of them, `weighs` the arguments for and against. `safety` and `lasting` map a safety level to its bits, `sides` the side ("for", "against") and theme to pairs of
    weight in thousandths (before importance) and bits, the heaviest first.
    """

    every: int
    weighs: int
    safety: Mapping[Safety, int]
    lasting: Mapping[Safety, int]
    sides: Mapping[str, Mapping[str, tuple[tuple[int, int], ...]]]


@dataclass(frozen=True, eq=False)
class CompiledPack:
    """The pack's rules that are in force, ready to be decided together. `spans` holds the bits of each rule;
    `stays` says of each whether what it has brought about stays while the answers behind it are in doubt, as for safety;
    `readers` names the rules that read a question. While none of the questions that a rule reads is answered, `untouched`
    holds what it waits for, `applies_at_first` the rules that apply all the same, and `may_apply_at_first` those that may."""

    rules: Mapping[str, Rule]
    spans: Mapping[str, int]
    stays: Mapping[str, bool]
    readers: Mapping[str, frozenset[str]]
    untouched: Mapping[str, Waiting]
    applies_at_first: frozenset[str]
    may_apply_at_first: frozenset[str]
    conditions: Mapping[str, Condition]
    gates: Mapping[str, Condition]
    index: BitIndex
    options: Mapping[str, OptionMasks]
    first: int
    conflict: int
    main: Mapping[str, int]
    also: Mapping[str, int]
    pain_bits: int
    tests: Mapping[str, tuple[Test, ...]]
    order: Mapping[str, int]
    rules_of: Mapping[str, tuple[Rule, ...]]
    by_effect: Mapping[Effect, tuple[Rule, ...]]
    lean_ratio: Fraction
    reads: Mapping[str, frozenset[str]]
    waits_at_first: Mapping[str, tuple[str, ...]]

    def waits_for(self, key: str, answers: Mapping[str, Value], today: date) -> tuple[str, ...]:
        """The questions that an undecided condition waits for, in the pack's order.

        While none of its questions is answered, that is known beforehand.
        """
        if self.reads[key].isdisjoint(answers):
            return self.waits_at_first[key]
        found = waits_for(self.conditions[key], answers, today)
        return tuple(sorted(set(found), key=self.order.__getitem__))

    def rules_with(self, effect: Effect) -> tuple[Rule, ...]:
        """The rules in force with one effect, in the order of their ids."""
        return self.by_effect.get(effect, ())


def rule_key(rule: str) -> str:
    """The name of a rule's condition in the index; pains stand there as `main:` and `also:`."""
    return f"rule:{rule}"


@lru_cache(maxsize=8)
def compiled(pack: Pack) -> CompiledPack:
    """Make a pack ready; done once for each loaded pack."""
    in_force = sorted((rule for rule in pack.rules.values() if rule.status != "retired"), key=_gravest_first)
    rules = {rule.id: rule for rule in in_force}
    conditions = {rule_key(rule.id): guarded(rule.when, pack.questions) for rule in rules.values()}
    for pain in pack.info.pains:
        conditions[f"main:{pain.id}"] = guarded(pain.main, pack.questions)
        if pain.also is not None:
            conditions[f"also:{pain.id}"] = guarded(pain.also, pack.questions)
    index = BitIndex(conditions)
    spans = {rule: index.spans[rule_key(rule)] for rule in rules}
    at_first = index.verdicts({}, date.min)
    main = {p.id: index.spans[f"main:{p.id}"] for p in pack.info.pains}
    also = {p.id: index.spans.get(f"also:{p.id}", 0) for p in pack.info.pains}
    order = pack.order
    waits_at_first = {
        key: tuple(sorted(set(waits_for(condition, {}, date.min)), key=order.__getitem__))
        for key, condition in conditions.items()
    }
    reads = {key: questions_of(condition) for key, condition in conditions.items()}
    tests: dict[str, list[Test]] = {}
    for condition in conditions.values():
        for test in tests_of(condition):
            tests.setdefault(test.question, []).append(test)
    return CompiledPack(
        rules=rules,
        spans=spans,
        stays={rule.id: not (rule.theme or rule.effect in ("untried", "prepare")) for rule in in_force},
        readers={q: frozenset(rule for rule in rules if q in reads[rule_key(rule)]) for q in index.questions},
        untouched={rule.id: Waiting(rule, waits_at_first[rule_key(rule.id)]) for rule in in_force},
        applies_at_first=frozenset(rule for rule, bits in spans.items() if bits & at_first.true),
        may_apply_at_first=frozenset(
            rule for rule, bits in spans.items() if bits & at_first.possible and not bits & at_first.true
        ),
        conditions=conditions,
        gates={q.id: guarded(q.ask_when, pack.questions) for q in pack.questions.values() if q.ask_when is not None},
        index=index,
        options={option: _masks(pack, option, rules, spans) for option in pack.options},
        first=_bits(spans, (r for r in rules.values() if r.effect == "first")),
        conflict=_bits(spans, (r for r in rules.values() if r.effect == "conflict")),
        main=main,
        also=also,
        pain_bits=reduce(or_, [*main.values(), *also.values()], 0),
        tests={question: tuple(dict.fromkeys(found)) for question, found in tests.items()},
        order=order,
        rules_of={option: tuple(rule for rule in in_force if option in rule.options) for option in pack.options},
        by_effect={effect: tuple(r for r in in_force if r.effect == effect) for effect in {r.effect for r in in_force}},
        lean_ratio=Fraction(str(pack.info.weights.lean_ratio)),
        reads=reads,
        waits_at_first=waits_at_first,
    )


def _gravest_first(rule: Rule) -> tuple[int, int, str]:
    return (-rule_safety(rule), -(rule.strength or 0), rule.id)


def _bits(spans: Mapping[str, int], rules: Iterable[Rule]) -> int:
    bits = 0
    for rule in rules:
        bits |= spans[rule.id]
    return bits


def _masks(pack: Pack, option: str, rules: Mapping[str, Rule], spans: Mapping[str, int]) -> OptionMasks:
    mine = [rule for rule in rules.values() if option in rule.options]
    safety: dict[Safety, int] = {}
    lasting: dict[Safety, int] = {}
    sides: dict[str, dict[str, list[tuple[int, int]]]] = {"for": {}, "against": {}}
    for rule in mine:
        if rule.theme is not None and rule.strength is not None:
            factor = pack.info.weights.certainty[pack.certainty(rule)]
            weight = round(rule.strength * factor * THOUSANDTH)
            sides[rule.effect].setdefault(rule.theme, []).append((weight, spans[rule.id]))
        elif (reached := rule_safety(rule)) is not Safety.CLEAR:
            safety[reached] = safety.get(reached, 0) | spans[rule.id]
            if not rule.until:
                lasting[reached] = lasting.get(reached, 0) | spans[rule.id]
    return OptionMasks(
        every=_bits(spans, mine),
        weighs=_bits(spans, (rule for rule in mine if rule.is_argument)),
        safety=dict(sorted(safety.items(), reverse=True)),
        lasting=dict(sorted(lasting.items(), reverse=True)),
        sides={
            side: {theme: tuple(sorted(pairs, reverse=True)) for theme, pairs in themes.items()}
            for side, themes in sides.items()
        },
    )
