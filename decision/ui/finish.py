"""What a consultation leaves behind: the patient's handout, the clinician's record, a note to paste, the answers."""

from __future__ import annotations

from functools import partial

import streamlit as st

from decision import summarise
from decision.engine.assessment import Assessment
from decision.language import current, mark, say
from decision.records.consultation import as_file
from decision.summary.chosen import MOST_IN_FULL, SECTIONS, chosen_options
from decision.summary.handout import (
    FORMATS,
    HandoutError,
    Paper,
    PrintSize,
    handout,
    handout_pdf,
    too_long,
    unprintable,
)
from decision.summary.model import Summary
from decision.summary.note import as_note
from decision.ui import state

_SIZES: dict[PrintSize, str] = {
    "clear": mark("Clear (14 point)"),
    "large": mark("Large (18 point)"),
    "giant": mark("Giant (24 point)"),
}
_LENGTH = "_length of the sheet"
_PAPERS: dict[Paper, str] = {"a4": "A4", "us-letter": "US Letter"}


def show(assessment: Assessment) -> None:
    """Draw what can be printed and saved. Nothing is made before it is asked for, and nothing is kept."""
    private = st.checkbox(say("Print private answers for the patient, too: we both want this"), key="print-private")
    patient = summarise(assessment, reader="patient", language=current(), include_sensitive=private)
    size: PrintSize = st.radio(
        say("Print size"), list(_SIZES), format_func=lambda size: say(_SIZES[size]), key="print-size"
    )
    paper: Paper = st.radio(say("Paper"), list(_PAPERS), format_func=_PAPERS.__getitem__, key="paper", horizontal=True)
    names = {option.id: option.name for option in patient.options}
    usual = [option.id for option in chosen_options(patient, None)]
    in_full = st.multiselect(
        say("Shown in full on the sheet, in this order"),
        list(names),
        default=usual,
        format_func=lambda option: names.get(option, option),
        max_selections=MOST_IN_FULL + 1,
        help=say("{number} at most, and carrying on as now, which always stays. Every other option gets a line.",
                 number=MOST_IN_FULL),
    )  # fmt: skip
    sections = st.multiselect(
        say("Sections of the sheet, in this order"),
        list(SECTIONS),
        default=list(SECTIONS),
        format_func=lambda section: say(SECTIONS[section]),
        help=say(
            "What we can say so far, the options with their harms and what we do not know always stay. "
            "So does the note that the rules are a draft."
        ),
    )
    _warn_of_length(patient, size, paper, None if in_full == usual else tuple(in_full),
                    None if sections == list(SECTIONS) else tuple(sections))  # fmt: skip
    name = st.text_input(
        say("Looked through and released by"),
        help=say("Your name. Without it each page of the patient's sheet says: preview, not released."),
        key="released-by",
    ).strip()
    if missing := unprintable(name):
        st.error(say("The typeface of the sheet does not have {characters}. The name is left out.",
                     characters=", ".join(f"“{character}”" for character in missing)))  # fmt: skip
        name = ""
    try:
        chosen_options(patient, in_full)
    except HandoutError as error:
        st.error(f"{error}.")
    else:
        made = partial(
            handout, patient, print_size=size, paper=paper, released_by=name or None, in_full=None if in_full == usual else tuple(in_full),
            sections=None if sections == list(SECTIONS) else tuple(sections),
        )  # fmt: skip
        st.download_button(
            say("Patient's handout (PDF)") if name else say("Patient's handout (PDF, preview)"),
            data=made, file_name="vns-choice-handout.pdf", mime=FORMATS["pdf"], on_click="ignore",
            key="download-handout",
        )  # fmt: skip
        st.download_button(
            say("Patient's handout (web page)") if name else say("Patient's handout (web page, preview)"),
            data=partial(made, format="html"), file_name="vns-choice-handout.html", mime=FORMATS["html"],
            on_click="ignore", key="download-handout-page",
            help=say("For reading on a screen or with a screen reader. It loads nothing from the internet."),
        )  # fmt: skip
    said = {**state.answers(), **assessment.answers.given}  # also what the rules in use cannot read
    remarks, view = tuple(state.disagreements().values()), state.own_view()
    clinician = summarise(assessment, reader="clinician", language=current(), disagreements=remarks, own_view=view)
    if missing := unprintable(" ".join((view, *clinician.disagreements))):
        st.error(say("The record cannot be printed: its typeface does not have {characters}.",
                     characters=", ".join(f"“{character}”" for character in missing)))  # fmt: skip
    st.download_button(
        say("Clinician's record (PDF)"),
        data=partial(handout_pdf, clinician, paper=paper), file_name="vns-choice-record.pdf", mime="application/pdf",
        on_click="ignore", key="download-record",
    )  # fmt: skip
    st.download_button(
        say("Answers (file)"),
        data=partial(as_file, assessment.pack, said, remarks, view, name, assessment.today),
        file_name="vns-choice-answers.yaml",
        mime="application/yaml", on_click="ignore", key="download-answers",
        help=say("To go on later, for the command line, or to keep where your clinic keeps records. It holds what was said."),
    )  # fmt: skip
    with st.expander(say("Note for the record")):
        st.code(as_note(clinician), language=None, wrap_lines=True)


def _warn_of_length(
    patient: Summary, size: PrintSize, paper: Paper, in_full: tuple[str, ...] | None, sections: tuple[str, ...] | None
) -> None:
    """Say before the release that the sheet gets longer than it is meant to be. It is set once for the same choices."""
    asked = hash((patient, size, paper, in_full, sections))
    held: tuple[int, str] | None = st.session_state.get(_LENGTH)
    if held is None or held[0] != asked:
        try:
            sheet = handout_pdf(patient, print_size=size, paper=paper, in_full=in_full, sections=sections)
        except HandoutError:
            return  # what cannot be printed at all is told below, with the reason
        held = st.session_state[_LENGTH] = (asked, too_long(sheet, size))
    if held[1]:
        st.warning(held[1], icon=":material/description:")
