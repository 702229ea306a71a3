"""Read a folder of rules into a pack, or tell everything that is wrong with it. The only file reading of the core.

A pack with a problem is not used at all: half a pack would give half its warnings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

from decision.pack import findings, model
from decision.pack.model import Pack
from decision.pack.problem import PackError, Problem
from decision.pack.yaml_text import Document, decode, parse

Kind = Literal[
    "pack",
    "questions",
    "options",
    "definitions",
    "rules",
    "findings",
    "regulatory",
    "claims",
    "sources",
    "vignettes",
    "words",
]

_SHAPES: dict[Kind, TypeAdapter[Any]] = {
    "pack": TypeAdapter(model.PackInfo),
    "questions": TypeAdapter(model.QuestionFile),
    "options": TypeAdapter(list[model.Option]),
    "definitions": TypeAdapter(list[model.Definition]),
    "rules": TypeAdapter(list[model.Rule]),
    "findings": TypeAdapter(list[findings.Finding]),
    "regulatory": TypeAdapter(list[findings.Regulation]),
    "claims": TypeAdapter(list[findings.Claim]),
    "sources": TypeAdapter(list[findings.Source]),
    "vignettes": TypeAdapter(list[model.Vignette]),
    "words": TypeAdapter(dict[str, Any]),
}
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

    def of(self, kind: Kind) -> Iterator[PackFile]:
        """The files of one kind that could be read, in the order of their names."""
        return (file for file in self.files if file.kind == kind and file.content is not None)

    def report(
        self, file: PackFile, path: tuple[str | int, ...], what: str, why: str, mend: str, key: bool = False
    ) -> None:
        """Add a problem at the place of a path."""
        mark = file.document.at(path, key)
        excerpt = file.lines[mark.line - 1] if mark.line <= len(file.lines) else ""
        width = min(mark.width, max(1, len(excerpt) - mark.column + 1))
        self.problems.append(
            Problem(f"{self.folder}/{file.name}", mark.line, mark.column, what, why, mend, excerpt, width)
        )


def load_pack(path: str | Path) -> Pack:
    """Read and check a whole pack.

    Args:
        path: the folder that holds `pack.yaml`.

    Raises:
        PackError: every problem in it, each with file, line, column, what, why and how to mend it.
    """
    from decision.pack.resolve import resolve

    folder = Path(path)
    files = PackFiles(folder.as_posix())
    _read_all(folder, files)
    if files.problems:
        raise PackError(files.problems)
    pack = resolve(files, _fingerprint(folder, files))
    if files.problems:
        raise PackError(files.problems)
    return pack


def _read_all(folder: Path, files: PackFiles) -> None:
    if not folder.is_dir() or not (folder / "pack.yaml").is_file():
        what = "is not a folder" if not folder.is_dir() else "holds no pack.yaml"
        files.problems.append(
            Problem(folder.as_posix(), 1, 1, f"this {what}", "there are no rules to use", "name the folder of a pack")
        )
        return
    for place in sorted(folder.rglob("*.yaml")):
        name = place.relative_to(folder).as_posix()
        kind = _kind(name)
        if kind is None:
            files.problems.append(
                Problem(
                    f"{files.folder}/{name}", 1, 1, "a pack has no such file", "nothing in it would be used",
                    "move it to questions/, rules/, evidence/, words/ or vignettes/, or remove it",
                )
            )  # fmt: skip
        else:
            _read(place, name, kind, files)
    present = {file.name for file in files.files}
    for name in _REQUIRED:
        if name not in present:
            files.problems.append(
                Problem(
                    f"{files.folder}/{name}", 1, 1, "this file is missing", "a pack is not whole without it", "add it"
                )
            )
    for needed in ("questions", "rules"):
        if not any(file.kind == needed for file in files.files):
            files.problems.append(
                Problem(
                    f"{files.folder}/{needed}",
                    1,
                    1,
                    f"no {needed} are there",
                    "the pack could say nothing",
                    "add a file",
                )
            )


def _kind(name: str) -> Kind | None:
    folder, _, leaf = name.rpartition("/")
    stem = leaf.removesuffix(".yaml")
    match folder:
        case "" if stem in ("pack", "options"):
            return cast(Kind, stem)
        case "questions" | "vignettes":
            return cast(Kind, folder)
        case "words" if re.fullmatch("[a-z]{2}", stem):
            return "words"
        case "rules":
            return "definitions" if stem == "definitions" else "rules"
        case "evidence" if stem == "findings" or stem.startswith("findings-"):
            return "findings"
        case "evidence" if stem in ("regulatory", "claims", "sources"):
            return cast(Kind, stem)
    return None


def _read(place: Path, name: str, kind: Kind, files: PackFiles) -> None:
    try:
        text, slip = decode(place.read_bytes())
    except OSError as error:
        files.problems.append(
            Problem(
                f"{files.folder}/{name}",
                1,
                1,
                f"the file cannot be read ({error.strerror})",
                "",
                "check its permissions",
            )
        )
        return
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
        try:
            file.content = _SHAPES[kind].validate_python(document.data)
        except ValidationError as error:
            _explain(error, file, files)


def _explain(error: ValidationError, file: PackFile, files: PackFiles) -> None:
    """Every fault that the models found, in words and at its place."""
    for fault in error.errors(include_url=False):
        path = _known_path(fault["loc"], file.document)
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
            return f"'{last}' takes true or false, not '{_scalar(found)}'", "write true or false"
        case "int_type" | "float_type" | "int_parsing" | "float_parsing":
            return f"'{last}' takes a number, not '{_scalar(found)}'", "write a plain decimal without leading zeros"
        case "value_error":
            return str(context.get("error", fault["msg"])), "see docs/pack-format.md"
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


_SHAPES_READ = [shape for shape in (*vars(model).values(), *vars(findings).values()) if isinstance(shape, type)]
_KEYS = sorted({
    info.alias or name
    for shape in _SHAPES_READ
    if issubclass(shape, BaseModel)
    for name, info in shape.model_fields.items()
})  # fmt: skip


def _key_hint(word: str) -> str:
    close = get_close_matches(word, _KEYS, n=1)
    return f"did you mean '{close[0]}'?" if close else "remove it, or see docs/pack-format.md for the keys"


def _fingerprint(folder: Path, files: PackFiles) -> str:
    """A hash of everything that was read: the same pack has the same one on every system."""
    digest = hashlib.sha256()
    for file in sorted(files.files, key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + "\n".join(file.lines).encode() + b"\0")
    return digest.hexdigest()
