"""Look at a pack again after each save, in one process: what a careful colleague would say, and which example patients no
longer come out as stated."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from decision.authoring.checks import check
from decision.authoring.counting import count
from decision.authoring.readings import readings
from decision.authoring.report import written
from decision.authoring.vignettes import run
from decision.engine import compiled, evidence, review, situation
from decision.pack import words
from decision.pack.loading import Stamp, stamp

_PAUSE = 0.2
"""Seconds between two looks at the files, and twice those for which they must be still before they are read."""
_MOST = 10
"""Remarks and differences that are told one by one; a slip can change hundreds, and the first ones show it."""


def looks(folder: Path, notes: bool = False, library: bool = False) -> Iterator[str]:
    """What there is to say now, and again whenever a file of the pack has changed; never ends.

    Raises:
        MissingLibraryError: `library` asks for reading ages by a library that is not installed.
    """
    before: Stamp | None = None
    patients = 0
    while True:
        now = _still(folder)
        if now != before:
            what, said = _changed(folder, before, now), f"{folder.as_posix()} is not there; waiting for it to come back"
            if (folder / "pack.yaml").is_file():
                said, patients = _look(folder, notes, library, patients)
            yield "\n".join([f"{datetime.now():%H:%M:%S} {what}", "", said, *(_reminder(what)), ""])
            before = now
            _forget()
        time.sleep(_PAUSE)


def _still(folder: Path) -> Stamp:
    """The state of the files once nobody is writing them."""
    now = stamp(folder)
    while True:
        time.sleep(_PAUSE / 2)
        if (then := stamp(folder)) == now:
            return now
        now = then


def _changed(folder: Path, before: Stamp | None, now: Stamp) -> str:
    if before is None:
        return f"looking at {folder.as_posix()} after each save; Ctrl+C ends it"
    was, there = {name for name, *_ in before}, {name for name, *_ in now}
    saved = {name for name, *_ in {*before} & {*now}}
    kinds = {"gone": was - there, "new": there - was, "changed": was & there - saved}
    return "; ".join(f"{kind}: {_named(folder, some)}" for kind, some in kinds.items() if some)


def _named(folder: Path, paths: set[str]) -> str:
    names = sorted(Path(path).relative_to(folder).as_posix() for path in paths)
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _reminder(what: str) -> list[str]:
    """A file that is gone can bring a hundred remarks, none of which says so."""
    return [f"{what} (put it back if you did not mean it)"] if what.startswith("gone") else []


def _look(folder: Path, notes: bool, library: bool, before: int) -> tuple[str, int]:
    """What there is to say, and how many example patients there are now; `before` are those of the look before."""
    with readings(folder) as parse:
        report = check(folder, library=library, parse=parse)
    said = written(report, "text", notes, _MOST)
    if report.pack is None:
        return f"{said}\nexample patients are not tried until this is mended", before
    outcome = run(report.pack)
    told = [str(difference) for difference in outcome.differences[:_MOST]]
    if more := len(outcome.differences) - len(told):
        told.append(f"… and {more} more; 'vns-choice test' tells all")
    fewer = f" ({before - outcome.vignettes} fewer than before)" if outcome.vignettes < before else ""
    tried = f"{count(outcome.vignettes, 'example patient')}{fewer}, {count(len(outcome.differences), 'difference')}"
    return "\n".join([*told, *([""] if told else []), said, tried]), outcome.vignettes


def _forget() -> None:
    """Let go of the pack that was looked at: after the next save it is another one, and what is kept of this one is lost."""
    for room in (compiled, evidence, review, situation, words):
        for kept in vars(room).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
