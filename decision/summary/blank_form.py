"""The questions on paper, for filling in before a visit: every question of the pack with its choices and *not known*."""

from __future__ import annotations

from typing import Any

from decision.language import mark, say, speaking
from decision.pack.model import Question
from decision.pack.pack import Pack
from decision.summary.typesetting import RIGHT_TO_LEFT, Paper, typeset
from decision.summary.words import DISCLAIMER, IMPORTANCE, STATUS, of_the_words

_LABELS = {
    "page": mark("Page {page} of {pages}"),
    "patient_label": mark("Patient label"),
    "why": mark("Why we ask:"),
    "how": mark("How to find out:"),
}


def blank_form_pdf(pack: Pack, *, language: str = "en", paper: Paper = "a4") -> bytes:
    """Print the form, empty, as tagged PDF (PDF/UA-1).

    Private questions are left out: they are for the talk itself, where nobody reads along. So are questions that are
    asked only after a certain answer to another.

    Raises:
        ValueError: a language that the program or the pack cannot speak.
    """
    with speaking(language):
        data = _data(pack.spoken(language), language, paper)
    return typeset("form.typ", data, pack.info.released)


def _data(pack: Pack, language: str, paper: Paper) -> dict[str, Any]:
    sections = []
    for section, names in pack.sections:
        questions = [pack.questions[name] for name in names]
        shown = [_question(question) for question in questions if question.ask_when is None and not question.sensitive]
        if shown:  # a heading without a question would look as if something had been left off the page
            sections.append({"title": section.title, "intro": section.intro or "", "questions": shown})
    return {
        "title": say("Questions to think about before your visit"),
        "language": language,
        "paper": paper,
        "size": "clear",
        "preview": False,
        "released": "",
        "rtl": language in RIGHT_TO_LEFT,
        "year": pack.info.released.year,
        "month": pack.info.released.month,
        "day": pack.info.released.day,
        "intro": [
            say("Fill in what you like, and leave out what you like. “Not known” is a good answer."),
            say("Bring the sheet along. Some private questions come up only in the talk itself."),
            say(STATUS[pack.info.status]),
            *of_the_words(),
        ],
        "footer": f"{say(DISCLAIMER)} · {pack.info.id} {pack.info.version}",
        "sections": sections,
        "words": {key: say(text) for key, text in _LABELS.items()},
    }


def _question(question: Question) -> dict[str, Any]:
    match question.kind:
        case "yes_no":
            choices = [say("Yes"), say("No")]
        case "importance":
            choices = [say(word).capitalize() for word in IMPORTANCE]
        case "number" | "date":
            choices = []
        case _:
            choices = [choice.label for choice in question.choices]
    if question.kind == "choices":
        choices.append(say("None of these, or no others"))
    return {
        "label": question.label,
        "unit": question.unit or "",
        "write": question.kind in ("number", "date"),
        "why": question.why,
        "choices": [*choices, say("Not known")],
    }
