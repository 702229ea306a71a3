"""Small changes of a pack, each a slip that an editor could make: does an example patient notice?

The changes are made as the pack is read, one at a time and in its order: in rules and definitions, in when a question is
asked (`ask_when`), and in who has a pain (`main`, `also`). Where there is a choice to be swapped for another, a seed
decides, so that the same pack always meets the same changes. Whether one is noticed is `decision.authoring.survival`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from types import MappingProxyType
from typing import Literal

from decision.authoring.search import step
from decision.pack.condition import All, Always, Any, AtLeast, Condition, Named, Not, Period, Test, parts_of
from decision.pack.model import Pain, Question, Rule
from decision.pack.pack import Pack

Kind = Literal["threshold", "any_all", "leaf", "effect", "option", "choice"]
Edit = tuple[Kind, str, Condition]
"""What kind of change, in words, and the condition that comes out."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where it is made, what it is, and what it leaves behind: rules (`None`: the rule is gone), or of the
    form a question or a pain."""

    kind: Kind
    owner: str
    place: str
    change: str
    rules: Mapping[str, Rule | None] = field(default_factory=dict)
    question: Question | None = None
    pain: Pain | None = None

    @property
    def of_form(self) -> bool:
        """Whether it changes the form, and no rule."""
        return self.question is not None or self.pain is not None

    def applied_to(self, pack: Pack) -> Pack:
        """The pack with this change."""
        if self.question is not None:
            questions = {**pack.questions, self.question.id: self.question}
            return replace(pack, questions=MappingProxyType(questions))
        if self.pain is not None:
            pains = [self.pain if pain.id == self.pain.id else pain for pain in pack.info.pains]
            return replace(pack, info=pack.info.model_copy(update={"pains": pains}))
        rules = {name: self.rules.get(name, rule) for name, rule in pack.rules.items()}
        return replace(pack, rules=MappingProxyType({name: rule for name, rule in rules.items() if rule is not None}))


def mutants(pack: Pack, seed: int = 0) -> Iterator[Mutant]:
    """Every change of every rule in force, of every definition that such a rule uses, and of the form."""
    in_force = {name: rule for name, rule in pack.rules.items() if rule.status != "retired"}
    for name, rule in in_force.items():
        place = pack.places.get(f"rule:{name}", "")
        for kind, change, when in edits(rule.when, pack.questions, Random(f"{seed} rule {name}")):
            yield Mutant(kind, f"rule {name}", place, change, {name: rule.model_copy(update={"when": when})})
        for kind, change, weaker in _weaker(rule):
            yield Mutant(kind, f"rule {name}", place, change, {name: weaker})
    for name, definition in pack.definitions.items():
        users = {one: rule for one, rule in in_force.items() if _uses(rule.when, name)}
        if not users:
            continue
        place = pack.places.get(f"definition:{name}", "")
        for kind, change, when in edits(definition.when, pack.questions, Random(f"{seed} definition {name}")):
            changed: dict[str, Rule | None] = {
                one: rule.model_copy(update={"when": _with(rule.when, name, when)}) for one, rule in users.items()
            }
            yield Mutant(kind, f"definition {name}", place, change, changed)
    yield from _of_form(pack, seed)


def _of_form(pack: Pack, seed: int) -> Iterator[Mutant]:
    """Every change in when a question is asked and in who has a pain, named conditions in them among it."""
    for name, question in pack.questions.items():
        if question.ask_when is not None:
            place = pack.places.get(f"question:{name}", "")
            for kind, change, new in edits(_unnamed(question.ask_when), pack.questions, Random(f"{seed} asked {name}")):
                asked = question.model_copy(update={"ask_when": new})
                yield Mutant(kind, f"question {name}", place, f"asked when: {change}", question=asked)
    for pain in pack.info.pains:
        place = pack.places.get(f"pain:{pain.id}", "")
        for key, when in (("main", pain.main), ("also", pain.also)):
            if when is None:
                continue
            for kind, change, new in edits(_unnamed(when), pack.questions, Random(f"{seed} {key} {pain.id}")):
                had = pain.model_copy(update={key: new})
                yield Mutant(kind, f"pain {pain.id}", place, f"{key}: {change}", pain=had)


def _unnamed(condition: Condition) -> Condition:
    """The condition with what its names stand for: where the form uses a name, a slip in it is a slip in the form."""
    if isinstance(condition, Named):
        return _unnamed(condition.part)
    return _rebuilt(condition, [_unnamed(part) for part in parts_of(condition)])


def _uses(condition: Condition, name: str) -> bool:
    if isinstance(condition, Named) and condition.name == name:
        return True
    return any(_uses(part, name) for part in parts_of(condition))


def _with(condition: Condition, name: str, new: Condition) -> Condition:
    if isinstance(condition, Named) and condition.name == name:
        return Named(name, new)
    return _rebuilt(condition, [_with(part, name, new) for part in parts_of(condition)])


def _rebuilt(condition: Condition, parts: list[Condition]) -> Condition:
    match condition:
        case All():
            return All(tuple(parts))
        case Any():
            return Any(tuple(parts))
        case AtLeast(count):
            return AtLeast(count, tuple(parts))
        case Not():
            return Not(parts[0])
        case Named(name):
            return Named(name, parts[0])
    return condition


def _weaker(rule: Rule) -> Iterator[tuple[Kind, str, Rule | None]]:
    """The rule saying less: a milder effect, a weaker argument, one option fewer, nothing at all."""
    if rule.effect == "excludes":
        if not rule.until:
            yield "effect", "the exclusion can pass", rule.model_copy(update={"until": "it has passed"})
        milder = {"effect": "specialist", "until": None, "specialist": "a specialist"}
        yield "effect", "excludes becomes specialist", rule.model_copy(update=milder)
    elif rule.effect == "specialist":
        yield "effect", "specialist becomes caution", rule.model_copy(update={"effect": "caution", "specialist": None})
    elif rule.strength is not None and rule.strength > 1:
        weaker = rule.strength - 1
        yield "effect", f"strength {rule.strength} becomes {weaker}", rule.model_copy(update={"strength": weaker})
    else:
        yield "effect", f"{rule.effect} becomes nothing", None
    for option in rule.options:
        kept = [one for one in rule.options if one != option]
        yield "option", f"option {option} is left out", rule.model_copy(update={"options": kept}) if kept else None


def edits(condition: Condition, questions: Mapping[str, Question], chance: Random) -> Iterator[Edit]:
    """Every change of one condition. A named condition is changed where it is defined, not where it is used."""
    match condition:
        case Named() | Always():
            return
        case Test():
            yield from _edits_of_test(condition, questions[condition.question], chance)
            return
        case Not(part):
            yield "leaf", f"not ({said(part)}) loses its not", part
        case All(parts) if len(parts) > 1:
            yield "any_all", f"all becomes any: {said(condition)}", Any(parts)
        case Any(parts) if len(parts) > 1:
            yield "any_all", f"any becomes all: {said(condition)}", All(parts)
        case AtLeast(count, parts):
            for other in (count - 1, count + 1):
                if 1 <= other <= len(parts):
                    yield "any_all", f"at least {count} becomes {other}: {said(condition)}", AtLeast(other, parts)
    parts = parts_of(condition)
    for place, part in enumerate(parts):
        kept = [*parts[:place], *parts[place + 1 :]]
        if kept and (not isinstance(condition, AtLeast) or condition.count <= len(kept)):
            yield "leaf", f"left out: {said(part)}", _rebuilt(condition, kept)
        for kind, change, new in edits(part, questions, chance):
            yield kind, change, _rebuilt(condition, [*parts[:place], new, *parts[place + 1 :]])


_TURNED = {"below": "at_most", "at_most": "below", "above": "at_least", "at_least": "above"}


def _edits_of_test(test: Test, question: Question, chance: Random) -> Iterator[Edit]:
    match test.operator:
        case "below" | "at_most" | "above" | "at_least" | "between":
            yield from _nudged(test, question)
        case "within":
            (period,) = test.operands
            assert isinstance(period, Period)
            for by in (-1, 1):
                moved = Test(test.question, "within", (Period(max(0, period.count + by), period.unit),))
                yield "threshold", f"{said(test)} becomes {said(moved)}", moved
        case "equals" if question.kind == "yes_no":
            turned = Test(test.question, "equals", (not test.operands[0],))
            yield "choice", f"{said(test)} becomes {said(turned)}", turned
        case _:
            yield from _swapped(test, question, chance)


def _nudged(test: Test, question: Question) -> Iterator[Edit]:
    low, high = question.range or (float("-inf"), float("inf"))
    changed = []
    if test.operator in _TURNED:
        changed.append(replace(test, operator=_TURNED[test.operator]))  # type: ignore[arg-type]
    for place, end in enumerate(test.operands):
        assert isinstance(end, (int, float))
        for by in (-step(question), step(question)):
            if low <= end + by <= high:
                operands = (*test.operands[:place], end + by, *test.operands[place + 1 :])
                changed.append(replace(test, operands=operands))
    for one in changed:
        yield "threshold", f"{said(test)} becomes {said(one)}", one


def _swapped(test: Test, question: Question, chance: Random) -> Iterator[Edit]:
    others = [choice for choice in question.choice_ids if choice not in test.operands]
    for place, operand in enumerate(test.operands):
        before, after = test.operands[:place], test.operands[place + 1 :]
        if before or after:
            yield "choice", f"{said(test)} forgets {operand}", replace(test, operands=(*before, *after))
        if others:
            other = chance.choice(others)
            swapped = replace(test, operands=(*before, other, *after))
            yield "choice", f"{said(test)} says {other} in place of {operand}", swapped
    if len(test.operands) > 1 and test.operator in ("includes_any", "includes_all"):
        turned = replace(test, operator="includes_all" if test.operator == "includes_any" else "includes_any")
        yield "any_all", f"{said(test)} becomes {said(turned)}", turned


def said(condition: Condition) -> str:
    """A condition on one line, as an author would write it."""
    match condition:
        case Test(question, operator, operands):
            words = [_word(operand) for operand in operands]
            listed = words[0] if len(words) == 1 else f"[{', '.join(words)}]"
            if operator == "equals":
                return f"{question}: {listed}"
            single = {"includes_any": "includes", "includes_all": "includes"} if len(words) == 1 else {}
            return f"{question}: {{{single.get(operator, operator)}: {listed}}}"
        case Not(part):
            return f"not: {{{said(part)}}}"
        case Named(name):
            return f"is: {name}"
        case Always(value):
            return _word(value)
        case All(parts):
            return f"all: [{', '.join(said(part) for part in parts)}]"
        case Any(parts):
            return f"any: [{', '.join(said(part) for part in parts)}]"
        case AtLeast(count, parts):
            return f"at_least {count} of [{', '.join(said(part) for part in parts)}]"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
