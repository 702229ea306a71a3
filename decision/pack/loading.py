"""Read a folder of rules into a pack, or tell everything that is wrong with it. The only file reading of the core.

A pack with a problem is not used at all: half a pack would give half its warnings.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from decision.pack import findings, guarantees, model, vignette
from decision.pack.pack import Pack
from decision.pack.problem import PackError, Problem
from decision.pack.yaml_text import Document, decode, parse

Kind = Literal[
    "pack",
    "questions",
    "options",
    "definitions",
    "rules",
    "guarantees",
    "findings",
    "regulatory",
    "claims",
    "measures",
    "treatments",
    "sources",
    "vignettes",
    "words",
]

SHAPES: dict[Kind, TypeAdapter[Any]] = {
    "pack": TypeAdapter(model.PackInfo),
    "questions": TypeAdapter(model.QuestionFile),
    "options": TypeAdapter(list[model.Option]),
    "definitions": TypeAdapter(list[model.Definition]),
    "rules": TypeAdapter(list[model.Rule]),
    "guarantees": TypeAdapter(list[guarantees.Guarantee]),
    "findings": TypeAdapter(list[findings.Finding]),
    "regulatory": TypeAdapter(list[findings.Regulation]),
    "claims": TypeAdapter(list[findings.Claim]),
    "measures": TypeAdapter(list[findings.Measure]),
    "treatments": TypeAdapter(list[findings.PriorTreatment]),
    "sources": TypeAdapter(list[findings.Source]),
    "vignettes": TypeAdapter(list[vignette.Vignette]),
    "words": TypeAdapter(dict[str, Any]),
}
Parse = Callable[[str], Document]
"""How a text becomes data with places: as `yaml_text.parse` does it."""
PLACEHOLDER = "<fill in"
"""How a skeleton marks what is still to be written; a pack that holds it is refused."""
_LIKE_A_FILE = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)
"""The end of a name that is meant for a file of a pack. Only `.yaml` is right; a rule in any other must not be lost in
silence."""
_REQUIRED = ("pack.yaml", "options.yaml", "evidence/findings.yaml", "evidence/sources.yaml")


@dataclass(slots=True)
class PackFile:
    """One file of a pack: its name inside the pack, its text with places, and what the models made of it."""

    name: str
    kind: Kind
    lines: list[str]
    document: Document
    content: Any = None


@dataclass(slots=True)
class PackFiles:
    """All files of a pack as they were read, and every problem found so far."""

    folder: str
    files: list[PackFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: dict[tuple[str, str], tuple[PackFile, tuple[str | int, ...]]] = field(default_factory=dict)
    """Where every entry stands, by its word and id, as in `("rule", "fresh-pain")`; filled once the pack is made."""

    def of(self, kind: Kind) -> Iterator[PackFile]:
        """The files of one kind that could be read, in the order of their names."""
        return (file for file in self.files if file.kind == kind and file.content is not None)

    def report(
        self, file: PackFile, path: tuple[str | int, ...], what: str, why: str, mend: str, key: bool = False
    ) -> None:
        """Add a problem at the place of a path."""
        self.problems.append(self.problem(file, path, what, why, mend, key))

    def problem(
        self, file: PackFile, path: tuple[str | int, ...], what: str, why: str, mend: str, key: bool = False
    ) -> Problem:
        """A problem at the place of a path, with the line that stands there."""
        mark = file.document.at(path, key)
        excerpt = file.lines[mark.line - 1] if mark.line <= len(file.lines) else ""
        width = min(mark.width, max(1, len(excerpt) - mark.column + 1))
        return Problem(f"{self.folder}/{file.name}", mark.line, mark.column, what, why, mend, excerpt, width)


def load_pack(path: str | Path, *, parse: Parse = parse) -> Pack:
    """Read and check a whole pack.

    Args:
        path: the folder that holds `pack.yaml`.
        parse: how the text of a file is read.

    Raises:
        PackError: every problem in it, each with file, line, column, what, why and how to mend it.
    """
    return _whole(read_folder(path, parse))


def load_texts(texts: Mapping[str, str | bytes], name: str = "pack") -> Pack:
    """Check a whole pack that is in memory, such as one with an edit that is not saved yet.

    Args:
        texts: every file of the pack by its name inside the pack, as in `rules/for.yaml`.
        name: what problems call the folder.

    Raises:
        PackError: as for `load_pack`.
    """
    return _whole(read_texts(texts, name))


def _whole(files: PackFiles) -> Pack:
    pack = make_pack(files)
    if pack is None:
        raise PackError(files.problems)
    return pack


def make_pack(files: PackFiles) -> Pack | None:
    """The pack that files make together; nothing while `files.problems` holds what is wrong with them."""
    from decision.pack.resolve import resolve

    if files.problems:
        return None
    pack = resolve(files, _fingerprint(files))
    return None if files.problems else pack


def read_folder(path: str | Path, parse: Parse = parse) -> PackFiles:
    """Read every file of a pack's folder; what is wrong with one is in `problems`."""
    folder = Path(path)
    if not folder.is_dir() or not (folder / "pack.yaml").is_file():
        what = "is not a folder" if not folder.is_dir() else "holds no pack.yaml"
        fault = Problem(
            folder.as_posix(), 1, 1, f"this {what}", "there are no rules to use", "name the folder of a pack"
        )
        return PackFiles(folder.as_posix(), problems=[fault])
    texts, unread = texts_of(folder)
    files = read_texts(texts, folder.as_posix(), unread=unread, parse=parse)
    for name, reason in unread.items():
        files.problems.append(
            Problem(
                f"{files.folder}/{name}", 1, 1, f"the file cannot be read ({reason})",
                "what it holds would be missing", "check its permissions",
            )
        )  # fmt: skip
    return files


