"""Publishing the rules: what waits for a second person, and where they sign."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from decision.authoring import history
from decision.authoring.publishing import (
    PublishingError,
    RefusedError,
    awaiting_review,
    difference,
    edited_elsewhere,
    open_file,
    review,
)
from decision.language import say, speaking
from decision.pack.loading import load_pack
from decision.pack.pack import Pack
from decision.pack.problem import PackError
from decision.pack.yaml_text import decode
from decision.ui import packs, state
from decision.ui.look import plain
from decision.ui.mishap import guarded
from decision.ui.rules_editing import entry_line, lines

_READ = "rules read"
_TOLD = "rules published"
_MOST = 12


@st.fragment
@guarded
def publish() -> None:
    """Draw what waits for a second person, and the place where they sign."""
    with speaking(state.language()):
        folder = packs.folder()
        if told := st.session_state.pop(_TOLD, ""):
            st.success(plain(told))
        try:
            pack = load_pack(folder)
            waiting = awaiting_review(folder)
            elsewhere = edited_elsewhere(folder, pack)
        except PackError as error:
            st.error(say("The rules hold mistakes and cannot be published."))
            for problem in error.problems[:_MOST]:
                st.markdown(f"- {plain(problem.one_line())}")
            return
        except history.HistoryError as error:
            st.error(plain(str(error)))
            return
        if pack.info.status == "reviewed":
            names = ", ".join(f"{person.name} ({person.role})" for person in pack.info.reviewers)
            st.info(plain(say("These rules are reviewed, by {names}. The next edit makes them a draft.", names=names)))
            return
        st.markdown(
            say(
                "A second person reads what was edited and signs it. Whoever edited it cannot review it. With the "
                "signature pages and sheets no longer say that the rules are a draft."
            )
        )
        if elsewhere:
            st.warning(say("Files were also changed outside of this page. Who did that is not known here."))
        _waiting(folder, waiting)
        _sign(folder, pack)


def _waiting(folder: Path, waiting: tuple[history.Entry, ...]) -> None:
    st.header(say("Edits since the last review"), anchor=False)
    if not waiting:
        st.markdown(say("None was made on this page. The review is of the rules as they stand."))
    for entry in waiting:
        st.markdown(f"- {plain(entry_line(entry))}")
    first = {name: entry for entry in reversed(waiting) for name in entry.files}
    for name, entry in sorted(first.items()):
        with st.expander(say("Lines that change in {file}", file=name)):
            try:
                before, now = decode(history.former(folder, entry, name))[0], open_file(folder, name).text
            except (OSError, PublishingError):
                st.markdown(say("The former text is not there any more."))
                continue
            lines(difference(before, now))


def _sign(folder: Path, pack: Pack) -> None:
    seen = str(st.session_state.get(_READ, ""))
    st.session_state[_READ] = pack.fingerprint  # what a signature given from now on is about
    with st.form("publish rules", border=True):
        name = st.text_input(say("Your name"))
        role = st.text_input(say("Your role, as it is to be printed"))
        read = st.checkbox(say("I have read these rules as they stand, and answer for them."))
        if not st.form_submit_button(say("Sign and publish"), type="primary"):
            return
    if not read:
        st.error(say("Nothing was published: say that you have read them."))
        return
    try:
        done = review(folder, name=name, role=role, seen=seen, now=datetime.now(UTC))
    except (PublishingError, history.HistoryError) as error:
        st.error(plain(say("Nothing was published: {why}.", why=str(error))))
        for problem in error.problems[:_MOST] if isinstance(error, RefusedError) else ():
            st.markdown(f"- {plain(problem.one_line())}")
    else:
        st.session_state[_TOLD] = f"{say('The rules are reviewed.')} {done.committed}".strip()
        st.rerun()
