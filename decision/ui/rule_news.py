"""What the pair is told when the files of the rules have changed: mistakes in them, or newer rules to take up.

Nothing changes in the middle of a consultation without a word: it goes on with the rules it began with until somebody
takes up the new ones, seeing first what they change for this patient.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from decision.authoring.effects import Shift, shifts
from decision.engine.assess import assess
from decision.language import say, say_count
from decision.pack.pack import Pack
from decision.ui import own_view, packs, state
from decision.ui.look import plain

_SEEN = "rule news seen"


def show() -> None:
    """Draw the news, if there are any."""
    packs.latest()
    loaded = packs.current()
    st.session_state[_SEEN] = _news(loaded)
    if loaded.problems:
        _mistakes(loaded)
    if packs.begun_with_others():
        st.info(
            say(
                "The rules have changed since this consultation was begun, and the rules of then are not here any more. "
                "The new rules are in use. All answers are kept."
            )
        )
    if loaded.newer is not None and loaded.pack is not None:
        _offer(loaded.pack, loaded.newer)


def unseen() -> bool:
    """Whether there are news that the page does not show yet."""
    packs.latest()
    return _SEEN in st.session_state and bool(st.session_state[_SEEN] != _news(packs.current()))


def _news(loaded: packs.Loaded) -> tuple[object, ...]:
    return loaded.problems, loaded.newer.fingerprint if loaded.newer else None


def _mistakes(loaded: packs.Loaded) -> None:
    use = say("The last good version is in use.") if loaded.pack else say("There is no good version to use.")
    start = say("The rule files have changed and hold mistakes, so they are not used.")
    st.error(f"{start} {use} " + say("`vns-choice check` tells each mistake with its place and remedy."))
    with st.expander(say("Mistakes ({number})", number=len(loaded.problems))):
        for problem in loaded.problems:
            st.markdown(f"- {plain(problem.one_line())}")


def _offer(old: Pack, new: Pack) -> None:
    with st.container(border=True, key="rule-news"):
        st.markdown(
            say(
                "**The rules have changed.** This consultation goes on with the rules it began with. The next one begins "
                "with the new rules."
            )
        )
        before = assess(old, state.fitting(old), today=date.today())
        after = assess(new, state.fitting(new), today=date.today())
        aside = [question for question in before.answers.given if question not in after.answers.given]
        if aside:
            names = ", ".join(old.questions[question].short for question in aside)
            st.markdown(plain(say("The new rules do not read these answers: {names}. They are kept.", names=names)))
        found = shifts(before, after)
        if own_view.awaited():
            pass  # what the rules say is not shown before the clinician has noted their own view
        elif not found:
            st.markdown(say("For this patient nothing changes."))
        elif state.show_private() or not private(old, new):
            told = say_count(
                "{number} point changes for this patient", "{number} points change for this patient", len(found)
            )
            with st.expander(told):
                tell(found)
        else:
            st.markdown(say("Something changes for this patient. Show private answers to see what."))
        st.button(say("Use the new rules now"), on_click=packs.use_newest, key="use-new-rules")


def tell(found: tuple[Shift, ...]) -> None:
    """Each difference in a line: about what, before, after, and the rules behind it."""
    for shift in found:
        behind = say(" Rules: {names}.", names=", ".join(shift.rules)) if shift.rules else ""
        st.markdown(
            f"- **{plain(shift.about)}, {plain(shift.axis)}:** "
            + plain(say("{before} → {after}.", before=shift.before.rstrip("."), after=shift.after.rstrip(".")) + behind)
        )


def private(*versions: Pack) -> bool:
    """Whether a private question is answered: then what changes could tell its answer."""
    return any(
        question in pack.questions and pack.questions[question].sensitive
        for pack in versions
        for question in state.answers()
    )
