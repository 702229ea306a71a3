"""What was edited and reviewed in a pack through the app: who, when, why, and every text as it was before.

It stands in the pack's folder under `.history`, where reading a pack does not look (only `*.yaml` is read): one folder an
entry, with `entry.json` and the former texts. Nothing in it is ever changed or removed by the program.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from sqlite3 import connect
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = ".history"
_NUMBER = re.compile(r"[0-9]{6}$")


class HistoryError(Exception):
    """An entry that cannot be read: then nobody can say who edited what, and nothing is published."""


class Entry(BaseModel):
    """One edit or review.

    `files` are the names of the edited files inside the pack; `fingerprint` is that of the whole pack afterwards. For a
    review, `reason` is the role of the reviewer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    kind: Literal["edit", "review"]
    when: datetime
    name: str
    reason: str
    files: tuple[str, ...]
    fingerprint: str


def entries(pack: Path) -> tuple[Entry, ...]:
    """Everything that was done, the oldest first.

    Raises:
        HistoryError: an entry cannot be read.
    """
    folder = pack / FOLDER
    if not folder.is_dir():
        return ()
    found = []
    for place in sorted(folder.iterdir()):
        if _NUMBER.match(place.name):
            try:
                found.append(Entry.model_validate_json((place / "entry.json").read_bytes()))
            except (OSError, ValidationError) as error:
                raise HistoryError(
                    f"{FOLDER}/{place.name}/entry.json cannot be read ({type(error).__name__})"
                ) from None
    return tuple(found)


def former(pack: Path, entry: Entry, name: str) -> bytes:
    """An edited file as it was before an entry.

    Raises:
        OSError: it is not there any more.
    """
    return _former(pack / FOLDER / f"{entry.number:06}", name).read_bytes()


def add(pack: Path, entry: Entry, before: Mapping[str, bytes]) -> Path:
    """Write an entry with the texts as they were before, whole or not at all; returns its folder."""
    folder = pack / FOLDER
    started = folder / f"{entry.number:06}.new"
    for name, text in before.items():
        place = _former(started, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, text)
    _write(started / "entry.json", entry.model_dump_json(indent=1).encode())
    done = folder / f"{entry.number:06}"
    os.rename(started, done)
    return done


def next_number(pack: Path) -> int:
    """The number of the next entry; numbers of entries that were taken away are not used again while later ones stand."""
    folder = pack / FOLDER
    taken = [int(place.name) for place in folder.iterdir() if _NUMBER.match(place.name)] if folder.is_dir() else []
    return max(taken, default=0) + 1


@contextmanager
def one_at_a_time(pack: Path) -> Iterator[None]:
    """Keep other windows and other servers from saving meanwhile; released by itself when a program dies.

    Raises:
        sqlite3.OperationalError: another one holds it for more than ten seconds.
    """
    folder = pack / FOLDER
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Former texts of this copy of the pack; git keeps its own.\n*\n", "utf-8")
    lock = connect(folder / "lock.sqlite", timeout=10, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _former(folder: Path, name: str) -> Path:
    return folder / "former" / f"{name}.txt"  # not .yaml: reading a pack looks for those everywhere


def _write(place: Path, content: bytes) -> None:
    with open(place, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
