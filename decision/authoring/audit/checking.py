"""How a check is written: a small function over the subject, filed under the ids of the items it decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from decision.authoring.audit.items import Item, Verdict
from decision.authoring.audit.subject import Subject


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, and why it says so."""

    verdict: Verdict
    reason: str


Check = Callable[[Subject, Item], Outcome]
CHECKS: dict[str, Check] = {}
"""By id of an item the check that decides it."""


def decides(*ids: str) -> Callable[[Callable[[Subject], Outcome]], Callable[[Subject], Outcome]]:
    """File a check under the items it decides."""

    def filed(check: Callable[[Subject], Outcome]) -> Callable[[Subject], Outcome]:
        for name in ids:
            assert name not in CHECKS, name
            CHECKS[name] = lambda subject, _: check(subject)
        return check

    return filed


def decides_each(*ids: str) -> Callable[[Check], Check]:
    """File a check that needs the item itself."""

    def filed(check: Check) -> Check:
        for name in ids:
            assert name not in CHECKS, name
            CHECKS[name] = check
        return check

    return filed


def met(reason: str) -> Outcome:
    return Outcome("met", reason)


def partly(reason: str) -> Outcome:
    return Outcome("partly", reason)


def not_met(reason: str) -> Outcome:
    return Outcome("not_met", reason)


def unless(faults: Iterable[str], fault: str, otherwise: str, *, verdict: Verdict = "not_met") -> Outcome:
    """Met with one reason, unless there are faults: then the first of them are named.

    >>> unless(["ear", "neck"], "without a bad point", "Every option has one.").reason
    'without a bad point: ear, neck.'
    """
    found = list(dict.fromkeys(faults))
    if not found:
        return met(otherwise)
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return Outcome(verdict, f"{fault}: {', '.join(found[:3])}{more}.")
