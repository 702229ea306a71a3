"""What a consultation leaves behind: the patient's handout, the clinician's record, a note to paste, the answers."""

from __future__ import annotations

from functools import partial

import streamlit as st

from decision import summarise
from decision.engine.assessment import Assessment
from decision.language import current, mark, say
from decision.records.consultation import as_file
from decision.summary.handout import MOST_IN_FULL, Paper, PrintSize, handout_pdf, options_in_full, printable
from decision.summary.note import as_note
from decision.ui import state

_SIZES: dict[PrintSize, str] = {
    "clear": mark("Clear (14 point)"),
    "large": mark("Large (18 point)"),
    "giant": mark("Giant (24 point)"),
}
_PAPERS: dict[Paper, str] = {"a4": "A4", "us-letter": "US Letter"}


def show(assessment: Assessment) -> None:
    """Draw what can be printed and saved. Nothing is made before it is asked for, and nothing is kept."""
    private = st.checkbox(say("Print private answers for the patient, too: we both want this"), key="print-private")
    patient = summarise(assessment, reader="patient", language=current(), include_sensitive=private)
    size: PrintSize = st.radio(
        say("Print size"), list(_SIZES), format_func=lambda size: say(_SIZES[size]), key="print-size"
    )
    paper: Paper = st.radio(say("Paper"), list(_PAPERS), format_func=_PAPERS.__getitem__, key="paper", horizontal=True)
    names = {option.id: option.name for option in patient.options if option.kind != "as_now"}
    in_full = st.multiselect(
        say("Shown in full on the sheet, {number} at most", number=MOST_IN_FULL),
        list(names),
        default=[option for option in options_in_full(patient) if option in names],
        format_func=lambda option: names.get(option, option),
        max_selections=MOST_IN_FULL,
        help=say("Carrying on as now is always shown in full; every other option gets a line."),
    )
    name = st.text_input(
        say("Looked through and released by"),
        help=say("Your name. Without it each page of the patient's sheet says: preview, not released."),
        key="released-by",
    ).strip()
    if name and not printable(name):
        st.error(say("The name holds a character that the typeface of the sheet does not have. It is left out."))
        name = ""
    handout = partial(
        handout_pdf, patient, print_size=size, paper=paper, released_by=name or None, in_full=tuple(in_full)
    )
    st.download_button(
        say("Patient's handout (PDF)") if name else say("Patient's handout (PDF, preview)"),
        data=handout, file_name="vns-choice-handout.pdf", mime="application/pdf", on_click="ignore",
        key="download-handout",
    )  # fmt: skip
    remarks, view = tuple(state.disagreements().values()), state.own_view()
    clinician = summarise(assessment, reader="clinician", language=current(), disagreements=remarks, own_view=view)
    st.download_button(
        say("Clinician's record (PDF)"),
        data=partial(handout_pdf, clinician, paper=paper), file_name="vns-choice-record.pdf", mime="application/pdf",
        on_click="ignore", key="download-record",
    )  # fmt: skip
    st.download_button(
        say("Answers (file)"),
        data=partial(as_file, assessment.pack, dict(assessment.answers.given), remarks, view, name, assessment.today), file_name="vns-choice-answers.yaml",
        mime="application/yaml", on_click="ignore", key="download-answers",
        help=say("To go on later, for the command line, or to keep where your clinic keeps records. It holds what was said."),
    )  # fmt: skip
    with st.expander(say("Note for the record")):
        st.code(as_note(clinician), language=None, wrap_lines=True)
