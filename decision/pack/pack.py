"""A whole pack: what the files of one folder of rules make together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from decision.pack.answers import Answers, parse_answers
from decision.pack.findings import Claim, Finding, Measure, PriorTreatment, Regulation, Source
from decision.pack.guarantees import Guarantee
from decision.pack.model import WRITTEN_IN, Definition, Option, PackInfo, Pain, Question, Rule, Section, Theme
from decision.pack.record import Certainty
from decision.pack.vignette import Vignette
from decision.pack.words import in_language


@dataclass(frozen=True, eq=False)
class Pack:
    """One folder of rules, read and found whole. Everything is in the order of the files."""

    info: PackInfo
    sections: tuple[tuple[Section, tuple[str, ...]], ...]
    questions: Mapping[str, Question]
    options: Mapping[str, Option]
    rules: Mapping[str, Rule]
    definitions: Mapping[str, Definition]
    findings: Mapping[str, Finding]
    regulations: Mapping[str, Regulation]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    vignettes: tuple[Vignette, ...]
    words: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, str]
    fingerprint: str
    guarantees: Mapping[str, Guarantee] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    treatments: Mapping[str, PriorTreatment] = field(default_factory=dict)
    retired_findings: Mapping[str, Finding] = field(default_factory=dict)
    """Kept to be read and to be put back; nothing is worked out from them, and nobody is shown them."""
    words_set_aside: Mapping[str, str] = field(default_factory=dict)
    """Languages whose words wait for somebody, with what they wait for: the pack does not speak them."""

    @cached_property
    def pains(self) -> Mapping[str, Pain]:
        return {pain.id: pain for pain in self.info.pains}

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        return {theme.id: theme for theme in self.info.themes}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each question in the pack."""
        return {question: place for place, question in enumerate(self.questions)}

    @cached_property
    def patients(self) -> tuple[Answers, ...]:
        """The answers of the example patients, in the order of `vignettes`.

        Raises:
            AnswersError: an answer that the pack's questions do not take.
        """
        return tuple(parse_answers(self, vignette.given) for vignette in self.vignettes)

    def seen_on(self, vignette: Vignette) -> date:
        """The day on which an example patient is seen: their own, or the day the pack was released; so that what the
        examples show does not change with the calendar."""
        return vignette.today or self.info.released

    def findings_on(self, option: str) -> tuple[Finding, ...]:
        """Every finding about one option, in the order of the files."""
        return self._findings_by_option.get(option, ())

    @cached_property
    def _findings_by_option(self) -> Mapping[str, tuple[Finding, ...]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings.values():
            found.setdefault(finding.option, []).append(finding)
        return {option: tuple(findings) for option, findings in found.items()}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages the pack can speak, its own first."""
        return (WRITTEN_IN, *self.words)

    def spoken(self, language: str) -> Pack:
        """The pack with its words in a language; `ValueError` if it has none in it."""
        return in_language(self, language)

    def finding(self, name: str) -> Finding:
        """A finding by its id, also one that is retired: what a rule says it rests on."""
        return self.findings.get(name) or self.retired_findings[name]

    def certainty(self, rule: Rule) -> Certainty:
        """How sure an argument is: stated by the rule, or the lowest of its findings."""
        if rule.certainty:
            return rule.certainty
        order: list[Certainty] = ["very_low", "low", "moderate", "high"]
        levels = [self.finding(name).certainty for name in rule.findings]
        return min(levels, key=order.index) if levels else "very_low"
