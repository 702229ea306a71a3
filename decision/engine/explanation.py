"""Why rules apply to one patient, and what others wait for: in the patient's own answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from decision.engine.assessment import Argument, Waiting
from decision.engine.compiled import rule_key
from decision.engine.review import lapsed_rules
from decision.engine.situation import Situation
from decision.engine.truth import reason, truth
from decision.pack.answers import Answers
from decision.pack.condition import Items, Test, Value
from decision.pack.model import Effect, Rule


class Explanations:
    """Arguments and waiting rules of one situation, each explained once however many options it speaks of, and only when
    somebody asks for it."""

    def __init__(self, situation: Situation, known: Answers) -> None:
        self._situation = situation
        self._known = known
        self._arguments: dict[str, Argument] = {}
        self._waiting: dict[str, Waiting] = {}
        self._lapsed = lapsed_rules(situation.pack, situation.today)
        ready = situation.compiled
        # Answers in doubt are among those of `known` alone, and what they have brought about may stay.
        self._touched = frozenset[str]().union(*(ready.readers.get(question, ()) for question in known))
        applies, may_apply = set(ready.applies_at_first - self._touched), set(ready.may_apply_at_first - self._touched)
        certain, decided, possible = situation.true, situation.verdicts.true, situation.verdicts.possible
        for rule in self._touched:
            bits = ready.spans[rule]
            if bits & (certain if ready.stays[rule] else decided):
                applies.add(rule)
            elif bits & possible:
                may_apply.add(rule)
        self.applies, self.may_apply = frozenset(applies), frozenset(may_apply)

    def arguments(self, rules: Iterable[Rule]) -> tuple[Argument, ...]:
        """The rules that apply."""
        return tuple([self._argument(rule) for rule in rules if rule.id in self.applies])

    def waiting(self, rules: Iterable[Rule]) -> tuple[Waiting, ...]:
        """The rules that may apply."""
        may_apply, touched, untouched = self.may_apply, self._touched, self._situation.compiled.untouched
        names = [(rule.id, rule) for rule in rules]
        return tuple(
            [self._waits(rule) if name in touched else untouched[name] for name, rule in names if name in may_apply]
        )

    def applying(self, effect: Effect) -> tuple[Argument, ...]:
        """The rules with an effect that apply."""
        return self.arguments(self._situation.compiled.rules_with(effect))

    def waiting_with(self, effect: Effect) -> tuple[Waiting, ...]:
        """The rules with an effect that may apply."""
        return self.waiting(self._situation.compiled.rules_with(effect))

    def waits_for(self, rule: str) -> tuple[str, ...]:
        """The questions that a rule which may apply waits for, in the pack's order."""
        return self._waits(self._situation.pack.rules[rule]).waits_for

    def _argument(self, rule: Rule) -> Argument:
        found = self._arguments.get(rule.id)
        if found is None:
            found = Argument(rule, self._because(rule), under_review=rule.id in self._lapsed)
            self._arguments[rule.id] = found
        return found

    def _waits(self, rule: Rule) -> Waiting:
        found = self._waiting.get(rule.id)
        if found is None:
            found = self._waiting[rule.id] = Waiting(rule, self._situation.waits_for(rule_key(rule.id)))
        return found

    def _because(self, rule: Rule) -> dict[str, object]:
        situation = self._situation
        condition = situation.compiled.conditions[rule_key(rule.id)]
        answers: Mapping[str, Value] = situation.answers
        if truth(condition, answers, situation.today) is not True:
            answers = self._known
        return _plain(reason(condition, answers, situation.today), answers)


def _plain(tests: Iterable[Test], answers: Mapping[str, Value]) -> dict[str, object]:
    """The answers behind some tests as plain data; of a list only the items that matter, unless its end does."""
    plain: dict[str, object] = {}
    for test in tests:
        value = answers[test.question]
        if isinstance(value, Items):
            before = plain.get(test.question, [])
            assert isinstance(before, list)
            plain[test.question] = list(dict.fromkeys([*before, *_items(test, value)]))
        else:
            plain[test.question] = value.isoformat() if isinstance(value, date) else value
    return plain


def _items(test: Test, items: Items) -> list[str]:
    """What of a list makes a test true; the whole closed list where it makes it false."""
    if any(operand not in items.chosen for operand in test.operands) and test.operator == "includes_all":
        return [*sorted(items.chosen), "none"]
    return [str(operand) for operand in test.operands if operand in items.chosen] or [*sorted(items.chosen), "none"]
