"""What was said in this consultation, as long as the tab is open. Whether it outlives the tab is for `keeping` to say.

Streamlit forgets a widget once its page is left, so every answer is copied at once into one mapping, as a file of
answers would hold it, and read back from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

import streamlit as st

from decision.engine.assess import asked
from decision.engine.guide import Screen
from decision.language import LANGUAGES
from decision.pack.answers import NONE, NOT_KNOWN, Answers, parse_answers
from decision.pack.model import WRITTEN_IN, Question
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError
from decision.summary.disagreement import Remark
from decision.ui import packs

_ANSWERS = "answers"
_ROUND = "round"
LANGUAGE = "language"
RULE_EDITS = "rule edits"
_STAYS = (LANGUAGE, RULE_EDITS)
"""What a new consultation does not forget."""
_SCREENS = "screens"
_HERE = "here"
_PRIVATE = "private answers"
_DISAGREEMENTS = "disagreements"
_OWN_VIEW = "own view"
_OWN_VIEW_FIRST = "own view first"
NOTHING: dict[str, Any] = {"answers": {}}
"""A consultation in which nothing was said."""


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


def set_aside(pack: Pack) -> tuple[str, ...]:
    """The questions whose answers are kept and do not count, as the pack cannot read them."""
    read = fitting(pack).given
    return tuple(question for question in answers() if question not in read)


def _fits(pack: Pack, question: str, answer: object) -> bool:
    try:
        parse_answers(pack, {question: answer})
    except AnswersError:
        return False
    return True


def questions_asked(questions: Collection[str]) -> frozenset[str]:
    """Those of some questions that have a place in the form: whose `ask_when` holds."""
    pack = pack_in_use()
    return frozenset(asked(pack, fitting(pack))).intersection(questions) if pack and questions else frozenset()


def languages() -> list[str]:
    """The languages that both the program and the rules in use can speak, the rules' own first."""
    pack = pack_in_use()
    return [language for language in pack.languages if language in LANGUAGES] if pack else [WRITTEN_IN]


def languages_set_aside() -> dict[str, str]:
    """The languages that the rules in use have words in and do not speak for the time being, each with the reason."""
    pack = pack_in_use()
    return {name: why for name, why in pack.words_set_aside.items() if name in LANGUAGES} if pack else {}


def language() -> str:
    """The language of the page."""
    chosen = st.session_state.get(LANGUAGE)
    return chosen if chosen in languages() else WRITTEN_IN


def new_widgets() -> None:
    """Draw every question's widget anew from its answer, as after a change of language: its words have changed."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def show_private() -> bool:
    """Whether answers given in private are shown on the page."""
    return bool(st.session_state.get(_PRIVATE))


def keep_private(shown: bool) -> None:
    """Take over the switch for private answers."""
    st.session_state[_PRIVATE] = shown


def upload_key() -> str:
    """The name of the box for a file; a consultation that was replaced has an empty one."""
    return f"upload-{st.session_state.get(_ROUND, 0)}"


def pack_in_use() -> Pack | None:
    """The pack that this page shows."""
    return packs.current().pack


def content() -> dict[str, Any]:
    """Everything that is worth keeping of the consultation, as plain data."""
    kept: dict[str, Any] = {"answers": dict(answers())}
    if said := disagreements():
        kept["disagreements"] = [remark.model_dump(mode="json", exclude_none=True) for remark in said.values()]
    if own_view():
        kept["own_view"] = own_view()
    pack = packs.current().pack
    if answers() and pack:
        kept["rules"] = pack.fingerprint
    return kept


def replace(kept: Mapping[str, Any]) -> None:
    """Go on with a consultation that was kept: its answers take the place of those here."""
    start_again()
    st.session_state[_ANSWERS] = dict(kept.get("answers", {}))
    packs.hold(kept.get("rules"))
    for remark in kept.get("disagreements", []):
        disagree(Remark.model_validate(remark))
    if kept.get("own_view"):
        st.session_state[_OWN_VIEW_FIRST] = True
        keep_own_view(str(kept["own_view"]))


def disagreements() -> dict[str, Remark]:
    """What the clinician disagrees with, by rule."""
    return cast(dict[str, Remark], st.session_state.setdefault(_DISAGREEMENTS, {}))


def disagree(remark: Remark) -> None:
    """Keep a disagreement with a rule; a later one takes the place of an earlier."""
    disagreements()[remark.rule] = remark


def agree(rule: str) -> None:
    """Take a disagreement back."""
    disagreements().pop(rule, None)


def own_view() -> str:
    """The clinician's own view, noted before looking; empty when none was noted."""
    return cast(str, st.session_state.get(_OWN_VIEW, ""))


def keep_own_view(text: str) -> None:
    """Take over the clinician's own view."""
    st.session_state[_OWN_VIEW] = text


def own_view_first() -> bool:
    """Whether the summary waits for the clinician's own view; off unless switched on."""
    return bool(st.session_state.get(_OWN_VIEW_FIRST))


def keep_own_view_first() -> None:
    """Take over the switch for the own view."""
    st.session_state[_OWN_VIEW_FIRST] = st.session_state["own view toggle"]


def start_again() -> None:
    """Forget everything said: the next patient begins with an empty form."""
    this = st.session_state.get(_ROUND, 0)
    for key in list(st.session_state):
        if key not in _STAYS:
            del st.session_state[key]
    st.session_state[_ROUND] = this + 1


def answer_all(found: Mapping[str, object]) -> None:
    """Give several answers with one tap; the widgets take them up when they are drawn next."""
    for question, answer in found.items():
        answers()[question] = answer
        st.session_state.pop(f"q-{st.session_state.get(_ROUND, 0)}-{question}", None)


def trail() -> list[Screen]:
    """The screens of the form that were brought up so far, in their order."""
    return cast(list[Screen], st.session_state.setdefault(_SCREENS, []))


def here() -> int:
    """Which screen of the trail is open."""
    return cast(int, st.session_state.get(_HERE, 0))


def go(place: int) -> None:
    """Open a screen of the trail."""
    st.session_state[_HERE] = place


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
    _set(question, int(value) if question.whole and value is not None else value)
    if value is not None:
        st.session_state[key(question, "-unknown")] = None


def keep_number_unknown(question: Question) -> None:
    """ "Not known" in place of a number."""
    unknown = st.session_state[key(question, "-unknown")]
    _set(question, NOT_KNOWN if unknown else None)
    if unknown:
        st.session_state[key(question)] = None


def keep_date(question: Question) -> None:
    """A day."""
    value = st.session_state[key(question)]
    _set(question, value.isoformat() if value else None)


def _set(question: Question, answer: object) -> None:
    if answer is None:
        answers().pop(question.id, None)
    else:
        answers()[question.id] = answer
