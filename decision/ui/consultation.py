"""The consultation: a few questions, what can be said so far beside them, and three ways to look at one summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from decision.engine.assess import assess
from decision.engine.assessment import Assessment
from decision.language import current, mark, say, speaking
from decision.pack.model import Pack, Safety
from decision.summary.model import Reader, Summary
from decision.summary.summarise import summarise
from decision.ui import board, compare, finish, form, keeping, more, own_view, rule_news, state, talk, why_view
from decision.ui.look import banner, plain
from decision.ui.mishap import guarded

_SAFETY_BEFORE = "safety before"
_SO_FAR = "so-far"
_PICTURE = "picture"
_VIEW = "view"
_READER = "words for"
_VIEWS = {"questions": mark("Questions"), "talk": mark("Talk"), "compare": mark("Compare"), "why": mark("Why")}
_READERS: dict[Reader, str] = {"patient": mark("Patient"), "clinician": mark("Clinician")}


def show() -> None:
    """Draw the page. An answer draws only its own question and the summary again."""
    keeping.resume()
    rule_news.show()
    pack = state.pack_in_use()
    if pack is not None:
        _draw(pack)


def _draw(pack: Pack) -> None:
    view = _head()
    assessment, summary = _picture(pack)
    banner(summary.banner)
    keeping.notices()
    _set_aside(pack.spoken(current()))
    match view:
        case "talk" | "compare" | "why" if own_view.awaited():
            own_view.cover()
        case "talk":
            talk.show(summary)
        case "compare":
            compare.show(summary)
        case "why":
            why_view.show(assessment, summary, include_sensitive=state.show_private())
        case _:
            left, right = st.columns([2, 3], gap="large")
            with right, st.container(key="summary"):  # before the form, so that it is there first
                beside = _Beside.made()
            with left, st.container(key="form"):
                if not assessment.answers.given:
                    more.example(pack)
                form.show(pack.spoken(current()), assessment, beside)
            with st.container(key="jump"):  # on a narrow page the summary stands under the form
                st.markdown(f"[{say('What we can say so far')} ↓](#{_SO_FAR})")


def _set_aside(pack: Pack) -> None:
    """Answers that do not count are named, so that nobody takes them for considered."""
    if aside := state.set_aside(pack):
        names = ", ".join(
            pack.questions[question].short if question in pack.questions else question.replace("_", " ")
            for question in aside
        )
        told = say(
            "These answers do not fit the rules in use and are not counted: {names}. They are kept.", names=names
        )
        st.warning(plain(told))


@dataclass(frozen=True, slots=True)
class _Beside:
    """The summary in its place beside the form, drawn again after every answer.

    One place and no more: for each, Streamlit sends a message ahead, and the browser lays the whole page out for it.
    """

    place: DeltaGenerator

    @classmethod
    def made(cls) -> _Beside:
        st.header(say("What we can say so far"), anchor=_SO_FAR)
        return cls(st.empty())

    def reserve(self) -> None:
        self.place.empty()

    def draw(self) -> None:
        pack = state.pack_in_use()
        if pack is None:
            return
        with self.place.container():
            if own_view.awaited():
                own_view.cover()
                return
            assessment, summary = _picture(pack)
            st.info(plain(" ".join((*_changes(assessment, summary), summary.headline))))
            st.html(board.so_far(summary))

    def keep(self) -> None:
        keeping.keep()
        if rule_news.unseen():
            st.rerun()


def _picture(pack: Pack) -> tuple[Assessment, Summary]:
    """What can be said, worked out once for the same answers."""
    reader: Reader = "clinician" if st.session_state.get(_READER) == "clinician" else "patient"
    of = (pack.fingerprint, dict(state.answers()), reader, current(), state.show_private(), date.today())
    held = st.session_state.get(_PICTURE)
    if held is None or held[0] != of:
        assessment = assess(pack, state.fitting(pack), today=date.today())
        summary = summarise(assessment, reader=reader, language=current(), include_sensitive=state.show_private())
        held = st.session_state[_PICTURE] = (of, (assessment, summary))
    return cast(tuple[Assessment, Summary], held[1])


def _head() -> str:
    """The title and, beside it, how to look at it, whose words, what to print, and what is needed less often."""
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        st.title(say("Consultation"), anchor=False)
        view = st.segmented_control(
            say("View"), list(_VIEWS), default="questions", key=_VIEW, required=True,
            format_func=lambda view: say(_VIEWS[view]), label_visibility="collapsed", wrap=True,
        )  # fmt: skip
        st.segmented_control(
            say("Words for"), list(_READERS), default="patient", key=_READER, required=True,
            format_func=lambda reader: say(_READERS[reader]), label_visibility="collapsed",
        )  # fmt: skip
        for behind_a_door in (_finish, _more):
            with st.container(width="content"):
                behind_a_door()
    return view or "questions"


@st.fragment
@guarded
def _finish() -> None:
    with speaking(state.language()), st.popover(say("Finish and print"), key="finish", on_change="rerun") as box:
        pack = state.pack_in_use()
        if box.open and pack is not None:  # what is behind a closed door is not worked out
            finish.show(assess(pack, state.fitting(pack), today=date.today()))


@st.fragment
@guarded
def _more() -> None:
    with speaking(state.language()), st.popover(say("More"), key="more", on_change="rerun") as box:
        pack = state.pack_in_use()
        if box.open and pack is not None:
            more.show(pack)


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
