"""What a condition is worth for one patient: true, false or unknown, and why.

This plain recursive reading is the specification. The fast path in `decision.engine.index` and the column-wise one must
agree with it on every cell.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from decision.pack.condition import All, Always, Any, AtLeast, Condition, Items, Named, Not, Period, Test, Value
from decision.pack.model import Question

Truth = bool | None
"""Strong Kleene: `None` is unknown, and a missing answer is never taken for a no."""


def test_truth(test: Test, value: Value | None, today: date) -> Truth:
    """Compare one answer with one test; an answer without a value makes it unknown.

    >>> test_truth(Test("age", "below", (12.0,)), 11.0, date(2026, 1, 1))
    True
    >>> test_truth(Test("implants", "includes_any", ("pacemaker",)), Items(frozenset({"pump"})), date(2026, 1, 1))
    """
    if value is None:
        return None
    if isinstance(value, Items):
        return _items_truth(test, value)
    first = test.operands[0]
    match test.operator:
        case "equals" | "any_of":
            return value in test.operands
        case "within":
            assert isinstance(first, Period)
            assert isinstance(value, date)
            return before(today, first) <= value <= today
    assert isinstance(value, (int, float))
    assert isinstance(first, (int, float))
    match test.operator:
        case "below":
            return value < first
        case "at_most":
            return value <= first
        case "above":
            return value > first
        case "at_least":
            return value >= first
        case "between":
            last = test.operands[1]
            assert isinstance(last, (int, float))
            return first <= value <= last
    raise AssertionError(f"{test.operator} does not compare {type(value).__name__}")


test_truth.__test__ = False  # type: ignore[attr-defined]  # not a pytest case


def _items_truth(test: Test, items: Items) -> Truth:
    chosen = [operand in items.chosen for operand in test.operands]
    if test.operator == "includes_all":
        return True if all(chosen) else (False if items.closed else None)
    return True if any(chosen) else (False if items.closed else None)


def before(today: date, period: Period) -> date:
    """The day that lies a period before today; the last of the month where the day does not exist.

    >>> before(date(2026, 3, 31), Period(1, "months"))
    datetime.date(2026, 2, 28)
    """
    if period.unit == "days":
        return today - timedelta(days=period.count)
    months = period.count * (12 if period.unit == "years" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def truth(condition: Condition, answers: Mapping[str, Value], today: date) -> Truth:
    """Whether the condition holds: the specification of every other evaluator."""
    match condition:
        case Always(value):
            return value
        case Test(question):
            return test_truth(condition, answers.get(question), today)
        case Not(part):
            inner = truth(part, answers, today)
            return None if inner is None else not inner
        case Named(_, part):
            return truth(part, answers, today)
        case All(parts):
            return _at_least(len(parts), parts, answers, today)
        case Any(parts):
            return _at_least(1, parts, answers, today)
        case AtLeast(count, parts):
            return _at_least(count, parts, answers, today)


def _at_least(count: int, parts: tuple[Condition, ...], answers: Mapping[str, Value], today: date) -> Truth:
    values = [truth(part, answers, today) for part in parts]
    if values.count(True) >= count:
        return True
    return False if len(values) - values.count(False) < count else None


def waits_for(condition: Condition, answers: Mapping[str, Value], today: date) -> tuple[str, ...]:
    """The questions of the unknown tests under the unknown parts, and no others; empty for a decided condition."""
    return _truth_and_waits(condition, answers, today)[1]


def _truth_and_waits(condition: Condition, answers: Mapping[str, Value], today: date) -> tuple[Truth, tuple[str, ...]]:
    match condition:
        case Always(value):
            return value, ()
        case Test(question):
            found = test_truth(condition, answers.get(question), today)
            return found, (question,) if found is None else ()
        case Not(part):
            inner, waits = _truth_and_waits(part, answers, today)
            return (None if inner is None else not inner), waits
        case Named(_, part):
            return _truth_and_waits(part, answers, today)
        case All(parts):
            least = len(parts)
        case Any(parts):
            least = 1
        case AtLeast(least, parts):
            pass
    every = [_truth_and_waits(part, answers, today) for part in parts]
    values = [value for value, _ in every]
    if values.count(True) >= least:
        return True, ()
    if len(values) - values.count(False) < least:
        return False, ()
    return None, tuple(question for _, waits in every for question in waits)


def reason(condition: Condition, answers: Mapping[str, Value], today: date, wanted: bool = True) -> tuple[Test, ...]:
    """Tests whose answers alone make the condition `wanted`: as few as can be found part by part.

    The condition must have that truth already.
    """
    match condition:
        case Always():
            return ()
        case Test():
            return (condition,)
        case Not(part):
            return reason(part, answers, today, not wanted)
        case Named(_, part):
            return reason(part, answers, today, wanted)
        case All(parts):
            needed = len(parts) if wanted else 1
        case Any(parts):
            needed = 1 if wanted else len(parts)
        case AtLeast(count, parts):
            needed = count if wanted else len(parts) - count + 1
    found = [reason(part, answers, today, wanted) for part in parts if truth(part, answers, today) is wanted]
    return tuple(test for tests in sorted(found, key=len)[:needed] for test in tests)


def guarded(condition: Condition, questions: Mapping[str, Question]) -> Condition:
    """The condition with every hidden question taking its `otherwise` value.

    A question with `ask_when` is tested as `(ask_when and test(answer)) or (not ask_when and test(otherwise))`, so that
    an answer left behind by a hidden question decides nothing.
    """
    match condition:
        case Test(question):
            gate = questions[question].ask_when
            if gate is None:
                return condition
            gate = guarded(gate, questions)
            hidden = test_truth(condition, otherwise_value(questions[question]), date.min)
            return Any((All((gate, condition)), All((Not(gate), Always(bool(hidden))))))
        case Not(part):
            return Not(guarded(part, questions))
        case Named(name, part):
            return Named(name, guarded(part, questions))
        case All(parts):
            return All(tuple(guarded(part, questions) for part in parts))
        case Any(parts):
            return Any(tuple(guarded(part, questions) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(guarded(part, questions) for part in parts))
        case Always():
            return condition


def otherwise_value(question: Question) -> Value:
    """The value that holds while a question is not asked; for several choices, the one or none of them."""
    value = question.otherwise
    assert value is not None
    if question.kind == "choices":
        return Items(frozenset() if value == "none" else frozenset({str(value)}), closed=True)
    if question.kind == "number":
        return float(value)
    return value
