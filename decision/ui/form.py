"""The form: a few questions at a time, nothing preselected, everything answerable with "not known"."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from decision.engine.assess import assess
from decision.engine.assessment import Assessment
from decision.engine.guide import Screen, next_screen, none_of_these, screens, wishes
from decision.language import current, mark, say, say_count, speaking
from decision.pack.answers import NONE, NOT_KNOWN
from decision.pack.model import Pack, Question
from decision.summary.answers import in_words
from decision.summary.words import IMPORTANCE
from decision.ui import state
from decision.ui.look import plain
from decision.ui.mishap import guarded

_MANY = 9
"""More choices than this are searched in a list; fewer are taps."""
_WAY = "way"
_PART = "part"
_WAYS = {"guided": mark("Guided"), "parts": mark("Part by part")}
# Streamlit keeps a tap by the words on it: words that change with the answers would lose the tap.


@st.fragment(key=state.FORM)
@guarded
def show() -> None:
    """Draw the few questions that are at hand.

    An answer does not draw the form again: its box shows it already, and only the summary is drawn anew (see `state`).
    """
    with speaking(state.language()):
        pack = state.pack_in_use()
        if pack is None:
            return
        assessment = assess(pack, state.fitting(pack), today=date.today())
        spoken = pack.spoken(current())
        way = st.segmented_control(
            say("Way through the form"), list(_WAYS), default="guided", key=_WAY, required=True,
            format_func=lambda way: say(_WAYS[way]), label_visibility="collapsed",
        )  # fmt: skip
        if way == "parts":
            _part_by_part(spoken, assessment)
        else:
            _guided(spoken, assessment)
        _answers(spoken, assessment)


def _guided(pack: Pack, assessment: Assessment) -> None:
    trail = state.trail()
    if not trail and (first := next_screen(assessment, ())):
        trail.append(first)
    place = state.here()
    if place < len(trail):
        _screen(pack, _title(pack, trail[place]), trail[place])
    else:
        _end(pack, assessment)
    with st.container(horizontal=True, key="form-steps"):
        if place:
            st.button(say("Back"), on_click=state.go, args=(place - 1,), key="back")
        if place < len(trail):
            st.button(say("Next"), on_click=_forward, key="next", type="primary")


def _forward() -> None:
    """To the next screen; a new one is chosen by what was said up to now."""
    trail, place = state.trail(), state.here() + 1
    held = state.pack_in_use()
    if place == len(trail) and held is not None:
        shown = [question for screen in trail for question in screen.questions]
        found = next_screen(assess(held, state.fitting(held)), shown)
        if found:
            trail.append(found)
    state.go(place)


def go_to(question: str, part: str) -> None:
    """Bring up one question, after what was shown so far."""
    st.session_state[_WAY] = "guided"
    state.trail().append(Screen(part, (question,)))
    state.go(len(state.trail()) - 1)


def _end(pack: Pack, assessment: Assessment) -> None:
    st.header(say("That is all for now"), anchor=False)
    passed = [name for name in assessment.stakes if name not in assessment.not_known]
    if not passed:
        st.write(say("No further answer can change the picture. Every other question is folded away for that reason."))
        return
    st.write(say("These were passed over. They are still open, and open is not no."))
    for name in passed:
        question = pack.questions[name]
        st.button(plain(question.short), key=f"passed-{name}", on_click=go_to, args=(name, part_of(pack, name)))


def _part_by_part(pack: Pack, assessment: Assessment) -> None:
    found = screens(assessment)
    titles = {screen.questions: _numbered(pack, found, screen) for screen in found}
    if st.session_state.get(_PART) not in titles:
        st.session_state[_PART] = found[0].questions
    chosen = st.selectbox(
        say("Part of the form"), list(titles), format_func=lambda part: titles.get(part, ""), key=_PART
    )
    screen = next((screen for screen in found if screen.questions == chosen), found[0])
    matters = {*assessment.stakes, *assessment.answers.given, *wishes(pack).questions}
    folded = tuple(name for name in screen.questions if name not in matters)
    _screen(pack, titles[screen.questions], screen, folded)
    place = found.index(screen)
    with st.container(horizontal=True, key="form-steps"):
        if place:
            st.button(say("Back"), on_click=_open_part, args=(found[place - 1],), key="back")
        if place + 1 < len(found):
            st.button(say("Next"), on_click=_open_part, args=(found[place + 1],), key="next", type="primary")


def _open_part(screen: Screen) -> None:
    st.session_state[_PART] = screen.questions


def _numbered(pack: Pack, found: tuple[Screen, ...], screen: Screen) -> str:
    alike = [other for other in found if other.part == screen.part]
    if len(alike) == 1:
        return _title(pack, screen)
    return say(
        "{title} ({number} of {all})", title=_title(pack, screen), number=alike.index(screen) + 1, all=len(alike)
    )


def part_of(pack: Pack, question: str) -> str:
    """The section that a question stands in."""
    return next(section.id for section, names in pack.sections if question in names)


def _title(pack: Pack, screen: Screen) -> str:
    match screen.part:
        case "opening":
            return say("First questions")
        case "wishes":
            return say("What matters to you")
        case "mixed":
            return say("A few more questions")
    return next((section.title for section, _ in pack.sections if section.id == screen.part), "")


def _screen(pack: Pack, title: str, screen: Screen, folded: tuple[str, ...] = ()) -> None:
    """The questions of one screen; those that can change nothing are folded away and say so."""
    st.header(plain(title), anchor=False)
    _progress(screen)
    if screen.part == "wishes":
        st.write(say("Nobody has to fill this in. Left out, every reason counts the same. It changes no safety point."))
    _ask_all([pack.questions[name] for name in screen.questions if name not in folded])
    if folded:
        words = say_count(
            "{number} question that can change nothing for you now",
            "{number} questions that can change nothing for you now",
            len(folded),
        )
        with st.expander(words):
            _ask_all([pack.questions[name] for name in folded])
    if (
        sum(
            pack.questions[name].kind == "choices" or pack.questions[name].when_none is not None
            for name in screen.questions
        )
        > 1
    ):
        st.button(
            say("None of these: no to all that is left open here"), on_click=_none, args=(screen,), key="none-of-these",
            help=say("Answers every open question on this page with no. What was answered stays, and so does what is urgent."),
        )  # fmt: skip


def _none(screen: Screen) -> None:
    pack = state.pack_in_use()
    if pack is not None:
        state.answer_all(none_of_these(assess(pack, state.fitting(pack)), screen))


@st.fragment(key=state.PROGRESS)
def _progress(screen: Screen) -> None:
    with speaking(state.language()):
        given = state.answers()
        answered = sum(question in given for question in screen.questions)
        st.caption(say("{number} of {all} answered", number=answered, all=len(screen.questions)))


def _ask_all(questions: list[Question]) -> None:
    """Draw some questions; the private ones are folded away."""
    for question in questions:
        if not question.sensitive:
            _question(question)
    private = [question for question in questions if question.sensitive]
    if private:
        words = say_count("{number} private question", "{number} private questions", len(private))
        with st.expander(words, expanded=len(private) == len(questions)):
            st.write(say("What you say here is not printed for you to take home unless you both choose so."))
            for question in private:
                _question(question)


def _answers(pack: Pack, assessment: Assessment) -> None:
    """What was said so far, each line a way back to its question."""
    with st.popover(say("Answers so far"), key="answered", on_change="rerun") as box:
        if not box.open:
            return
        if not assessment.answers.given:
            st.write(say("Nothing is answered yet."))
        for name, answer in assessment.answers.given.items():
            question = pack.questions[name]
            shown = say("answered in private") if question.sensitive else in_words(question, answer)
            st.button(
                plain(f"{question.short}: {shown}"), key=f"change-{name}", on_click=go_to,
                args=(name, part_of(pack, name)), help=say("Change this answer"),
            )  # fmt: skip


def _question(question: Question) -> None:
    help_text = say("Why we ask: {why}", why=question.why)
    if question.how:
        help_text += "\n\n" + say("How to find out: {how}", how=question.how)
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
            placeholder=say("Choose"), **common,
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
    words: dict[object, str] = {NOT_KNOWN: say("Not known")}
    if question.kind == "yes_no":
        return words | {True: say("Yes"), False: say("No")}
    if question.kind == "importance":
        return words | {value: say(word).capitalize() for value, word in enumerate(IMPORTANCE)}
    return words | {choice.id: plain(choice.label) for choice in question.choices}


def _choices(question: Question, given: object, common: dict[str, Any]) -> None:
    chosen = given if isinstance(given, list) else [] if given is None else [given]
    words = _words(question) | {NONE: say("None of these, or no others")}
    values = [*question.choice_ids, NONE, NOT_KNOWN]
    state.offer(common["key"], chosen, values.__contains__)
    keep = partial(state.keep_choices, question)
    if len(values) > 2 * _MANY:
        st.multiselect(
            plain(question.label), values, format_func=words.__getitem__, on_change=keep,
            placeholder=say("Choose any"), **common,
        )  # fmt: skip
    else:
        st.pills(
            plain(question.label), values, selection_mode="multi", format_func=words.__getitem__, on_change=keep,
            **common,
        )  # fmt: skip


def _number(question: Question, given: object, common: dict[str, Any]) -> None:
    low, high = question.range or (0.0, 0.0)
    unit = f" ({question.unit})" if question.unit else ""
    number = given if isinstance(given, int | float) else None
    state.offer(common["key"], number, lambda held: low <= held <= high)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with left:
        st.number_input(
            plain(question.label) + unit,
            min_value=int(low) if question.whole else low,
            max_value=int(high) if question.whole else high,
            value=None,
            step=1 if question.whole else 0.1,
            on_change=partial(state.keep_number, question),
            placeholder=say("{low} to {high}", low=f"{low:g}", high=f"{high:g}"),
            **common,
        )
    with right:
        name = state.key(question, "-unknown")
        state.offer(name, NOT_KNOWN if given == NOT_KNOWN else None)
        st.pills(
            say("{topic} not known", topic=plain(question.short)),
            [NOT_KNOWN],
            format_func=lambda _: say("Not known"),
            key=name,
            on_change=partial(state.keep_number_unknown, question),
            label_visibility="collapsed",
        )
