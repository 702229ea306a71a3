"""What an audit looks at: a pack, and the real summaries of its example patients for both readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from decision.authoring.vocabulary import Slip, of_pack
from decision.engine.assess import assess
from decision.pack.findings import Finding
from decision.pack.model import Rule
from decision.pack.pack import Pack
from decision.summary.model import Number, OptionSummary, Summary
from decision.summary.readability import Readability
from decision.summary.summarise import summarise

_MOST = 12
"""Example patients that are looked at; more of them would say nothing new and take longer."""


class Subject:
    """A pack as it speaks on one day."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.today = today

    @cached_property
    def _given(self) -> list[dict[str, object]]:
        """Patients with a story; in a pack without stories its first example patients."""
        stories = [vignette for vignette in self.pack.vignettes if vignette.story] or list(self.pack.vignettes)
        return [dict(vignette.given) for vignette in stories[:_MOST]] or [{}]

    @cached_property
    def for_patients(self) -> list[Summary]:
        return [summarise(assess(self.pack, given, today=self.today), reader="patient") for given in self._given]

    @cached_property
    def for_clinicians(self) -> list[Summary]:
        return [summarise(assess(self.pack, given, today=self.today), reader="clinician") for given in self._given]

    @cached_property
    def unanswered(self) -> Summary:
        """The summary of a patient of whom nothing is known."""
        return summarise(assess(self.pack, {}, today=self.today), reader="patient")

    @cached_property
    def late(self) -> Summary:
        """The first example patient, a day after everything in the pack was to be looked at again."""
        dates = [
            self.pack.info.review_by,
            *(rule.review_by for rule in self.rules),
            *(f.review_by for f in self.findings),
        ]
        day = date.fromordinal(max(dates).toordinal() + 1)
        return summarise(assess(self.pack, self._given[0], today=day), reader="patient")

    @cached_property
    def weighed(self) -> Summary:
        """The first example patient, to whom everything matters very much."""
        wishes = {question.id: 3 for question in self.pack.questions.values() if question.kind == "importance"}
        return summarise(assess(self.pack, {**self._given[0], **wishes}, today=self.today), reader="patient")

    @property
    def rules(self) -> list[Rule]:
        """The rules in force."""
        return [rule for rule in self.pack.rules.values() if rule.status != "retired"]

    @property
    def findings(self) -> list[Finding]:
        return list(self.pack.findings.values())

    @property
    def counted(self) -> list[Finding]:
        """Findings that hold a count of people."""
        return [finding for finding in self.findings if finding.people]

    @cached_property
    def options(self) -> list[OptionSummary]:
        """Options as patients read of them, for every example patient."""
        return [option for summary in self.for_patients for option in summary.options]

    @cached_property
    def numbers(self) -> list[Number]:
        """Numbers as patients read them."""
        return [number for option in self.options for number in (*option.benefits, *option.harms)]

    @cached_property
    def slips(self) -> list[Slip]:
        """Words in the pack that this tool never uses."""
        return of_pack(self.pack)

    @cached_property
    def readings(self) -> list[Readability]:
        """How hard each example patient's sheet is to read."""
        from decision.summary.handout import readability  # the printer is loaded only where it is needed

        return [readability(summary) for summary in self.for_patients]

    def patient_texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the pack that a patient reads, with its place."""
        for rule in self.rules:
            yield f"rule {rule.id}", rule.patient
        for finding in self.findings:
            if finding.shown_to_patients:
                yield f"finding {finding.id}", finding.patient
        for option in self.pack.options.values():
            yield f"option {option.id}", option.what.patient
            yield f"option {option.id}", option.living.patient
            for point in (*option.good, *option.bad):
                yield f"option {option.id}", point.text
