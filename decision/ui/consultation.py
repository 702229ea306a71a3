"""The consultation: a few questions, what can be said so far beside them, and three ways to look at one summary."""

from __future__ import annotations

from datetime import date

import streamlit as st

from decision.engine.assess import assess
from decision.engine.assessment import Assessment
from decision.language import current, mark, say, speaking
from decision.pack.model import Pack, Safety
from decision.summary.model import Reader, Summary
from decision.summary.summarise import summarise
from decision.ui import board, compare, finish, form, keeping, more, packs, state, talk, why_view
from decision.ui.look import banner, plain
from decision.ui.mishap import guarded

_SAFETY_BEFORE = "safety before"
_VIEW = "view"
_READER = "words for"
_VIEWS = {"questions": mark("Questions"), "talk": mark("Talk"), "compare": mark("Compare"), "why": mark("Why")}
_READERS: dict[Reader, str] = {"patient": mark("Patient"), "clinician": mark("Clinician")}


def show() -> None:
    """Draw the page."""
    _consultation()


@st.fragment
@guarded
def _consultation() -> None:
    """Everything that an answer changes. As a fragment it is drawn again by itself, without the rest of the page."""
    with speaking(state.language()):
        keeping.resume()
        loaded = packs.current()
        if loaded.problems:
            _mistakes(loaded)
        if loaded.pack is not None:
            _draw(loaded.pack)
        keeping.keep()


def _mistakes(loaded: packs.Loaded) -> None:
    use = say("The last good version is in use.") if loaded.pack else say("There is no good version to use.")
    start = say("The rule files have changed and hold mistakes, so they are not used.")
    st.error(f"{start} {use} " + say("`vns-choice check` tells each mistake with its place and remedy."))
    with st.expander(say("Mistakes ({number})", number=len(loaded.problems))):
        for problem in loaded.problems:
            st.markdown(f"- {plain(problem.one_line())}")


def _draw(pack: Pack) -> None:
    assessment = assess(pack, state.fitting(pack), today=date.today())
    spoken = pack.spoken(current())
    head, tools = st.columns([1, 1], vertical_alignment="bottom")
    with head:
        st.title(say("Consultation"), anchor=False)
    with tools:
        view, reader = _tools(assessment, spoken)
    private = state.show_private()
    summary = summarise(assessment, reader=reader, language=current(), include_sensitive=private)
    banner(summary.banner)
    keeping.notices()
    changes = _changes(assessment, summary)
    match view:
        case "talk":
            talk.show(summary)
        case "compare":
            compare.show(summary)
        case "why":
            why_view.show(assessment, summary, include_sensitive=private)
        case _:
            left, right = st.columns([2, 3], gap="large")
            with right, st.container(key="summary"):  # first, so that it is there before the form has been drawn again
                board.show(summary, changes)
                _unknowns(summary)
            with left, st.container(key="form"):
                if not assessment.answers.given:
                    more.example(pack)
                form.show(spoken, assessment)


def _tools(assessment: Assessment, pack: Pack) -> tuple[str, Reader]:
    """How to look at it, whose words, what to print, and everything that is needed less often."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom", key="tools"):
        view = st.segmented_control(
            say("View"), list(_VIEWS), default="questions", key=_VIEW, required=True,
            format_func=lambda view: say(_VIEWS[view]), label_visibility="collapsed",
        )  # fmt: skip
        reader: Reader = st.segmented_control(
            say("Words for"), list(_READERS), default="patient", key=_READER, required=True,
            format_func=lambda reader: say(_READERS[reader]), label_visibility="collapsed",
        ) or "patient"  # fmt: skip
        with st.popover(say("Finish and print"), key="finish", on_change="rerun") as box:
            if box.open:  # what is behind a closed door is not worked out
                finish.show(assessment)
        with st.popover(say("More"), key="more", on_change="rerun") as box:
            if box.open:
                more.show(pack)
    return view or "questions", reader


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


def _unknowns(summary: Summary) -> None:
    """What nobody knows, and where everything comes from."""
    lines = "\n".join(f"- {plain(line)}" for line in summary.unknowns)
    st.markdown(f"**{plain(say('What we do not know'))}**\n{lines}")
