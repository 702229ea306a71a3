"""The evidence page: every finding and source behind the rules, and what people say about VNS, checked."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from decision.pack.findings import Finding
from decision.pack.model import Pack
from decision.summary.citations import citation
from decision.summary.words import CERTAINTY, STATUS, listed
from decision.ui import packs
from decision.ui.look import banner, plain

_ALL = "all"
_VERDICTS = {"supported": "Supported", "partly": "Partly true", "unsupported": "Not shown", "wrong": "Wrong"}


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    st.title("Evidence", anchor=False)
    pack = packs.current().pack
    if pack is None:
        st.error("There are no rules to show. `vns-choice check` tells why.")
        return
    banner((STATUS[pack.info.status],))
    st.write(plain(pack.info.evidence_method))
    findings, claims, sources = st.tabs(["Findings", "What people say", "Sources"])
    with findings:
        _findings(pack)
    with claims:
        _claims(pack)
    with sources:
        _sources(pack)


def _findings(pack: Pack) -> None:
    options = {_ALL: "All options"} | {option.id: option.name for option in pack.options.values()}
    pains = {_ALL: "All pains"} | {pain.id: pain.label for pain in pack.pains.values()}
    left, right = st.columns(2)
    option = left.selectbox("Option", list(options), format_func=options.__getitem__, key="evidence-option")
    pain = right.selectbox("Pain", list(pains), format_func=pains.__getitem__, key="evidence-pain")
    chosen = [
        finding
        for finding in pack.findings.values()
        if option in (_ALL, finding.option) and (pain == _ALL or not finding.about or pain in finding.about)
    ]
    order = list(pack.options)
    chosen.sort(key=lambda finding: order.index(finding.option))
    st.write(f"{len(chosen)} of {len(pack.findings)} findings")
    table = pd.DataFrame(
        {
            "Option": [pack.options[f.option].name for f in chosen],
            "Pain": [listed([pack.pains[p].label for p in f.about], most=1) or "any" for f in chosen],
            "Kind": [f.kind for f in chosen],
            "Finding": [f.clinician for f in chosen],
            "Certainty": [CERTAINTY[f.certainty]["clinician"] for f in chosen],
        }
    )
    st.dataframe(
        table, hide_index=True, row_height=64, column_config={"Finding": st.column_config.TextColumn(width="large")}
    )
    names = {f.id: f"{pack.options[f.option].name}: {f.outcome} ({f.id})" for f in chosen}
    if names:
        one = st.selectbox(
            "One finding in full", list(names), index=None, format_func=lambda name: names.get(name, name),
            placeholder="Choose a finding", key="evidence-one",
        )  # fmt: skip
        if one:
            _finding(pack, pack.findings[one])


def _finding(pack: Pack, finding: Finding) -> None:
    rows = {
        "In words": finding.clinician,
        "For patients": finding.patient,
        "Outcome": f"{finding.outcome} ({finding.role.replace('_', ' ')})",
        "In whom": finding.population,
        "Over what time": finding.time or "not stated",
        "Compared with": finding.control.replace("_", " "),
        "Result": finding.result.replace("_", " "),
        "How sure": f"{CERTAINTY[finding.certainty]['clinician']}: {finding.certainty_reason}",
        "To be looked at again by": finding.review_by.isoformat(),
    }
    for label, text in rows.items():
        st.markdown(f"**{label}:** {plain(text)}")
    for source in finding.sources:
        _source(pack, source)


def _claims(pack: Pack) -> None:
    for claim in pack.claims.values():
        with st.container(border=True):
            st.markdown(f"**“{plain(claim.claim)}”**")
            st.markdown(f"**{_VERDICTS[claim.verdict]}.** {plain(claim.patient)}")
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
            "Source": [citation(source) for source in pack.sources.values()],
            "Kind": [source.kind for source in pack.sources.values()],
            "Read as": [source.read_as or "" for source in pack.sources.values()],
            "Behind a rule or finding": ["yes" if name in used else "no" for name in pack.sources],
            "Link": [source.link for source in pack.sources.values()],
        }
    )
    st.dataframe(table, hide_index=True, column_config={"Link": st.column_config.LinkColumn()})
