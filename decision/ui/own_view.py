"""The clinician's own view, noted before looking: a guard against leaning on the tool (F4h). Off unless switched on."""

from __future__ import annotations

import streamlit as st

from decision.language import say
from decision.summary.disagreement import LONGEST
from decision.ui import keeping, state


def awaited() -> bool:
    """Whether the summary waits until a view is noted."""
    return state.own_view_first() and not state.own_view()


def show() -> None:
    """Draw the switch and, while it is on, the place to write."""
    st.toggle(
        say("Note your own view before you look"), value=state.own_view_first(), key="own view toggle",
        on_change=state.keep_own_view_first,
        help=say("For clinicians. The summary stays covered until a view is noted. It is printed in the record only."),
    )  # fmt: skip
    if not state.own_view_first():
        return
    text = st.text_area(say("Your own view"), value=state.own_view(), max_chars=LONGEST, key="own view text")
    if st.button(say("Keep it and look"), key="own view keep", disabled=not (text or "").strip()):
        state.keep_own_view((text or "").strip())
        keeping.keep()
        st.rerun()


def cover() -> None:
    """What stands in the place of the summary while a view is awaited."""
    st.info(say("Your own view comes first. Note it under “More”, then look."))