def texts_of(folder: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of a pack's folder by their names inside it, and those that cannot be read with the reason."""
    texts: dict[str, bytes] = {}
    unread: dict[str, str] = {}
    for place in sorted(_like_files(folder)):
        name = place.relative_to(folder).as_posix()
        try:
            texts[name] = place.read_bytes()
        except OSError as error:
            unread[name] = error.strerror or "unknown reason"
    return texts, unread


Stamp = tuple[tuple[str, int, int, int], ...]
"""The state of a folder's files: the path of each, when its text and when anything else of it was changed (nanoseconds),
and its length in bytes; -1 where nobody may look."""


def stamp(folder: Path) -> Stamp:
    """The state of a pack's files: cheap enough to look at again and again."""
    found = []
    for place in _like_files(folder):
        try:
            status = place.stat()
            found.append((str(place), status.st_mtime_ns, status.st_ctime_ns, status.st_size))
        except OSError:  # being renamed, or not for us to read: still a file that is there
            found.append((str(place), -1, -1, -1))
    return tuple(sorted(found))


def _like_files(folder: Path) -> Iterator[Path]:
    """What is named like a file of a pack. What is hidden (former versions, an editor's own files) is none."""
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*folders, *names):
            if _LIKE_A_FILE.search(name) and not name.startswith("."):
                yield Path(root, name)


