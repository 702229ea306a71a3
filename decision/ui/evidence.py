"""The evidence page: every finding and source behind the rules, and what people say about VNS, checked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from decision.language import current, day, mark, say
from decision.pack.findings import Finding
from decision.pack.model import Pack
from decision.summary.citations import citation
from decision.summary.words import CERTAINTY, STATUS, listed, of_the_words
from decision.ui import packs
from decision.ui.look import banner, plain

_ALL = "all"
_VERDICTS = {
    "supported": mark("Supported"),
    "partly": mark("Partly true"),
    "unsupported": mark("Not shown"),
    "wrong": mark("Wrong"),
}
_KINDS = {
    "benefit": mark("Benefit"),
    "harm": mark("Harm"),
    "burden": mark("Burden"),
    "absence": mark("Nothing found"),
    "course": mark("Course"),
}
_ROLES = {
    "primary": mark("primary"),
    "secondary": mark("secondary"),
    "subgroup": mark("subgroup"),
    "post_hoc": mark("post hoc"),
    "pilot": mark("pilot"),
}
_CONTROLS = {
    "sham": mark("sham"),
    "inert": mark("inert treatment"),
    "usual_care": mark("usual care"),
    "active": mark("active treatment"),
    "none": mark("nothing"),
}
_RESULTS = {
    "benefit": mark("benefit"),
    "no_difference": mark("no difference"),
    "no_comparison": mark("no comparison"),
    "none": mark("none"),
}


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    st.title(say("Evidence"), anchor=False)
    found = packs.current().pack
    if found is None:
        st.error(say("There are no rules to show. `vns-choice check` tells why."))
        return
    pack = found.spoken(current())
    banner((say(STATUS[pack.info.status]), *of_the_words()))
    st.write(plain(pack.info.evidence_method))
    findings, claims, sources = st.tabs([say("Findings"), say("What people say"), say("Sources")])
    with findings:
        _findings(pack)
    with claims:
        _claims(pack)
    with sources:
        _sources(pack)


def _findings(pack: Pack) -> None:
    options = {_ALL: say("All options")} | {option.id: option.name for option in pack.options.values()}
    pains = {_ALL: say("All pains")} | {pain.id: pain.label for pain in pack.pains.values()}
    left, right = st.columns(2)
    option = left.selectbox(say("Option"), list(options), format_func=options.__getitem__, key="evidence-option")
    pain = right.selectbox(say("Pain"), list(pains), format_func=pains.__getitem__, key="evidence-pain")
    chosen = [
        finding
        for finding in pack.findings.values()
        if option in (_ALL, finding.option) and (pain == _ALL or not finding.about or pain in finding.about)
    ]
    order = list(pack.options)
    chosen.sort(key=lambda finding: order.index(finding.option))
    st.write(say("{number} of {all} findings", number=len(chosen), all=len(pack.findings)))
    table = pd.DataFrame(
        {
            say("Option"): [pack.options[f.option].name for f in chosen],
            say("Pain"): [listed([pack.pains[p].label for p in f.about], most=1) or say("any") for f in chosen],
            say("Kind"): [say(_KINDS[f.kind]) for f in chosen],
            say("Finding"): [f.clinician for f in chosen],
            say("Certainty"): [say(CERTAINTY[f.certainty]["clinician"]) for f in chosen],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        row_height=64,
        column_config={say("Finding"): st.column_config.TextColumn(width="large")},
    )
    names = {f.id: f"{pack.options[f.option].name}: {f.outcome} ({f.id})" for f in chosen}
    if names:
        one = st.selectbox(
            say("One finding in full"), list(names), index=None, format_func=lambda name: names.get(name, name),
            placeholder=say("Choose a finding"), key="evidence-one",
        )  # fmt: skip
        if one:
            _finding(pack, pack.findings[one])


def _finding(pack: Pack, finding: Finding) -> None:
    rows = {
        say("In words"): finding.clinician,
        say("For patients"): finding.patient,
        say("Outcome"): f"{finding.outcome} ({say(_ROLES[finding.role])})",
        say("In whom"): finding.population,
        say("Over what time"): finding.time or say("not stated"),
        say("Compared with"): say(_CONTROLS[finding.control]),
        say("Result"): say(_RESULTS[finding.result]),
        say("How sure"): f"{say(CERTAINTY[finding.certainty]['clinician'])}: {finding.certainty_reason}",
        say("To be looked at again by"): day(finding.review_by),
    }
    for label, text in rows.items():
        st.markdown(f"**{label}:** {plain(text)}")
    for source in finding.sources:
        _source(pack, source)


def _claims(pack: Pack) -> None:
    for claim in pack.claims.values():
        with st.container(border=True):
            st.markdown(f"**“{plain(claim.claim)}”**")
            st.markdown(f"**{say(_VERDICTS[claim.verdict])}.** {plain(claim.patient)}")
            st.caption(plain(claim.explanation))
            for source in claim.sources:
                _source(pack, source)


def _source(pack: Pack, name: str) -> None:
    source = pack.sources[name]
    link = f" [{source.link}]({source.link})" if source.link else ""
    st.markdown(f"- {plain(citation(source))}{link}")


def _sources(pack: Pack) -> None:
    used = {name for finding in pack.findings.values() for name in finding.sources}
    used |= {name for rule in pack.rules.values() for name in rule.sources}
    table = pd.DataFrame(
        {
            say("Source"): [citation(source) for source in pack.sources.values()],
            say("Kind"): [source.kind for source in pack.sources.values()],
            say("Read as"): [source.read_as or "" for source in pack.sources.values()],
            say("Behind a rule or finding"): [say("yes") if name in used else say("no") for name in pack.sources],
            say("Link"): [source.link for source in pack.sources.values()],
        }
    )
    st.dataframe(table, hide_index=True, column_config={say("Link"): st.column_config.LinkColumn()})
