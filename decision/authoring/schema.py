"""JSON Schemas of a pack's files, made from the models and from this pack's own questions, options and sources.

With them an editor completes ids, choices and units, marks what is misspelt, and shows what a key or a question means.
They are as old as the pack they were made from; `decision.pack` stays the judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from decision.authoring.meanings import MEANINGS
from decision.pack.examples import CONVERSATION, EVIDENCE_WORDS, LEAN_WORDS, OF_PAINS, OF_QUESTIONS, SAFETY_WORDS
from decision.pack.loading import SHAPES, Kind
from decision.pack.model import Question
from decision.pack.pack import Pack
from decision.pack.words import SET_ASIDE, words_of

Schema = dict[str, Any]

KINDS: tuple[Kind, ...] = get_args(Kind)
FILES: Mapping[str, tuple[str, ...]] = {
    "pack": ("pack.yaml",),
    "questions": ("questions/*.yaml",),
    "options": ("options.yaml",),
    "definitions": ("rules/definitions.yaml",),
    "rules": ("rules/*.yaml", "!rules/definitions.yaml"),
    "findings": ("evidence/findings.yaml", "evidence/findings-*.yaml"),
    "regulatory": ("evidence/regulatory.yaml",),
    "claims": ("evidence/claims.yaml",),
    "measures": ("evidence/measures.yaml",),
    "treatments": ("evidence/treatments.yaml",),
    "guarantees": ("guarantees.yaml",),
    "sources": ("evidence/sources.yaml",),
    "vignettes": ("vignettes/*.yaml",),
    "words": ("words/*.yaml",),
}
"""Which files of a pack each schema is for; `!` takes one out again."""

_REFERENCES: Mapping[tuple[str, str], str] = {
    ("Pain", "main"): "condition",
    ("Pain", "also"): "condition",
    ("Pain", "group"): "group",
    ("StudiedAges", "question"): "question",
    ("Question", "ask_when"): "condition",
    ("Question", "theme"): "theme",
    ("Question", "sources"): "source",
    ("Option", "groups"): "group",
    ("Option", "sources"): "source",
    ("Point", "same_as"): "rule",
    ("Point", "sources"): "source",
    ("Point", "findings"): "finding",
    ("TrueOfEveryone", "sources"): "source",
    ("Rule", "options"): "option",
    ("Rule", "prepares_for"): "option",
    ("Rule", "when"): "condition",
    ("Rule", "theme"): "theme",
    ("Rule", "questions"): "question",
    ("Rule", "treatments"): "treatment",
    ("Rule", "sources"): "source",
    ("Rule", "findings"): "finding",
    ("Definition", "when"): "condition",
    ("Finding", "option"): "option",
    ("Finding", "pain"): "pain",
    ("Finding", "pains"): "pain",
    ("Finding", "sources"): "source",
    ("Regulation", "option"): "option",
    ("Regulation", "pains"): "pain",
    ("Regulation", "sources"): "source",
    ("Claim", "sources"): "source",
    ("Measure", "pains"): "pain",
    ("Measure", "sources"): "source",
    ("PriorTreatment", "pains"): "pain",
    ("PriorTreatment", "sources"): "source",
    ("Guarantee", "whenever"): "condition",
    ("Guarantee", "while_unknown"): "condition",
    ("Guarantee", "sources"): "source",
    ("Promise", "options"): "option",
    ("Expected", "applies"): "rule",
    ("Expected", "not"): "rule",
}
"""Which keys name something that this pack holds."""


def schemas(pack: Pack) -> dict[Kind, Schema]:
    """One JSON Schema for each kind of file, by kind."""
    shared = _names(pack) | {"condition": _condition(pack)}
    return {kind: _schema(kind, pack, shared) for kind in KINDS}


def _schema(kind: Kind, pack: Pack, shared: Mapping[str, Schema]) -> Schema:
    schema = _of_words(pack) if kind == "words" else SHAPES[kind].json_schema(by_alias=True)
    definitions: dict[str, Schema] = schema.pop("$defs", {})
    if "properties" in schema and kind != "words":  # pydantic does not name the model at the top
        top = {"pack": "PackInfo", "questions": "QuestionFile"}[kind]
        definitions[top] = schema
        schema = {"$ref": f"#/$defs/{top}"}
    for name, definition in definitions.items():
        if name in MEANINGS:
            _fill(name, definition)
    if kind == "rules":
        definitions["Rule"]["allOf"] = _rule_needs()
    if kind == "vignettes":
        _vignettes(definitions, pack)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind} of the pack {pack.info.id} {pack.info.version}",
    }
    return head | schema | {"$defs": _used(schema, definitions | dict(shared))}


def _fill(model: str, definition: Schema) -> None:
    """Give every key of a model its meaning, and what this pack holds where it names an id."""
    definition.pop("title", None)
    for key, found in definition.get("properties", {}).items():
        schema = _plain(found)
        if reference := _REFERENCES.get((model, key)):
            target = {"$ref": f"#/$defs/{reference}"}
            schema = target if reference == "condition" else _pointing(schema, target)
        if meaning := MEANINGS[model].get(key):
            schema = {**schema, "description": meaning}
        definition["properties"][key] = schema


def _plain(schema: Schema) -> Schema:
    """Without titles, defaults, and the 'nothing' that a key left out stands for."""
    schema = {name: value for name, value in schema.items() if name not in ("title", "default")}
    branches = [branch for branch in schema.get("anyOf", ()) if branch != {"type": "null"}]
    if len(branches) == 1:
        return {**branches[0], **{name: value for name, value in schema.items() if name != "anyOf"}}
    return schema | {"anyOf": branches} if branches else schema


def _pointing(schema: Schema, target: Schema) -> Schema:
    """The schema with every id in it replaced by a pointer to those of this pack."""
    if "pattern" in schema:
        return target
    if "items" in schema:
        return schema | {"items": _pointing(schema["items"], target)}
    if "anyOf" in schema:
        return schema | {"anyOf": [_pointing(branch, target) for branch in schema["anyOf"]]}
    return schema


def _used(schema: Schema, definitions: dict[str, Schema]) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    todo = list(_references(schema))
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = definitions[name]
            todo += _references(definitions[name])
    return dict(sorted(found.items()))


def _references(schema: object) -> Iterable[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix("#/$defs/")
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for one in schema:
            yield from _references(one)


# what this pack holds


def _ids(entries: Iterable[tuple[str, str]]) -> Schema:
    pairs = list(entries)
    if not pairs:
        return {"type": "string"}
    return {"type": "string", "enum": [name for name, _ in pairs], "enumDescriptions": [text for _, text in pairs]}


def _names(pack: Pack) -> dict[str, Schema]:
    info = pack.info
    return {
        "question": _ids((question.id, question.label) for question in pack.questions.values()),
        "option": _ids((option.id, option.long_name) for option in pack.options.values()),
        "rule": _ids((rule.id, f"{rule.effect}: {rule.clinician}") for rule in pack.rules.values()),
        "source": _ids((source.id, _citation(source.authors, source.year, source.title)) for source in pack.sources.values()),
        "finding": _ids((finding.id, finding.clinician) for finding in pack.findings.values()),
        "definition": _ids((definition.id, definition.label) for definition in pack.definitions.values()),
        "treatment": _ids((entry.id, entry.treatment) for entry in pack.treatments.values()),
        "theme": _ids((theme.id, theme.label) for theme in info.themes),
        "pain": _ids((pain.id, pain.label) for pain in info.pains),
        "group": _ids((group.id, group.label) for group in info.groups),
        "safety": {"enum": list(SAFETY_WORDS)},
        "evidence": {"enum": list(EVIDENCE_WORDS)},
        "lean": {"enum": list(LEAN_WORDS)},
    }  # fmt: skip


def _citation(*parts: object) -> str:
    return ". ".join(str(part) for part in parts if part is not None)


def _asked(question: Question) -> str:
    """What an editor shows of a question: its words, why it matters, how to find out, and what it takes."""
    takes = [f"{choice.id}: {choice.label}" for choice in question.choices]
    if question.range:
        takes = [f"{question.range[0]:g} to {question.range[1]:g} {question.unit or ''}".strip()]
    lines = [question.label, f"Why: {question.why}", f"How: {question.how}" if question.how else "", *takes]
    return "\n\n".join(filter(None, lines))


def _condition(pack: Pack) -> Schema:
    this = {"$ref": "#/$defs/condition"}
    several = {"type": "array", "items": this, "minItems": 1}
    keys: dict[str, Schema] = {
        "all": several | {"description": "True when every part is; false when any part is false."},
        "any": several | {"description": "True when some part is; false when every part is false."},
        "not": this | {"description": "True when its part is false; unknown stays unknown."},
        "at_least": {
            "type": "object",
            "description": "True when so many of the parts are.",
            "properties": {"count": {"type": "integer", "minimum": 1}, "of": several},
            "required": ["count", "of"],
            "additionalProperties": False,
        },
        "is": {"$ref": "#/$defs/definition", "description": "A condition from rules/definitions.yaml."},
    }
    for question in pack.questions.values():
        if question.kind != "importance":
            keys[question.id] = _test(question) | {"description": _asked(question)}
    return _one_key(keys)


def _one_key(keys: Mapping[str, Schema]) -> Schema:
    """An object with exactly one of some keys. `maxProperties` would say so too, but then editors complete nothing."""
    return {
        "type": "object",
        "properties": dict(keys),
        "additionalProperties": False,
        "minProperties": 1,
        "not": {"minProperties": 2},
    }


def _test(question: Question) -> Schema:
    choices = _ids((choice.id, choice.label) for choice in question.choices)
    some = {"type": "array", "items": choices, "minItems": 1}
    match question.kind:
        case "yes_no":
            return {"type": "boolean"}
        case "choice":
            return {"anyOf": [choices, _one_key({"any_of": some})]}
        case "choices":
            return _one_key({"includes": choices, "includes_any": some, "includes_all": some})
        case "date":
            return _one_key({"within": {"type": "string", "pattern": r"^[0-9]+ (day|month|year)s?$"}})
    amount = _amount(question)
    ends = {"type": "array", "items": amount, "minItems": 2, "maxItems": 2}
    return _one_key(dict.fromkeys(("below", "at_most", "above", "at_least"), amount) | {"between": ends})


def _amount(question: Question) -> Schema:
    if question.unit is None:
        return {"type": "number"}
    low = (question.range or [0.0])[0]
    return {
        "type": "string",
        "pattern": rf"^[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?\s+{_literal(question.unit)}$",
        "examples": [f"{low:g} {question.unit}"],
        "defaultSnippets": [{"label": f"… {question.unit}", "body": f"${{1:{low:g}}} {question.unit}"}],
    }


def _literal(text: str) -> str:
    return "".join(f"\\{letter}" if letter in r"\^$.|?*+()[]{}/" else letter for letter in text)


# what depends on more than one key


def _rule_needs() -> list[Schema]:
    def needs(effects: list[str], *keys: str) -> Schema:
        here = {"properties": {"effect": {"enum": effects}}, "required": ["effect"]}
        return {"if": here, "then": {"required": list(keys)}}

    return [
        needs(["for", "against"], "options", "theme", "strength"),
        needs(["specialist"], "options", "specialist"),
        needs(["excludes", "caution"], "options"),
        needs(["untried"], "treatments"),
        needs(["prepare"], "step"),
    ]


def _vignettes(definitions: dict[str, Schema], pack: Pack) -> None:
    """What an example patient may be given, and what may be expected of it."""
    given = definitions["Vignette"]["properties"]["given"]
    given["properties"] = {q.id: _answer(q) | {"description": _asked(q)} for q in pack.questions.values()}
    given["additionalProperties"] = False
    rules = {"type": "array", "items": {"$ref": "#/$defs/rule"}}
    questions = {"type": "array", "items": {"$ref": "#/$defs/question"}}
    expect = definitions["Vignette"]["properties"]["expect"]
    pains = {"type": "array", "items": {"type": "string", "enum": [*pack.pains]}}
    expect["properties"] = (
        {o.id: {"$ref": "#/$defs/Expected", "description": o.long_name} for o in pack.options.values()}
        | dict.fromkeys(CONVERSATION, rules)
        | dict.fromkeys(OF_PAINS, pains)
        | dict.fromkeys(OF_QUESTIONS, questions)
    )
    expect["additionalProperties"] = {"type": "array", "items": {"type": "string"}}
    expected, safety = definitions["Expected"]["properties"], {"$ref": "#/$defs/safety"}
    for key in ("safety", "lasting"):
        expected[key]["anyOf"] = [safety, {"$ref": "#/$defs/SafetyExpected"}]
    for end in ("low", "high"):
        definitions["SafetyExpected"]["properties"][end] |= safety
    level = {"$ref": "#/$defs/evidence"}
    expected["evidence"]["properties"] = {
        pain: {"anyOf": [level, {"type": "array", "items": level}]} for pain in pack.pains
    }
    expected["lean"]["items"] = {"$ref": "#/$defs/lean"}
    expected["waits_for"]["properties"] = dict.fromkeys(pack.rules, questions)
    for key in ("evidence", "waits_for"):
        expected[key]["additionalProperties"] = False


def _answer(question: Question) -> Schema:
    unknown = {"const": "not_known"}
    choices = _ids((choice.id, choice.label) for choice in question.choices)
    match question.kind:
        case "yes_no":
            return {"anyOf": [{"type": "boolean"}, unknown]}
        case "choice":
            return {"anyOf": [choices, unknown]}
        case "choices":
            one = {"anyOf": [choices, {"enum": ["none", "not_known"]}]}
            return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}]}
        case "importance":
            return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 3}, unknown]}
        case "date":
            return {"anyOf": [{"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}, unknown]}
    low, high = question.range or (None, None)
    plain = {"type": "number", "minimum": low, "maximum": high}
    return {"anyOf": [plain, unknown, *([_amount(question)] if question.unit else [])]}


def _of_words(pack: Pack) -> Schema:
    """What a file of words holds; one that is set aside may lack some."""
    whole = _words(words_of(pack))
    aside = {
        "type": "string",
        "minLength": 1,
        "description": "These words are not used for now. What do they wait for?",
    }
    return {
        "type": "object",
        "properties": {SET_ASIDE: aside, **whole["properties"]},
        "if": {"not": {"required": [SET_ASIDE]}},
        "then": {"required": whole["required"]},
        "additionalProperties": False,
    }


def _words(tree: object) -> Schema:
    """A tree of words in another language: the same places, with the pack's own words as help."""
    if isinstance(tree, Mapping):
        inner = {key: _words(value) for key, value in tree.items() if value}
        return {"type": "object", "properties": inner, "required": list(inner), "additionalProperties": False}
    if isinstance(tree, list):
        return {"type": "array", "prefixItems": [_words(one) for one in tree], "minItems": len(tree)}
    return {"type": "string", "minLength": 1, "description": str(tree)}


# for editors


FOLDER = ".schema"
"""Where a pack's schemas are kept, inside its folder: made anew at any time, so not under version control."""


def settings(folder: str) -> dict[str, Any]:
    """What VS Code's YAML extension wants to know, in `.vscode/settings.json`: which schema is for which files.

    `folder` is the pack's folder as seen from the folder that is opened, as in `rules/vns-pain`, or its whole path.

    >>> settings("rules/mine")["yaml.schemas"]["./rules/mine/.schema/pack.json"]
    ['rules/mine/pack.yaml']
    """
    start = folder if Path(folder).is_absolute() else f"./{folder}"
    return {
        "yaml.schemas": {
            f"{start}/{FOLDER}/{kind}.json": [
                f"!{folder}/{one.removeprefix('!')}" if one.startswith("!") else f"{folder}/{one}" for one in files
            ]
            for kind, files in FILES.items()
            if kind in KINDS
        }
    }