def read_texts(
    texts: Mapping[str, str | bytes], name: str = "pack", unread: Iterable[str] = (), parse: Parse = parse
) -> PackFiles:
    """Read the texts of a pack's files, by their names inside it; what is wrong with one is in `problems`.

    `unread` names files that are there and could not be read: they are not reported as missing.
    """
    files = PackFiles(name)
    for file, text in sorted(texts.items()):
        kind = kind_of(file)
        if kind is None:
            mend = "move it to questions/, rules/, evidence/, words/ or vignettes/, or remove it"
            if not file.endswith(".yaml"):
                mend = f"let its name end in .yaml: {_LIKE_A_FILE.sub('.yaml', file)}"
            files.problems.append(
                Problem(f"{files.folder}/{file}", 1, 1, "a pack has no such file", "nothing in it would be used", mend)
            )
        else:
            _read(text, file, kind, files, parse)
    present = {*texts, *unread}
    for needed in _REQUIRED:
        if needed not in present:
            files.problems.append(
                Problem(
                    f"{files.folder}/{needed}", 1, 1, "this file is missing", "a pack is not whole without it", "add it"
                )
            )
    for needed in ("questions", "rules"):
        if not any(kind_of(file) == needed for file in present):
            files.problems.append(
                Problem(
                    f"{files.folder}/{needed}", 1, 1, f"no {needed} are there", "the pack could say nothing",
                    "add a file",
                )
            )  # fmt: skip
    return files


def kind_of(name: str) -> Kind | None:
    """What a file of a pack holds, by its name inside the pack; nothing if a pack has no such file.

    >>> kind_of("rules/for.yaml"), kind_of("rules/definitions.yaml"), kind_of("notes.yaml")
    ('rules', 'definitions', None)
    """
    folder, _, leaf = name.rpartition("/")
    if not leaf.endswith(".yaml"):
        return None
    stem = leaf.removesuffix(".yaml")
    match folder:
        case "" if stem in ("pack", "options", "guarantees"):
            return cast(Kind, stem)
        case "questions" | "vignettes":
            return cast(Kind, folder)
        case "words" if re.fullmatch("[a-z]{2}", stem):
            return "words"
        case "rules":
            return "definitions" if stem == "definitions" else "rules"
        case "evidence" if stem == "findings" or stem.startswith("findings-"):
            return "findings"
        case "evidence" if stem in ("regulatory", "claims", "measures", "treatments", "sources"):
            return cast(Kind, stem)
    return None


def _read(raw: str | bytes, name: str, kind: Kind, files: PackFiles, parse: Parse) -> None:
    text, slip = decode(raw.encode() if isinstance(raw, str) else raw)
    document = Document(slips=[slip]) if slip else parse(text)
    file = PackFile(name, kind, text.split("\n"), document)
    files.files.append(file)
    for slip in document.slips:
        excerpt = file.lines[slip.mark.line - 1] if slip.mark.line <= len(file.lines) else ""
        files.problems.append(
            Problem(
                f"{files.folder}/{name}", slip.mark.line, slip.mark.column, slip.what, slip.why, slip.mend, excerpt,
                slip.mark.width,
            )
        )  # fmt: skip
    if not document.slips:
        unfilled = _unfilled(file, files) if PLACEHOLDER in text else set()
        try:
            file.content = SHAPES[kind].validate_python(document.data)
        except ValidationError as error:
            _explain(error, file, files, unfilled)


def _unfilled(file: PackFile, files: PackFiles) -> set[tuple[str | int, ...]]:
    """Report what a skeleton left to be filled in."""
    found = set()
    for path in file.document.values:
        value: Any = file.document.data
        for part in path:
            value = value[part]
        if isinstance(value, str) and PLACEHOLDER in value:
            found.add(path)
            files.report(
                file, path, "this is not filled in yet", "a patient would read the skeleton instead of the rule",
                "write your own words in place of everything from '<' to '>'",
            )  # fmt: skip
    return found


_OTHER_SHAPE = (("list_type", dict), ("model_type", list))
"""Where either a list or keys may stand: the fault of the shape that was not meant. The meant one has a fault of its own."""


def _explain(error: ValidationError, file: PackFile, files: PackFiles, unfilled: set[tuple[str | int, ...]]) -> None:
    """Every fault that the models found, in words and at its place."""
    for fault in error.errors(include_url=False):
        path = _known_path(fault["loc"], file.document)
        if any(
            one[: len(path)] == path for one in unfilled
        ):  # the fault may be no more than what is still to be written
            continue
        if path[-1:] != fault["loc"][-1:] and (fault["type"], type(fault["input"])) in _OTHER_SHAPE:
            continue
        what, mend = _words(fault)
        key = fault["type"] == "extra_forbidden"
        files.report(file, path, what, _why(path, file), mend, key)


