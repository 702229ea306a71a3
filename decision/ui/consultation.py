"""The consultation: the form, and beside it what can be said so far."""

from __future__ import annotations

from datetime import date

import streamlit as st

from decision import asked, assess, summarise
from decision.engine.assessment import Assessment
from decision.pack.model import Pack, Safety
from decision.summary.model import Reader, Summary
from decision.ui import finish, form, packs, state, summary_view
from decision.ui.look import banner, plain

_SAFETY_BEFORE = "safety before"
_READER = "words for"
_PRIVATE = "private answers"


def show() -> None:
    """Draw the page; Streamlit calls this again after every interaction."""
    loaded = packs.current()
    if loaded.problems:
        st.error(
            "The rule files have changed and hold mistakes, so they are not used. "
            + ("The last good version is in use. " if loaded.pack else "There is no good version to use. ")
            + "`vns-choice check` tells each mistake with its place and remedy."
        )
        with st.expander(f"Mistakes ({len(loaded.problems)})"):
            for problem in loaded.problems:
                st.markdown(f"- {plain(problem.one_line())}")
    if loaded.pack is None:
        st.stop()
    _consultation(loaded.pack)


def _consultation(pack: Pack) -> None:
    today = date.today()
    answers = state.fitting(pack)
    assessment = assess(pack, answers, today=today)
    head, tools = st.columns([3, 2], vertical_alignment="bottom")
    with tools:
        reader = _tools(assessment)
    summary = summarise(assessment, reader=reader, include_sensitive=bool(st.session_state.get(_PRIVATE)))
    with head:
        st.title("Consultation", anchor=False)
        banner(summary.banner)
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="form"):
        form.show(pack, asked(pack, answers, today=today))
    with right, st.container(key="summary"):
        summary_view.show(summary, pack, _changes(assessment, summary))


def _tools(assessment: Assessment) -> Reader:
    """Whose words, what to print, and a new consultation."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
        reader: Reader = st.segmented_control(
            "Words for", ["patient", "clinician"], default="patient", key=_READER, required=True, format_func=str.capitalize
        ) or "patient"  # fmt: skip
        with st.popover("Finish and print", key="finish", on_change="rerun") as box:
            if box.open:  # what is behind a closed door is not worked out
                finish.show(assessment)
        with st.popover("More"):
            st.toggle("Show private answers", key=_PRIVATE)
            st.write("A new consultation forgets everything said in this one.")
            st.button("Start a new consultation", on_click=state.start_again)
    return reader


def _changes(assessment: Assessment, summary: Summary) -> tuple[str, ...]:
    """What the last answer changed about safety, in a sentence for each option."""
    now = {option: standing.safety.low for option, standing in assessment.items()}
    before: dict[str, Safety] = st.session_state.get(_SAFETY_BEFORE, now)
    st.session_state[_SAFETY_BEFORE] = now
    words = {option.id: (option.name, option.safety.words) for option in summary.options}
    return tuple(
        f"{words[option][0]} – {words[option][1][:1].lower()}{words[option][1][1:]}."
        for option, safety in now.items()
        if option in words and option in before and before[option] != safety
    )
