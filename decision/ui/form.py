"""The form: a few questions at a time, nothing preselected, everything answerable with "not known"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Protocol

import streamlit as st

from decision.engine.assess import assess
from decision.engine.assessment import Assessment
from decision.engine.guide import Screen, next_screen, none_of_these, screens, wishes
from decision.language import current, mark, say, say_count, speaking
from decision.pack.answers import NONE, NOT_KNOWN
from decision.pack.model import Question
from decision.pack.pack import Pack
from decision.summary.answers import in_words
from decision.summary.words import IMPORTANCE
from decision.ui import state
from decision.ui.look import plain
from decision.ui.mishap import guarded

MANY = 9
"""More choices than this are searched in a list; fewer are taps."""
_WAY = "way"
_PART = "part"
_WAYS = {"guided": mark("Guided"), "parts": mark("Part by part")}
# Streamlit keeps a tap by the words on it: words that change with the answers would lose the tap.


class Told(Protocol):
    """What is done after an answer: the summary is drawn again, in its place beside the form."""

    def draw(self) -> None: ...

    def reserve(self) -> None:
        """Claim the place. Streamlit lets a fragment write there later only if it did so while the page was drawn."""

    def keep(self) -> None:
        """Save what was said."""


def show(pack: Pack, assessment: Assessment, told: Told) -> None:
    """Draw the few questions that are at hand, and the summary with them. `pack` is the pack in the language spoken.

    Every question is a fragment: an answer draws that question and the summary again, and nothing else.
    """
    way = st.segmented_control(
        say("Way through the form"), list(_WAYS), default="guided", key=_WAY, required=True,
        format_func=lambda way: say(_WAYS[way]), label_visibility="collapsed",
    )  # fmt: skip
    if way == "parts":
        _part_by_part(pack, assessment, told)
    else:
        _guided(pack, assessment, told)
    told.keep()
    _answers()


def _guided(pack: Pack, assessment: Assessment, told: Told) -> None:
    trail = state.trail()
    if not trail and (first := next_screen(assessment, ())):
        trail.append(first)
    place = state.here()
    if place < len(trail):
        _screen(pack, _title(pack, trail[place]), trail[place], told)
    else:
        told.draw()
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
    if not assessment.stakes:
        st.write(
            say("No further answer about health can change this. Every other question is folded away for that reason.")
        )
    visible = state.questions_asked(pack.questions)
    still_open = [name for name in assessment.stakes if name in visible] or list(assessment.stakes)
    not_known = [name for name in still_open if name in assessment.not_known]
    passed = [name for name in still_open if name not in not_known]
    for names, words in (
        (passed, say("These were passed over. They are still open, and open is not no.")),
        (not_known, say("These are not known. They are still open, and worth finding out.")),
    ):
        if names:
            st.write(words)
        for name in names:
            words = plain(pack.questions[name].short)
            st.button(words, key=f"passed-{name}", on_click=go_to, args=(name, part_of(pack, name)))
    st.write(say("“Finish and print” above makes the sheet to take home and the record."))


def _part_by_part(pack: Pack, assessment: Assessment, told: Told) -> None:
    parts = {_part_id(place, found): screen for found in [screens(assessment)] for place, screen in enumerate(found)}
    names = list(parts)
    if st.session_state.get(_PART) not in parts:
        st.session_state[_PART] = names[0]
    chosen = st.selectbox(
        say("Part of the form"), names, format_func=lambda part: _numbered(pack, parts, part), key=_PART, required=True
    )
    matters = {*assessment.stakes, *assessment.answers.given, *wishes(pack).questions}
    folded = tuple(name for name in parts[chosen].questions if name not in matters)
    whole = next(questions for section, questions in pack.sections if section.id == parts[chosen].part)
    _screen(pack, _numbered(pack, parts, chosen), parts[chosen], told, folded, whole)
    place = names.index(chosen)
    with st.container(horizontal=True, key="form-steps"):
        if place:
            st.button(say("Back"), on_click=_open_part, args=(names[place - 1],), key="back")
        if place + 1 < len(names):
            st.button(say("Next"), on_click=_open_part, args=(names[place + 1],), key="next", type="primary")


def _part_id(place: int, found: tuple[Screen, ...]) -> str:
    """A name that stays the same while answers bring up questions or take them away."""
    part = found[place].part
    return f"{part} {sum(screen.part == part for screen in found[: place + 1])}"


def _open_part(part: str) -> None:
    st.session_state[_PART] = part


def _numbered(pack: Pack, parts: Mapping[str, Screen], part: str) -> str:
    if part not in parts:
        return ""
    title = _title(pack, parts[part])
    alike = [name for name, screen in parts.items() if screen.part == parts[part].part]
    if len(alike) == 1:
        return title
    return say("{title} ({number} of {all})", title=title, number=alike.index(part) + 1, all=len(alike))


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


def _screen(
    pack: Pack, title: str, screen: Screen, told: Told, folded: tuple[str, ...] = (), part: tuple[str, ...] = ()
) -> None:
    """The questions of one screen; those that can change nothing are folded away and say so. `part` names all questions
    of the part that is shown from top to bottom: an answer that brings one of them up draws the form again."""
    st.header(plain(title), anchor=False)
    if screen.part == "wishes":
        st.write(say("Nobody has to fill this in. Left out, every reason counts the same. It changes no safety point."))
    questions = [pack.questions[name] for name in screen.questions if name in pack.questions]
    public = [question for question in questions if not question.sensitive and question.id not in folded]
    private = [question for question in questions if question.sensitive and question.id not in folded]
    other = [question for question in questions if question.id in folded]
    drawing = [question.id for question in (*public, *private, *other)]
    ask = _Asking(part, state.questions_asked(part), told, drawing)
    for question in public:
        _ask(question.id, ask)
    if private:
        with st.expander(
            say_count("{number} private question", "{number} private questions", len(private)),
            expanded=len(private) == len(questions),
        ):
            st.write(say("What you say here is not printed for you to take home unless you both choose so."))
            for question in private:
                _ask(question.id, ask)
    if other:
        with st.expander(
            say_count(
                "{number} question that can change nothing for you now",
                "{number} questions that can change nothing for you now",
                len(other),
            )
        ):
            for question in other:
                _ask(question.id, ask)
    if not questions:
        told.draw()
    ask.drawing.clear()
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


@dataclass(frozen=True, slots=True)
class _Asking:
    """What the questions of one screen share. `drawing` names them in order while the page is drawn, and is empty after:
    a question that is drawn then was answered. `part` is the part of the form that is shown whole, if one is, and `asked`
    which of its questions had a place when it was drawn."""

    part: tuple[str, ...]
    asked: frozenset[str]
    told: Told
    drawing: list[str]

    def tell(self, name: str) -> None:
        """Draw the summary: after an answer at once, while the page is drawn only once, with the last question."""
        if self.drawing and name != self.drawing[-1]:
            self.told.reserve()
            return
        if state.questions_asked(self.part) != self.asked:
            st.rerun()  # the answer brings up a question here, or takes one away
        self.told.draw()


@st.fragment
@guarded
def _ask(name: str, asking: _Asking) -> None:
    pack = state.pack_in_use()
    if pack is not None and name in pack.questions:
        with speaking(state.language()):
            asking.tell(name)  # first, so that it is there before the question is drawn again
            _question(pack.spoken(current()).questions[name])
            if not asking.drawing:
                asking.told.keep()  # last: nobody waits for it


@st.fragment
@guarded
def _answers() -> None:
    """What was said so far, each line a way back to its question."""
    with speaking(state.language()), st.popover(say("Answers so far"), key="answered", on_change="rerun") as box:
        found = state.pack_in_use()
        if not box.open or found is None:
            return
        pack, given = found.spoken(current()), state.answers()
        if not given:
            st.write(say("Nothing is answered yet."))
        for question in (pack.questions[name] for name in given if name in pack.questions):
            shown = say("answered in private") if question.sensitive else in_words(question, given[question.id])
            if st.button(
                plain(f"{question.short}: {shown}"), key=f"change-{question.id}", help=say("Change this answer")
            ):
                go_to(question.id, part_of(pack, question.id))
                st.rerun()


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
    if len(values) > MANY:
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
    if len(values) > 2 * MANY:
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
