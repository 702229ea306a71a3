"""The consultation: a few questions, what can be said so far beside them, and three ways to look at one summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from decision.engine.assess import assess
from decision.engine.assessment import Assessment
from decision.language import current, mark, say, speaking
from decision.pack.model import Safety
from decision.pack.pack import Pack
from decision.summary.model import Glance, Reader, Summary
from decision.summary.summarise import glance, summarise
from decision.summary.words import lower_first
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
    picture = _picture(pack)
    banner(picture.seen.banner)
    keeping.notices()
    _set_aside(pack.spoken(current()))
    match view:
        case "talk" | "compare" | "why" if own_view.awaited():
            own_view.cover()
        case "talk":
            talk.show(picture.whole)
        case "compare":
            compare.show(picture.whole)
        case "why":
            why_view.show(picture.assessment, picture.whole, include_sensitive=state.show_private())
        case _:
            left, right = st.columns([2, 3], gap="large")
            with right, st.container(key="summary"):  # before the form, so that it is there first
                beside = _Beside.made()
            with left, st.container(key="form"):
                if not picture.assessment.answers.given:
                    more.example(pack)
                form.show(pack.spoken(current()), picture.assessment, beside)
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
        if own_view.awaited():
            with self.place.container():
                own_view.cover()
            return
        picture = _picture(pack)
        line = plain(" ".join((*_changes(picture.assessment, picture.seen), picture.seen.headline)))
        so_far = board.so_far(picture.seen)
        with self.place.container():  # all at once: for what comes apart, the browser goes through the page once more
            st.info(line)  # not in the HTML below: this stays and only its words change, so a screen reader says them
            st.html(so_far)

    def keep(self) -> None:
        keeping.keep()
        if rule_news.unseen():
            st.rerun()


@dataclass(frozen=True)
class _Picture:
    """What can be said of the answers; each of the two ways to say it is made when it is first asked for."""

    of: tuple[object, ...]
    assessment: Assessment
    reader: Reader
    language: str
    private: bool

    @cached_property
    def seen(self) -> Glance:
        return glance(self.assessment, reader=self.reader, language=self.language, include_sensitive=self.private)

    @cached_property
    def whole(self) -> Summary:
        return summarise(self.assessment, reader=self.reader, language=self.language, include_sensitive=self.private)


def _picture(pack: Pack) -> _Picture:
    """What can be said, worked out once for the same answers."""
    reader: Reader = "clinician" if st.session_state.get(_READER) == "clinician" else "patient"
    language, private, today = current(), state.show_private(), date.today()
    of = (pack.fingerprint, dict(state.answers()), reader, language, private, today)
    held = cast(_Picture | None, st.session_state.get(_PICTURE))
    if held is None or held.of != of:
        assessment = assess(pack, state.fitting(pack), today=today)
        held = st.session_state[_PICTURE] = _Picture(of, assessment, reader, language, private)
    return held


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


def _changes(assessment: Assessment, seen: Glance) -> tuple[str, ...]:
    """What the last answer changed about safety, in a sentence for each option."""
    now = {option: standing.safety.low for option, standing in assessment.items()}
    before: dict[str, Safety] = st.session_state.get(_SAFETY_BEFORE, now)
    st.session_state[_SAFETY_BEFORE] = now
    words = {option.id: (option.name, option.safety.words) for option in seen.options}
    return tuple(
        f"{words[option][0]} – {lower_first(words[option][1])}."
        for option, safety in now.items()
        if option in words and option in before and before[option] != safety
    )
