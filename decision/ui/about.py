"""The about page: what this is for and not for, who answers for it, how it works, how far it can be trusted."""

from __future__ import annotations

import streamlit as st

from decision.pack.model import Pack
from decision.summary.words import DISCLAIMER, STATUS, count, day
from decision.ui import packs
from decision.ui.look import plain
from decision.version import __version__


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    st.title("About", anchor=False)
    pack = packs.current().pack
    if pack is None:
        st.error("There are no rules to show. `vns-choice check` tells why.")
        return
    info = pack.info
    st.warning(f"{STATUS[info.status]} {DISCLAIMER}.")
    for heading, text in {
        "What it is for": info.intended_use,
        "Who uses it": info.intended_users,
        "For which patients": info.intended_patients,
        "What it is not for": info.not_for,
        "How it works": info.logic,
        "How the evidence was chosen": info.evidence_method,
        "How it was tested": info.validation,
        "Updates": info.update_policy,
        "Funding": info.funding,
        "Country": info.country,
    }.items():
        st.header(heading, anchor=False)
        st.write(plain(text))
    st.header("Who wrote and who reviewed it", anchor=False)
    for person in info.authors:
        st.markdown(f"- {plain(person.name)}: {plain(person.role)}")
    reviewers = ", ".join(f"{person.name} ({person.role})" for person in info.reviewers)
    st.write(plain(f"Reviewed by: {reviewers or 'nobody yet'}."))
    st.header("Privacy", anchor=False)
    st.write(
        "Answers stay in this program on this computer while the page is open. They are in no file, log or address. "
        "Nothing is sent anywhere. What you download is yours to keep or delete."
    )
    st.header("How the reasons are weighed", anchor=False)
    _weights(pack)
    st.header("Version", anchor=False)
    st.write(
        plain(
            f"VNS Choice {__version__}. Rules {info.id} {info.version}, {info.status}, of {day(info.released)}; to be looked "
            f"at again by {day(info.review_by)}. {count(len(pack.rules), 'rule')}, {count(len(pack.findings), 'finding')}, "
            f"{count(len(pack.sources), 'source')}. Fingerprint {pack.fingerprint[:12]}."
        )
    )


def _weights(pack: Pack) -> None:
    weights = pack.info.weights
    factors = ", ".join(f"{level.replace('_', ' ')} {factor:g}" for level, factor in weights.certainty.items())
    st.write(
        plain(
            "A reason weighs its strength (1 to 3) times how sure it is times how much its theme matters to the patient "
            f"(0 to 3; {weights.importance} when nobody asked). The factors for how sure: {factors}. For each theme and "
            f"side only the strongest reason counts. One side leads when it weighs at least {weights.lean_ratio:g} times "
            "the other."
        )
    )
