"""The consultation in progress is kept as a sealed draft, found again by the word in the page's address.

The address holds that random word and nothing about the patient. Drafts can be switched off: then nothing is kept.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st
import typer
from sqlalchemy.exc import SQLAlchemyError

from decision.language import mark, say
from decision.records.drafts import ChangedElsewhereError, Draft, Drafts, new_link
from decision.ui import state

VARIABLE = "VNS_CHOICE_DRAFTS"
"""Environment variable with the address of the database, or `off`; left out, a file in the user's own folder."""
LINK = "draft"
"""The name of the word in the page's address."""

_VERSION = "draft version"
_KEPT = "draft content"
_UNTIL = "draft until"
_CLASH = "draft clash"
_GONE = "draft gone"
_UNKEPT = "draft not kept"
_LEFT = "draft left behind"

_Clash = Literal["changed", "finished", "over"]
_CLASHES: dict[_Clash, str] = {
    "changed": mark(
        "This consultation was changed in another window. Nothing was overwritten. Which of the two is to go on?"
    ),
    "finished": mark(
        "This consultation was finished in another window, and its sealed draft is deleted. "
        "What is here stands on this page alone, and is not kept."
    ),
    "over": mark(
        "A day has passed since the last change, and the sealed draft of this consultation is deleted. "
        "What is here stands on this page alone, and is not kept."
    ),
}
"""Why what is here can no longer be kept under the same address; each waits for the pair to choose."""


@lru_cache(maxsize=4)
def _drafts(address: str) -> Drafts | None:
    if address == "off":
        return None
    if not address:
        folder = Path(typer.get_app_dir("vns-choice"))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        address = f"sqlite:///{(folder / 'drafts.sqlite').as_posix()}"
    return Drafts(address)


def drafts() -> Drafts | None:
    """Where drafts are kept; `None` when they are switched off or cannot be kept."""
    try:
        return _drafts(os.environ.get(VARIABLE, ""))
    except (OSError, SQLAlchemyError) as error:
        _log(error)
        return None


def resume() -> bool:
    """Before the page is drawn: bring a consultation back, or up to date with another window.

    Returns whether something changed, so that what is drawn already is out of date.
    """
    try:
        changed = _resume()
    except SQLAlchemyError as error:
        _tell(error)
        return False
    if state.content() == st.session_state.get(_KEPT, state.NOTHING):
        st.session_state.pop(_UNKEPT, None)
    return changed


def _resume() -> bool:
    store, link = drafts(), _link()
    if store is not None:
        store.forget_old_now_and_then()
    if store is None or link is None or st.session_state.get(_CLASH):
        return False
    if (mine := st.session_state.get(_VERSION)) is None:
        found = store.open(link)
        if found is None:
            del st.query_params[LINK]
            st.session_state[_GONE] = state.content() == state.NOTHING
        elif state.content() != state.NOTHING:  # said while the database could not be read
            st.session_state[_CLASH] = "changed"
        else:
            _adopt(store, link, found)
        return True
    if store.version(link) != mine:
        if state.content() == st.session_state.get(_KEPT) and (found := store.open(link)):
            _adopt(store, link, found)
        else:
            st.session_state[_CLASH] = _what_happened(store, link)
        return True
    return False


def _what_happened(store: Drafts, link: str) -> _Clash:
    """Why the draft is no longer the one that this window kept."""
    if store.version(link) is not None:
        return "changed"
    until: datetime | None = st.session_state.get(_UNTIL)
    return "over" if until is None or store.past(until) else "finished"


