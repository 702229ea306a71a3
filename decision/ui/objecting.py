"""The small "I disagree" beside a rule that applies: a reason, and words that are never read as markup."""

from __future__ import annotations

from datetime import date

import streamlit as st

from decision.language import say
from decision.summary.disagreement import LONGEST, REASONS, Remark
from decision.ui import keeping, state
from decision.ui.look import plain


def show(rule: str) -> None:
    """Draw the popover of one rule, and what was said before."""
    said = state.disagreements().get(rule)
    with st.popover(say("I disagree"), key=f"disagree-{rule}"):
        st.caption(plain(say("For the record and for the editors of rule {rule}. It changes nothing here.", rule=rule)))
        reason = st.selectbox(
            say("Why"), list(REASONS), format_func=lambda code: say(REASONS[code]), placeholder=say("Choose a reason"),
            index=list(REASONS).index(said.reason) if said else None, key=f"disagree-reason-{rule}",
        )  # fmt: skip
        words = st.text_area(
            say("In your words, without the patient's name"), value=said.words if said else "", max_chars=LONGEST,
            key=f"disagree-words-{rule}",
        )  # fmt: skip
        if st.button(say("Keep"), key=f"disagree-keep-{rule}", disabled=reason is None) and reason:
            state.disagree(Remark(rule=rule, reason=reason, words=(words or "").strip(), on=date.today()))
            keeping.keep()
            st.rerun()
        if said and st.button(say("Take back"), key=f"disagree-back-{rule}"):
            state.agree(rule)
            keeping.keep()
            st.rerun()
    if said:
        st.caption(plain(" ".join(filter(None, (say("You disagree:"), f"{say(REASONS[said.reason])}.", said.words)))))
