"""Every patient whom a few conditions can tell apart.

A condition knows an answer only through its tests. So the answers to one question fall into a few kinds that no test
tells apart, and trying one patient of each combination of kinds is trying them all: the search is exact, not a sample.
A combination is kept as what it asks of each question, so that many of them can be met by one example patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, product
from math import prod

from decision.engine.truth import Truth, before, test_truth
from decision.pack.answers import NONE
from decision.pack.condition import (
    All,
    Always,
    Any,
    AtLeast,
    Condition,
    Items,
    Named,
    Not,
    Period,
    Test,
    Value,
    parts_of,
    tests_of,
)
from decision.pack.model import Question

MOST = 400_000
"""Combinations that are tried for one rule; beyond, the search says that it did not look."""


class TooManyError(Exception):
    """There are more combinations than can be tried one by one."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these answers, all alike; `None` stands for no answer."""

    values: tuple[Value | None, ...]

    def also(self, other: Asked) -> OneOf | None:
        """What meets both; nothing if no answer does."""
        assert isinstance(other, OneOf)
        both = tuple(value for value in self.values if value in other.values)
        return OneOf(both) if both else None

    def plain(self) -> object:
        """One such answer as a file holds it; `None` to leave the question out. Of numbers the one in the middle."""
        value = self.values[len(self.values) // 2] if isinstance(self.values[-1], float) else self.values[0]
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, float) and not isinstance(value, bool):
            return int(value) if value == int(value) else value
        return value


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list in which some items are chosen and some are not, closed or open; the other items are free."""

    chosen: frozenset[str]
    left: frozenset[str]
    closed: bool

    def also(self, other: Asked) -> ListOf | None:
        """What meets both; nothing if no list does."""
        assert isinstance(other, ListOf)
        chosen, left = self.chosen | other.chosen, self.left | other.left
        return ListOf(chosen, left, self.closed) if self.closed == other.closed and not chosen & left else None

    def plain(self) -> object:
        """The shortest such list as a file holds it; `None` to leave the question out."""
        return [*sorted(self.chosen), *([NONE] if self.closed else [])] or None


Asked = OneOf | ListOf
"""What a patient's answer to one question has to be like."""
Patient = Mapping[str, Asked]
"""What a patient has to be like, by question; a question that is not named is free."""


def merged(some: Patient, more: Patient) -> Patient | None:
    """Patients who are like both; nothing if nobody can be."""
    found = dict(some)
    for question, asked in more.items():
        both = found[question].also(asked) if question in found else asked
        if both is None:
            return None
        found[question] = both
    return found


def plain(patient: Patient, questions: Iterable[str]) -> dict[str, object]:
    """One such patient as the file of answers, in the order of the questions."""
    given = {q: patient[q].plain() for q in questions if q in patient}
    return {question: value for question, value in given.items() if value is not None}


def step(question: Question) -> float:
    """The smallest change of a threshold worth asking about: one, or a hundredth of a short scale."""
    low, high = question.range or (0.0, 0.0)
    return 1.0 if question.whole or high - low >= 20 else (high - low) / 100


def values(question: Question, tests: Iterable[Test], today: date) -> tuple[Value | None, ...]:
    """Answers to a question that is not a list: no answer, and some of each kind that its tests tell apart.

    Both neighbours of every threshold are among them, so that a threshold moved by one `step` shows as well.
    """
    if question.kind == "yes_no":
        return (None, True, False)
    if question.kind == "choice":
        return (None, *question.choice_ids)
    operands = {operand for test in tests for operand in test.operands}
    if question.kind == "date":
        periods = [o for o in operands if isinstance(o, Period)]
        near = [Period(max(0, p.count + by), p.unit) for p in periods for by in (-1, 0, 1)]
        edges = sorted({before(today, period) for period in near}, reverse=True)
        days = [today, *(day for edge in edges for day in (edge, edge - timedelta(days=1))), today + timedelta(days=1)]
        return (None, *dict.fromkeys(days))
    low, high = question.range or (0.0, 0.0)
    by = step(question)
    near_cuts = {float(o) + d for o in operands if isinstance(o, (int, float)) for d in (-by, 0, by)}
    cuts = sorted({c for c in near_cuts if low <= c <= high} | {float(low), float(high)})
    between = [(a + b) / 2 for a, b in pairwise(cuts)]
    found = [float(int(x)) for x in (*cuts, *between)] if question.whole else [*cuts, *between]
    return (None, *dict.fromkeys(sorted(found)))


