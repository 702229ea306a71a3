"""The audit: every item with its verdict and the reason in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from textwrap import fill
from typing import Any

from decision.authoring.audit import content, numbers, openness, plain, printed
from decision.authoring.audit.checking import CHECKS, Outcome, not_met
from decision.authoring.audit.items import VERDICTS, Item, Part, Verdict, parts
from decision.authoring.audit.subject import Subject
from decision.language import speaking
from decision.pack.pack import Pack
from decision.version import __version__

_CHECKED_BY = (content, numbers, openness, plain, printed)
"""The rooms whose checks are filed when they are read."""

MARKS: dict[Verdict, str] = {"met": "met", "partly": "partly", "not_met": "not met", "not_applicable": "not applicable"}
UNCONFIRMED = "Unconfirmed wording, so no conformity is claimed."
PEOPLE = "Needs real people; code alone cannot meet it."
ATTRIBUTES = (
    *(f"O{n}" for n in range(1, 14)),
    "F4a",
    "F4b",
    "F4c-i",
    "F4c-ii",
    "F4c-iii",
    "F4d",
    "F4e",
    "F4f",
    "F4g",
    "F4h",
)
"""The source attributes that have a screen of their own."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One item with what was found. `computed` says that a check decided it."""

    item: Item
    verdict: Verdict
    reason: str
    computed: bool


Audit = tuple[tuple[Part, tuple[Judged, ...]], ...]


@lru_cache(maxsize=8)
def audit(pack: Pack, today: date) -> Audit:
    """Judge every item of every checklist for one pack on one day, in the order of the checklists."""
    subject = Subject(pack, today)
    with speaking("en"):  # the checks read the pack's own words, whatever the page speaks
        return tuple((part, tuple(_judged(subject, item) for item in part.items)) for part in parts())


def _judged(subject: Subject, item: Item) -> Judged:
    if item.stated is not None and item.reason is not None:
        outcome = Outcome(item.stated, item.reason)
    elif (check := CHECKS.get(item.id)) is not None:
        outcome = check(subject, item)
    else:
        outcome = not_met("Nothing in this program looks at it.")
    verdict = "partly" if item.unconfirmed and outcome.verdict == "met" else outcome.verdict
    notes = [outcome.reason[:1].upper() + outcome.reason[1:]]
    notes += [UNCONFIRMED] if item.unconfirmed else []
    notes += [PEOPLE] if item.people else []
    return Judged(item, verdict, " ".join(notes), computed=item.stated is None)


def attributes(found: Audit) -> tuple[Judged, ...]:
    """The source attributes: ONC O1 to O13 and FDA F4a to F4h."""
    return tuple(judged for _, items in found for judged in items if judged.item.id in ATTRIBUTES)


def counts(found: Audit) -> dict[Verdict, int]:
    """How many items have each verdict."""
    number = Counter(judged.verdict for _, items in found for judged in items)
    return {verdict: number[verdict] for verdict in VERDICTS}


def as_data(pack: Pack, today: date) -> dict[str, Any]:
    """The audit as plain data."""
    found = audit(pack, today)
    return {
        "program": __version__,
        "pack": {"id": pack.info.id, "version": pack.info.version, "status": pack.info.status,
                 "fingerprint": pack.fingerprint},
        "today": today.isoformat(),
        "counts": counts(found),
        "standards": [
            {"id": part.id, "title": part.title, "items": [
                {"id": j.item.id, "level": j.item.level, "words": j.item.words, "verdict": j.verdict, "reason": j.reason,
                 "computed": j.computed, "unconfirmed": j.item.unconfirmed, "needs_people": j.item.people}
                for j in items]}
            for part, items in found
        ],
    }  # fmt: skip


def as_text(pack: Pack, today: date) -> str:
    """The audit in words, wrapped at 100 columns."""
    return "\n".join(_lines(pack, today)) + "\n"


def _lines(pack: Pack, today: date) -> Iterator[str]:
    found = audit(pack, today)
    yield f"vns-choice {__version__}, rules {pack.info.id} {pack.info.version} ({pack.info.status}), {today.isoformat()}"
    yield ", ".join(f"{number} {MARKS[verdict]}" for verdict, number in counts(found).items())
    for part, items in found:
        yield ""
        yield part.title
        for judged in items:
            line = f"{judged.item.id}: {MARKS[judged.verdict]}. {judged.item.words.rstrip('?')}. {judged.reason}"
            yield fill(line, 100, initial_indent="  ", subsequent_indent="      ")
