"""The pack that is in use: loaded again when its files change, the last good one kept meanwhile.

A consultation keeps the pack it began with. New rules are taken up between two consultations, or when the pair asks for
them; `decision.ui.rule_news` offers that.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import cast

import streamlit as st

from decision.bundled import default_pack
from decision.pack.loading import Stamp, make_pack, read_folder, stamp
from decision.pack.pack import Pack
from decision.pack.problem import PackError, Problem

VARIABLE = "VNS_CHOICE_PACK"
"""Environment variable with the folder of the pack; left out, the shipped one."""

_HELD = "pack held"
_GONE = "pack gone"
_MOST = 8
"""How many former versions stay in memory for consultations that began with them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The pack in use, the texts of its files, and what is wrong with its files now, if anything.

    `pack` is missing only when no good version has been read yet. `newer` is a later good version that the consultation
    in progress has not taken up.
    """

    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    newer: Pack | None = None


_lock = Lock()
_state: dict[Path, tuple[Stamp, Loaded]] = {}
_recent: dict[str, Loaded] = {}


def folder() -> Path:
    """The folder of the pack."""
    return Path(os.environ.get(VARIABLE) or default_pack())


def current() -> Loaded:
    """The pack of this consultation: the newest until something is answered, then the one it began with.

    It is the newest that `latest` has seen; who draws a page looks once and then goes on with that.
    """
    known = _state.get(folder())
    newest = known[1] if known else latest()
    held = cast(Loaded | None, st.session_state.get(_HELD))
    if held is None or held.pack is None or not st.session_state.get("answers"):
        st.session_state[_HELD] = newest
        return newest
    if newest.pack is None or newest.pack.fingerprint == held.pack.fingerprint:
        return Loaded(held.pack, newest.problems, held.texts)
    return Loaded(held.pack, newest.problems, held.texts, newest.pack)


def use_newest() -> None:
    """Take up the newest good version for this consultation."""
    st.session_state[_HELD] = latest()
    st.session_state.pop(_GONE, None)


def hold(fingerprint: str | None) -> None:
    """Go on with the version that a kept consultation began with, as long as it is known here."""
    if fingerprint is None:
        return
    if fingerprint in _recent:
        st.session_state[_HELD] = _recent[fingerprint]
    else:
        newest = latest().pack
        st.session_state[_GONE] = newest is not None and newest.fingerprint != fingerprint


def begun_with_others() -> bool:
    """Whether this consultation was begun, before the app was started anew, with rules that are not here any more."""
    return bool(st.session_state.get(_GONE))


def latest() -> Loaded:
    """Look at the files: the newest good version. A change with mistakes is told and not used."""
    place = folder()
    with _lock:
        now = stamp(place)
        before = _state.get(place)
        if before and before[0] == now:
            return before[1]
        try:
            pack, texts = _load(place)
            loaded = Loaded(pack, texts=texts)
            _recent.pop(pack.fingerprint, None)
            _recent[pack.fingerprint] = loaded
            while len(_recent) > _MOST:
                del _recent[next(iter(_recent))]
        except PackError as error:
            good = before[1] if before else Loaded(None)
            loaded = Loaded(good.pack, error.problems, good.texts)
        _state[place] = (now, loaded)
        return loaded


def _load(place: Path) -> tuple[Pack, dict[str, str]]:
    """The pack and the texts it was made from."""
    files = read_folder(place)
    pack = make_pack(files)
    if pack is None:
        raise PackError(files.problems)
    return pack, {file.name: "\n".join(file.lines) for file in files.files}
