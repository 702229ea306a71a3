"""What is needed now and then: an example to look at, a blank form, opening a file, words explained, a fresh start."""

from __future__ import annotations

from functools import partial

import streamlit as st

from decision.language import current, mark, say
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError
from decision.records import consultation
from decision.summary.blank_form import blank_form_pdf
from decision.ui import keeping, own_view, state
from decision.ui.look import plain

WORDS = {
    mark("Nothing found against it"): mark("Every safety question is answered, and nothing was found against it."),
    mark("Not settled"): mark("Questions are still open, and their answers can change this."),
    mark("Points to talk about"): mark(
        "Something a maker's list or a study names applies to you. It does not rule it out."
    ),
    mark("Ask first"): mark("A specialist is asked before anything is decided."),
    mark("Not now"): mark("Something that can pass speaks against it at the moment."),
    mark("Ruled out"): mark("Something lasting speaks against it. Nothing outweighs that."),
    mark("Dummy device"): mark("A device that looks real and does nothing, so that a study can compare fairly."),
    mark("Fair comparison"): mark("A study in which chance decided who got the treatment and who got something else."),
    mark("How sure"): mark("How far a number can be trusted: from very unsure to sure."),
    mark("Not known"): mark("It was asked, and nobody can say. It never counts as a no."),
}
"""Words of this tool, explained."""


def example(pack: Pack) -> None:
    """An invented patient to look at, offered while nothing is answered."""
    there = next((vignette for vignette in pack.vignettes if vignette.story), None)
    if there is not None:
        st.button(
            say("New here? Look at an invented patient"), on_click=keeping.begin, args=({"answers": dict(there.given)},),
            key="example", type="tertiary",
        )  # fmt: skip


def show(pack: Pack) -> None:
    """Draw what stands behind the button "More"."""
    private = st.toggle(say("Show private answers"), value=state.show_private(), key="private toggle")
    if private != state.show_private():
        state.keep_private(private)
        st.rerun()  # what stands beside this little window changes with it
    st.download_button(
        say("Blank form to fill in on paper (PDF)"),
        data=partial(blank_form_pdf, pack, language=current()), file_name="vns-choice-form.pdf",
        mime="application/pdf", on_click="ignore", key="download-form",
    )  # fmt: skip
    own_view.show()
    _open(pack)
    with st.expander(say("Words used here")):
        for word, meaning in WORDS.items():
            st.markdown(f"**{plain(say(word))}:** {plain(say(meaning))}")
    if keeping.switched_on():
        st.write(
            say(
                "What was said is kept, sealed, until you finish or a day has passed. Only this page's address opens it."
            )
        )
    else:
        st.write(say("Nothing is kept. When this page is closed or loaded again, everything said is gone."))
    if st.button(say("Finish: forget everything and start anew"), key="start-again"):
        keeping.finish()
        st.rerun()


def _open(pack: Pack) -> None:
    """Go on from a file of answers that was saved before."""
    file = st.file_uploader(say("Open a file of answers"), type=["yaml", "yml", "json"], key=state.upload_key())
    if file is None:
        return
    try:
        found, saved = consultation.read(file.getvalue(), say("the file"), pack)
    except AnswersError as error:
        st.error(say("The file was not opened. Nothing here was changed."))
        for problem in error.problems:
            st.markdown(f"- {plain(problem.one_line())}")
        return
    if saved.unread:
        st.warning(say("These answers do not fit the rules in use. They are kept, and not counted."))
        for problem in saved.unread:
            st.markdown(f"- {plain(problem.one_line())}")
    words = say("Go on with the {number} answers of this file", number=len(found.given))
    if st.button(words, key="open-file", type="primary"):
        keeping.begin({
            "answers": dict(saved.answers), "own_view": saved.own_view,
            "disagreements": [remark.model_dump(mode="json", exclude_none=True) for remark in saved.disagreements],
        })  # fmt: skip
        st.rerun()
