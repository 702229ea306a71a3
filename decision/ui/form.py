"""The form: one short section at a time, nothing preselected, everything answerable with "not known"."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from decision.pack.answers import NONE, NOT_KNOWN
from decision.pack.model import Pack, Question
from decision.summary.words import IMPORTANCE, count
from decision.ui import state
from decision.ui.look import plain

_MANY = 9
"""More choices than this are searched in a list; fewer are taps."""
_SECTION = "section"
# Streamlit keeps a tap by the words on it: words that change with the answers would lose the tap.


def show(pack: Pack, shown: tuple[str, ...]) -> None:
    """Draw the section that is open. `shown` are the questions that concern this patient."""
    sections = {section.id: section for section, _ in pack.sections}
    opening = tuple(q.id for q in pack.questions.values() if q.opening)
    members: dict[str, tuple[str, ...]] = {"start": opening}
    members |= {section.id: tuple(q for q in names if q in shown) for section, names in pack.sections}
    titles = {"start": "First questions"} | {name: section.title for name, section in sections.items()}
    names = list(members)
    if st.session_state.get(_SECTION) not in names:
        st.session_state[_SECTION] = names[0]
    here = st.radio("Part of the form", names, key=_SECTION, format_func=titles.__getitem__)
    intro = sections[here].intro if here in sections else f"{count(len(opening), 'question')} for a first picture."
    st.header(titles[here], anchor=False)
    given = state.answers()
    st.caption(f"{sum(question in given for question in members[here])} of {len(members[here])} answered")
    if intro:
        st.write(plain(intro))
    ask([pack.questions[name] for name in members[here]])
    place = names.index(here)
    if place + 1 < len(names):
        following = names[place + 1]
        st.button(f"Next: {titles[following]}", on_click=go_to, args=(following,), key="next")


def go_to(section: str) -> None:
    """Open a section of the form."""
    st.session_state[_SECTION] = section


def ask(questions: list[Question]) -> None:
    """Draw some questions; the private ones are folded away."""
    for question in questions:
        if not question.sensitive:
            _ask(question)
    private = [question for question in questions if question.sensitive]
    if private:
        with st.expander(f"{count(len(private), 'private question')}"):
            st.write("What you say here is not printed for you to take home unless you both choose so.")
            for question in private:
                _ask(question)


def _ask(question: Question) -> None:
    help_text = f"Why we ask: {question.why}" + (f"\n\nHow to find out: {question.how}" if question.how else "")
    common: dict[str, Any] = {"key": state.key(question), "help": plain(help_text)}
    given = state.answers().get(question.id)
    with st.container(key=f"ask-{question.id}", border=False):
        match question.kind:
            case "number":
                _number(question, given, common)
            case "date":
                state.offer(common["key"], date.fromisoformat(given) if isinstance(given, str) else None)
                st.date_input(plain(question.label), on_change=partial(state.keep_date, question), **common)
            case "choices":
                _choices(question, given, common)
            case _:
                _choice(question, given, common)


def _choice(question: Question, given: object, common: dict[str, Any]) -> None:
    values: list[object] = [*_values(question), NOT_KNOWN]
    words = _words(question)
    state.offer(common["key"], given, values.__contains__)
    keep = partial(state.keep_choice, question)
    if len(values) > _MANY:
        st.selectbox(
            plain(question.label), values, index=None, format_func=words.__getitem__, on_change=keep,
            placeholder="Choose", **common,
        )  # fmt: skip
    else:
        st.pills(plain(question.label), values, format_func=words.__getitem__, on_change=keep, **common)


def _values(question: Question) -> list[object]:
    match question.kind:
        case "yes_no":
            return [True, False]
        case "importance":
            return [0, 1, 2, 3]
    return list(question.choice_ids)


def _words(question: Question) -> dict[object, str]:
    words: dict[object, str] = {NOT_KNOWN: "Not known"}
    if question.kind == "yes_no":
        return words | {True: "Yes", False: "No"}
    if question.kind == "importance":
        return words | {value: word.capitalize() for value, word in enumerate(IMPORTANCE)}
    return words | {choice.id: plain(choice.label) for choice in question.choices}


def _choices(question: Question, given: object, common: dict[str, Any]) -> None:
    chosen = given if isinstance(given, list) else [] if given is None else [given]
    words = _words(question) | {NONE: "None of these, or no others"}
    values = [*question.choice_ids, NONE, NOT_KNOWN]
    state.offer(common["key"], chosen, values.__contains__)
    keep = partial(state.keep_choices, question)
    if len(values) > 2 * _MANY:
        st.multiselect(
            plain(question.label),
            values,
            format_func=words.__getitem__,
            on_change=keep,
            placeholder="Choose any",
            **common,
        )
    else:
        st.pills(
            plain(question.label),
            values,
            selection_mode="multi",
            format_func=words.__getitem__,
            on_change=keep,
            **common,
        )


def _number(question: Question, given: object, common: dict[str, Any]) -> None:
    low, high = question.range or (0.0, 0.0)
    unit = f" ({question.unit})" if question.unit else ""
    step = 1 if question.whole else 0.1
    number = given if isinstance(given, int | float) else None
    state.offer(common["key"], number, lambda held: low <= held <= high)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        st.number_input(
            plain(question.label) + unit,
            min_value=int(low) if question.whole else low,
            max_value=int(high) if question.whole else high,
            value=None,
            step=step,
            on_change=partial(state.keep_number, question),
            placeholder=f"{low:g} to {high:g}",
            **common,
        )
    with right:
        name = state.key(question, "-unknown")
        state.offer(name, NOT_KNOWN if given == NOT_KNOWN else None)
        st.pills(
            f"{plain(question.short)} not known",
            [NOT_KNOWN],
            format_func=lambda _: "Not known",
            key=name,
            on_change=partial(state.keep_number_unknown, question),
            label_visibility="collapsed",
        )
