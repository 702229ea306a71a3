"""The answers of this consultation, kept for as long as the tab is open and nowhere else.

Streamlit forgets a widget once its page is left, so every answer is copied at once into one mapping, as a file of
answers would hold it, and read back from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import streamlit as st

from decision.pack.answers import NONE, NOT_KNOWN, Answers, parse_answers
from decision.pack.model import Pack, Question
from decision.pack.problem import AnswersError

_ANSWERS = "answers"
_ROUND = "round"


def answers() -> dict[str, object]:
    """Everything answered so far, by question."""
    return cast(dict[str, object], st.session_state.setdefault(_ANSWERS, {}))


def fitting(pack: Pack) -> Answers:
    """The answers that fit the pack. After a change of the pack the others are kept, and not used."""
    given = {question: answer for question, answer in answers().items() if question in pack.questions}
    try:
        return parse_answers(pack, given)
    except AnswersError:
        return parse_answers(
            pack, {question: answer for question, answer in given.items() if _fits(pack, question, answer)}
        )


def _fits(pack: Pack, question: str, answer: object) -> bool:
    try:
        parse_answers(pack, {question: answer})
    except AnswersError:
        return False
    return True


def start_again() -> None:
    """Forget everything said: the next patient begins with an empty form."""
    this = st.session_state.get(_ROUND, 0)
    for key in list(st.session_state):
        del st.session_state[key]
    st.session_state[_ROUND] = this + 1


def key(question: Question, part: str = "") -> str:
    """The name of a question's widget; a new consultation has new names."""
    return f"q-{st.session_state.get(_ROUND, 0)}-{question.id}{part}"


def offer(name: str, value: object, fits: Callable[[Any], bool] = lambda _: True) -> None:
    """Give a widget its value before it is drawn, if it has none. A value that the question no longer takes is left out:
    the rules may have changed since."""
    held = st.session_state.get(name, value)
    kept: object
    if isinstance(held, list):
        kept = [item for item in held if fits(item)]
    else:
        kept = held if held is None or fits(held) else None
    if name not in st.session_state or kept != held:
        st.session_state[name] = kept


def keep_choice(question: Question) -> None:
    """A single tap: a second tap on it takes the answer back."""
    _set(question, st.session_state[key(question)])


def keep_choices(question: Question) -> None:
    """Several taps. "None of these" and "not known" exclude each other: the later tap holds."""
    chosen: list[str] = list(st.session_state[key(question)] or [])
    before = answers().get(question.id) or []
    if NONE in chosen and NOT_KNOWN in chosen:
        earlier = NONE if isinstance(before, list) and NONE in before else NOT_KNOWN
        chosen.remove(earlier)
        st.session_state[key(question)] = chosen
    _set(question, chosen or None)


def keep_number(question: Question) -> None:
    """A number; typing one takes "not known" back."""
    value: Any = st.session_state[key(question)]
    if value is not None:
        st.session_state[key(question, "-unknown")] = None
    _set(question, int(value) if question.whole and value is not None else value)


def keep_number_unknown(question: Question) -> None:
    """ "Not known" in place of a number."""
    unknown = st.session_state[key(question, "-unknown")]
    if unknown:
        st.session_state[key(question)] = None
    _set(question, NOT_KNOWN if unknown else None)


def keep_date(question: Question) -> None:
    """A day."""
    value = st.session_state[key(question)]
    _set(question, value.isoformat() if value else None)


def _set(question: Question, answer: object) -> None:
    if answer is None:
        answers().pop(question.id, None)
    else:
        answers()[question.id] = answer
