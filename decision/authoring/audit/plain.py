"""Whether the words are plain enough to be read: reading age, sentence length, abbreviations, whom they speak to."""

from __future__ import annotations

import re
from collections import Counter

from decision.authoring.audit.checking import Outcome, decides, met, not_met, partly, unless
from decision.authoring.audit.subject import Subject
from decision.summary.readability import FORMULA, LIMIT, measure

_LONGEST = 20
_EXPLAINED_BY_A_PROFESSIONAL = 14
_SHORT = re.compile(r"\b[A-Z]{2,}s?\b")
_EVERYDAY = {"US", "UK", "EU", "TV", "MRI", "VNS"}
"""Letters that people use, or that the problem at the head of every sheet explains."""


@decides("U5")
def low_literacy(subject: Subject) -> Outcome:
    found = reading_age(subject)
    if found.verdict != "met":
        return found
    return partly(f"{found.reason} The PEMAT items on acting have not been scored by a person who did not make it.")


@decides("L1", "N1.5", "P3")
def reading_age(subject: Subject) -> Outcome:
    ages = [reading.age for reading in subject.readings]
    hard = [f"{age:.1f} years" for age in ages if age > LIMIT]
    return unless(
        hard,
        f"sheets above reading age {LIMIT}",
        f"{len(ages)} sheets measured: reading age {min(ages):.0f} to {max(ages):.0f}.",
    )


@decides("L2")
def clinician_reading_age(subject: Subject) -> Outcome:
    age = measure(rule.clinician for rule in subject.rules).age
    said = f"The clinician's words of all rules together have reading age {age:.0f}."
    return met(said) if age <= _EXPLAINED_BY_A_PROFESSIONAL else partly(said)


@decides("L3", "P8")
def sentences(subject: Subject) -> Outcome:
    long = [place for place, text in subject.patient_texts() if measure([text]).longest > _LONGEST]
    long += [f"a sheet ({r.longest} words)" for r in subject.readings if r.longest > _LONGEST]
    return unless(
        long, f"sentences of more than {_LONGEST} words", f"No sentence for patients has more than {_LONGEST} words."
    )


@decides("L4", "K7", "P4")
def abbreviations(subject: Subject) -> Outcome:
    bare = Counter(
        word
        for _, text in subject.patient_texts()
        for word in _SHORT.findall(text)
        if word.rstrip("s") not in _EVERYDAY and f"({word}" not in text
    )
    named = [f"{word} ({number})" for word, number in bare.most_common()]
    return unless(
        named,
        "abbreviations that their text does not explain",
        "Abbreviations are explained where they stand.",
        verdict="partly",
    )


@decides("L5", "P21")
def you(subject: Subject) -> Outcome:
    odd = [place for place, text in subject.patient_texts() if re.search(r"\bthe patient\b", text, re.IGNORECASE)]
    return unless(odd, "texts that speak of “the patient”", "Words for patients say “you”.")


@decides("L6", "B21", "N4.3")
def formula(subject: Subject) -> Outcome:
    stated = [reading.sentence for reading in subject.readings]
    if not stated or any(FORMULA not in sentence for sentence in stated):
        return not_met("The formula is not stated.")
    return met(f"Each sheet states its reading age and how it was measured ({FORMULA}).")


@decides("P11", "K2", "K10")
def headline(subject: Subject) -> Outcome:
    bare = [summary.subtitle for summary in subject.for_patients if not summary.headline.strip()]
    return unless(
        bare, "summaries without what can be said so far", "Every summary starts with what can be said so far."
    )
