"""What is past its review date: still shown and still in force for safety, but nothing that a lean may rest on.

A rule is under review from the day after its own `review_by`, or after that of any finding it rests on. The day is an
argument here as everywhere.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from decision.engine.compiled import CompiledPack
from decision.pack.model import Rule
from decision.pack.pack import Pack


@lru_cache(maxsize=64)
def lapsed_findings(pack: Pack, today: date) -> frozenset[str]:
    """The findings past their review date."""
    return frozenset(finding.id for finding in pack.findings.values() if today > finding.review_by)


@lru_cache(maxsize=64)
def lapsed_rules(pack: Pack, today: date) -> frozenset[str]:
    """The rules in force that are past their review date, or resting on a finding that is."""
    findings = lapsed_findings(pack, today)
    return frozenset(
        rule.id
        for rule in pack.rules.values()
        if rule.status != "retired" and (today > rule.review_by or not findings.isdisjoint(rule.findings))
    )


def under_review(pack: Pack, rule: Rule, today: date) -> bool:
    """Whether a rule, or a finding it rests on, is past its review date."""
    return rule.id in lapsed_rules(pack, today)


@lru_cache(maxsize=64)
def lapsed_bits(pack: Pack, compiled: CompiledPack, today: date) -> int:
    """The bits of the arguments that a lean can no longer rest on. Safety effects have none here: they stay in force."""
    bits = 0
    for rule in compiled.rules.values():
        if rule.is_argument and under_review(pack, rule, today):
            bits |= compiled.spans[rule.id]
    return bits
