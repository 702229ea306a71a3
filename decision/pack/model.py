"""The shapes of a pack's files, as pydantic models.

The models say which keys a file may hold and of which type. What needs the whole pack to judge (does this question
exist, is this a choice of it, is that its unit) is judged in `decision.pack.resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from decision.pack.record import Certainty, Day, Id, Record, Status, Text, When

WRITTEN_IN = "en"
"""The language of the pack's own files; other languages stand in `words/`."""
Effect = Literal["excludes", "specialist", "caution", "against", "for", "first", "conflict", "untried", "prepare"]
SAFETY_EFFECTS: tuple[Effect, ...] = ("caution", "specialist", "excludes")
"""The effects that move safety, the mildest first."""
TALK_EFFECTS: tuple[Effect, ...] = ("first", "conflict", "untried", "prepare")
"""The effects that speak of the conversation and name no options. `untried` (a treatment that comes first had no full
trial) and `prepare` (what could help first) move no standing."""


class Person(Record):
    name: Text
    role: Text


class Region(Record):
    id: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    label: Text


class Theme(Record):
    """Something that can matter to a patient; every reason for or against belongs to one."""

    id: Id
    label: Text
    ask: Text


class Group(Record):
    """A family of pains that shares its alternatives."""

    id: Id
    label: Text


class Pain(Record):
    """A diagnosis with its purpose (acute, prevention): what evidence is looked up for."""

    id: Id
    label: Text
    patient: Text
    main: When
    also: When | None = None
    group: Id


class Weights(Record):
    """All factors of the lean, in the open."""

    certainty: dict[Certainty, float]
    lean_ratio: Annotated[float, Field(gt=1)] = 1.5
    importance: Annotated[int, Field(ge=0, le=3)] = 1

    @model_validator(mode="after")
    def _all_four(self) -> Weights:
        missing = [level for level in ("high", "moderate", "low", "very_low") if level not in self.certainty]
        if missing:
            raise ValueError(f"a weight is missing for certainty {', '.join(missing)}")
        return self


class StudiedAges(Record):
    """Which question holds the age in years, and from what age a study counts that does not state its ages."""

    question: Id
    studied_from: Annotated[int, Field(ge=0, le=120)]


class PackInfo(Record):
    """`pack.yaml`: what the pack is, who answers for it, how long it holds."""

    id: Id
    title: Text
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    status: Status
    released: Day
    review_by: Day
    country: Text
    authors: Annotated[list[Person], Field(min_length=1)]
    reviewers: list[Person]
    funding: Text
    intended_use: Text
    intended_users: Text
    intended_patients: Text
    not_for: Text
    update_policy: Text
    evidence_method: Text
    logic: Text
    validation: Text
    urgent_contact: Text
    decision: Text
    problem: Text
    weights: Weights
    regions: list[Region]
    ages: StudiedAges
    themes: list[Theme]
    pains: list[Pain]
    groups: list[Group]


class Choice(Record):
    id: Id
    label: Text
    help: Text | None = None


class Question(Record):
    """One thing that can be known about a patient. Its label, unit and help are written here once, for form, errors,
    guide and handout alike."""

    id: Id
    label: Text
    short: Text
    why: Text
    how: Text | None = None
    kind: Literal["yes_no", "choice", "choices", "number", "date", "importance"]
    choices: list[Choice] = []
    unit: Text | None = None
    range: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    whole: bool = False
    opening: bool = False
    sensitive: bool = False
    ask_when: When | None = None
    otherwise: bool | str | float | None = None
    theme: Id | None = None
    when_none: bool | str | None = None
    sources: list[Id] = []

    @cached_property
    def choice_ids(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.choices)

    def choice_label(self, choice: str) -> str:
        """The words of one choice; the id itself if there is no such choice."""
        return next((c.label for c in self.choices if c.id == choice), choice)

    @model_validator(mode="after")
    def _coherent(self) -> Question:
        if (self.kind in ("choice", "choices")) != bool(self.choices):
            raise ValueError("'choices' belongs to the kinds 'choice' and 'choices', and only to them")
        if (self.kind == "number") != (self.range is not None):
            raise ValueError("a number has a 'range' of possible values, and nothing else has one")
        if self.range and self.range[0] >= self.range[1]:
            raise ValueError("the range starts at or above its end")
        if self.unit and self.kind != "number":
            raise ValueError("only a number has a unit")
        if (self.kind == "importance") != (self.theme is not None):
            raise ValueError("a question of importance names its 'theme', and no other question does")
        if (self.ask_when is None) != (self.otherwise is None):
            raise ValueError("'ask_when' and 'otherwise' belong together: what holds when it is not asked?")
        if self.when_none is not None and (
            self.when_none is not False if self.kind == "yes_no" else self.when_none not in self.choice_ids
        ):
            raise ValueError("'when_none' is the answer that says 'none of this': false, or one of the choices")
        if {"none", "not_known"} & set(self.choice_ids):
            raise ValueError("'none' and 'not_known' are offered with every question and cannot be choices")
        return self


class Section(Record):
    """One file of questions: a part of the form."""

    id: Id
    title: Text
    intro: Text | None = None


class QuestionFile(Record):
    section: Section
    questions: Annotated[list[Question], Field(min_length=1)]


