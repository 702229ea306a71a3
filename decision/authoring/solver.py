"""Conditions as formulas of z3 over every possible patient.

A question becomes variables: whether it is answered and with what; a list becomes one variable an item and one for
"none of the others". A condition becomes two formulas, one for surely true and one for surely false, which is strong
Kleene logic exactly; what is neither is unknown. z3 is an extra for rule editors; nothing else imports this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any as Formula

from decision.engine.truth import before
from decision.pack.answers import NONE
from decision.pack.condition import All, Always, Any, AtLeast, Condition, Named, Not, Period, Test
from decision.pack.model import Question

try:
    import z3
except ImportError:  # pragma: no cover - told by the command
    z3 = None

MISSING = "this needs z3, which is not installed: pip install 'vns-choice[authoring]'"
_EARLIEST = 150 * 366
"""Days before today that a date may lie back."""

Rails = tuple[Formula, Formula]
"""Surely true, surely false."""


class MissingSolverError(Exception):
    """z3 is not installed."""


class UndecidedError(Exception):
    """z3 gave up; a wrong "proved" would be worse than saying so."""


class Patients:
    """All possible patients over some questions, as variables of one solver."""

    def __init__(self, questions: Mapping[str, Question], today: date) -> None:
        if z3 is None:
            raise MissingSolverError(MISSING)
        self.questions = {q.id: q for q in questions.values() if q.kind != "importance"}
        self.today = today
        self.solver = z3.Solver()
        self._known: dict[str, Formula] = {}
        self._value: dict[str, Formula] = {}
        self._items: dict[str, dict[str, Formula]] = {}
        self._rails: dict[Condition, Rails] = {}
        for question in self.questions.values():
            self._declare(question)

    def _declare(self, question: Question) -> None:
        name = question.id
        self._known[name] = z3.Bool(f"known:{name}")
        match question.kind:
            case "choices":  # `known` says that the list is closed
                self._items[name] = {item: z3.Bool(f"{name}:{item}") for item in question.choice_ids}
            case "choice":
                value = self._value[name] = z3.Int(name)
                self.solver.add(z3.And(value >= 0, value < len(question.choices)))
            case "yes_no":
                self._value[name] = z3.Bool(name)
            case "number":
                low, high = question.range or (0.0, 0.0)
                value = self._value[name] = z3.Int(name) if question.whole else z3.Real(name)
                self.solver.add(z3.And(value >= _number(low), value <= _number(high)))
            case "date":  # in days before today
                value = self._value[name] = z3.Int(name)
                self.solver.add(z3.And(value >= -1, value <= _EARLIEST))

    def answered(self, question: str) -> Formula:
        """That the question is answered in full, a list with its end."""
        return self._known[question]

    def given(self, question: str) -> Formula:
        """That anything is said to the question."""
        return z3.Or(self._known[question], *self._items.get(question, {}).values())

    def rails(self, condition: Condition) -> Rails:
        """When a condition is surely true, and when surely false."""
        found = self._rails.get(condition)
        if found is None:
            found = self._rails[condition] = self._make(condition)
        return found

    def true(self, condition: Condition) -> Formula:
        """When a condition is true."""
        return self.rails(condition)[0]

    def possible(self, condition: Condition) -> Formula:
        """When a condition is true or unknown."""
        return z3.Not(self.rails(condition)[1])

    def _make(self, condition: Condition) -> Rails:
        match condition:
            case Always(value):
                return z3.BoolVal(value), z3.BoolVal(not value)
            case Test():
                return self._test(condition)
            case Not(part):
                true, false = self.rails(part)
                return false, true
            case Named(_, part):
                return self.rails(part)
            case All(parts):
                rails = [self.rails(part) for part in parts]
                return z3.And([true for true, _ in rails]), z3.Or([false for _, false in rails])
            case Any(parts):
                rails = [self.rails(part) for part in parts]
                return z3.Or([true for true, _ in rails]), z3.And([false for _, false in rails])
            case AtLeast(count, parts):
                rails = [self.rails(part) for part in parts]
                trues, falses = [true for true, _ in rails], [false for _, false in rails]
                return z3.AtLeast(*trues, count), z3.AtLeast(*falses, len(parts) - count + 1)

    def _test(self, test: Test) -> Rails:
        question, known = self.questions[test.question], self._known[test.question]
        if question.kind == "choices":
            chosen = [self._items[question.id].get(str(operand), z3.BoolVal(False)) for operand in test.operands]
            holds = z3.And(chosen) if test.operator == "includes_all" else z3.Or(chosen)
            return holds, z3.And(known, z3.Not(holds))
        holds = self._holds(test, question)
        return z3.And(known, holds), z3.And(known, z3.Not(holds))

    def _holds(self, test: Test, question: Question) -> Formula:
        value = self._value[question.id]
        if question.kind == "yes_no":
            return value if test.operands[0] is True else z3.Not(value)
        if question.kind == "choice":
            ids = question.choice_ids
            return z3.Or([value == ids.index(str(operand)) for operand in test.operands if operand in ids])
        if question.kind == "date":
            (period,) = test.operands
            assert isinstance(period, Period)
            return z3.And(value >= 0, value <= (self.today - before(self.today, period)).days)
        ends = [_number(operand) for operand in test.operands if isinstance(operand, (int, float))]
        match test.operator:
            case "below":
                return value < ends[0]
            case "at_most":
                return value <= ends[0]
            case "above":
                return value > ends[0]
            case "at_least":
                return value >= ends[0]
        return z3.And(value >= ends[0], value <= ends[-1])

    def find(self, *wanted: Formula) -> dict[str, object] | None:
        """A patient of whom all this holds, as a file of answers; nothing if there is none."""
        self.solver.push()
        try:
            self.solver.add(*wanted)
            found = self.solver.check()
            if found == z3.unknown:
                raise UndecidedError(f"z3 could not decide: {self.solver.reason_unknown()}")
            return self._plain(self.solver.model()) if found == z3.sat else None
        finally:
            self.solver.pop()

    def _plain(self, model: Formula) -> dict[str, object]:
        given: dict[str, object] = {}
        for name, question in self.questions.items():
            known = z3.is_true(model.eval(self._known[name], model_completion=False))
            if question.kind == "choices":
                items = [i for i, chosen in self._items[name].items() if z3.is_true(model.eval(chosen))]
                if items or known:
                    given[name] = [*items, *([NONE] if known else [])]
            elif known:
                given[name] = self._scalar(question, model.eval(self._value[name], model_completion=True))
        return given

    def _scalar(self, question: Question, value: Formula) -> object:
        match question.kind:
            case "yes_no":
                return z3.is_true(value)
            case "choice":
                return question.choice_ids[value.as_long()]
            case "date":
                return (self.today - timedelta(days=value.as_long())).isoformat()
        if question.whole:
            return value.as_long()
        return float(Fraction(value.numerator_as_long(), value.denominator_as_long()))


def either(formulas: Iterable[Formula]) -> Formula:
    """That one of these holds."""
    return z3.Or(list(formulas))


def neither(formulas: Iterable[Formula]) -> Formula:
    """That none of these holds."""
    return z3.Not(z3.Or(list(formulas)))


def both(*formulas: Formula) -> Formula:
    """That all of these hold."""
    return z3.And(list(formulas))


def unlike(one: Formula, other: Formula) -> Formula:
    """That one of the two holds and the other does not."""
    return z3.Xor(one, other)


def _number(value: float) -> Formula:
    fraction = Fraction(str(value))
    return z3.Q(fraction.numerator, fraction.denominator) if fraction.denominator != 1 else fraction.numerator
