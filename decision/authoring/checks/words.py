"""Checks of words: can a patient read them, do numbers say over which time, is a word said that is never used.

Which words are never used is the list of `decision.authoring.vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from typing import ClassVar

from decision.authoring.checks.lint import Check, Path, Severity, View
from decision.authoring.library import reading_age
from decision.authoring.vocabulary import of_pack
from decision.pack.condition import Test, tests_of
from decision.pack.grammar import COMPARISONS
from decision.pack.model import WRITTEN_IN
from decision.pack.problem import Problem
from decision.summary.readability import LIMIT, LONGEST, SPANISH_LIMIT, Readability, hard_sentences, measure, read

ENOUGH = 25
"""Words from which the reading age of a text by itself says something; names of pains make shorter ones look hard."""
_RESULT = re.compile(
    r"\d\s*%|\b\d+ (?:out )?of (?:every )?\d+\b|\b\d+ in \d+\b|\b\d+ (?:out of|per) 100\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\b((?:(?:under|below|younger than|over|above|older than) (?:the age of )?|aged )(\d+(?:\.\d+)?)"
    r"|(\d+(?:\.\d+)?) (?:years )?(?:or|and) (?:older|younger|over|under|above|below|more|less))"
    r"\b(?!\s*(?:%|per cent|out of|(?:minute|hour|day|week|month)s?\b))",
    re.IGNORECASE,
)
"""How words name the limit of a group; other numbers, and times, are told for other reasons."""


def for_patients(view: View) -> Iterator[tuple[str, str, Path, str]]:
    """Every running text that a patient reads, with the entry and the path where it stands."""
    pack = view.pack
    for rule in view.rules:
        yield "rule", rule.id, ("patient",), rule.patient
        if rule.ask:
            yield "rule", rule.id, ("ask",), rule.ask
    for finding in pack.findings.values():
        if finding.shown_to_patients:
            yield "finding", finding.id, ("patient",), finding.patient
    for claim in pack.claims.values():
        yield "claim", claim.id, ("patient",), claim.patient
    for question in pack.questions.values():
        for key in ("label", "why", "how"):
            if text := getattr(question, key):
                yield "question", question.id, (key,), text
    for option in pack.options.values():
        yield "option", option.id, ("what", "patient"), option.what.patient
        yield "option", option.id, ("living", "patient"), option.living.patient
        for key in ("good", "bad"):
            for place, point in enumerate(getattr(option, key)):
                yield "option", option.id, (key, place, "text"), point.text
        for place, truth in enumerate(option.true_of_everyone):
            yield "option", option.id, ("true_of_everyone", place, "patient"), truth.patient
        for key, text in option.burdens:
            yield "option", option.id, ("burdens", key), text


@lru_cache(maxsize=1)
def reading(view: View) -> Readability:
    """How hard all words for patients are to read together."""
    return measure(text for _, _, _, text in for_patients(view))


def reading_by_library(view: View) -> float | None:
    """The same in years by the library, if it is asked to measure as well."""
    texts = (text for _, _, _, text in for_patients(view))
    joined = " ".join(text.rstrip(".!?") + "." for text in texts)
    return reading_age(joined) if view.library and joined else None


class LongSentence(Check):
    """A sentence for patients of more than 20 words."""

    id: ClassVar[str] = "long-sentence"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for word, name, path, text in for_patients(view):
            longest, words = max(read(text), key=lambda one: len(one[1]), default=("", []))
            if len(words) > LONGEST:
                start = " ".join(longest.split()[:6])
                yield view.problem(
                    word, name, path, f"a sentence of {len(words)} words for patients: “{start} …”",
                    "many people lose a long sentence half way, most of all when they are in pain",
                    f"make two of it; {LONGEST} words are the most",
                )  # fmt: skip


class HardWords(Check):
    """A text for patients with a reading age above 11, by our own measure or by the library if it is asked."""

    id: ClassVar[str] = "hard-words"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        for word, name, path, text in for_patients(view):
            if sum(len(words) for _, words in read(text)) < ENOUGH:
                continue
            age = max(measure([text]).age, reading_age(text) if view.library else 0)
            if round(age) > LIMIT:
                yield view.problem(
                    word, name, path, f"words for patients with a reading age of {age:.0f} years{_hardest([text])}",
                    "people who read slowly would be left out of their own decision",
                    f"use shorter words and sentences, down to a reading age of {LIMIT}",
                )  # fmt: skip


class HardLanguage(Check):
    """A language in which all words for patients together are hard to read, where a formula for it is known."""

    id: ClassVar[str] = "hard-language"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        for language in view.pack.languages:
            spoken = replace(view, pack=view.pack.spoken(language))
            texts = [text for _, _, _, text in for_patients(spoken)]
            found = reading(view) if language == WRITTEN_IN else measure(texts, language)
            if not found.easy:
                limit = (
                    f"a reading age of {LIMIT} at most" if language == "en" else f"a score of {SPANISH_LIMIT} at least"
                )
                what = f"all words for patients in '{language}' together are hard: {found.short}{_hardest(texts, language)}"
                why = "people who read slowly would be left out of their own decision"
                yield view.of_language(
                    language, what, why, f"use shorter words and sentences, the hardest first ({limit})"
                )


def _hardest(texts: Iterable[str], language: str = "en") -> str:
    """The sentences to mend first, as the end of a remark."""
    told = dict.fromkeys(f"“{hard.sentence}”" for hard in hard_sentences(texts, language))
    return f"; hardest: {', '.join([*told][:3])}" if told else ""


class NumberWithoutTime(Check):
    """A finding whose words for patients hold a result in numbers, without the time they were counted over."""

    id: ClassVar[str] = "number-without-time"
    severity: ClassVar[Severity] = Severity.ERROR

    def look(self, view: View) -> Iterator[Problem]:
        for finding in view.pack.findings.values():
            found = _RESULT.search(finding.patient)
            if found and finding.shown_to_patients and finding.time is None:
                yield view.problem(
                    "finding", finding.id, ("patient",), f"the number “{found.group()}” without its time span",
                    "2 in 100 over a day and 2 in 100 over ten years are not the same risk",
                    "add 'time: …' as the source states it, or leave the number out",
                )  # fmt: skip


class OtherLimit(Check):
    """Words of a rule that name a limit, as in "under 18", which its condition does not have."""

    id: ClassVar[str] = "other-limit"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for rule in view.rules:
            tests = [test for test in tests_of(rule.when) if test.operator in COMPARISONS]
            limits = {float(operand) for test in tests for operand in test.operands if isinstance(operand, float)}
            for voice in ("clinician", "patient"):
                named = {float(before or after): found for found, before, after in _LIMIT.findall(getattr(rule, voice))}
                if limits and named and limits.isdisjoint(named):
                    yield view.problem(
                        "rule", rule.id, (voice,),
                        f"the words say “{next(iter(named.values()))}”, the condition reads {_in_words(tests)}",
                        f"the {voice} would be told another limit than the one that was used",
                        "make the words and the condition name the same number",
                    )  # fmt: skip


def _in_words(tests: Iterable[Test]) -> str:
    """Comparisons as they stand in a condition: "age below 18, age between 16 and 75"."""
    return ", ".join(
        f"{test.question} {test.operator.replace('_', ' ')} {' and '.join(f'{limit:g}' for limit in test.operands)}"
        for test in tests
    )


class NeverSaid(Check):
    """A word that is never used in the tool's own voice: an order, a promise, a ranking, blame, benefit told as a fact."""

    id: ClassVar[str] = "never-said"
    severity: ClassVar[Severity] = Severity.WARNING

    def look(self, view: View) -> Iterator[Problem]:
        for slip in of_pack(view.pack):
            word, name, path = slip.where or ("pack", "", ())
            place = partial(view.problem, word, name) if name else view.of_pack
            yield place(
                path, f"“{slip.word}” in “{slip.sentence}”", slip.why,
                "say what was seen, in whom; a quotation, or a sentence that names who says it, may stay beside its source",
            )  # fmt: skip


CHECKS: tuple[Check, ...] = (
    LongSentence(),
    HardWords(),
    HardLanguage(),
    NumberWithoutTime(),
    OtherLimit(),
    NeverSaid(),
)