def _known_path(loc: tuple[str | int, ...], document: Document) -> tuple[str | int, ...]:
    """The part of a fault's path that the file has; the names of union branches are left out."""
    path: tuple[str | int, ...] = ()
    for part in loc:
        if (*path, part) in document.values:
            path = (*path, part)
    return path


def _why(path: tuple[str | int, ...], file: PackFile) -> str:
    entry: Any = file.document.data
    name = ""
    for part in path:
        entry = entry[part]
        if isinstance(entry, Mapping) and isinstance(entry.get("id", entry.get("name")), str):
            name = f"'{entry.get('id', entry.get('name'))}'"
    subject = f"{file.kind.rstrip('s')} {name}".strip()
    return f"{subject} cannot be used as it stands, and a pack with a fault is not used at all"


def _words(fault: Any) -> tuple[str, str]:
    """A fault of the models in plain words, with its remedy."""
    last = fault["loc"][-1] if fault["loc"] else ""
    found, context = fault["input"], fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            voice = {"patient": " (the words for the patient)", "clinician": " (the words for the clinician)"}
            return f"'{last}' is missing{voice.get(str(last), '')}", f"add '{last}: …'"
        case "extra_forbidden":
            return f"unknown key '{last}'", _key_hint(str(last))
        case "literal_error":
            expected = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            close = get_close_matches(str(found), expected, n=1)
            hint = f"did you mean '{close[0]}'? " if close else ""
            return f"'{_scalar(found)}' is not a possible '{last}'", f"{hint}Possible: {', '.join(expected)}"
        case "string_type":
            return f"'{last}' takes words, not {_scalar(found)}", f'put it in quotes: "{_scalar(found)}"'
        case "bool_type":
            return f"'{last}' takes true or false, not '{_scalar(found)}'", "write true or false, without quotes"
        case "int_type" | "float_type" | "int_parsing" | "float_parsing":
            mend = "write a plain decimal without leading zeros and without quotes"
            return f"'{last}' takes a number, not '{_scalar(found)}'", mend
        case "value_error":
            return str(context.get("error", fault["msg"])), "see docs/pack-format.md"
        case "list_type" if not fault["loc"]:
            return "this file takes a list of entries", "begin each entry with '- ', and indent what belongs to it"
        case "list_type":
            return f"'{last}' takes a list", "write [one, another], or each on a line after '- '"
        case "string_pattern_mismatch":
            return (
                f"'{_scalar(found)}' is not a valid '{last}'",
                "lower-case letters, digits, '-' and '_' (versions: 1.0.0)",
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"'{last}' takes keys with values", "write each key on a line of its own"
    return f"'{last}': {fault['msg']}", "see docs/pack-format.md"


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else str(value)[:60]


_SHAPES_READ = [
    shape
    for room in (model, findings, guarantees, vignette)
    for shape in vars(room).values()
    if isinstance(shape, type)
]
_KEYS = sorted({
    info.alias or name
    for shape in _SHAPES_READ
    if issubclass(shape, BaseModel)
    for name, info in shape.model_fields.items()
})  # fmt: skip


def _key_hint(word: str) -> str:
    close = get_close_matches(word, _KEYS, n=1)
    return f"did you mean '{close[0]}'?" if close else "remove it, or see docs/pack-format.md for the keys"


def _fingerprint(files: PackFiles) -> str:
    """A hash of everything that was read: the same pack has the same one on every system."""
    digest = hashlib.sha256()
    for file in sorted(files.files, key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + "\n".join(file.lines).encode() + b"\0")
    return digest.hexdigest()
