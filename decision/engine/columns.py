"""Many patients at once: what a condition is worth for each of them, one bit a patient.

A rule asks of an answer only whether it passes a test, and few answers differ. So each test is read once for each
different answer, and a condition combines the tests of all patients in a few operations on whole numbers. Cell by cell
the outcome is that of `decision.engine.truth.truth`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from decision.engine.truth import Truth, test_truth
from decision.pack.condition import All, Always, Any, AtLeast, Condition, Named, Not, Test, Value


@dataclass(frozen=True, slots=True)
class Column:
    """What one condition is worth for every patient: the bits of those for whom it is true, and false; else unknown."""

    true: int
    false: int


class Cohort:
    """The answers of some patients, each seen on a day of their own; the first patient is the lowest bit.

    >>> from datetime import date
    >>> cohort = Cohort([{"age": 11.0}, {}, {"age": 40.0}], [date(2026, 1, 1)] * 3)
    >>> cohort.column(Test("age", "below", (12.0,)))
    Column(true=1, false=4)
    """

    def __init__(self, patients: Sequence[Mapping[str, Value]], days: Sequence[date]) -> None:
        self.everyone = (1 << len(patients)) - 1
        self._given: dict[str, dict[Value, int]] = {}
        self._days: dict[date, int] = {}
        self._tests: dict[Test, Column] = {}
        for place, (patient, day) in enumerate(zip(patients, days, strict=True)):
            bit = 1 << place
            self._days[day] = self._days.get(day, 0) | bit
            for question, answer in patient.items():
                answers = self._given.setdefault(question, {})
                answers[answer] = answers.get(answer, 0) | bit

    def column(self, condition: Condition) -> Column:
        """What a condition is worth for every patient."""
        match condition:
            case Test():
                found = self._tests.get(condition)
                if found is None:
                    found = self._tests[condition] = self._of_test(condition)
                return found
            case Always(value):
                return Column(self.everyone, 0) if value else Column(0, self.everyone)
            case Not(part):
                inner = self.column(part)
                return Column(inner.false, inner.true)
            case Named(_, part):
                return self.column(part)
            case All(parts):
                return self._at_least(len(parts), parts)
            case Any(parts):
                return self._at_least(1, parts)
            case AtLeast(count, parts):
                return self._at_least(count, parts)

    def _of_test(self, test: Test) -> Column:
        true = false = 0
        days = self._days if test.operator == "within" else {date.min: self.everyone}
        for answer, gave in self._given.get(test.question, {}).items():
            for day, seen in days.items():
                found = test_truth(test, answer, day)
                if found is True:
                    true |= gave & seen
                elif found is False:
                    false |= gave & seen
        return Column(true, false)

    def _at_least(self, count: int, parts: tuple[Condition, ...]) -> Column:
        columns = [self.column(part) for part in parts]
        return Column(
            self._so_many(count, [column.true for column in columns]),
            self._so_many(len(parts) - count + 1, [column.false for column in columns]),
        )

    def _so_many(self, count: int, columns: Iterable[int]) -> int:
        """The bits that at least `count` of these columns hold."""
        if count <= 0:
            return self.everyone
        reached = [self.everyone, *[0] * count]
        for column in columns:
            for so_far in range(count, 0, -1):
                reached[so_far] |= reached[so_far - 1] & column
        return reached[count]

    def for_any(self, conditions: Iterable[Condition]) -> int:
        """The bits of the patients for whom at least one of some conditions is true."""
        return reduce(or_, (self.column(condition).true for condition in conditions), 0)

    def together(self, columns: Iterable[Column]) -> Mapping[tuple[Truth, ...], int]:
        """Every combination of truths that some patient has in these columns, with the bits of those patients."""
        found: dict[tuple[Truth, ...], int] = {(): self.everyone} if self.everyone else {}
        for column in columns:
            apart = ((True, column.true), (False, column.false), (None, self.everyone & ~column.true & ~column.false))
            found = {
                (*truths, truth): both
                for truths, bits in found.items()
                for truth, some in apart
                if (both := bits & some)
            }
        return found


def places(bits: int) -> Iterator[int]:
    """The patients of some bits, by their places.

    >>> list(places(0b1010))
    [1, 3]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