def kinds(
    question: Question, tests: Sequence[Test], all_values: Sequence[Value | None], today: date
) -> dict[tuple[Truth, ...], list[Asked]]:
    """The kinds of answers by the truth of the tests, each with what an answer of that kind has to be like."""
    found: dict[tuple[Truth, ...], list[Asked]] = {}
    if question.kind == "choices":
        for asked in _lists(question, tests):
            items = Items(asked.chosen, asked.closed)
            found.setdefault(tuple(test_truth(test, items, today) for test in tests), []).append(asked)
        return found
    groups: dict[tuple[Truth, ...], list[Value | None]] = {}
    for value in all_values:
        groups.setdefault(tuple(test_truth(test, value, today) for test in tests), []).append(value)
    return {truths: [OneOf(tuple(some))] for truths, some in groups.items()}


def _lists(question: Question, tests: Sequence[Test]) -> Iterator[ListOf]:
    """Lists of every kind. Items that stand in the same tests are alike: none, one or all of them are chosen."""
    named = [item for item in question.choice_ids if any(item in test.operands for test in tests)]
    groups: dict[tuple[bool, ...], list[str]] = {}
    for item in named:
        groups.setdefault(tuple(item in test.operands for test in tests), []).append(item)
    picks = [
        dict.fromkeys([(), *((item,) for item in (items if len(groups) == 1 else items[:1])), tuple(items)])
        for items in groups.values()
    ]
    if 2 * prod(map(len, picks)) > MOST:
        raise TooManyError
    everything = frozenset(named)
    for closed in (True, False):
        for picked in product(*picks):
            chosen = frozenset(item for some in picked for item in some)
            yield ListOf(chosen, everything - chosen, closed)


@dataclass(frozen=True, slots=True)
class Space:
    """The questions of a pack with the answers worth telling apart."""

    questions: Mapping[str, Question]
    answers: Mapping[str, tuple[Value | None, ...]]
    today: date

    def combinations(self, conditions: Sequence[Condition]) -> Iterator[tuple[Mapping[Test, Truth], list[list[Asked]]]]:
        """Every combination of kinds: the truth of each test, and by question what answers of the kind are like.

        Raises:
            TooManyError: there are more than `MOST`.
        """
        tests = by_question(conditions)
        spread = [
            list(kinds(self.questions[q], some, self.answers.get(q, ()), self.today).items())
            for q, some in tests.items()
        ]
        if prod(map(len, spread)) > MOST:
            raise TooManyError
        for combination in product(*spread):
            truths: dict[Test, Truth] = {}
            for some, (found, _) in zip(tests.values(), combination, strict=True):
                truths.update(zip(some, found, strict=True))
            yield truths, [asked for _, asked in combination]


def space(questions: Mapping[str, Question], tests: Iterable[Test], today: date) -> Space:
    """The space of all patients whom these tests tell apart."""
    grouped: dict[str, list[Test]] = {}
    for test in tests:
        grouped.setdefault(test.question, []).append(test)
    answers = {q: values(questions[q], some, today) for q, some in grouped.items() if questions[q].kind != "choices"}
    return Space(questions, answers, today)


def by_question(conditions: Iterable[Condition]) -> dict[str, list[Test]]:
    """The different tests of some conditions, by the question they read."""
    grouped: dict[str, list[Test]] = {}
    for condition in conditions:
        for test in tests_of(condition):
            known = grouped.setdefault(test.question, [])
            if test not in known:
                known.append(test)
    return grouped


def worth(condition: Condition, truths: Mapping[Test, Truth]) -> Truth:
    """The truth of a condition when that of its tests is known."""
    match condition:
        case Test():
            return truths[condition]
        case Always(value):
            return value
        case Not(part):
            inner = worth(part, truths)
            return None if inner is None else not inner
        case Named(_, part):
            return worth(part, truths)
        case All(parts):
            return enough([worth(part, truths) for part in parts], len(parts))
        case Any(parts):
            return enough([worth(part, truths) for part in parts], 1)
        case AtLeast(count, parts):
            return enough([worth(part, truths) for part in parts], count)


def enough(found: Sequence[Truth], needed: int) -> Truth:
    """Whether at least `needed` of these are true."""
    if found.count(True) >= needed:
        return True
    return False if len(found) - found.count(False) < needed else None


def awaited(condition: Condition, truths: Mapping[Test, Truth]) -> frozenset[str]:
    """The questions an undecided condition waits for, when the truth of its tests is known."""
    if worth(condition, truths) is not None:
        return frozenset()
    if isinstance(condition, Test):
        return frozenset({condition.question})
    return frozenset().union(*(awaited(part, truths) for part in parts_of(condition)))


def patients(conditions: Iterable[Condition], asked: Sequence[Sequence[Asked]], most: int = 24) -> Iterator[Patient]:
    """Patients of one combination, a few of them, by the questions that the conditions read."""
    names = list(by_question(conditions))
    for place, some in enumerate(product(*asked)):
        if place >= most:
            return
        yield dict(zip(names, some, strict=True))