def keep() -> None:
    """After the page is drawn: save what was said, if it has changed."""
    store = drafts()
    content = state.content()
    if store is None or st.session_state.get(_CLASH) or content == st.session_state.get(_KEPT, state.NOTHING):
        return
    there = _link()
    link = there or new_link()
    if there and _VERSION not in st.session_state:
        return  # the database could not be read yet: what it holds is not overwritten
    try:
        version = store.save(link, content, after=st.session_state[_VERSION] if there else None)
        st.session_state[_UNTIL] = store.until(link)
    except SQLAlchemyError as error:
        if _tell(error):
            st.rerun()
    except ChangedElsewhereError:
        st.session_state[_CLASH] = _what_happened(store, link)
        st.rerun()
    else:
        if not there:  # setting the same again would be one more message to the page
            st.query_params[LINK] = link
        st.session_state[_VERSION] = version
        st.session_state[_KEPT] = content
        if st.session_state.pop(_UNKEPT, False):
            st.rerun()


def notices() -> None:
    """What the pair needs to know about keeping: two windows that differ, or a draft that is gone."""
    if clash := st.session_state.get(_CLASH):
        st.warning(say(_CLASHES[clash]))
        changed = clash == "changed"
        with st.container(horizontal=True):
            st.button(
                say("What the other window holds") if changed else say("Forget what is here"),
                on_click=_take_theirs if changed else finish, key="take-theirs",
            )  # fmt: skip
            st.button(
                say("What is here") if changed else say("Go on with what is here"), on_click=_take_mine, key="take-mine"
            )
    if st.session_state.get(_UNKEPT):
        st.warning(
            say(
                "What is said here is not kept at the moment. It stays on this page until the page is closed or loaded "
                "again, and is kept as soon as that is possible."
            )
        )
    if st.session_state.pop(_LEFT, False):
        st.warning(
            say(
                "The sealed draft of the consultation before could not be deleted now. "
                "It is deleted once a day has passed since its last change."
            )
        )
    if st.session_state.pop(_GONE, False):
        st.info(
            say(
                "The consultation behind this address is not kept any more: it was finished, or a day has passed. "
                "The form is empty."
            )
        )


def switched_on() -> bool:
    """Whether drafts are kept."""
    return drafts() is not None


def finish() -> None:
    """Delete the draft and forget everything said; if the draft could not be deleted, that is told."""
    begin(state.NOTHING)


def begin(content: Mapping[str, Any]) -> None:
    """Start another consultation, as from a file. The draft of the one before is deleted, so that it never comes back.

    Whatever happens to the draft, the answers of the patient before are forgotten.
    """
    left = False
    try:
        store, link = drafts(), _link()
        if store is not None and link is not None:
            store.delete(link)
    except SQLAlchemyError as error:
        left = True
        _log(error)
    finally:
        st.query_params.pop(LINK, None)
        state.replace(content)
    if left:
        st.session_state[_LEFT] = True


def _tell(error: SQLAlchemyError) -> bool:
    """Have the page say that nothing is kept at the moment; whether it did not say so already."""
    _log(error)
    new = not st.session_state.get(_UNKEPT)
    st.session_state[_UNKEPT] = True
    return new


def _log(error: Exception) -> None:
    logging.getLogger(__name__).warning("drafts cannot be kept: %s", type(error).__name__)


def _link() -> str | None:
    return st.query_params.get(LINK)


def _adopt(store: Drafts, link: str, found: Draft) -> None:
    content: dict[str, Any] = dict(found.content)
    state.replace(content)
    st.session_state[_VERSION] = found.version
    st.session_state[_UNTIL] = store.until(link)
    st.session_state[_KEPT] = state.content()


def _take_theirs() -> None:
    store, link = drafts(), _link()
    if store is None or link is None:
        finish()
        return
    try:
        found = store.open(link)
        st.session_state.pop(_CLASH, None)
        if found is None:
            finish()
        else:
            _adopt(store, link, found)
    except SQLAlchemyError as error:
        _tell(error)


def _take_mine() -> None:
    store, link = drafts(), _link()
    try:
        version = store.version(link) if store and link else None
    except SQLAlchemyError as error:
        _tell(error)
        return
    st.session_state.pop(_CLASH, None)
    if version is None:  # deleted, by the other window or for its age: go on under a new address
        st.query_params.pop(LINK, None)
        st.session_state.pop(_KEPT, None)
    st.session_state[_VERSION] = version
