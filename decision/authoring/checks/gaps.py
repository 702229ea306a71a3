"""Checks for what a pack leaves unsaid about an option or a pain, and for sources that cannot carry their rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from decision.authoring.checks.lint import Check, Severity, View
from decision.pack.model import SAFETY_EFFECTS
from decision.pack.problem import Problem


class UnexaminedOption(Check):
    """An option that counts as checked for safety although no rule speaks of its safety."""

    id: ClassVar[str] = "unexamined-option"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        examined = {option for rule in view.rules if rule.effect in SAFETY_EFFECTS for option in rule.options}
        for option in view.pack.options.values():
            if option.safety == "checked" and option.id not in examined:
                yield view.problem(
                    "option", option.id, ("safety",), f"'{option.id}' counts as checked, but no rule limits it",
                    "it would look clear for every patient, with nothing behind it",
                    "write its limits as rules, or say safety: not_checked",
                )  # fmt: skip


class NoAlternative(Check):
    """A pain for which no other treatment is laid out."""

    id: ClassVar[str] = "no-alternative"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        others = [option for option in view.pack.options.values() if option.kind == "alternative"]
        for place, pain in enumerate(view.pack.info.pains):
            if not any(not option.groups or pain.group in option.groups for option in others):
                yield view.of_pack(
                    ("pains", place, "group"), f"no alternative is laid out for {pain.label}",
                    "a choice between one treatment and none is hardly a choice",
                    f"add an option of the kind 'alternative' for the group '{pain.group}'",
                )  # fmt: skip


class NothingOnPain(Check):
    """A pain about which nothing at all is written for an option whose evidence is looked up."""

    id: ClassVar[str] = "nothing-on-pain"
    severity: ClassVar[Severity] = Severity.NOTE

    def look(self, view: View) -> Iterator[Problem]:
        said = {(finding.option, pain) for finding in view.pack.findings.values() for pain in finding.about}
        for regulation in view.pack.regulations.values():
            pains = view.pack.pains if regulation.pains == "all" else regulation.pains
            said |= {(regulation.option, pain) for pain in pains}
        for option in view.pack.options.values():
            silent = [pain for pain in view.pack.pains if (option.id, pain) not in said]
            if option.kind == "vns" and silent:
                yield view.problem(
                    "option", option.id, ("id",), f"nothing is written on '{option.id}' in: {', '.join(silent)}",
                    "a patient with one of these reads 'not studied', whether or not anybody looked",
                    "look, and write what was found; a finding of the kind 'absence' says that nothing was",
                )  # fmt: skip


class UnsourcedPoint(Check):
    """A good or bad point of an option that names no source and no finding."""

    id: ClassVar[str] = "unsourced-point"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for option in view.pack.options.values():
            for key in ("good", "bad"):
                for place, point in enumerate(getattr(option, key)):
                    if not (point.sources or point.findings):
                        yield view.problem(
                            "option", option.id, (key, place, "text"), f"a {key} point of '{option.id}' without a source",
                            "nobody could check what it tells a patient", "name 'sources' or 'findings'",
                        )  # fmt: skip


class PointOfRule(Check):
    """A good or bad point in the words of a rule that it does not name: some patients would read it twice."""

    id: ClassVar[str] = "point-of-rule"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for option in view.pack.options.values():
            for key, effect in (("good", "for"), ("bad", "against")):
                said = {r.patient: r.id for r in view.rules if r.effect == effect and option.id in r.options}
                for place, point in enumerate(getattr(option, key)):
                    rule = said.get(point.text)
                    if rule and rule not in point.same_as:
                        yield view.problem(
                            "option", option.id, (key, place, "text"), f"a {key} point in the words of the rule '{rule}'",
                            "a patient whom the rule speaks to would read the same twice", f"add same_as: [{rule}]",
                        )  # fmt: skip


_SAID = re.compile(r"\bat second hand\b", re.IGNORECASE)


class SecondHandExclusion(Check):
    """An exclusion that rests only on sources not read in the original, and does not tell the clinician so."""

    id: ClassVar[str] = "second-hand-exclusion"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for rule in view.rules:
            weak = rule.sources and all(view.pack.sources[source].weak for source in rule.sources)
            if rule.effect == "excludes" and weak and not _SAID.search(rule.clinician):
                yield view.problem(
                    "rule", rule.id, ("sources",), f"'{rule.id}' rules a treatment out on second-hand sources alone",
                    "a patient could be kept from a treatment by a limit that the maker never set",
                    "read the label itself and name it, or say 'read at second hand' in the words for the clinician",
                )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    UnexaminedOption(),
    NoAlternative(),
    NothingOnPain(),
    UnsourcedPoint(),
    PointOfRule(),
    SecondHandExclusion(),
)
