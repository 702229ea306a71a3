"""How well each option is studied for each pain, computed from the pack's findings as `docs/how-it-decides.md` tells.

Evidence never crosses a pain, a device or a population: a pool over several of them counts for none of them, and
outside the ages that were studied nothing counts for more than an uncontrolled report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from decision.engine.assessment import Evidence
from decision.pack.findings import Finding
from decision.pack.model import Option
from decision.pack.pack import Pack

_CONTROLS = ("sham", "inert", "usual_care")


def level(findings: Iterable[Finding]) -> Evidence:
    """The evidence level of findings about one option, one pain and the ages they studied."""
    results = [f for f in findings if f.result != "none" and f.measures != "other"]
    compared = [f for f in results if f.control in _CONTROLS and f.result != "no_comparison"]
    if not compared:
        return Evidence.UNCONTROLLED if results else Evidence.NOT_STUDIED
    met = [f for f in compared if f.result == "benefit" and f.role == "primary"]
    seen = [f for f in compared if f.result == "benefit"]
    null = [
        f for f in compared if f.result == "no_difference" and f.role in ("primary", "pilot", "subgroup", "not_stated")
    ]
    if seen and null:
        return Evidence.CONFLICTING
    if met:
        return Evidence.ESTABLISHED if _independent(met) >= 2 else Evidence.PROMISING
    return Evidence.EARLY_SIGNAL if seen else Evidence.NO_BENEFIT_SHOWN


def _independent(met: list[Finding]) -> int:
    """Trials, each counted once, that measured pain and are of at least moderate certainty.

    A pool of controlled trials of one treatment that names this pain stands for two of them.
    """
    sure = [f for f in met if f.measures == "pain" and f.certainty in ("moderate", "high")]
    if any(f.design == "meta_analysis" for f in sure):
        return 2
    return len({f.study or f.id for f in sure})


def counts_for(finding: Finding, option: Option, pain: str) -> bool:
    """Whether a finding may speak of this option in this pain at all.

    A pool over several pains never counts for a form of VNS. For an alternative it does when it names this pain: there
    the guideline literature itself judges by group, and leaving it out would make the alternatives look unstudied.
    """
    if finding.option != option.id or pain not in finding.about or finding.kind in ("harm", "burden"):
        return False
    return finding.scope == "one_pain" or option.kind == "alternative"


def studied(pack: Pack, finding: Finding, age: float) -> bool:
    """Whether people of this age were in the study; one that does not state its ages counts for adults."""
    low, high = finding.ages or (pack.info.ages.studied_from, None)
    return (low is None or age >= low) and (high is None or age < high + 1)


@lru_cache(maxsize=16)
def _relevant(pack: Pack) -> dict[tuple[str, str], tuple[Finding, ...]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in pack.findings.values():
        for pain in finding.about:
            if finding.option in pack.options and counts_for(finding, pack.options[finding.option], pain):
                found.setdefault((finding.option, pain), []).append(finding)
    return {key: tuple(findings) for key, findings in found.items()}


def relevant(pack: Pack, option: str, pain: str) -> tuple[Finding, ...]:
    """The findings that speak of this option in this pain, in the pack's order."""
    return _relevant(pack).get((option, pain), ())


@lru_cache(maxsize=16)
def _age_edges(pack: Pack) -> tuple[float, ...]:
    spans = [finding.ages for finding in pack.findings.values()] + [r.ages for r in pack.regulations.values()]
    edges = {0.0, float(pack.info.ages.studied_from)}
    for low, high in filter(None, spans):
        edges |= {float(low)} if low is not None else set()
        edges |= {float(high + 1)} if high is not None else set()
    return tuple(sorted(edges))


def age_band(pack: Pack, age: float) -> float:
    """The age from which on everything studied or authorised is the same as at this age.

    What is kept between patients is kept by this edge, so that no one's age stays behind.
    """
    edges = _age_edges(pack)
    return edges[max(0, bisect_right(edges, age) - 1)]


@lru_cache(maxsize=1 << 15)
def levels(
    pack: Pack, option: str, pain: str, age: float | None, lapsed: frozenset[str] = frozenset()
) -> frozenset[Evidence]:
    """The evidence levels still possible: one when the age is known, otherwise one for every age that differs.

    With `lapsed` findings: the levels that a lean may still rest on. A benefit past its review date carries none; a null
    result past its date still counts, so that no level rises because a date has passed.
    """
    if pack.options[option].kind == "as_now":
        return frozenset({Evidence.NATURAL_COURSE})
    findings = relevant(pack, option, pain)
    ages = [age] if age is not None else _ages_apart(pack, findings)
    found = frozenset(_level_at(pack, findings, one) for one in ages)
    if lapsed.isdisjoint(finding.id for finding in findings):
        return found
    held = tuple(f for f in findings if f.result != "benefit" or f.id not in lapsed)
    return frozenset(min(_level_at(pack, findings, one), _level_at(pack, held, one)) for one in ages)


def _level_at(pack: Pack, findings: tuple[Finding, ...], age: float) -> Evidence:
    inside = [f for f in findings if studied(pack, f, age)]
    outside = [f for f in findings if not studied(pack, f, age)]
    return max(level(inside), min(level(outside), Evidence.UNCONTROLLED))


def _ages_apart(pack: Pack, findings: tuple[Finding, ...]) -> list[float]:
    question = pack.questions[pack.info.ages.question]
    first, last = question.range or (0.0, 120.0)
    edges = {float(first), float(pack.info.ages.studied_from)}
    for finding in findings:
        low, high = finding.ages or (None, None)
        edges |= {float(low)} if low is not None else set()
        edges |= {float(high + 1)} if high is not None else set()
    return [edge for edge in sorted(edges) if first <= edge <= last]


@lru_cache(maxsize=1 << 14)
def label(pack: Pack, option: str, pain: str, age: float | None) -> Mapping[str, str]:
    """By region whether the option is authorised for exactly this use: yes, no or not_known.

    With the age open, a use that is authorised from or up to some age only is not known.
    """
    return MappingProxyType({region.id: _label_in(pack, option, pain, age, region.id) for region in pack.info.regions})


def _label_in(pack: Pack, option: str, pain: str, age: float | None, region: str) -> str:
    said = "not_known"
    for position in pack.regulations.values():
        if position.option != option or position.region != region or position.status == "position":
            continue
        if position.pains != "all" and pain not in position.pains:
            continue
        low, high = position.ages or (None, None)
        if position.status == "not_authorised":
            said = "no" if said == "not_known" else said
        elif (low is None and high is None) or (
            age is not None and (low is None or age >= low) and (high is None or age < high + 1)
        ):
            return "yes"
    return said
