"""What all rules say about one patient: the values that `assess` returns. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from decision.pack.answers import Answers
from decision.pack.model import Rule, Safety
from decision.pack.pack import Pack
from decision.pack.record import Certainty

if TYPE_CHECKING:
    from decision.engine.explanation import Explanations


class Evidence(IntEnum):
    """How well an option is studied for one pain, the least first. Comparisons are meant; see `design.md`."""

    NOT_STUDIED = 0
    UNCONTROLLED = 1
    NO_BENEFIT_SHOWN = 2
    CONFLICTING = 3
    EARLY_SIGNAL = 4
    PROMISING = 5
    ESTABLISHED = 6
    NATURAL_COURSE = 7

    @property
    def word(self) -> str:
        return self.name.lower()


class Lean(StrEnum):
    """Whether the reasons for or against weigh more, for this patient."""

    NONE = "none"
    MORE_AGAINST = "more_against"
    BALANCED = "balanced"
    MORE_FOR = "more_for"


@dataclass(frozen=True, slots=True)
class SafetyRange:
    """Safety while answers are missing: `low` from what applies, `high` from what applies or may apply."""

    low: Safety
    high: Safety

    def __contains__(self, other: object) -> bool:
        if isinstance(other, SafetyRange):
            return self.low <= other.low and other.high <= self.high
        return isinstance(other, Safety) and self.low <= other <= self.high

    @property
    def settled(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Weight:
    """One side of the scales: an interval in thousandths of a weight unit. Not a chance of anything."""

    low: int
    high: int

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Weight) and self.low <= other.low and other.high <= self.high


@dataclass(frozen=True, slots=True)
class PainEvidence:
    """The evidence for one option in one pain.

    `certain` says that the patient has this pain (false: it is still possible); `main` that it is the pain the talk is
    about (missing: it may be). `label` tells, by region, whether the option is authorised for exactly this use: yes, no or not_known.
    """

    pain: str
    certain: bool
    main: bool | None
    low: Evidence
    high: Evidence
    label: Mapping[str, str]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """A rule that applies, with the answers that make it apply by themselves.

    `because` is plain data by question id, as a file of answers would say it. `weight` is strength x certainty x
    importance of its theme, `counts` whether it is the strongest of its theme and side; both stay empty for safety.
    `under_review`: the rule, or a finding it rests on, is past its review date. A safety effect stays in force then; an
    argument weighs nothing.
    """

    rule: Rule
    because: Mapping[str, object]
    certainty: Certainty | None = None
    weight: float | None = None
    counts: bool = False
    under_review: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rule that may apply, and the questions it waits for, in the pack's order."""

    rule: Rule
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """How one theme's importance alone would change a settled lean."""

    theme: str
    importance: int
    at: int
    before: Lean
    after: Lean


@dataclass(frozen=True)
class Standing:
    """What an assessment says of one option: three separate axes, never one score.

    `lasting` is safety without what can pass (a wound, a pregnancy): what would hold after "not now". `reasons_for`
    and `reasons_against` are the two sides of the scales. Why it is so is worked out when it is first asked for.
    """

    option: str
    safety: SafetyRange
    lasting: SafetyRange
    evidence: tuple[PainEvidence, ...]
    evidence_range: tuple[Evidence, Evidence]
    lean: frozenset[Lean]
    reasons_for: Weight
    reasons_against: Weight
    argue: Callable[[], tuple[Argument, ...]] = field(repr=False, compare=False)
    wait: Callable[[], tuple[Waiting, ...]] = field(repr=False, compare=False)
    tip: Callable[[], tuple[TippingPoint, ...]] = field(repr=False, compare=False)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The rules about this option that apply, the gravest first, with what reasons weigh."""
        return self.argue()

    @cached_property
    def may_apply(self) -> tuple[Waiting, ...]:
        """The rules about this option that wait for an answer."""
        return self.wait()

    @cached_property
    def tipping_points(self) -> tuple[TippingPoint, ...]:
        """Where one importance alone would change a settled lean."""
        return self.tip()

    @property
    def settled(self) -> bool:
        """Whether no further answer could move it."""
        return (
            self.safety.settled
            and self.lasting.settled
            and len(self.lean) == 1
            and all(pain.certain and pain.main is not None and pain.low == pain.high for pain in self.evidence)
        )


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unanswered question that can still matter.

    `could_reach` is the gravest thing its rules could bring: `first`, a safety word, `evidence` or `lean`; `alone`
    says that one answer to it can change a standing without any other.
    """

    question: str
    options: tuple[str, ...]
    could_reach: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers that cannot both be true. `rule` is missing for an answer left behind by a question that is no longer
    asked: such an answer decides nothing."""

    rule: Rule | None
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Assessment(Mapping[str, Standing]):
    """What all rules say about one patient: the standing of every option, in the pack's order, and the conversation.

    What somebody may not ask for is worked out when it is first asked for: explanations, and the order of the open
    questions, which needs a look ahead at every possible answer; which questions are open (`stakes`) does not need it.
    `untried` and `prepare` are part of the conversation: they move no standing and open no question.
    """

    pack: Pack
    answers: Answers
    today: date
    standings: Mapping[str, Standing]
    conflicts: tuple[Conflict, ...]
    explain: Explanations = field(repr=False, compare=False)
    reach: Callable[[], Mapping[str, str]] = field(repr=False, compare=False)
    look_ahead: Callable[[], tuple[OpenQuestion, ...]] = field(repr=False, compare=False)

    @property
    def applies(self) -> frozenset[str]:
        """Every rule, of whatever effect, that applies."""
        return self.explain.applies

    @property
    def may_apply(self) -> frozenset[str]:
        """Every rule, of whatever effect, that may apply."""
        return self.explain.may_apply

    @cached_property
    def first(self) -> tuple[Argument, ...]:
        """What holds every option back, and comes first."""
        return self.explain.applying("first")

    @cached_property
    def first_may(self) -> tuple[Waiting, ...]:
        return self.explain.waiting_with("first")

    @cached_property
    def conflicts_may(self) -> tuple[Waiting, ...]:
        return self.explain.waiting_with("conflict")

    @cached_property
    def untried(self) -> tuple[Argument, ...]:
        """Treatments that come first and had no full trial."""
        return self.explain.applying("untried")

    @cached_property
    def untried_may(self) -> tuple[Waiting, ...]:
        return self.explain.waiting_with("untried")

    @cached_property
    def prepare(self) -> tuple[Argument, ...]:
        """What could help first."""
        return self.explain.applying("prepare")

    @cached_property
    def prepare_may(self) -> tuple[Waiting, ...]:
        return self.explain.waiting_with("prepare")

    @cached_property
    def stakes(self) -> Mapping[str, str]:
        """Every open question, in the pack's order, with the gravest thing its rules could bring. Needs no look ahead."""
        return self.reach()

    @cached_property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """Exactly the unanswered questions that can still matter, the most telling first."""
        return self.look_ahead()

    def __getitem__(self, option: str) -> Standing:
        return self.standings[option]

    def __iter__(self) -> Iterator[str]:
        return iter(self.standings)

    def __len__(self) -> int:
        return len(self.standings)

    @property
    def settled(self) -> bool:
        """Whether every standing is settled and nothing could still hold the options back."""
        return not self.first_may and all(standing.settled for standing in self.values())

    @property
    def not_known(self) -> tuple[str, ...]:
        """Questions that were asked and whose answer is not known, in the pack's order."""
        return tuple(q for q in self.pack.questions if q in self.answers.not_known)
