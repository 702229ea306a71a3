"""Checks of how a pack is looked after: dates that passed, what nobody reviewed, used or tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from decision.authoring.checks.lint import Check, Severity, View
from decision.pack.condition import Condition, Named, parts_of
from decision.pack.problem import Problem
from decision.pack.words import SET_ASIDE


class Expired(Check):
    """An entry, or the pack itself, that was to be looked at again before today."""

    id: ClassVar[str] = "expired"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        why = "labels and studies move on; it may tell a patient what no longer holds"
        mend = "read its sources again, then set a new date"
        if view.pack.info.review_by < view.today:
            yield view.of_pack(("review_by",), f"the pack was due for review by {view.pack.info.review_by}", why, mend)
        for word, entries in (("rule", view.rules), ("finding", view.pack.findings.values())):
            for entry in entries:
                if entry.review_by < view.today:
                    what = f"{word} '{entry.id}' was due for review by {entry.review_by}"
                    yield view.problem(word, entry.id, ("review_by",), what, why, mend)


class WordsSetAside(Check):
    """Words in another language that are not used, because they wait for somebody."""

    id: ClassVar[str] = "words-set-aside"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for file in view.files.of("words"):
            if SET_ASIDE in file.content:
                yield view.files.problem(
                    file, (SET_ASIDE,), f"these words are set aside: {file.content[SET_ASIDE]}",
                    "patients who read this language get no page and no sheet in it",
                    f"add what the pack says by now, then take the line {SET_ASIDE} out",
                )  # fmt: skip


class NeverReviewed(Check):
    """Rules of a draft that no second person has read yet."""

    id: ClassVar[str] = "never-reviewed"
    severity: ClassVar[Severity] = Severity.NOTE

    def look(self, view: View) -> Iterator[Problem]:
        drafts = [rule.id for rule in view.rules if rule.status == "draft"]
        if drafts and view.pack.info.status != "reviewed":
            yield view.of_pack(
                ("status",), f"{len(drafts)} of {len(view.rules)} rules were never reviewed",
                "every page and sheet says that the pack is a draft, as it is one",
                "have a second clinician read them; each one read becomes status: reviewed",
            )  # fmt: skip


class ReviewedInName(Check):
    """A pack that calls itself reviewed, with no reviewer or with rules that nobody reviewed."""

    id: ClassVar[str] = "reviewed-in-name"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        if view.pack.info.status != "reviewed":
            return
        why = "the sheet would promise a patient a second pair of eyes that never looked"
        if not view.pack.info.reviewers:
            yield view.of_pack(
                ("reviewers",), "the pack is called reviewed, but names no reviewer", why, "name who reviewed it"
            )
        for rule in view.rules:
            if rule.status == "draft":
                yield view.problem(
                    "rule", rule.id, ("status",), f"the pack is called reviewed, but rule '{rule.id}' is a draft", why,
                    "have it read by a second clinician, or call the pack a draft",
                )  # fmt: skip


class UnusedTheme(Check):
    """A theme that patients can weigh although no rule belongs to it."""

    id: ClassVar[str] = "unused-theme"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        used = {rule.theme for rule in view.rules}
        for place, theme in enumerate(view.pack.info.themes):
            if theme.id not in used:
                yield view.of_pack(
                    ("themes", place, "id"), f"no rule belongs to the theme '{theme.id}'",
                    "a patient would say how much it matters, and it would change nothing",
                    "write a reason for or against with this theme, or remove it and its question",
                )  # fmt: skip


class UnusedEntry(Check):
    """A definition, source or finding that nothing refers to."""

    id: ClassVar[str] = "unused-entry"
    severity: ClassVar[Severity] = Severity.NOTE

    def look(self, view: View) -> Iterator[Problem]:
        pack = view.pack
        conditions: list[Condition] = [
            *(r.when for r in pack.rules.values()),
            *(d.when for d in pack.definitions.values()),
        ]
        conditions += [c for pain in pack.info.pains for c in (pain.main, pain.also) if c is not None]
        conditions += [question.ask_when for question in pack.questions.values() if question.ask_when is not None]
        named = {name for condition in conditions for name in _named(condition)}
        points = [point for option in pack.options.values() for point in (*option.good, *option.bad)]
        cited: list[Any] = [
            *pack.rules.values(), *pack.findings.values(), *pack.claims.values(), *pack.regulations.values(),
            *pack.questions.values(), *pack.options.values(), *points,
            *(truth for option in pack.options.values() for truth in option.true_of_everyone),
        ]  # fmt: skip
        sources = {source for entry in cited for source in entry.sources}
        for word, names, used in (
            ("definition", pack.definitions, named),
            ("source", pack.sources, sources),
        ):
            for name in names:
                if name not in used:
                    yield view.problem(
                        word, name, ("id",), f"nothing refers to the {word} '{name}'",
                        "it does no harm, but its upkeep costs time that the rest needs", "use it, or remove it",
                    )  # fmt: skip


def _named(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Named):
        yield condition.name
        return
    for part in parts_of(condition):
        yield from _named(part)


KINDS = ("applies", "does not apply", "waits for an answer")
"""The three kinds of example that every rule wants."""


def _untried(view: View) -> dict[str, set[str]]:
    """The kinds of example that each rule misses."""
    given = view.examples
    conditions = {rule.id: view.possible.ready(rule.when) for rule in view.rules}
    doubt = given.for_any(conditions[rule.id] for rule in view.rules if rule.effect == "conflict")
    sure = given.everyone & ~doubt  # answers in doubt count as not known, so little is tried there
    missing: dict[str, set[str]] = {}
    for rule in view.rules:
        column = given.column(conditions[rule.id])
        looked_at = given.everyone if rule.effect == "conflict" else sure
        open_ = ~(column.true | column.false)
        kinds = zip(KINDS, (column.true, column.false, open_), strict=True)
        missing[rule.id] = {kind for kind, bits in kinds if not bits & looked_at}
    return missing


class UntriedRule(Check):
    """A rule without an example patient where it applies, one where it does not, and one where it waits."""

    id: ClassVar[str] = "untried-rule"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for rule, missing in _untried(view).items():
            if missing:
                kinds = " or ".join(kind for kind in KINDS if kind in missing)
                yield view.problem(
                    "rule", rule, ("id",), f"no example patient where rule '{rule}' {kinds}",
                    "a slip in its condition would go unseen until a patient meets it",
                    "add a vignette; 'vns-choice new vignette' writes a start",
                )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    Expired(),
    WordsSetAside(),
    NeverReviewed(),
    ReviewedInName(),
    UnusedTheme(),
    UnusedEntry(),
    UntriedRule(),
)
