"""An assessment in words, in order, for one reader in one language.

Page, handout, note and command line print these values and add no words of their own about the patient, so they
cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

Reader = Literal["patient", "clinician"]


@dataclass(frozen=True, slots=True)
class Cited:
    """One source, numbered in the order of first mention."""

    number: int
    id: str
    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question of the form with the answer in words; `state` tells answered, not known and not asked apart."""

    section: str
    question: str
    label: str
    answer: str
    state: Literal["answered", "not_known", "not_asked"]
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule in words: what it says, because of which answers, how sure, from which sources.

    `because` is a whole phrase ("because you said: voice needed for work") and empty while the rule only may apply;
    `waits_for` then names the questions. `counts` is false for an argument that a stronger one of its theme covers.
    `under_review` says that it is past its review date; `text` says so, too.
    """

    rule: str
    effect: str
    text: str
    because: str
    certainty: str
    sources: tuple[int, ...]
    theme: str = ""
    counts: bool = True
    waits_for: tuple[str, ...] = ()
    basis: str = ""
    under_review: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a standing in words, with the shape that carries it beside its colour.

    `shape` is `stop`, `ask`, `open`, `clear` or `info`: drawn as ✗, !, ?, ○ and nothing. `still` says shortly, wherever
    `detail` has no room, that answers are missing which could make it graver.
    """

    heading: str
    shape: Literal["stop", "ask", "open", "clear", "info"]
    words: str
    detail: str = ""
    still: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A finding as people out of 100, with and without the treatment (standards R1 to R16).

    `with_` and `without` are whole people out of 100; `without` is missing when it was not measured, and both are
    missing when there is no trustworthy number: then `sentences` says so and no picture is drawn. `figure` is the icon
    array as SVG, `alt` the same numbers in words; `counted` says in how many people they were counted, for whoever compares. `comparison` names what those without it had ("With a dummy device"); it
    is empty where nobody was counted without it. `under_review` says that the finding is past its review date; caption and
    sentences say so, too.
    """

    finding: str
    kind: Literal["benefit", "harm"]
    caption: str
    with_: int | None
    without: int | None
    sentences: tuple[str, ...]
    how_sure: str
    how_direct: str
    sources: tuple[int, ...]
    figure: str | None = None
    alt: str = ""
    comparison: str = ""
    counted: str = ""
    under_review: bool = False


@dataclass(frozen=True, slots=True)
class Scales:
    """The two bars of the lean, as shares of the longer side's possible length (0 to 1). They are not chances."""

    reasons_for: tuple[float, float]
    reasons_against: tuple[float, float]
    caption: str
    figure: str
    alt: str


@dataclass(frozen=True, slots=True)
class Card:
    """One option at a glance: what it is, and where it stands on each axis. `lean` is missing where nothing is weighed, as for
    what the tool does not check."""

    id: str
    name: str
    kind: Literal["vns", "alternative", "as_now"]
    what: str
    safety: Axis
    evidence: tuple[Axis, ...]
    lean: Axis | None


@dataclass(frozen=True, slots=True)
class OptionSummary(Card):
    """One option in words, whole: the same frame for every option (C1, R8).

    `good` and `bad` are points that hold for everyone, without those that already stand among this patient's reasons.
    `no_number` says for which pains there is no number on benefit: that state has its own place, and no picture.
    `studied` says whether the main pain was studied at all, for every main pain still possible.
    `tried` says how it went where the patient has really tried it; it is empty where they have not or nobody knows.
    `fits` says for each theme that the patient weighed: the theme, how much it matters, what speaks for or against.
    """

    long_name: str
    living: str
    role: str
    studied: bool
    scales: Scales | None
    tipping: tuple[str, ...]
    fits: tuple[tuple[str, str, str], ...]
    safety_reasons: tuple[Reason, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    waiting: tuple[Reason, ...]
    good: tuple[tuple[str, tuple[int, ...]], ...]
    bad: tuple[tuple[str, tuple[int, ...]], ...]
    benefits: tuple[Number, ...]
    harms: tuple[Number, ...]
    no_number: tuple[str, ...]
    burdens: tuple[tuple[str, str], ...]
    true_of_everyone: tuple[tuple[str, tuple[int, ...]], ...]
    unknowns: tuple[str, ...]
    tried: str = ""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open question in words: what is asked, why it matters, how to find out, and what it could change."""

    question: str
    label: str
    why: str
    how: str
    state: Literal["not_asked", "not_known"]
    could_change: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that comes before everything else: a `first` rule or answers that contradict each other."""

    rule: str
    heading: str
    text: str
    because: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """One thing to talk about before a new treatment: why it comes up (`text`) and what could help first (`step`).

    For a treatment without a full trial `step` says what counts as one. `waits_for` names the questions while it only
    may apply; it is empty, and `because` holds the answers, once it does. A private one has a `step` and nothing else.
    """

    rule: str
    text: str
    step: str
    because: str = ""
    sources: tuple[int, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glance:
    """What can be said so far, beside the form: a summary without what only its other views and the sheets show.

    `untried_line` stands right after the notices: it says plainly which treatments that guidelines put first had no full
    trial; `untried` tells more of each, and `prepare` is the section "What could help first".
    """

    banner: tuple[str, ...]
    headline: str
    first: tuple[Notice, ...]
    conflicts: tuple[Notice, ...]
    options: tuple[Card, ...]
    unknowns: tuple[str, ...]
    untried_line: str
    untried: tuple[Preparation, ...]
    prepare: tuple[Preparation, ...]


@dataclass(frozen=True)
class Summary(Glance):
    """A discussion summary, never a prescription.

    What needs the order of the open questions is put into words when it is first asked for. `fingerprint` stands for the
    pack, the answers and the date: the same fingerprint and software make the same summary again.
    """

    reader: Reader
    language: str
    date: date
    title: str
    subtitle: str
    problem: str
    decision: str
    answers: tuple[AnswerLine, ...]
    not_known: tuple[str, ...]
    options: tuple[OptionSummary, ...]
    about_numbers: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]
    sources: tuple[Cited, ...]
    pack_line: str
    footer: str
    made_with: str
    fingerprint: str
    in_order: Callable[[], tuple[tuple[OpenLine, ...], tuple[str, ...]]] = field(repr=False, compare=False)
    disagreements: tuple[str, ...] = ()
    """What the clinician disagrees with, for the record alone."""
    own_view: str = ""
    """The clinician's view, noted before looking, for the record alone."""

    @cached_property
    def _ordered(self) -> tuple[tuple[OpenLine, ...], tuple[str, ...]]:
        return self.in_order()

    @property
    def open_questions(self) -> tuple[OpenLine, ...]:
        """What is still open, the most telling question first."""
        return self._ordered[0]

    @property
    def questions_to_ask(self) -> tuple[str, ...]:
        """Questions for the patient to take along."""
        return self._ordered[1]
