"""The pack that is in use: loaded once, loaded again when its files change, the last good one kept meanwhile."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from decision.bundled import default_pack
from decision.pack.loading import load_pack
from decision.pack.model import Pack
from decision.pack.problem import PackError, Problem

VARIABLE = "VNS_CHOICE_PACK"
"""Environment variable with the folder of the pack; left out, the shipped one."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The pack in use, and what is wrong with its files now, if anything.

    `pack` is missing only when no good version has been read yet.
    """

    pack: Pack | None
    problems: tuple[Problem, ...] = ()


_lock = Lock()
_state: dict[Path, tuple[tuple[tuple[str, int, int], ...], Loaded]] = {}


def folder() -> Path:
    """The folder of the pack."""
    return Path(os.environ.get(VARIABLE) or default_pack())


def current() -> Loaded:
    """The pack in use. A change with mistakes is told and not used."""
    place = folder()
    with _lock:
        stamp = _stamp(place)
        before = _state.get(place)
        if before and before[0] == stamp:
            return before[1]
        try:
            loaded = Loaded(load_pack(place))
        except PackError as error:
            loaded = Loaded(before[1].pack if before else None, error.problems)
        _state[place] = (stamp, loaded)
        return loaded


def _stamp(place: Path) -> tuple[tuple[str, int, int], ...]:
    """Which files there are, when each was changed and how long it is: cheap enough to look at on every rerun."""
    found = []
    for root, _, names in os.walk(place):
        for name in names:
            if name.endswith(".yaml"):
                status = os.stat(os.path.join(root, name))
                found.append((os.path.join(root, name), status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))
