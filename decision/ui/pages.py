"""Which pages there are, and what every one of them has."""

from __future__ import annotations

import streamlit as st

from decision.language import LANGUAGES, say, speaking
from decision.ui import about, consultation, evidence, look, packs, rules, state
from decision.ui.mishap import guarded


def show() -> None:
    """Draw the page that is open; Streamlit calls this again after every interaction."""
    st.set_page_config(page_title="VNS Choice", page_icon="🗒️", layout="wide", menu_items={})
    look.apply()
    packs.latest()
    with speaking(state.language()):
        look.page_language(state.language())
        page = st.navigation(
            [
                st.Page(guarded(consultation.show), title=say("Consultation"), url_path="consultation", default=True),
                st.Page(guarded(evidence.show), title=say("Evidence"), url_path="evidence"),
                st.Page(guarded(rules.show), title=say("Rules"), url_path="rules"),
                st.Page(guarded(about.show), title=say("About"), url_path="about"),
            ],
            position="top",
        )
        _languages()
        page.run()


def _languages() -> None:
    """Which language the page speaks; one whose words are set aside is named, so that nobody looks for it in vain."""
    languages, aside = state.languages(), state.languages_set_aside()
    if len(languages) == 1 and not aside:
        return
    with st.container(horizontal=True, horizontal_alignment="right", key="language-bar"):
        for language, reason in aside.items():
            st.caption(say("{language}: set aside", language=LANGUAGES[language]), help=look.plain(reason))
        if len(languages) > 1:
            st.segmented_control(
                "Language · Idioma", languages, default=languages[0], key=state.LANGUAGE, required=True,
                format_func=LANGUAGES.__getitem__, label_visibility="collapsed", on_change=state.new_widgets,
            )  # fmt: skip
