"""The shapes of a pack's evidence files: findings with their numbers, positions of regulators, claims, sources."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from decision.pack.record import Certainty, Day, Id, Record, Text

Ages = Annotated[list[int | None], Field(min_length=2, max_length=2)]


class People(Record):
    """A count of people, or their share in 100."""

    events: Annotated[int, Field(ge=0)] | None = None
    total: Annotated[int, Field(gt=0)] | None = None
    percent: Annotated[float, Field(ge=0, le=100)] | None = None

    @model_validator(mode="after")
    def _a_share(self) -> People:
        if self.percent is None and (self.events is None or self.total is None):
            raise ValueError("give 'percent', or both 'events' and 'total'")
        if self.events is not None and self.total is not None and self.events > self.total:
            raise ValueError("more events than people")
        return self

    @property
    def share(self) -> float:
        """People out of 100, unrounded."""
        if self.percent is not None:
            return self.percent
        assert self.events is not None
        assert self.total is not None
        return 100 * self.events / self.total


class Range(Record):
    low: float
    high: float
    of: Text

    @model_validator(mode="after")
    def _in_order(self) -> Range:
        if self.low > self.high:
            raise ValueError("the low end is above the high end")
        return self


class Frequency(Record):
    """How many people out of 100, with and without the treatment."""

    with_: Annotated[People, Field(alias="with")]
    without: People | Literal["not_measured"]
    better: Literal["more", "fewer"]
    range: Range | None = None
    includes_existing: Literal["yes", "no", "not_stated"] = "not_stated"


class ScaleChange(Record):
    """An average change on a scale, with what it means."""

    difference: float
    low: float | None = None
    high: float | None = None
    unit: Text
    better: Literal["lower", "higher"]
    noticeable: Text | None = None


class Finding(Record):
    """A number or result from a study, with group, time span, certainty and source."""

    id: Id
    option: Id
    device: Text | None = None
    pain: Id | None = None
    pains: list[Id] = []
    kind: Literal["benefit", "harm", "burden", "absence", "course"]
    study: Text | None = None
    design: Text
    control: Literal["sham", "inert", "usual_care", "active", "none"]
    outcome: Text
    measures: Literal["pain", "disease", "other"]
    role: Literal["primary", "secondary", "subgroup", "post_hoc", "pilot", "not_stated"]
    result: Literal["benefit", "no_difference", "no_comparison", "none"]
    scope: Literal["one_pain", "mixed"] = "one_pain"
    ages: Ages | None = None
    population: Text
    time: Text | None = None
    people: Frequency | None = None
    scale: ScaleChange | None = None
    n: Annotated[int, Field(ge=0)] | None = None
    certainty: Certainty
    certainty_reason: Text
    clinician: Text
    patient: Text
    shown_to_patients: bool
    sources: Annotated[list[Id], Field(min_length=1)]
    locator: Text | None = None
    evidence_ids: list[str] = []
    status: Literal["in_use", "retired"] = "in_use"
    review_by: Day

    @model_validator(mode="after")
    def _coherent(self) -> Finding:
        if (self.people or self.scale) and not self.time:
            raise ValueError("a number needs its time span ('time')")
        if self.pain and self.pains:
            raise ValueError("give 'pain' or 'pains', not both")
        return self

    @property
    def about(self) -> tuple[str, ...]:
        """The pains it speaks of; none for a harm that is tied to no pain."""
        return (self.pain,) if self.pain else tuple(self.pains)


class Regulation(Record):
    """What a regulator, guideline body or payer said of one device."""

    id: Id
    option: Id
    device: Text | None = None
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    pains: list[Id] | Literal["all"] = []
    status: Literal["authorised", "not_authorised", "position"]
    ages: Ages | None = None
    position: Text
    body: Text
    year: int | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    evidence_ids: list[str] = []


class Claim(Record):
    """Something people say about the treatment, checked.

    `mechanism` marks a claim about how it may work: whether that is known in people, in animals only, or not known.
    """

    id: Id
    claim: Text
    verdict: Literal["supported", "partly", "unsupported", "wrong"]
    explanation: Text
    patient: Text
    mechanism: Literal["people", "animals", "not_known"] | None = None
    sources: list[Id] = []
    evidence_ids: list[str] = []


class PriorTreatment(Record):
    """A treatment that usually comes before others, and what counts as a full trial of it.

    `line` says how it stands: `first`, `second`, `third` or `option`; `before_implant` where a payer or trial asks for
    it before an implant; `definition` for a definition of "hard to treat"; `too_little` for what is no full trial.
    With `against` not having tried it is no gap. `full_trial` is left out where no length or dose was found.
    """

    id: Id
    pains: list[Id] | Literal["all"]
    treatment: Text
    examples: list[Text]
    line: Literal["first", "second", "third", "option", "before_implant", "definition", "too_little", "against"]
    guideline: Text
    full_trial: Text | None = None
    patient: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    evidence_ids: list[str] = []


class Measure(Record):
    """A questionnaire or grading whose score can be entered. Its items are reproduced nowhere unless `licence_free`.

    `licence_free` is true only where a free licence was read; `smallest_change` is the change that people notice.
    """

    id: Id
    name: Text
    pains: list[Id] | Literal["all"]
    purpose: Text
    items: Annotated[int, Field(ge=1)] | None = None
    range: Text
    cutoffs: list[Text] = []
    smallest_change: Text | None = None
    licence: Text
    licence_free: bool
    note: Text | None = None
    patient: Text
    sources: Annotated[list[Id], Field(min_length=1)]
    evidence_ids: list[str] = []


class Source(Record):
    id: Id
    title: Text
    authors: Text | None = None
    year: int | None = None
    published_in: Text | None = None
    link: Text | None = None
    identifier: Text | None = None
    kind: Text
    read_as: Text | None = None
    weak: bool = False
