"""A patient's sheet measured against the checklists it is built to: the items that software can decide, each by id.

The ids are those of the standards the sheet is built to: R (risk communication), L (reading level), P (PEMAT-P) and K
(CDC Clear Communication Index). What only a person can judge is not among them, so a full score is no certificate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from decision.language import speaking
from decision.summary.fullness import FULLEST
from decision.summary.model import Summary
from decision.summary.readability import LONGEST, hard_sentences, long_words, measure, words_of
from decision.summary.sheet import running_words, sheet

MOST_ITEMS = 7
"""Points in one list, at most (K8)."""
_BARE_CHANCE = re.compile(r"\d\s?%|\b\d+ in \d+\b", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(?:out of|of every|de cada) (\d+) (?:people|personas)\b")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist: its ids, what is asked, and whether the sheet meets it."""

    ids: tuple[str, ...]
    asked: str
    met: bool


@dataclass(frozen=True, slots=True)
class Audit:
    """How one sheet measures itself. `long_words` have more than three syllables and are no name that is explained."""

    items: tuple[Item, ...]
    reading: str
    longest: int
    long_words: tuple[str, ...]

    @property
    def unmet(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.met)

    @property
    def lines(self) -> Iterator[str]:
        """The audit in English, for whoever keeps the pack."""
        yield self.reading
        yield f"Longest sentence: {self.longest} words, {LONGEST} at most."
        yield "Long words that no glossary explains: " + (", ".join(self.long_words) or "none") + "."
        for item in self.items:
            yield f"{'met' if item.met else 'NOT MET'}  {' '.join(item.ids)}: {item.asked}"


def audit(summary: Summary) -> Audit:
    """Measure the patient's sheet of a summary, at its fullest."""
    with speaking(summary.language):
        data = sheet(summary, FULLEST)
        texts = running_words(data)
        reading = measure(texts, summary.language)
        return Audit(
            items=tuple(_items(data, texts, summary.language)),
            reading=reading.sentence,
            longest=reading.longest,
            long_words=tuple(long_words(texts, summary.language, explained(summary))),
        )


def explained(summary: Summary) -> frozenset[str]:
    """The words that a sheet explains or that name a thing: options, the pain, the questions of the form."""
    named = [summary.title, summary.subtitle, *(line.label for line in summary.answers)]
    for option in summary.options:
        named += [option.name, option.long_name, *(axis.heading for axis in option.evidence)]
    return frozenset(word.lower() for text in named for word in words_of(text))


def _items(data: dict[str, Any], texts: list[str], language: str) -> Iterator[Item]:
    every = " ".join(texts)
    numbers = [number for option in data["options"] for number in option["numbers"]]
    lists = [part["points"] for option in data["options"] for part in option["parts"]]
    labels = [{part["label"] for part in option["parts"] if part["points"]} for option in data["options"]]
    reading = measure(texts, language)
    yield Item(("L1", "P3", "K7"), "everyday words: a reading age of eleven or less", reading.easy)
    yield Item(("L3", "P8"), f"no sentence of more than {LONGEST} words", reading.longest <= LONGEST)
    yield Item(("L6",), "the formula is named on the sheet", reading.sentence in data["about"])
    yield Item(("R2", "P7", "K17"), "people, not percentages; no sums for the reader", not _BARE_CHANCE.search(every))
    yield Item(("R3", "P6", "K15"), "one denominator", {"100"} >= set(_OUT_OF.findall(every)))
    yield Item(("R15", "K16", "K18"), "it says that numbers are about groups", bool(data["about_numbers"]))
    yield Item(
        ("R10", "P15", "P17", "K4", "K20"),
        "each picture has a caption, and its numbers in words",
        all(number["caption"] and all(shown["alt"] for shown in number["pictures"]) for number in numbers),
    )
    yield Item(("R12",), "how sure and in whom stand beside each number", all(number["sure"] for number in numbers))
    yield Item(
        ("P1", "P11", "K1", "K2", "K3"), "the decision in one framed sentence at the top", bool(data["decision"])
    )
    yield Item(
        ("P9", "K9"), "every section has its heading", all(data["headings"].get(name) for name in data["sections"])
    )
    yield Item(("K8",), f"lists of {MOST_ITEMS} points at most", all(len(points) <= MOST_ITEMS for points in lists))
    yield Item(("K11",), "what nobody knows is said", bool(data["unknowns"]) and "unknowns" in data["sections"])
    yield Item(("K19",), "good and bad points for every option", all(len(found) >= 2 for found in labels))
    yield Item(
        ("P20", "P21", "P23", "K5", "K12"),
        "something to do, with a list to do it by",
        bool(data["questions"]) and {"questions", "sure"} <= set(data["sections"]),
    )


def sentences_to_mend(summary: Summary) -> list[str]:
    """The sentences of a patient's sheet that a rule editor would mend first, each with what makes it hard."""
    with speaking(summary.language):
        texts = running_words(sheet(summary, FULLEST))
        hard = hard_sentences(texts, summary.language, explained(summary))
        return [f"{entry.sentence} ({entry.what})" for entry in hard]
