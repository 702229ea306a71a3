"""The evidence page: every finding and source behind the rules, and what people say about VNS, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pandas as pd
import streamlit as st

from decision.language import current, day, mark, say
from decision.pack.findings import Claim, Finding, Measure, PriorTreatment
from decision.pack.pack import Pack
from decision.summary.citations import citation
from decision.summary.words import CERTAINTY, STATUS, listed, of_the_words, upper_first
from decision.ui import packs, rule_news
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
    "not_stated": mark("not stated whether main or secondary"),
    "pilot": mark("pilot"),
}
_CONTROLS = {
    "sham": mark("sham"),
    "inert": mark("inert treatment"),
    "usual_care": mark("usual care"),
    "active": mark("active treatment"),
    "none": mark("nothing"),
}
_KNOWN = {
    "people": mark("What is known in people"),
    "animals": mark("What is known in animals only"),
    "not_known": mark("Not known"),
}
_LINES = {
    "first": mark("Comes first"),
    "second": mark("Comes second"),
    "third": mark("Comes third"),
    "option": mark("Can be an option"),
    "before_implant": mark("Asked for before an implant of another kind"),
    "definition": mark("What “hard to treat” means"),
    "too_little": mark("Too little to count as a full trial"),
    "against": mark("Advised against: not having tried it is no gap"),
}
_PICTURE = Path(__file__).parent.parent / "assets" / "mechanism.svg"
_PICTURE_WORDS = mark(
    "Where the devices sit: 1 at the ear, 2 held to the neck, 3 under the skin with a wire to the nerve. "
    "4 is the vagus nerve, 5 the brain. How a pulse on the nerve could ease pain is not known for sure."
)
_RESULTS = {
    "benefit": mark("benefit"),
    "no_difference": mark("no difference"),
    "no_comparison": mark("no comparison"),
    "none": mark("none"),
}


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    st.title(say("Evidence"), anchor=False)
    rule_news.show()
    found = packs.current().pack
    if found is None:
        st.error(say("There are no rules to show. `vns-choice check` tells why."))
        return
    pack = found.spoken(current())
    banner((say(STATUS[pack.info.status]), *of_the_words()))
    st.write(plain(pack.info.evidence_method))
    findings, claims, how, first, measures, sources = st.tabs(
        [
            say("Findings"), say("What people say"), say("How it may work"), say("What comes first"),
            say("Questionnaires"), say("Sources"),
        ]
    )  # fmt: skip
    with findings:
        _findings(pack)
    with claims:
        _claims(pack)
    with how:
        _mechanism(pack)
    with first:
        _treatments(pack)
    with measures:
        _measures(pack)
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
        _claim(pack, claim)


def _claim(pack: Pack, claim: Claim) -> None:
    with st.container(border=True):
        st.markdown(f"**“{plain(claim.claim)}”**")
        st.markdown(f"**{say(_VERDICTS[claim.verdict])}.** {plain(claim.patient)}")
        st.caption(plain(claim.explanation))
        for source in claim.sources:
            _source(pack, source)


def _mechanism(pack: Pack) -> None:
    """Where the devices sit, and what is known of how they may work: in people, in animals, not known."""
    st.image(_PICTURE.read_text(encoding="utf-8"), alt=say(_PICTURE_WORDS), width=420)
    st.caption(plain(say(_PICTURE_WORDS)))
    for known, heading in _KNOWN.items():
        claims = [claim for claim in pack.claims.values() if claim.mechanism == known]
        if claims:
            st.header(say(heading), anchor=False)
            for claim in claims:
                _claim(pack, claim)


def _treatments(pack: Pack) -> None:
    """What usually comes before others, in each pain, and what counts as a full trial."""
    pains = {_ALL: say("All pains")} | {pain.id: pain.label for pain in pack.pains.values()}
    pain = st.selectbox(say("Pain"), list(pains), format_func=pains.__getitem__, key="first-pain")
    for line, heading in _LINES.items():
        chosen = [t for t in pack.treatments.values() if t.line == line and (pain == _ALL or _concerns(t.pains, pain))]
        if chosen:
            st.header(say(heading), anchor=False)
            for treatment in chosen:
                _treatment(pack, treatment)


def _treatment(pack: Pack, treatment: PriorTreatment) -> None:
    with st.expander(plain(upper_first(treatment.treatment))):
        st.markdown(f"**{say('For patients')}:** {plain(treatment.patient)}")
        st.markdown(f"**{say('Guideline')}:** {plain(treatment.guideline)}")
        trial = treatment.full_trial or say("No length or dose of a full trial was found.")
        st.markdown(f"**{say('Full trial')}:** {plain(trial)}")
        st.markdown(f"**{say('In which pains')}:** {plain(_pains(pack, treatment.pains))}")
        for source in treatment.sources:
            _source(pack, source)


def _measures(pack: Pack) -> None:
    """Questionnaires whose scores can be entered. Their questions stand nowhere in this tool."""
    st.write(say("Scores can be entered. The questions themselves are not printed here."))
    for measure in pack.measures.values():
        _measure(pack, measure)


def _measure(pack: Pack, measure: Measure) -> None:
    free = say("Free to reproduce") if measure.licence_free else say("Not free to reproduce, as far as we know")
    rows = {
        say("For patients"): measure.patient,
        say("Meant for"): measure.purpose,
        say("In which pains"): _pains(pack, measure.pains),
        say("Items"): str(measure.items or say("not stated")),
        say("Range"): measure.range,
        say("Cut-offs"): "; ".join(measure.cutoffs) or say("none"),
        say("Smallest change that matters"): measure.smallest_change or say("not stated"),
        say("Licence"): f"{free}. {measure.licence}",
        say("Note"): measure.note or "",
    }
    with st.expander(plain(measure.name)):
        for label, text in rows.items():
            if text:
                st.markdown(f"**{label}:** {plain(text)}")
        for source in measure.sources:
            _source(pack, source)


def _concerns(pains: list[str] | Literal["all"], pain: str) -> bool:
    return pains == "all" or pain in pains


def _pains(pack: Pack, pains: list[str] | Literal["all"]) -> str:
    return say("All pains") if pains == "all" else listed([pack.pains[pain].label for pain in pains], most=6)


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
