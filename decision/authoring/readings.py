"""What the files of a pack said when a command last read them, so that the next one reads only what was changed since.

Reading YAML is the larger part of looking at a pack again. Only the commands of rule editors use this: what patients meet
is read from the pack's own files, always. No answers of patients come here.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import typer

from decision.pack import yaml_text
from decision.pack.loading import Parse, load_pack
from decision.pack.pack import Pack
from decision.pack.yaml_text import Document, Mark, parse

VARIABLE = "VNS_CHOICE_READINGS"
"""Environment variable: the folder for what was read, or `off`; left out, one in the user's own folder."""
_EACH = 7
_UNUSED = 30 * 24 * 60 * 60.0
"""Seconds after which what was read of a pack that nobody looks at any more is deleted."""


def load(folder: Path) -> Pack:
    """`load_pack`, reading only what was changed since a command last read this folder.

    Raises:
        PackError: as for `load_pack`.
    """
    with readings(folder) as read:
        return load_pack(folder, parse=read)


@contextmanager
def readings(folder: Path) -> Iterator[Parse]:
    """How to read the texts of a folder's files: as they were read last time, or anew; then kept for the next time.

    Nothing is kept where that is switched off or fails: the next time is then as slow as the first.
    """
    place = _place(folder)
    if place is None:
        yield parse
        return
    kept = _Readings(_kept(place))
    try:
        yield kept.read
    finally:
        if kept.changed:
            with suppress(OSError):
                _keep(place, kept.used)


class _Readings:
    """What was kept, by the hash of a file's text, each as the line that is written: what is handed out is a copy."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self._known = known
        self.used: dict[str, bytes] = {}

    @property
    def changed(self) -> bool:
        return self.used.keys() != self._known.keys()

    def read(self, text: str) -> Document:
        name = sha256(text.encode()).hexdigest()
        if line := self._known.get(name):
            self.used[name] = line
            data, marks = json.loads(line)
            places = _Marks(data, marks)
            return Document(data, _Places(places, of_keys=False), _Places(places, of_keys=True))
        document = parse(text)
        if not document.slips:
            marks = b64encode(array("I", _numbers(document)).tobytes()).decode()
            self.used[name] = json.dumps([document.data, marks], ensure_ascii=False, separators=(",", ":")).encode()
        return document


class _Marks:
    """Where everything stands: seven numbers for each value, its own mark, that of its key, and how many values there are
    in it, itself included; in the order in which a reader meets the values. A value is found by counting those before it,
    since most are never asked for."""

    def __init__(self, data: object, numbers: str) -> None:
        self.data = data
        self._text = numbers
        self._parts: dict[int, Mapping[str | int, int]] = {}

    @cached_property
    def _numbers(self) -> array[int]:
        return array("I", b64decode(self._text))

    def at(self, path: yaml_text.Path, of_key: bool) -> Mark:
        """The mark of a path; `KeyError` if the text has no such value or no such key."""
        value: Any = self.data
        place = 0
        for part in path:
            place = self._within(value, place)[part]
            value = value[part]
        first = _EACH * place + 3 * of_key
        line, column, width = self._numbers[first : first + 3]
        if not line:
            raise KeyError(path)
        return Mark(line, column, width)

    def _within(self, value: Any, place: int) -> Mapping[str | int, int]:
        """The places of all values of a mapping or list that stands at a place."""
        found = self._parts.get(place)
        if found is None:
            found = self._parts[place] = {}
            inner = place + 1
            for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
                found[name] = inner
                inner += self._numbers[_EACH * inner + 6]
        return found


def _numbers(document: Document) -> Iterator[int]:
    """What `_Marks` holds of a document."""
    for path, size in _sizes(document.data):
        yield from document.values[path]
        yield from document.keys.get(path, (0, 0, 0))
        yield size


def _sizes(value: object, path: yaml_text.Path = ()) -> list[tuple[yaml_text.Path, int]]:
    """Every path of some data, in a reader's order, with how many values there are in it."""
    if not isinstance(value, (dict, list)):
        return [(path, 1)]
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    within = [one for name, inner in parts for one in _sizes(inner, (*path, name))]
    return [(path, 1 + len(within)), *within]


class _Places(Mapping[yaml_text.Path, Mark]):
    """The places of a text's values, or of its keys."""

    def __init__(self, marks: _Marks, of_keys: bool) -> None:
        self._marks = marks
        self._of_keys = of_keys

    def __getitem__(self, path: yaml_text.Path) -> Mark:
        return self._marks.at(path, self._of_keys)

    def __iter__(self) -> Iterator[yaml_text.Path]:
        return (path for path, _ in _sizes(self._marks.data) if not self._of_keys or path in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _place(folder: Path) -> Path | None:
    """The file for one folder; its name changes with the reader, so that an older one's work is never taken over."""
    where = os.environ.get(VARIABLE, "")
    if where == "off":
        return None
    readings = Path(where) if where else Path(typer.get_app_dir("vns-choice")) / "readings"
    reader = Path(yaml_text.__file__).read_bytes() + Path(__file__).read_bytes()
    return readings / f"{sha256(reader + os.fsencode(folder.resolve())).hexdigest()[:32]}.txt"


def _kept(place: Path) -> Mapping[str, bytes]:
    """What was kept, or nothing if it is not whole."""
    with suppress(OSError):
        seal, _, text = place.read_bytes().partition(b"\n")
        if seal == _seal(text):
            return {line[:64].decode(): line[64:] for line in text.split(b"\n") if line}
    return {}


def _keep(place: Path, used: Mapping[str, bytes]) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = b"".join(name.encode() + line + b"\n" for name, line in used.items())
    with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".new", delete=False) as file:
        file.write(_seal(text) + b"\n" + text)
    Path(file.name).replace(place)
    for other in place.parent.iterdir():
        if time.time() - other.stat().st_mtime > _UNUSED:
            other.unlink()


def _seal(text: bytes) -> bytes:
    return sha256(text).hexdigest().encode()
