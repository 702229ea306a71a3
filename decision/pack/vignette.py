"""An example patient and what must come out for them: the shape of the files in `vignettes/`.

What needs the whole pack to judge (does this rule exist, is that a standing) is judged in `decision.pack.examples`.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from decision.pack.record import Day, Id, Record, Text


class SafetyExpected(Record):
    low: str
    high: str


class Expected(Record):
    """What a vignette expects of one option; what it does not mention is not tested."""

    safety: str | SafetyExpected | None = None
    lasting: str | SafetyExpected | None = None
    evidence: dict[str, str | list[str]] | None = None
    lean: list[str] | None = None
    applies: list[Id] | None = None
    not_: Annotated[list[Id] | None, Field(alias="not")] = None
    waits_for: dict[str, list[Id]] | None = None
    weighs: dict[str, int | float] | None = None


class Vignette(Record):
    """An example patient with the standing that must come out. `expect` is keyed by option, and by `first`,
    `conflicts`, `untried` and `prepare` (exactly these rules apply; with `_may` behind: exactly these wait), `may_apply`
    (these wait, others may), `open` and `not_open` for the conversation; `pains` and `main_pains` (exactly these; with
    `_may` behind: exactly these are possible) and `asked` and `not_asked` (questions) for the form."""

    name: Text
    story: Text | None = None
    given: dict[str, Any]
    today: Day | None = None
    expect: dict[str, Expected | list[Id]]
