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
from decision.pack.loading import Stamp, stamp

_PAUSE = 0.2
"""Seconds between two looks at the files, and for which they must be still before they are read."""
_MOST = 10
"""Examples that are told one by one; a slip can change hundreds, and the first ones show it."""


def looks(folder: Path, notes: bool = False, library: bool = False) -> Iterator[str]:
    """What there is to say now, and again whenever a file of the pack has changed; never ends.

    Raises:
        MissingLibraryError: `library` asks for reading ages by a library that is not installed.
    """
    before: Stamp | None = None
    while True:
        now = _still(folder)
        if now != before:
            yield "\n".join([_heading(folder, before, now), "", _look(folder, notes, library), ""])
            before = now
        time.sleep(_PAUSE)


def _still(folder: Path) -> Stamp:
    """The state of the files once nobody is writing them."""
    now = stamp(folder)
    while True:
        time.sleep(_PAUSE / 2)
        if (then := stamp(folder)) == now:
            return now
        now = then


def _heading(folder: Path, before: Stamp | None, now: Stamp) -> str:
    clock = f"{datetime.now():%H:%M:%S}"
    if before is None:
        return f"{clock} looking at {folder.as_posix()} after each save; Ctrl+C ends it"
    changed = sorted({Path(name) for name, *_ in {*before} ^ {*now}})
    names = [place.relative_to(folder).as_posix() for place in changed]
    return f"{clock} changed: {', '.join(names[:4])}{f' and {len(names) - 4} more' if len(names) > 4 else ''}"


def _look(folder: Path, notes: bool, library: bool) -> str:
    with readings(folder) as parse:
        report = check(folder, library=library, parse=parse)
    said = written(report, "text", notes)
    if report.pack is None:
        return said
    outcome = run(report.pack)
    told = [str(difference) for difference in outcome.differences[:_MOST]]
    more = len(outcome.differences) - len(told)
    return "\n".join(
        [
            *told,
            *([f"and {more} more; 'vns-choice test' tells all"] if more else []),
            *([""] if told else []),
            said,
            f"{count(outcome.vignettes, 'example patient')}, {count(len(outcome.differences), 'difference')}",
        ]
    )
