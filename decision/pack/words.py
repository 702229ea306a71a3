"""The words of a pack in other languages: which texts there are, and the same pack speaking another language.

A file `words/es.yaml` holds every text once more, at the place where the pack holds it: by id where entries have one, by
position in a plain list. A missing text is an error and not a mixture, and a number that differs is one too. So that a
change of safety need not wait for a translator, a file can be set aside (`set_aside: why`): the pack does not speak that
language until it is taken up again.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from decision.pack import findings, model
from decision.pack.record import Record

if TYPE_CHECKING:
    from decision.pack.pack import Pack

Path = tuple[str | int, ...]
Tree = dict[str, Any]

SET_ASIDE = "set_aside"
"""The key of a file of words that is not used for now; beside it stands what it waits for."""

_WRITTEN_NUMBER = re.compile(r"\d(?:[\d.,\u202f\u00a0]*\d)?")
_TEXTS: dict[type[Record], tuple[str, ...]] = {
    model.PackInfo: (
        "title", "country", "funding", "intended_use", "intended_users", "intended_patients", "not_for",
        "update_policy", "evidence_method", "logic", "validation", "urgent_contact", "decision", "problem",
    ),
    model.Person: ("role",),
    model.Region: ("label",),
    model.Theme: ("label", "ask"),
    model.Group: ("label",),
    model.Pain: ("label", "patient"),
    model.Section: ("title", "intro"),
    model.Question: ("label", "short", "why", "how", "unit"),
    model.Choice: ("label", "help"),
    model.TwoVoices: ("clinician", "patient"),
    model.TrueOfEveryone: ("clinician", "patient"),
    model.Point: ("text",),
    model.Burdens: tuple(model.Burdens.model_fields),
    model.Option: ("name", "long_name", "role"),
    model.Rule: ("until", "specialist", "clinician", "patient", "ask"),
    model.Definition: ("label",),
    findings.Finding: ("outcome", "population", "time", "certainty_reason", "clinician", "patient"),
    findings.ScaleChange: ("unit", "noticeable"),
    findings.Regulation: ("position",),
    findings.Claim: ("claim", "explanation", "patient"),
    findings.Measure: ("purpose", "range", "smallest_change", "licence", "note", "patient"),
    findings.PriorTreatment: ("treatment", "guideline", "full_trial", "patient"),
}  # fmt: skip
"""What is read aloud. Ids, links, citations, study names, people's names and what reviewers signed stay as they are."""

_PARTS: dict[type[Record], tuple[str, ...]] = {
    model.PackInfo: ("authors", "regions", "themes", "pains", "groups"),
    model.Question: ("choices",),
    model.Rule: ("step",),
    model.Option: ("what", "living", "good", "bad", "burdens", "true_of_everyone"),
    findings.Finding: ("scale",),
}


def words_of(pack: Pack) -> Tree:
    """Every text of a pack at its place: what a file of words must hold."""
    return {
        "pack": _tree(pack.info),
        "sections": {section.id: _tree(section) for section, _ in pack.sections},
        "questions": {name: _tree(entry) for name, entry in pack.questions.items()},
        "options": {name: _tree(entry) for name, entry in pack.options.items()},
        "definitions": {name: _tree(entry) for name, entry in pack.definitions.items()},
        "rules": {name: _tree(entry) for name, entry in pack.rules.items()},
        "findings": {name: _tree(entry) for name, entry in (*pack.findings.items(), *pack.retired_findings.items())},
        "regulatory": {name: _tree(entry) for name, entry in pack.regulations.items()},
        "claims": {name: _tree(entry) for name, entry in pack.claims.items()},
        "measures": {name: _tree(entry) for name, entry in pack.measures.items()},
        "treatments": {name: _tree(entry) for name, entry in pack.treatments.items()},
    }


def _tree(record: Record) -> Tree:
    found: Tree = {name: text for name in _TEXTS.get(type(record), ()) if (text := getattr(record, name)) is not None}
    for name in _PARTS.get(type(record), ()):
        part = getattr(record, name)
        if isinstance(part, Record):
            found[name] = _tree(part)
        elif part and hasattr(part[0], "id"):
            found[name] = {entry.id: _tree(entry) for entry in part}
        elif part:
            found[name] = [_tree(entry) for entry in part]
    return found


