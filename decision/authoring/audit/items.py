"""The items of the published checklists, read from `standards.yaml`, and what can be said of one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, model_validator

from decision.pack.record import Record, Text

FILE = Path(__file__).parent.with_name("standards.yaml")
Verdict = Literal["met", "partly", "not_met", "not_applicable"]
VERDICTS: tuple[Verdict, ...] = ("met", "partly", "not_met", "not_applicable")


class Item(Record):
    """One item of a checklist, in our own words.

    `unconfirmed`: its wording was not compared with the published document. `people`: it needs real users or an outside
    reviewer. `asks`: the questions it speaks of, as a pattern. `stated` is a verdict that no check can decide.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9.-]*$")]
    level: Literal["must", "should", "information", "not_applicable"]
    words: Text
    unconfirmed: bool = False
    people: bool = False
    asks: Text | None = None
    stated: Verdict | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _with_reason(self) -> Item:
        if (self.stated is None) != (self.reason is None):
            raise ValueError("a stated verdict has a reason, and only it")
        if self.stated == "met":
            raise ValueError("only a check can find that an item is met")
        return self


class Part(Record):
    """One checklist."""

    id: str
    title: Text
    items: Annotated[list[Item], Field(min_length=1)]


@cache
def parts() -> tuple[Part, ...]:
    """All checklists, in the order in which they are shown."""
    return tuple(Part.model_validate(part) for part in yaml.safe_load(FILE.read_text("utf-8")))
