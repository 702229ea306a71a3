"""Checks of conditions: what can never or always hold, and rules that add nothing to another.

They are exact for patients whose answers are all known. A condition that would take too long stays unremarked here;
`vns-choice prove` decides it with a solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from decision.authoring.checks.lint import Check, Path, Severity, View
from decision.engine.columns import Column
from decision.pack.condition import All, Any, AtLeast, Condition, Not, questions_of
from decision.pack.model import Rule, rule_safety
from decision.pack.problem import Problem


@dataclass(frozen=True, slots=True)
class _Stated:
    """A condition in force, with what it belongs to in words, and how a problem below it is told."""

    subject: str
    condition: Condition
    problem: Callable[[Path, str, str, str], Problem]


def _conditions(view: View) -> Iterator[_Stated]:
    def stated(word: str, name: str, key: str, condition: Condition) -> _Stated:
        def problem(path: Path, what: str, why: str, mend: str) -> Problem:
            return view.problem(word, name, (key, *path), what, why, mend, key=True)

        return _Stated(f"{word} '{name}'", condition, problem)

    def of_pain(place: int, name: str, key: str, condition: Condition) -> _Stated:
        def problem(path: Path, what: str, why: str, mend: str) -> Problem:
            return view.of_pack(("pains", place, key, *path), what, why, mend, key=True)

        return _Stated(f"pain '{name}'", condition, problem)

    for question in view.pack.questions.values():
        if question.ask_when is not None:
            yield stated("question", question.id, "ask_when", question.ask_when)
    for place, pain in enumerate(view.pack.info.pains):
        yield of_pain(place, pain.id, "main", pain.main)
        if pain.also is not None:
            yield of_pain(place, pain.id, "also", pain.also)
    for definition in view.pack.definitions.values():
        yield stated("definition", definition.id, "when", definition.when)
    for rule in view.rules:
        yield stated("rule", rule.id, "when", rule.when)


def _parts(condition: Condition, path: Path) -> Iterator[tuple[Condition, Path]]:
    """A condition and everything below it, each at its place; a named one is looked at where it is defined."""
    yield condition, path
    match condition:
        case All(parts):
            inner = [(part, (*path, "all", place)) for place, part in enumerate(parts)]
        case Any(parts):
            inner = [(part, (*path, "any", place)) for place, part in enumerate(parts)]
        case AtLeast(_, parts):
            inner = [(part, (*path, "at_least", "of", place)) for place, part in enumerate(parts)]
        case Not(part):
            inner = [(part, (*path, "not"))]
        case _:
            inner = []
    for part, here in inner:
        yield from _parts(part, here)


def _contradictions(view: View, condition: Condition) -> Iterator[tuple[Path, All]]:
    for part, here in _parts(condition, ()):
        if not isinstance(part, All) or view.possible.together((view.possible.ready(part), True)) is not False:
            continue
        if all(view.possible.together((view.possible.ready(one), True)) for one in part.parts):
            yield here, part


class Contradiction(Check):
    """The parts of an 'all' can each hold, but never together."""

    id: ClassVar[str] = "contradiction"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        for stated in _conditions(view):
            for path, both in _contradictions(view, stated.condition):
                asked = ", ".join(sorted(questions_of(both)))
                yield stated.problem(
                    (*path, "all"), f"these parts can never hold together ({asked})",
                    f"what {stated.subject} says would never reach a patient it is meant for",
                    "check the values against each other; if one of them is enough, write 'any'",
                )  # fmt: skip


class NeverApplies(Check):
    """A condition that holds for no possible patient."""

    id: ClassVar[str] = "never-applies"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        for stated in _conditions(view):
            if view.possible.together((view.possible.ready(stated.condition), True)) is not False:
                continue
            if next(_contradictions(view, stated.condition), None) is None:  # else that is told, where it stands
                yield stated.problem(
                    (), f"the condition of {stated.subject} can never hold, whatever is answered",
                    "what it says would reach nobody", "check the values, and 'not' against what it stands before",
                )  # fmt: skip


class AlwaysApplies(Check):
    """A condition that holds for every possible patient."""

    id: ClassVar[str] = "always-applies"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        for stated in _conditions(view):
            if view.possible.together((view.possible.ready(stated.condition), False)) is False:
                yield stated.problem(
                    (), f"the condition of {stated.subject} holds for everybody once its questions are answered",
                    "it tells no two patients apart, and yet speaks as if it were about this one",
                    "narrow it, or leave it out; what is true of everyone stands under 'true_of_everyone' of the option",
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ready:
    rule: Rule
    condition: Condition
    questions: frozenset[str]
    options: frozenset[str]
    devices: frozenset[str]
    shown: Column
    """What it is worth for the example patients."""
    scale: tuple[str, str | None] | None
    """What a reason is weighed on: its effect and theme; nothing for a rule of safety or of the conversation."""


@lru_cache(maxsize=1)
def _pairs(view: View) -> tuple[tuple[_Ready, _Ready], ...]:
    """Ordered pairs of rules of the same side whose first implies the second, for every option of the first."""
    ready = []
    for rule in view.rules:
        condition = view.possible.ready(rule.when)
        if view.possible.together((condition, True)):
            scale = (rule.effect, rule.theme) if rule.is_argument else None
            options, devices = frozenset(rule.options), frozenset(rule.devices)
            shown = view.examples.column(condition)
            ready.append(_Ready(rule, condition, questions_of(condition), options, devices, shown, scale))
    asking: dict[str, list[int]] = {}
    for place, one in enumerate(ready):
        for question in one.questions:
            asking.setdefault(question, []).append(place)
    return tuple(
        (first, ready[place])
        for first in ready
        # a rule that asks nothing of what another asks could not be implied by it
        for place in sorted({place for question in first.questions for place in asking[question]})
        if ready[place] is not first
        and _covers(ready[place], first)
        and not first.shown.true & ready[place].shown.false  # an example patient who shows that it is not implied
        and view.possible.implies(first.condition, ready[place].condition)
    )


def _covers(wide: _Ready, narrow: _Ready) -> bool:
    """Whether one rule speaks of everything that the other does: options, devices, and the same scale."""
    if (
        narrow.scale != wide.scale
        or not narrow.options <= wide.options
        or (wide.devices and narrow.devices != wide.devices)
    ):
        return False
    # without options it speaks of the conversation
    return bool(narrow.scale or narrow.options) or narrow.rule.effect == wide.rule.effect


def _weight(view: View, rule: Rule) -> float:
    if rule.is_argument:
        return (rule.strength or 0) * view.pack.info.weights.certainty[view.pack.certainty(rule)]
    return rule_safety(rule)


class SaysTheSame(Check):
    """Two rules with the same effect on the same options, under conditions that always hold together."""

    id: ClassVar[str] = "says-the-same"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        pairs = _pairs(view)
        both_ways = {(first.rule.id, second.rule.id) for first, second in pairs}
        order = {name: place for place, name in enumerate(view.pack.rules)}
        for first, second in pairs:
            earlier, later = second.rule, first.rule
            if (
                (earlier.id, later.id) in both_ways
                and order[earlier.id] < order[later.id]
                and set(earlier.options) == set(later.options)
                and _weight(view, earlier) == _weight(view, later)
                and (earlier.effect, earlier.until, earlier.specialist) == (later.effect, later.until, later.specialist)
            ):
                yield view.problem(
                    "rule", later.id, ("id",),
                    f"rule '{later.id}' says the same as '{earlier.id}' ({view.pack.places[f'rule:{earlier.id}']})",
                    "a patient hears it twice, and an edit of one leaves the other behind",
                    "make one rule of them, with the sources of both",
                )  # fmt: skip


class HiddenRule(Check):
    """A rule that changes nothing, because a stronger one applies whenever it does."""

    id: ClassVar[str] = "hidden-rule"
    severity: ClassVar[Severity] = Severity.NOTE

    def look(self, view: View) -> Iterator[Problem]:
        told: set[str] = set()
        for first, second in _pairs(view):
            weak, strong = first.rule, second.rule
            if weak.id not in told and _weight(view, weak) < _weight(view, strong):
                told.add(weak.id)
                what = "weighs nothing beside" if weak.is_argument else "moves no safety beside"
                yield view.problem(
                    "rule", weak.id, ("effect",),
                    f"rule '{weak.id}' {what} '{strong.id}' ({view.pack.places[f'rule:{strong.id}']}), "
                    "which applies whenever it does",
                    "only its words are told; the standing of an option never depends on it",
                    "leave it if the words are wanted; else narrow the other rule or remove this one",
                )  # fmt: skip


CHECKS: tuple[Check, ...] = (Contradiction(), NeverApplies(), AlwaysApplies(), SaysTheSame(), HiddenRule())
