"""The talk view: one option, one idea at a time, in big type, with an opening phrase for the clinician."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from decision.language import mark, say
from decision.summary.model import Number, OptionSummary, Reason, Summary
from decision.ui.board import axis_html, before_options
from decision.ui.look import plain

_OPTION = "talk option"
_IDEA = "talk idea"
_MOST_NUMBERS = 2


def show(summary: Summary) -> None:
    """Draw one idea about one option, and the steps to the next."""
    if before := before_options(summary):
        st.html(before)
    names = {option.id: option.name for option in summary.options}
    if st.session_state.get(_OPTION) not in names:
        st.session_state[_OPTION] = next(iter(names))
    if st.session_state.get(_IDEA) not in _IDEAS:
        st.session_state[_IDEA] = next(iter(_IDEAS))
    chosen = st.pills(
        say("Option"), list(names), format_func=names.__getitem__, key=_OPTION, required=True,
    )  # fmt: skip
    idea = st.segmented_control(
        say("Idea"), list(_IDEAS), format_func=lambda name: say(_IDEAS[name][0]), key=_IDEA, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    option = next(option for option in summary.options if option.id == chosen)
    title, phrase, draw = _IDEAS[idea or "what"]
    with st.container(key="talk"):
        st.header(plain(f"{option.name}: {say(title)}"), anchor=False)
        draw(option)
    st.caption(plain(say("To open with: “{phrase}”", phrase=say(phrase))))
    order = list(_IDEAS)
    place = order.index(idea or "what")
    with st.container(horizontal=True):
        if place:
            st.button(say("Back"), on_click=_go, args=(order[place - 1],), key="talk-back")
        if place + 1 < len(order):
            st.button(say("Next"), on_click=_go, args=(order[place + 1],), key="talk-next", type="primary")


def _go(idea: str) -> None:
    st.session_state[_IDEA] = idea


def _what(option: OptionSummary) -> None:
    st.markdown(plain(option.long_name))
    st.markdown(plain(option.what))
    st.markdown(plain(option.role))


def _safety(option: OptionSummary) -> None:
    st.html(axis_html(option.safety))
    for reason in option.safety_reasons:
        st.markdown(f"- {_said(reason)}")
    if option.true_of_everyone:
        st.subheader(say("True of everyone"), anchor=False)
        for text, numbers in option.true_of_everyone:
            st.markdown(f"- {plain(text)} {cited(numbers)}")


def _help(option: OptionSummary) -> None:
    for axis in option.evidence:
        st.html(axis_html(axis))
    _numbers(option.benefits)


def _side_effects(option: OptionSummary) -> None:
    _numbers(option.harms)


def _living(option: OptionSummary) -> None:
    st.markdown(plain(option.living))
    for label, text in option.burdens:
        st.markdown(f"- **{plain(label)}:** {plain(text)}")


def _weigh(option: OptionSummary) -> None:
    if option.lean:
        st.html(axis_html(option.lean))
    if option.scales:
        st.image(option.scales.figure, alt=option.scales.alt, width=480)
        st.caption(plain(f"{option.scales.caption} {option.scales.alt}"))
    left, right = st.columns(2)
    for column, heading, reasons, points in (
        (left, say("Good points"), option.reasons_for, option.good),
        (right, say("Bad points"), option.reasons_against, option.bad),
    ):
        with column:
            st.subheader(heading, anchor=False)
            for reason in reasons:
                st.markdown(f"- {_said(reason)}")
            for text, numbers in points:
                st.markdown(f"- {plain(text)} {cited(numbers)}")
    if option.fits:
        st.subheader(say("How it fits what you said matters"), anchor=False)
        for theme, importance, words in option.fits:
            st.markdown(f"- **{plain(theme)}** ({plain(importance)}): {plain(words)}")
    for sentence in option.tipping:
        st.markdown(plain(say("What would tip it: {sentence}", sentence=sentence)))


def _unknown(option: OptionSummary) -> None:
    for line in option.unknowns or (say("Nothing more than what stands with each number."),):
        st.markdown(f"- {plain(line)}")


_IDEAS: dict[str, tuple[str, str, Callable[[OptionSummary], None]]] = {
    "what": (
        mark("What it is"),
        mark("Shall we look at what this is, and then at what speaks for it and against it?"),
        _what,
    ),
    "safety": (mark("Safety, for you"), mark("What do you know already about your own risks here?"), _safety),
    "help": (mark("Could it help?"), mark("What would have to get better for you, so that it was worth it?"), _help),
    "harms": (mark("Side effects, in numbers"), mark("Which of these would bother you most?"), _side_effects),
    "living": (mark("What it is like"), mark("How would this fit into an ordinary day of yours?"), _living),
    "weigh": (mark("For and against"), mark("Which of these count most for you?"), _weigh),
    "unknown": (mark("What we do not know"), mark("How do you feel about what nobody knows yet?"), _unknown),
}
"""By idea: its name, an opening phrase for the clinician, and what is shown."""


def _said(reason: Reason) -> str:
    said = " ".join(filter(None, (reason.text, reason.because, reason.certainty)))
    return f"{plain(said)} {cited(reason.sources)}"


def cited(numbers: tuple[int, ...]) -> str:
    """The numbers of the sources behind a sentence."""
    return f":small[{', '.join(map(str, numbers))}]" if numbers else ""


def _numbers(numbers: tuple[Number, ...]) -> None:
    if not numbers:
        st.markdown(say("No study with a number was found."))
    for number in numbers[:_MOST_NUMBERS]:
        _number(number)
    if len(numbers) > _MOST_NUMBERS:
        with st.expander(say("{number} more", number=len(numbers) - _MOST_NUMBERS)):
            for number in numbers[_MOST_NUMBERS:]:
                _number(number)


def _number(number: Number) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(number.caption)}** {cited(number.sources)}")
        where = st.container()
        if number.figure:
            left, where = st.columns([1, 3])
            left.image(number.figure, alt=number.alt, width=170)
        for sentence in number.sentences:
            where.markdown(plain(sentence))
        where.caption(plain(f"{number.how_sure} {number.how_direct}"))
