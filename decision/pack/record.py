"""What every value read from a file has in common: refused unknown keys, strict types, and nothing changes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from decision.pack.condition import Condition

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Status = Literal["draft", "reviewed", "retired"]
Certainty = Literal["high", "moderate", "low", "very_low"]


def _iso_date(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_iso_date)]


class _AsItIs:
    """Takes the plain data of the file, whatever it is."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


When = Annotated[Condition, _AsItIs]
"""A condition. The model takes the plain data of the file; `resolve` replaces it by the tree."""


class Record(BaseModel):
    """A value read from a file: unknown keys and loose types are refused, and nothing changes it afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
