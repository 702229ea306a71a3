"""Which pages there are, and what every one of them has."""

from __future__ import annotations

import streamlit as st

from decision.ui import about, consultation, evidence, look


def show() -> None:
    """Draw the page that is open; Streamlit calls this again after every interaction."""
    st.set_page_config(page_title="VNS Choice", page_icon="🗒️", layout="wide", menu_items={})
    look.apply()
    page = st.navigation(
        [
            st.Page(consultation.show, title="Consultation", url_path="consultation", default=True),
            st.Page(evidence.show, title="Evidence", url_path="evidence"),
            st.Page(about.show, title="About", url_path="about"),
        ],
        position="top",
    )
    page.run()
