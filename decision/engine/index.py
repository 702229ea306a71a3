"""All conditions of a pack at once: an inverted bit index, exact under strong Kleene.

Every condition is spread into alternatives ("terms") that are each a plain list of tests; every term is one bit. A value
of a question keeps or strikes bits, so that one patient costs one AND a question, however many rules there are. The low
half of the number holds the terms that are surely true, the high half those that are not surely false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, product

from decision.engine.truth import before, test_truth, truth
from decision.pack.condition import All, Always, Any, AtLeast, Condition, Items, Named, Not, Period, Test, Value
from decision.pack.model import Question

Leaf = tuple[Test, bool]
Term = frozenset[Leaf]

MOST_TERMS = 512
"""A condition that would spread into more terms is read by the recursive evaluator instead."""

MOST_ROWS = 4096
"""How many values of one question are kept; a question with many choices has more subsets than anyone answers."""


class _TooManyTermsError(Exception):
    """The condition is cheaper to read recursively."""


def _terms(condition: Condition, wanted: bool) -> set[Term]:
    """The alternatives under which a condition has the wanted truth."""
    match condition:
        case Always(value):
            return {frozenset()} if value is wanted else set()
        case Test():
            return {frozenset({(condition, wanted)})}
        case Not(part):
            return _terms(part, not wanted)
        case Named(_, part):
            return _terms(part, wanted)
        case All(parts):
            return _combined(parts, len(parts) if wanted else 1, wanted)
        case Any(parts):
            return _combined(parts, 1 if wanted else len(parts), wanted)
        case AtLeast(count, parts):
            return _combined(parts, count if wanted else len(parts) - count + 1, wanted)


def _combined(parts: tuple[Condition, ...], needed: int, wanted: bool) -> set[Term]:
    spread = [_terms(part, wanted) for part in parts]
    if needed == 1:
        return _absorbed(term for terms in spread for term in terms)
    found: list[Term] = []
    for some in combinations(spread, needed):
        for chosen in product(*some):
            found.append(frozenset().union(*chosen))
            if len(found) > MOST_TERMS:
                raise _TooManyTermsError
    return _absorbed(found)


def _absorbed(terms: Iterable[Term]) -> set[Term]:
    """Without the terms that ask more than another one does: they add nothing, in three-valued logic too."""
    kept: list[Term] = []
    for term in sorted(set(terms), key=len):
        if not any(other <= term for other in kept):
            kept.append(term)
        if len(kept) > MOST_TERMS:
            raise _TooManyTermsError
    return set(kept)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Bits of the terms that are surely true (`true`) and of those that are not surely false (`possible`)."""

    true: int
    possible: int


