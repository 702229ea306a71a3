"""What a pack promises of every possible patient, in the language of its conditions.

Rules say what follows from answers; a guarantee says what must come out whatever the rules are, so that an edit that
breaks it is seen. Whether one holds is proved by `decision.authoring.proof`; here is only what it may say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Protocol

from pydantic import Field, model_validator

from decision.pack.problem import did_you_mean
from decision.pack.record import Id, Record, Text, When

SafetyWord = Literal["caution", "specialist", "not_now", "excluded"]


class Promise(Record):
    """What a guarantee says of some options, or of the conversation; exactly one of these.

    `safety_at_least`: the low end of safety reaches it. `could_be`: the high end does. `never`: clear at both ends.
    `held_back`: a `first` rule applies.
    """

    options: list[Id] = []
    safety_at_least: SafetyWord | None = None
    could_be: SafetyWord | None = None
    never: Literal["clear"] | None = None
    held_back: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> Promise:
        said = [one for one in (self.safety_at_least, self.could_be, self.never, self.held_back) if one is not None]
        if len(said) != 1:
            raise ValueError("'then' says one of safety_at_least, could_be, never or held_back")
        if (self.held_back is None) != bool(self.options):
            raise ValueError("safety is promised of 'options'; 'held_back' is the whole conversation and names none")
        return self


class Guarantee(Record):
    """What holds for every possible patient, whatever else is answered or left open.

    `whenever` is a condition that is true, `while_unknown` one that is neither true nor false; with both, both hold.
    """

    id: Id
    text: Text
    whenever: When | None = None
    while_unknown: When | None = None
    then: Promise
    sources: Annotated[list[Id], Field(min_length=1)]
    evidence_ids: list[str] = []

    @model_validator(mode="after")
    def _about_someone(self) -> Guarantee:
        if self.whenever is None and self.while_unknown is None:
            raise ValueError("a guarantee says when it holds: 'whenever', 'while_unknown' or both")
        return self


class _Examined(Protocol):
    @property
    def safety(self) -> str: ...


Fault = tuple[tuple[str | int, ...], str, str, str]
"""Path inside the guarantee, what is wrong, why it matters, how to mend it."""


def faults(guarantee: Guarantee, options: Mapping[str, _Examined], sources: Mapping[str, object]) -> Iterator[Fault]:
    """What a guarantee names that the pack does not have, or does not examine."""
    for place, option in enumerate(guarantee.then.options):
        if option not in options:
            why = "nobody would see it broken"
            yield ("then", "options", place), f"unknown option '{option}'", why, did_you_mean(option, list(options))
        elif options[option].safety == "not_checked":
            what = f"the pack does not examine '{option}' (safety: not_checked)"
            mend = "remove the option, or examine it fully"
            yield ("then", "options", place), what, "a promise about it would mean nothing", mend
    for place, source in enumerate(guarantee.sources):
        if source not in sources:
            why = f"guarantee '{guarantee.id}' points to nothing, so nobody could check it"
            yield ("sources", place), f"unknown source '{source}'", why, did_you_mean(source, list(sources))
