"""Words that this tool never uses in its own voice: orders, promises, rankings, blame, benefit told as a fact.

The list is data (`vocabulary.yaml`), so that a rule editor can read and mend it. It is English: other languages are read by
someone who speaks them. Quotations, and sentences that name who says it, are exempt where a source stands beside them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from decision.pack.model import Option, TwoVoices
from decision.pack.pack import Pack
from decision.pack.record import Certainty
from decision.pack.yaml_text import LOADER
from decision.summary.citations import citation
from decision.summary.model import Cited, Summary

FILE = Path(__file__).with_name("vocabulary.yaml")
_CODE = Path(__file__).resolve().parent.parent
_SPEAK = {"say": 1, "mark": 1, "say_count": 2}
"""The functions that put a text of the code on page or paper, with the number of their texts."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")


Where = tuple[str, str, tuple[str | int, ...]]
"""Kind and id of an entry of a pack, and the path below it: `("rule", "fresh-pain", ("patient",))`; no id in `pack.yaml`."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text in the tool's own voice. `sourced` says that a source stands beside it; `certainty` is that of the
    finding or argument it speaks of; `where` leads to it in a pack's files."""

    place: str
    text: str
    sourced: bool = False
    certainty: Certainty | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that is never used, where it stands, in which sentence, and why it is not used."""

    place: str
    word: str
    sentence: str
    why: str
    where: Where | None = None

    def __str__(self) -> str:
        return f"{self.place}: “{self.word}” in “{self.sentence}”: {self.why}"


@dataclass(frozen=True, slots=True)
class _Words:
    any: re.Pattern[str]
    never: tuple[tuple[re.Pattern[str], str], ...]
    allowed: re.Pattern[str]
    attributed: re.Pattern[str]
    claims: re.Pattern[str]
    hedged: re.Pattern[str]


@cache
def _words() -> _Words:
    data: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=LOADER)
    return _Words(
        any=re.compile(_joined([*(word for entry in data["never"] for word in entry["words"]), *data["claims"]])),
        never=tuple((_pattern(entry["words"]), entry["why"]) for entry in data["never"]),
        allowed=_pattern(data["allowed"]),
        attributed=re.compile("|".join(data["attributed"]), re.IGNORECASE),
        claims=_pattern(data["claims"]),
        hedged=re.compile("|".join(data["hedged"]), re.IGNORECASE),
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_joined(words), re.IGNORECASE)


def _joined(words: Iterable[str]) -> str:
    return rf"\b(?:{'|'.join(words)})(?!\w)"


def slips(texts: Iterable[Spoken]) -> list[Slip]:
    """Every word in some texts that is never used.

    >>> [slip.word for slip in slips([Spoken("a page", "You should try it. It is worth talking about.")])]
    ['should']
    """
    return [slip for text in texts for slip in _in_text(text)]


def _in_text(spoken: Spoken) -> Iterator[Slip]:
    words = _words()
    if not words.any.search(spoken.text.lower()):  # small letters throughout: eight times faster than IGNORECASE
        return
    text = _QUOTED.sub("“…”", spoken.text) if spoken.sourced else spoken.text
    for sentence in _SENTENCE.split(text):
        plain = words.allowed.sub("…", sentence)
        if not (spoken.sourced and words.attributed.search(sentence)):
            for pattern, why in words.never:
                for match in pattern.finditer(plain):
                    yield Slip(spoken.place, match.group(), sentence.strip(), why, spoken.where)
        if spoken.certainty in ("low", "very_low") and not words.hedged.search(sentence):
            for match in words.claims.finditer(plain):
                why = "it tells a benefit as a fact where the certainty is low"
                yield Slip(spoken.place, match.group(), sentence.strip(), why, spoken.where)


def of_pack(pack: Pack) -> list[Slip]:
    """Every slip in a pack's own-voice words, for patients and clinicians."""
    return slips(pack_texts(pack))


def pack_texts(pack: Pack) -> Iterator[Spoken]:
    """A pack's words in the tool's own voice. Positions of others, claims as people make them, and titles of sources are
    not: they are quoted. Retired rules say nothing any more."""
    info = pack.info
    for name in ("title", "decision", "problem", "urgent_contact"):
        yield Spoken(f"pack {name}", getattr(info, name), where=("pack", "", (name,)))
    for place, pain in enumerate(info.pains):
        where = ("pack", "", ("pains", place, "patient"))
        yield Spoken(f"pain {pain.id}", f"{pain.label}. {pain.patient}", where=where)
    for place, theme in enumerate(info.themes):
        yield Spoken(f"theme {theme.id}", theme.ask, where=("pack", "", ("themes", place, "ask")))
    for question in pack.questions.values():
        yield from _of("question", question, bool(question.sources), None, "label", "why", "how")
        for place, choice in enumerate(question.choices):
            said = f"{choice.label}. {choice.help or ''}"
            yield Spoken(
                f"question {question.id}, {choice.id}", said, where=("question", question.id, ("choices", place))
            )
    for option in pack.options.values():
        yield from _of_option(option)
    for rule in pack.rules.values():
        if rule.status != "retired":
            sourced, sure = bool(rule.sources or rule.findings), pack.certainty(rule) if rule.effect == "for" else None
            yield from _of("rule", rule, sourced, sure, "clinician", "patient")
            yield from _of("rule", rule, sourced, None, "ask", "until", "specialist")
            if rule.step:
                yield from _both("rule", rule.id, ("step",), rule.step, sourced)
    for finding in pack.findings.values():
        certainty = finding.certainty if finding.kind == "benefit" else None
        yield from _of("finding", finding, True, certainty, "clinician", "patient")
    for claim in pack.claims.values():
        yield from _of("claim", claim, bool(claim.sources), None, "patient", "explanation")
    for measure in pack.measures.values():
        yield from _of("measure", measure, True, None, "patient", "note")
    for treatment in pack.treatments.values():
        yield from _of("treatment", treatment, True, None, "patient", "guideline", "full_trial")


