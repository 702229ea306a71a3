"""Beginning an entry on the rules page: a rule, finding, source or example patients with comments, to be filled in.

It writes the same beginnings as `vns-choice new`; where they go, and what is saved, is left to `rules_editing`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import get_args

import streamlit as st

from decision.authoring.skeleton import SkeletonError, new_finding, new_rule, new_source, new_vignettes
from decision.language import mark, say
from decision.pack.loading import kind_of
from decision.pack.model import Effect
from decision.pack.pack import Pack
from decision.summary.words import EFFECT
from decision.ui.look import plain

_NAME = "id to begin"
_BEGUN = "entries begun"
_REFUSED = "not begun"
_BUTTON = {
    "rules": mark("Add a rule"),
    "findings": mark("Add a finding"),
    "sources": mark("Add a source"),
    "vignettes": mark("Add example patients"),
}


def offer(file: str, pack: Pack | None, begin: Callable[[str], None]) -> None:
    """Offer to begin an entry of the kind that this file holds; `begin` is called with its text."""
    kind = kind_of(file)
    if pack is None or kind not in _BUTTON:
        return
    begun = st.session_state.setdefault(
        _BEGUN, 0
    )  # another key is another popover: this one closes when it is done with
    with st.popover(say(_BUTTON[kind]), key=f"add to {file} {begun}"):
        effect: Effect = "caution"
        if kind == "vignettes":
            name = str(st.selectbox(say("The rule that they try"), list(pack.rules), key=f"rule of {file}"))
        else:
            name = st.text_input(say("Its id: lower-case words joined by “-”"), key=f"{_NAME} {file}").strip()
        if kind == "rules":
            effects = [effect for effect in get_args(Effect) if effect in EFFECT]
            effect = st.selectbox(
                say("What follows when it applies"), effects, index=effects.index("caution"), key=f"effect in {file}",
                format_func=lambda effect: say(EFFECT[effect]),
            )  # fmt: skip
        st.markdown(say("It is put at the end of this file, to be filled in. Nothing is saved by this."))
        st.button(say(_BUTTON[kind]), key=f"begin in {file}", on_click=_begin, args=(pack, kind, name, effect, begin))
        if refused := st.session_state.pop(_REFUSED, ""):
            st.error(plain(refused))


def _begin(pack: Pack, kind: str, name: str, effect: Effect, begin: Callable[[str], None]) -> None:
    today = date.today()
    try:
        match kind:
            case "rules":
                text = new_rule(pack, name, effect, today)
            case "findings":
                text = new_finding(pack, name, today)
            case "sources":
                text = new_source(pack, name, today)
            case _:
                text = new_vignettes(pack, name, today)
    except SkeletonError as error:
        st.session_state[_REFUSED] = str(error)
    else:
        st.session_state[_BEGUN] += 1
        begin(text)
