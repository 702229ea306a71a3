"""The text of a YAML file as plain data, with the place of every key and value.

YAML means what it looks like: `true` and `false`, plain decimals; everything else is text. What could surprise an editor
(anchors, tags, keys written twice, tabs) is refused. The file is read event by event with a cap on depth, because the C
composer would crash on thousands of nested brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

MOST_DEPTH = 40
Path = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+$")
_NUMERIC = frozenset("+-0123456789")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(NamedTuple):
    """A place in a file; line and column count from 1, `width` is the length of the text there."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Slip:
    """Something that keeps a text from being read, before it is known which file it is in."""

    mark: Mark
    what: str
    why: str
    mend: str


@dataclass(slots=True)
class Document:
    """Plain data with the place of every value (`values`) and of every key (`keys`), by path."""

    data: Any = None
    values: Mapping[Path, Mark] = field(default_factory=dict)
    keys: Mapping[Path, Mark] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def at(self, path: Path, key: bool = False) -> Mark:
        """The nearest place known for a path: of its key, its value, or what holds it."""
        while (mark := self.values.get(path)) is None and path:
            path = path[:-1]
        return (self.keys.get(path) if key else None) or mark or Mark(1, 1)


def decode(raw: bytes) -> tuple[str, Slip | None]:
    """The text of a file; a byte-order mark is skipped, and CRLF reads as LF."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return "", Slip(
            Mark(line, column),
            f"the file is not UTF-8 (byte {raw[error.start]:#04x})",
            "letters such as ≥ or é would come out wrong in front of a patient",
            "save the file as UTF-8 in your editor",
        )
    return text.replace("\r\n", "\n"), None


def scalar(text: str, quoted: bool) -> object:
    """What a value in a file means.

    >>> [scalar(text, False) for text in ("true", "3", "0.5", "no", "010", "1:40", "2026-11-24")]
    [True, 3, 0.5, 'no', '010', '1:40', '2026-11-24']
    """
    if quoted:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INT.match(text) and len(text) < 16:
        return int(text)
    return float(text) if _DECIMAL.match(text) and len(text) < 32 else text


class _RefusedError(Exception):
    """Reading cannot go on from here."""


class _Reader:
    def __init__(self) -> None:
        self._values: dict[Path, Mark] = {}
        self._keys: dict[Path, Mark] = {}
        self.document = Document(values=self._values, keys=self._keys)
        self._stack: list[tuple[dict[str, Any] | list[Any], Path]] = []
        self._key: list[str | None] = []
        self._started = False

    def read(self, text: str) -> Document:
        try:
            for event in yaml.parse(text, Loader=LOADER):
                self._event(event)
        except _RefusedError:
            pass
        except yaml.YAMLError as error:
            self._slip(*_explained(error, text))
        if not self._started and not self.document.slips:
            self._slip(Mark(1, 1), "the file is empty", "what it should hold would be missing", "fill it or remove it")
        return self.document

    def _slip(self, mark: Mark, what: str, why: str, mend: str) -> None:
        self.document.slips.append(Slip(mark, what, why, mend))

    def _refuse(self, event: yaml.Event, what: str, why: str, mend: str) -> None:
        self._slip(_mark(event), what, why, mend)
        raise _RefusedError

    def _event(self, event: yaml.Event) -> None:
        kind = type(event)  # a pack has a hundred thousand events: the plainest way to tell them apart
        if kind is yaml.ScalarEvent:
            assert isinstance(event, yaml.ScalarEvent)
            if event.anchor or event.tag:
                self._surprise(event)
            self._started = True
            self._scalar(event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            assert isinstance(event, yaml.CollectionStartEvent)
            if event.anchor or event.tag:
                self._surprise(event)
            self._started = True
            self._open(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._stack.pop()
            self._key.pop()
            if self._key and self._key[-1] is not None:
                self._key[-1] = None
        elif kind is yaml.AliasEvent:
            self._surprise(event)
        elif kind is yaml.DocumentStartEvent and self._started:
            self._refuse(
                event, "a second document starts here", "only the first would be read", "remove the line '---'"
            )

    def _surprise(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(
                event,
                "anchors and aliases (& and *) are not used in packs",
                "a text that changes somewhere else cannot be reviewed where it stands",
                "write the value out",
            )
        tag = getattr(event, "tag", None)
        self._refuse(event, f"tags ({tag}) are not used in packs", "they could run code", "remove the tag")

    def _wants_key(self) -> bool:
        return bool(self._stack) and self._key[-1] is None and type(self._stack[-1][0]) is dict

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        mark = _mark(event)
        if not self._wants_key():
            self._put(scalar(event.value, bool(event.style)), mark)
            if self._key:
                self._key[-1] = None
            return
        container, path = self._stack[-1]
        if event.value in container:
            first = self._keys[(*path, event.value)].line
            self._slip(
                mark,
                f"the key '{event.value}' is given twice (first in line {first})",
                "one of the two would be lost without a word",
                "remove one of them",
            )
        self._key[-1] = event.value
        self._keys[(*path, event.value)] = mark

    def _open(self, event: yaml.Event) -> None:
        if self._wants_key():
            self._refuse(event, "a key must be a word", "a list or mapping cannot be looked up", "write a plain key")
        if len(self._stack) >= MOST_DEPTH:
            self._refuse(event, f"more than {MOST_DEPTH} levels deep", "nobody could review it", "make it flatter")
        new: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(new, _mark(event))
        self._stack.append((new, path))
        self._key.append(None)

    def _put(self, value: object, mark: Mark) -> Path:
        if not self._stack:
            self.document.data = value
            self._values[()] = mark
            return ()
        container, path = self._stack[-1]
        if isinstance(container, list):
            here: Path = (*path, len(container))
            container.append(value)
        else:
            key = self._key[-1]
            assert key is not None
            here = (*path, key)
            container[key] = value
        self._values[here] = mark
        return here


def _mark(event: yaml.Event) -> Mark:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    line, column = start.line, start.column
    width = end.column - column if end.line == line else 1
    return Mark(line + 1, column + 1, width if width > 1 else 1)


def _explained(error: yaml.YAMLError, text: str) -> tuple[Mark, str, str, str]:
    why = "the file cannot be read from here on, so nothing in it would count"
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1
        return Mark(line, 1), "a character that text files do not hold", why, "remove it; it may be invisible"
    place = Mark(mark.line + 1, mark.column + 1)
    lines = text.split("\n")
    if mark.line < len(lines) and "\t" in lines[mark.line]:
        return place, "a tab stands where YAML wants spaces", why, "replace the tab by spaces"
    problem = getattr(error, "problem", None) or "the text is not valid YAML"
    return (
        place,
        f"not valid YAML: {problem}",
        why,
        "compare with the line above: indentation, a missing quote or colon",
    )


def parse(text: str) -> Document:
    """Read one text; everything wrong with it is in `slips`, and what could be read is in `data`."""
    return _Reader().read(text)
