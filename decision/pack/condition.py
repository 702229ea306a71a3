"""What a rule may ask of a patient: a tree of tests over answers.

The grammar is closed on purpose. Anything that needs arithmetic becomes a named function with its own tests, so that
rule files only compare and combine. How a tree is read from YAML is `decision.pack.grammar`; what it is worth for one
patient is `decision.engine.truth`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Operator = Literal[
    "equals", "any_of", "includes_any", "includes_all", "below", "at_most", "above", "at_least", "between", "within"
]


@dataclass(frozen=True, slots=True)
class Items:
    """The answer to a question of which several choices may hold.

    A chosen item is true. The others are false only when the list is closed ("none of these others"); in an open list
    they stay unknown.
    """

    chosen: frozenset[str] = frozenset()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time before today, in whole days, months or years."""

    count: int
    unit: Literal["days", "months", "years"]

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


Value = bool | str | float | date | Items
"""A settled answer. Not asked and not known have no value: `None` stands for both."""


@dataclass(frozen=True, slots=True)
class Test:
    """One question compared with fixed values: the leaf of every condition.

    `operands` holds one value for most operators, two ends for `between`, one or more choices for `any_of`,
    `includes_any` and `includes_all`.
    """

    __test__ = False  # not a pytest class

    question: str
    operator: Operator
    operands: tuple[bool | str | float | Period, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is; false when any part is false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True when some part is; false when every part is false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false; unknown stays unknown."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when `count` of the parts are true; false when so many can no longer be."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A condition defined once in the pack and used by its name."""

    name: str
    part: Condition


@dataclass(frozen=True, slots=True)
class Always:
    """A truth that asks nothing; it stands where a hidden question takes its `otherwise` value."""

    truth: bool


Condition = Test | All | Any | Not | AtLeast | Named | Always


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly below this one; none below a leaf."""
    match condition:
        case All(parts) | Any(parts) | AtLeast(_, parts):
            return parts
        case Not(part) | Named(_, part):
            return (part,)
        case _:
            return ()


def tests_of(condition: Condition) -> Iterator[Test]:
    """Every leaf, left to right.

    >>> [test.question for test in tests_of(All((Test("age", "below", (12.0,)), Test("sex", "equals", ("male",)))))]
    ['age', 'sex']
    """
    if isinstance(condition, Test):
        yield condition
    for part in parts_of(condition):
        yield from tests_of(part)


def questions_of(condition: Condition) -> frozenset[str]:
    """The ids of all questions that the condition reads."""
    return frozenset(test.question for test in tests_of(condition))