def differences(wanted: object, found: object, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """What keeps a tree of words from standing for another: (place, what, how to mend)."""
    if isinstance(wanted, str):
        if not isinstance(found, str) or not found.strip():
            yield path, f"{_dotted(path)} is not a text", "write the words"
        elif _written(wanted) != _written(found) and numbers(wanted) != numbers(found):
            yield path, f"{_dotted(path)} holds other numbers than “{wanted}”", f"write the same numbers; {_OR_ASIDE}"
        return
    if isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            what = f"{_dotted(path)} has not the {len(wanted)} entries of the pack"
            yield path, what, "give one entry for each, in its order"
            return
        for place, (entry, words) in enumerate(zip(wanted, found, strict=True)):
            yield from differences(entry, words, (*path, place))
        return
    assert isinstance(wanted, Mapping)
    if not isinstance(found, Mapping):
        yield path, f"{_dotted(path) or 'the file'} holds no texts by name", "write them as the pack does"
        return
    for key, entry in wanted.items():
        if entry and key not in found:
            yield path, f"the words for {_dotted((*path, key))} are missing", _to_add(path, str(key), entry)
        elif entry:
            yield from differences(entry, found[key], (*path, key))
    for key in found:
        if key not in wanted:
            yield (*path, key), f"there is no text {_dotted((*path, key))} in the pack", "take it out"


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


_OR_ASIDE = (
    f"or write '{SET_ASIDE}: waits for a translator' as the first line of this file, and the pack does without it"
)


def _to_add(path: Path, key: str, entry: object) -> str:
    """What to write for words that are missing, with the pack's own words as what has to be translated."""
    below = " below ".join(f"'{part}:'" for part in reversed(path))
    text = json.dumps(entry, ensure_ascii=False)
    return f"{f'below {below} ' if below else ''}add, translated: {key}: {text}; {_OR_ASIDE}"


def not_retold(old: Pack, new: Pack) -> Iterator[tuple[str, str]]:
    """What a new version says in other words while a translation still says the former ones: (language, name)."""
    was, now = dict(_flat(words_of(old))), dict(_flat(words_of(new)))
    changed = [path for path, text in now.items() if was.get(path, text) != text]
    for language in new.words:
        if changed and language in old.words:
            before, after = dict(_flat(old.words[language])), dict(_flat(new.words[language]))
            yield from ((language, _dotted(path)) for path in changed if before.get(path) == after.get(path))


def _flat(tree: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(tree, Mapping):
        for key, part in tree.items():
            yield from _flat(part, (*path, key))
    elif isinstance(tree, list):
        for place, part in enumerate(tree):
            yield from _flat(part, (*path, place))
    else:
        yield path, str(tree)


def _written(text: str) -> list[str]:
    """The numbers of a text as they are written: where these agree, nothing else needs to be looked at."""
    return sorted(_WRITTEN_NUMBER.findall(text))


def numbers(text: str) -> Counter[float]:
    """The numbers written in a text, whatever the decimal mark.

    >>> numbers("0.5 to 1,200 in 3") == numbers("de 0,5 a 1200 en 3")
    True
    """
    joined = re.sub(r"(?<![\d.,])[1-9]\d{0,2}(?:[,.\u202f\u00a0]\d{3})+(?!\d)", lambda m: re.sub(r"\D", "", m[0]), text)
    return Counter(float(found.replace(",", ".")) for found in re.findall(r"\d+(?:[.,]\d+)?", joined))


@lru_cache(maxsize=8)
def in_language(pack: Pack, language: str) -> Pack:
    """The same pack with its words in another language. Only texts differ; rules, ids and numbers are the same.

    Raises:
        ValueError: a language that the pack has no words in.
    """
    if language == model.WRITTEN_IN:
        return pack
    if language not in pack.words:
        there = ", ".join((model.WRITTEN_IN, *pack.words))
        raise ValueError(f"the rules have no words in the language {language!r}; there are: {there}")
    words = pack.words[language]
    return replace(
        pack,
        info=_spoken(pack.info, words["pack"]),
        sections=tuple((_spoken(section, words["sections"][section.id]), names) for section, names in pack.sections),
        questions={name: _spoken(entry, words["questions"][name]) for name, entry in pack.questions.items()},
        options={name: _spoken(entry, words["options"][name]) for name, entry in pack.options.items()},
        definitions={name: _spoken(entry, words["definitions"][name]) for name, entry in pack.definitions.items()},
        rules={name: _spoken(entry, words["rules"][name]) for name, entry in pack.rules.items()},
        findings={name: _spoken(entry, words["findings"][name]) for name, entry in pack.findings.items()},
        regulations={name: _spoken(entry, words["regulatory"][name]) for name, entry in pack.regulations.items()},
        claims={name: _spoken(entry, words["claims"][name]) for name, entry in pack.claims.items()},
        measures={name: _spoken(entry, words["measures"][name]) for name, entry in pack.measures.items()},
        treatments={name: _spoken(entry, words["treatments"][name]) for name, entry in pack.treatments.items()},
    )


def _spoken(record: Any, words: Tree) -> Any:
    changed: dict[str, Any] = {name: words[name] for name in _TEXTS.get(type(record), ()) if name in words}
    for name in _PARTS.get(type(record), ()):
        part = getattr(record, name)
        if isinstance(part, Record):
            changed[name] = _spoken(part, words.get(name, {}))
        elif part and hasattr(part[0], "id"):
            changed[name] = [_spoken(entry, words[name][entry.id]) for entry in part]
        elif part:
            changed[name] = [_spoken(entry, its) for entry, its in zip(part, words[name], strict=True)]
    return record.model_copy(update=changed)
