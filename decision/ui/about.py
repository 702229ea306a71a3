"""The about page: what this is for and not for, who answers for it, how it works, how far it can be trusted."""

from __future__ import annotations

import streamlit as st

from decision.language import current, day, mark, number, say
from decision.pack.pack import Pack
from decision.summary.words import CERTAINTY, DISCLAIMER, STATUS, lower_first, of_the_words
from decision.ui import measured, packs, rule_news
from decision.ui.look import plain
from decision.version import __version__

_VIEWS = {
    "about": mark("About this tool"),
    "attributes": mark("Source attributes"),
    "standards": mark("Measured against standards"),
}


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    st.title(say("About"), anchor=False)
    rule_news.show()
    found = packs.current().pack
    if found is None:
        st.error(say("There are no rules to show. `vns-choice check` tells why."))
        return
    pack = found.spoken(current())
    view = st.segmented_control(
        say("Part"), list(_VIEWS), default="about", format_func=lambda name: say(_VIEWS[name]), key="about-view",
        required=True, label_visibility="collapsed",
    )  # fmt: skip
    match view:  # only the part that is open is worked out
        case "attributes":
            measured.source_attributes(found)
        case "standards":
            measured.standards(found)
        case _:
            _about(pack)


def _about(pack: Pack) -> None:
    info = pack.info
    st.warning(" ".join((say(STATUS[info.status]), *of_the_words(), f"{say(DISCLAIMER)}.")))
    for heading, text in {
        say("What it is for"): info.intended_use,
        say("Who uses it"): info.intended_users,
        say("For which patients"): info.intended_patients,
        say("What it is not for"): info.not_for,
        say("How it works"): info.logic,
        say("How the evidence was chosen"): info.evidence_method,
        say("How it was tested"): info.validation,
        say("Updates"): info.update_policy,
        say("Funding"): info.funding,
        say("Country"): info.country,
    }.items():
        st.header(heading, anchor=False)
        st.write(plain(text))
    st.header(say("Who wrote and who reviewed it"), anchor=False)
    for person in info.authors:
        st.markdown(f"- {plain(person.name)}: {plain(person.role)}")
    reviewers = ", ".join(f"{person.name} ({person.role})" for person in info.reviewers)
    st.write(plain(say("Reviewed by: {names}.", names=reviewers or say("nobody yet"))))
    st.header(say("Privacy"), anchor=False)
    st.write(
        say(
            "Answers stay in this program on this computer. They are in no log, address or file name. While drafts are "
            "switched on, a consultation in progress is kept as a sealed text until you finish or a day has passed; only "
            "the address of the page opens it. Nothing is sent anywhere. What you download is yours to keep or delete."
        )
    )
    st.header(say("How the reasons are weighed"), anchor=False)
    _weights(pack)
    st.header(say("Version"), anchor=False)
    st.write(
        plain(
            say(
                "VNS Choice {program}. Rules {pack} {version} of {released}; to be looked at again by {review_by}. "
                "{rules} rules, {findings} findings, {sources} sources. Fingerprint {fingerprint}.",
                program=__version__,
                pack=info.id,
                version=info.version,
                released=day(info.released),
                review_by=day(info.review_by),
                rules=len(pack.rules),
                findings=len(pack.findings),
                sources=len(pack.sources),
                fingerprint=pack.fingerprint[:12],
            )
        )
    )


def _weights(pack: Pack) -> None:
    weights = pack.info.weights
    factors = ", ".join(
        f"{lower_first(say(CERTAINTY[level]['clinician']))} {number(factor)}"
        for level, factor in weights.certainty.items()
    )
    st.write(
        plain(
            say(
                "A reason weighs its strength (1 to 3) times how sure it is times how much its theme matters to the patient "
                "(0 to 3; {default} when nobody asked). The factors for how sure: {factors}. For each theme and side only "
                "the strongest reason counts. One side leads when it weighs at least {ratio} times the other.",
                default=weights.importance,
                factors=factors,
                ratio=number(weights.lean_ratio),
            )
        )
    )
