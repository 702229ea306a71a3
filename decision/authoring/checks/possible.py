"""Can conditions hold together for some patient whose answers are all known? Exact, without trying every patient.

A condition is taken apart into single tests, question by question; a branch is given up as soon as the tests of one
question can no longer hold together. Questions are independent of each other here: a hidden one was given its
`otherwise` value before (`decision.engine.truth.guarded`). What would take too long is left undecided, for a solver.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise, product

from decision.engine.index import values_apart
from decision.engine.truth import guarded, test_truth
from decision.pack.condition import All, Always, Any, AtLeast, Condition, Named, Not, Test, Value
from decision.pack.model import Question

Goal = tuple[Condition, bool]
_Literal = tuple[Test, bool]
_Literals = dict[str, frozenset[_Literal]]

MOST_STEPS = 20_000
"""Branches that are tried before a question is left undecided."""


class _TooLongError(Exception):
    """Left to a solver."""


class Possibilities:
    """Decides over the questions of one pack; each set of tests of one question is worked out once."""

    def __init__(self, questions: Mapping[str, Question], today: date) -> None:
        self._questions = questions
        self._today = today
        self._known: dict[frozenset[_Literal], bool] = {}
        self._steps = 0

    def ready(self, condition: Condition) -> Condition:
        """The condition with hidden questions at their `otherwise` value: what the methods below take."""
        return guarded(condition, self._questions)

    def together(self, *goals: Goal) -> bool | None:
        """Whether some patient gives every condition its wanted truth; `None` if that would take too long."""
        self._steps = MOST_STEPS
        try:
            return self._search(list(goals), {})
        except _TooLongError:
            return None

    def implies(self, first: Condition, second: Condition) -> bool:
        """Whether every patient for whom the first holds is one for whom the second does; False if undecided."""
        return self.together((first, True), (second, False)) is False

    def _search(self, goals: list[Goal], held: _Literals) -> bool:
        self._steps -= 1
        if self._steps < 0:
            raise _TooLongError
        goals = list(goals)
        while goals:
            condition, wanted = goals.pop()
            match condition:
                case Always(truth):
                    if truth is not wanted:
                        return False
                case Test(question):
                    mine = held.get(question, frozenset()) | {(condition, wanted)}
                    if not self._holds(question, mine):
                        return False
                    held = {**held, question: mine}
                case Not(part):
                    goals.append((part, not wanted))
                case Named(_, part):
                    goals.append((part, wanted))
                case All(parts) if wanted:
                    goals += [(part, True) for part in parts]
                case Any(parts) if not wanted:
                    goals += [(part, False) for part in parts]
                case All(parts):
                    return self._branch(1, parts, False, goals, held)
                case Any(parts):
                    return self._branch(1, parts, True, goals, held)
                case AtLeast(count, parts):
                    return self._branch(count if wanted else len(parts) - count + 1, parts, wanted, goals, held)
        return True

    def _branch(
        self, needed: int, parts: tuple[Condition, ...], wanted: bool, goals: list[Goal], held: _Literals
    ) -> bool:
        """Whether `needed` of the parts can have the wanted truth, beside everything else."""
        if needed <= 0:
            return self._search(goals, held)
        if needed > len(parts):
            return False
        first, rest = parts[0], parts[1:]
        return self._search([*goals, (first, wanted), (_some(needed - 1, rest, wanted), True)], held) or (
            len(rest) >= needed and self._branch(needed, rest, wanted, goals, held)
        )

    def _holds(self, question: str, literals: frozenset[_Literal]) -> bool:
        found = self._known.get(literals)
        if found is None:
            asked = self._questions[question]
            found = self._known[literals] = (
                _list_holds(literals) if asked.kind == "choices" else self._value_holds(asked, literals)
            )
        return found

    def _value_holds(self, question: Question, literals: frozenset[_Literal]) -> bool:
        values: Iterable[Value] = values_apart(question, [test for test, _ in literals], None, self._today)
        if question.whole:
            values = _whole_numbers(values)
        return any(all(test_truth(test, value, self._today) is wanted for test, wanted in literals) for value in values)


def _some(needed: int, parts: tuple[Condition, ...], wanted: bool) -> Condition:
    if needed <= 0:
        return Always(True)
    return AtLeast(needed, parts if wanted else tuple(Not(part) for part in parts))


def _whole_numbers(values: Iterable[Value]) -> set[Value]:
    """The whole numbers at and beside the ends of every stretch in which no test changes."""
    edges = sorted(value for value in values if isinstance(value, float))
    found: set[Value] = {edge for edge in edges if edge == int(edge)}
    for low, high in pairwise(edges):
        inside = float(math.floor(low) + 1)
        if inside < high:
            found.add(inside)
    return found


def _list_holds(literals: frozenset[_Literal]) -> bool:
    """Whether some closed list of items passes every test."""
    barred = {item for test, wanted in literals if not wanted and _one_is_enough(test) for item in test.operands}
    needed = {item for test, wanted in literals if wanted and not _one_is_enough(test) for item in test.operands}
    if barred & needed:
        return False
    some = [set(test.operands) for test, wanted in literals if wanted and _one_is_enough(test)]
    not_all = [set(test.operands) - needed for test, wanted in literals if not wanted and not _one_is_enough(test)]
    for left_out in product(*not_all):
        out = barred | set(left_out)
        if all(group - out for group in some):
            return True
    return False


def _one_is_enough(test: Test) -> bool:
    return test.operator == "includes_any" or len(test.operands) == 1