class BitIndex:
    """Many named conditions, decided together.

    A condition is true if any bit of its span is in `Verdicts.true`, false if none is in `Verdicts.possible`, and
    unknown otherwise.
    """

    def __init__(self, conditions: Mapping[str, Condition]) -> None:
        self.spans: dict[str, int] = {}
        self._recursive: list[tuple[int, Condition]] = []
        self._leaves: dict[str, list[tuple[Test, int, int]]] = {}
        self._rows: dict[str, dict[Value, int]] = {}
        self._size = 0
        uses: dict[Test, list[int]] = {}
        for name, condition in conditions.items():
            self.spans[name] = self._add(condition, uses)
        for test, (positive, negative) in uses.items():
            self._leaves.setdefault(test.question, []).append((test, positive, negative))
        self._full = (1 << self._size) - 1
        self._start = self._full | self._full << self._size
        self.questions = tuple(self._leaves)
        self._unanswered = {question: self._make_row(question, None, date.min) for question in self.questions}

    def _add(self, condition: Condition, uses: dict[Test, list[int]]) -> int:
        try:
            terms = _terms(condition, True)
        except _TooManyTermsError:
            bit = self._next_bit()
            self._recursive.append((bit, condition))
            return bit
        span = 0
        for term in sorted(terms, key=repr):
            bit = self._next_bit()
            span |= bit
            for test, positive in term:
                uses.setdefault(test, [0, 0])[0 if positive else 1] |= bit
        return span

    def _next_bit(self) -> int:
        self._size += 1
        return 1 << (self._size - 1)

    def row(self, question: str, value: Value | None, today: date) -> int:
        """The bits that one answer leaves standing, in both halves."""
        if value is None:
            return self._unanswered.get(question, self._start)
        if isinstance(value, (float, date)) and not isinstance(value, bool):
            return self._make_row(question, value, today)  # many values: cheaper made than kept
        rows = self._rows.setdefault(question, {})
        row = rows.get(value)
        if row is None:
            if len(rows) >= MOST_ROWS:
                rows.clear()
            row = rows[value] = self._make_row(question, value, today)
        return row

    def _make_row(self, question: str, value: Value | None, today: date) -> int:
        true = possible = self._full
        for test, positive, negative in self._leaves.get(question, ()):
            known = test_truth(test, value, today)
            if known is None:
                true &= ~(positive | negative)
            else:
                struck = ~(negative if known else positive)
                true &= struck
                possible &= struck
        return true | possible << self._size

    def verdicts(self, answers: Mapping[str, Value], today: date) -> Verdicts:
        """Decide every condition for one patient."""
        standing = self._start
        for question, unanswered in self._unanswered.items():
            value = answers.get(question)
            standing &= unanswered if value is None else self.row(question, value, today)
        return self.split(standing, answers, today)

    def split(self, standing: int, answers: Mapping[str, Value], today: date) -> Verdicts:
        """Verdicts from the AND of all rows; the few conditions kept out of the index are read here."""
        true, possible = standing & self._full, standing >> self._size
        for bit, condition in self._recursive:
            known = truth(condition, answers, today)
            if known is not True:
                true &= ~bit
            if known is False:
                possible &= ~bit
        return Verdicts(true, possible)

    def without(self, answers: Mapping[str, Value], today: date) -> dict[str, int]:
        """For each question the AND of all other rows, so that a look-ahead changes one answer at the price of one."""
        rows = [self.row(question, answers.get(question), today) for question in self.questions]
        before, after = [self._start], [self._start]
        for row in rows:
            before.append(before[-1] & row)
        for row in reversed(rows):
            after.append(after[-1] & row)
        after.reverse()
        return {q: before[i] & after[i + 1] for i, q in enumerate(self.questions)}


_EVERY_SUBSET = 4
"""Up to so many items every list is tried, since rules may turn on several items together; of longer questions each
item, the items of each test together, all of them, and none of the others."""


def _lists_apart(question: Question, tests: Iterable[Test], chosen: frozenset[str]) -> list[Value]:
    others = [item for item in question.choice_ids if item not in chosen]
    if len(others) <= _EVERY_SUBSET:
        subsets = [frozenset(some) for size in range(len(others) + 1) for some in combinations(others, size)]
        return [Items(chosen | some, closed) for some in subsets for closed in (False, True)]
    together = [frozenset(map(str, test.operands)) for test in tests if test.operator == "includes_all"]
    more = dict.fromkeys([*(frozenset({item}) for item in others), *together, frozenset(others)])
    return [*(Items(chosen | some) for some in more), Items(chosen, closed=True)]


def values_apart(question: Question, tests: Iterable[Test], held: Value | None, today: date) -> list[Value]:
    """Answers to one question that some test tells apart: each choice, one value on each side of every threshold.

    `held` is a list already begun; its items stay chosen.
    """
    if question.kind == "yes_no":
        return [True, False]
    if question.kind == "choice":
        return list(question.choice_ids)
    if question.kind == "choices":
        return _lists_apart(question, tests, held.chosen if isinstance(held, Items) else frozenset())
    operands = {operand for test in tests for operand in test.operands}
    if question.kind == "date":
        edges = sorted(before(today, operand) for operand in operands if isinstance(operand, Period))
        return [today, *(day for edge in edges for day in (edge, edge - timedelta(days=1)))]
    low, high = question.range or (0.0, 0.0)
    cuts = sorted({float(o) for o in operands if isinstance(o, (int, float))} | {float(low), float(high)})
    return [*cuts, *((a + b) / 2 for a, b in pairwise(cuts))]