class TwoVoices(Record):
    """The same text for the two readers."""

    clinician: Text
    patient: Text


class Point(Record):
    """A good or a bad point of an option, in plain words for both readers.

    `same_as` names rules that say the same to the patients they are for: where one of them speaks, the point is silent.
    """

    text: Text
    same_as: list[Id] = []
    sources: list[Id] = []
    findings: list[Id] = []
    evidence_ids: list[str] = []


class TrueOfEveryone(TwoVoices):
    sources: list[Id] = []
    evidence_ids: list[str] = []


class Burdens(Record):
    """Practical burden, under the same labels for every option (R19)."""

    surgery: Text
    visits: Text
    daily_time: Text
    power: Text
    scans: Text
    work_and_travel: Text
    trial: Text
    stopping: Text
    cost: Text


class Tried(Record):
    """The question that tells whether an option was tried, and which of its choices say that it really was.

    Only for a question about this option alone: an answer about two treatments together says of neither that it was tried.
    """

    question: Id
    helps: Id = "helps"
    not_enough: Id = "not_enough"
    too_short: Id = "too_short"
    side_effects: Id = "side_effects"

    @property
    def choices(self) -> Mapping[str, str]:
        """How it went, by the choice of the question that says so."""
        return {getattr(self, how): how for how in ("helps", "not_enough", "too_short", "side_effects")}


class Option(Record):
    """A treatment to talk about."""

    id: Id
    name: Text
    long_name: Text
    kind: Literal["vns", "alternative", "as_now"]
    safety: Literal["checked", "not_checked"]
    devices: list[Text] = []
    groups: list[Id] = []
    tried: Tried | None = None
    what: TwoVoices
    living: TwoVoices
    good: Annotated[list[Point], Field(min_length=1)]
    bad: Annotated[list[Point], Field(min_length=1)]
    burdens: Burdens
    true_of_everyone: list[TrueOfEveryone] = []
    role: Text
    sources: list[Id] = []
    evidence_ids: list[str] = []


class Rule(Record):
    """A condition and what follows for some options, or for the conversation."""

    id: Id
    options: list[Id] = []
    devices: list[Text] = []
    effect: Effect
    until: Text | None = None
    specialist: Text | None = None
    when: When
    theme: Id | None = None
    strength: Annotated[int, Field(ge=1, le=3)] | None = None
    certainty: Certainty | None = None
    questions: list[Id] = []
    basis: Literal["label", "trial_exclusion", "guideline", "review", "no_statement_found"] | None = None
    clinician: Text
    patient: Text
    ask: Text | None = None
    step: TwoVoices | None = None
    prepares_for: list[Id] = []
    treatments: list[Id] = []
    sources: list[Id] = []
    findings: list[Id] = []
    evidence_ids: list[str] = []
    status: Status
    review_by: Day

    @property
    def is_argument(self) -> bool:
        """Whether it weighs for or against, rather than moving safety or the conversation."""
        return self.effect in ("for", "against")

    @model_validator(mode="after")
    def _coherent(self) -> Rule:
        if (self.effect in TALK_EFFECTS) == bool(self.options):
            raise ValueError(
                "'first', 'conflict', 'untried' and 'prepare' speak of the conversation; every other effect names 'options'"
            )
        if (self.effect == "prepare") != (self.step is not None):
            raise ValueError("'step' says what could help first, with 'prepare' and no other effect")
        if self.prepares_for and self.effect != "prepare":
            raise ValueError(
                "'prepares_for' names the options that a step prepares for, with 'prepare' and no other effect"
            )
        if (self.effect == "untried") != bool(self.treatments):
            raise ValueError("'treatments' names what had no full trial, with 'untried' and no other effect")
        if self.is_argument != (self.theme is not None) or self.is_argument != (self.strength is not None):
            raise ValueError("'theme' and 'strength' belong to 'for' and 'against', and both are needed there")
        if self.is_argument and not self.findings and self.certainty is None:
            raise ValueError("an argument without findings states its 'certainty'")
        if self.findings and self.certainty is not None:
            raise ValueError("the certainty comes from the findings; leave 'certainty' out")
        if (self.effect == "specialist") != (self.specialist is not None):
            raise ValueError("'specialist' says which one, in words, with that effect and no other")
        if self.until and self.effect != "excludes":
            raise ValueError("only an exclusion can pass ('until')")
        if self.questions and self.effect != "conflict":
            raise ValueError("only a conflict names the questions in doubt")
        return self


class Definition(Record):
    id: Id
    label: Text
    when: When


class Safety(IntEnum):
    """How far safety speaks against an option, the mildest first."""

    NOT_CHECKED = -1
    CLEAR = 0
    CAUTION = 1
    SPECIALIST = 2
    NOT_NOW = 3
    EXCLUDED = 4

    @property
    def word(self) -> str:
        return self.name.lower()


def rule_safety(rule: Rule) -> Safety:
    """How far a rule moves safety when it applies; `CLEAR` for a rule that does not speak of safety."""
    match rule.effect:
        case "excludes":
            return Safety.NOT_NOW if rule.until else Safety.EXCLUDED
        case "specialist":
            return Safety.SPECIALIST
        case "caution":
            return Safety.CAUTION
        case _:
            return Safety.CLEAR