def _of(word: str, entry: Any, sourced: bool, certainty: Certainty | None, *keys: str) -> Iterator[Spoken]:
    for key in keys:
        if text := getattr(entry, key):
            yield Spoken(f"{word} {entry.id} {key}", text, sourced, certainty, (word, entry.id, (key,)))


def _of_option(option: Option) -> Iterator[Spoken]:
    name, sourced = option.id, bool(option.sources)
    yield from _both("option", name, ("what",), option.what, sourced)
    yield from _both("option", name, ("living",), option.living, sourced)
    yield from _of("option", option, sourced, None, "role")
    for side in ("good", "bad"):
        for place, point in enumerate(getattr(option, side)):
            where = ("option", name, (side, place, "text"))
            yield Spoken(f"option {name} {side} point", point.text, bool(point.sources or point.findings), where=where)
    for burden, text in option.burdens:
        yield Spoken(f"option {name} {burden}", text, sourced, where=("option", name, ("burdens", burden)))
    for place, truth in enumerate(option.true_of_everyone):
        yield from _both("option", name, ("true_of_everyone", place), truth, bool(truth.sources))


def _both(word: str, name: str, path: tuple[str | int, ...], voices: TwoVoices, sourced: bool) -> Iterator[Spoken]:
    place = f"{word} {name} {str(path[0]).replace('_', ' ')}"
    for voice in ("clinician", "patient"):
        yield Spoken(f"{place} {voice}", getattr(voices, voice), sourced, where=(word, name, (*path, voice)))


def of_code(folder: Path = _CODE) -> list[Slip]:
    """Every slip in the texts of the code itself: what `say`, `say_count` and `mark` put on page and paper."""
    return slips(code_texts(folder))


def code_texts(folder: Path = _CODE) -> Iterator[Spoken]:
    """The texts of the code that reach page and paper, with file and line."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SPEAK:
                for text in node.args[: _SPEAK[node.func.id]]:
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        yield Spoken(f"{file.relative_to(folder).as_posix()}:{text.lineno}", text.value)


def of_summary(summary: Summary, pack: Pack) -> list[Slip]:
    """Every slip in what one summary says on page, handout and record, beyond the pack's own sentences.

    Those are judged in `of_pack`, with their sources; the answers are the patient's words.
    """
    return [slip for place, text in _texts(summary, "summary") for slip in of_text(text, pack, place)]


def of_text(text: str, pack: Pack, place: str) -> list[Slip]:
    """Every slip in a page or sheet as it was drawn or printed, beyond the pack's own sentences and its citations."""
    bare = _bare(text)
    for known in _known(pack):
        bare = bare.replace(known, "…")
    return slips([Spoken(place, bare)])


@lru_cache(maxsize=8)
def _known(pack: Pack) -> tuple[str, ...]:
    """What a pack says word for word, the longest first."""
    told = [spoken.text for spoken in pack_texts(pack)]
    for finding in pack.findings.values():
        told += [finding.outcome, finding.population, finding.certainty_reason]
    for source in pack.sources.values():
        told += [source.title, citation(source), source.published_in or "", source.link or ""]
    for regulation in pack.regulations.values():
        told += [regulation.position, regulation.body]
    told += [claim.claim for claim in pack.claims.values()]
    told += [*pack.rules, *pack.findings, *pack.sources]
    bare = {_bare(text).rstrip(".") for text in told} - {""}
    return tuple(sorted((text for text in bare if len(text) > 12), key=len, reverse=True))


def _bare(text: str) -> str:
    return " ".join(text.split())


_UNSPOKEN: Mapping[str, frozenset[str]] = {
    "Summary": frozenset({"answers", "sources", "pack_line", "made_with", "in_order", "footer"}),
    "Scales": frozenset({"figure"}),
    "Number": frozenset({"figure", "finding"}),
    "Reason": frozenset({"rule", "basis", "effect"}),
    "Notice": frozenset({"rule"}),
    "OptionSummary": frozenset({"id", "kind"}),
}
"""What is no running text: answers, citations, versions, drawings, ids."""


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Cited):
        return
    elif is_dataclass(value):
        skipped = _UNSPOKEN.get(type(value).__name__, frozenset())
        for field in fields(value):
            if field.name not in skipped:
                yield from _texts(getattr(value, field.name), f"{place} {field.name}")
        if isinstance(value, Summary):
            yield from _texts(value.open_questions, f"{place} open questions")
            yield from _texts(value.questions_to_ask, f"{place} questions to ask")
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part, place)
