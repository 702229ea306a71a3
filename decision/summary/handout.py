"""A summary on paper: the patient's handout and the clinician's record, as tagged PDF (PDF/UA-1).

typst refuses to write a file without title, language, alternative text or a glyph, so accessibility cannot be lost
unseen. Texts travel as data and are never read as markup. The same summary gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from decision.language import day, mark, say, speaking
from decision.summary.model import Axis, Number, OptionSummary, Reason, Summary
from decision.summary.readability import Readability, measure
from decision.summary.text import SHAPES, reason_line
from decision.summary.words import EFFECT, NO_NUMBER, OTHER_FORMATS, UNDECIDED, lower_first

PrintSize = Literal["clear", "large", "giant"]
Paper = Literal["a4", "us-letter"]

_LABELS = {
    "patient_label": mark("Patient label"), "talked_with": mark("Talked with:"), "so_far": mark("What we can say so far"),
    "safety": mark("Safety, for you"), "good": mark("Good points"), "bad": mark("Bad points"),
    "living": mark("What it is like"), "numbers": mark("In numbers"), "unknown": mark("What we do not know"),
    "others": mark("Your other choices"), "wishes": mark("What matters to you"),
    "ask": mark("Questions you may want to ask"), "agreed": mark("What we agreed"), "next": mark("Next step:"),
    "by_when": mark("By when:"), "about": mark("About this sheet"), "preview": mark("Preview, not released"),
    "page": mark("Page {page} of {pages}"), "answers": mark("Answers"), "question": mark("Question"),
    "answer": mark("Answer"), "open": mark("Still open"), "not_known": mark("What is not known"),
    "sources": mark("Sources"), "disagreements": mark("The clinician disagrees with"),
    "own_view": mark("The clinician's view, noted before looking"),
}  # fmt: skip
"""The words that the templates themselves print."""

ASSETS = Path(__file__).resolve().parent.parent / "assets"
_MOST_POINTS = 5
MOST_IN_FULL = 3
"""Options that the patient's sheet shows in full, beside carrying on as now (T10)."""


class HandoutError(ValueError):
    """A handout that cannot be printed, in words for whoever asked for it."""


def handout_pdf(
    summary: Summary,
    *,
    print_size: PrintSize = "clear",
    paper: Paper = "a4",
    released_by: str | None = None,
    in_full: Sequence[str] | None = None,
) -> bytes:
    """Print a summary: for the patient the handout, for the clinician the record.

    Args:
        summary: from `summarise`; its reader decides which of the two is printed.
        print_size: body text of 14, 18 or 24 points, re-flowed and not scaled.
        paper: `a4` or `us-letter`.
        released_by: the clinician who looked the handout through. Left out, each patient page says "preview, not
            released".
        in_full: ids of the options that the patient's sheet shows in full, three at most; the others get a line each.
            Left out: see `options_in_full`.

    Raises:
        HandoutError: a name with a character that the bundled typeface does not have, or too many options in full.
    """
    with speaking(summary.language):
        return _handout(summary, print_size, paper, (released_by or "").strip(), in_full)


def _handout(summary: Summary, print_size: PrintSize, paper: Paper, name: str, in_full: Sequence[str] | None) -> bytes:
    chosen = options_in_full(summary) if in_full is None else tuple(in_full)
    if len(chosen) > MOST_IN_FULL:
        raise HandoutError(
            say("the sheet shows at most {number} options in full, beside carrying on as now", number=MOST_IN_FULL)
        )
    data = _patient(summary, chosen) if summary.reader == "patient" else _record(summary)
    data |= {
        "size": print_size,
        "paper": paper,
        "preview": summary.reader == "patient" and not name,
        "released": say("Looked through by {name}", name=name) if name else "",
        "words": {key: say(text) for key, text in _LABELS.items()},
    }
    template = "patient.typ" if summary.reader == "patient" else "record.typ"
    return _compile(template, data, summary)


def options_in_full(summary: Summary) -> tuple[str, ...]:
    """The options that a patient's sheet shows in full unless the clinician chooses others.

    The first form of VNS that is not ruled out and the first alternative, in the pack's order: never by merit.
    """
    open_ = [o.id for o in summary.options if o.kind == "vns" and o.safety.shape != "stop"]
    others = [o.id for o in summary.options if o.kind == "alternative"]
    return (*open_[:1], *others[:1])


@lru_cache(maxsize=64)
def printable(name: str) -> bool:
    """Whether the bundled typeface has every character of a name."""
    probe = b'#set document(title: "a")\n#set text(font: "Source Sans 3")\n= #sys.inputs.name'
    compiler = typst.Compiler(
        input=probe,  # type: ignore[misc]  # the stub's type variable cannot be solved from bytes
        font_paths=[str(ASSETS / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"name": name},
    )
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True


def readability(summary: Summary) -> Readability:
    """How hard the words of a patient's sheet are to read."""
    data = _patient(summary, options_in_full(summary))
    return measure(text for text in _texts(data) if text)


@lru_cache(maxsize=2)
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        input=str(ASSETS / template), root=str(ASSETS), font_paths=[str(ASSETS / "fonts")], ignore_system_fonts=True
    )


def _compile(template: str, data: dict[str, Any], summary: Summary) -> bytes:
    try:
        pdf = _compiler(template).compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(datetime.combine(summary.date, time()).timestamp()),
        )
    except typst.TypstError as error:
        if "glyph" in str(error) or "font" in str(error):
            raise HandoutError(
                "a character cannot be printed: the typeface of the handout does not have it. "
                "Write the name in letters of the Latin, Greek or Cyrillic script"
            ) from None
        raise
    assert isinstance(pdf, bytes)
    return pdf


def _common(summary: Summary) -> dict[str, Any]:
    return {
        "title": summary.title,
        "subtitle": summary.subtitle,
        "language": summary.language,
        "year": summary.date.year,
        "month": summary.date.month,
        "day": summary.date.day,
        "date": day(summary.date),
        "banner": list(summary.banner),
        "headline": summary.headline,
        "notices": [
            {"heading": n.heading, "text": n.text, "because": n.because, "contact": n.contact}
            for n in (*summary.first, *summary.conflicts)
        ],
        "footer": summary.footer,
    }


def _patient(summary: Summary, in_full: Sequence[str]) -> dict[str, Any]:
    full = [option for option in summary.options if option.id in in_full or option.kind == "as_now"]
    short = [option for option in summary.options if option not in full]
    data = _common(summary) | {
        "problem": summary.problem,
        "decision": summary.decision,
        "overview": [
            {"name": option.name, "lines": [f"{_shape(option.safety)}{option.safety.words}."]}
            for option in summary.options
            if option.kind == "vns"
        ],
        "in_full": [_in_full(option) for option in full],
        "in_short": [{"name": option.name, "what": _first_sentence(option.what)} for option in short],
        "unknowns": list(summary.unknowns),
        "about_numbers": list(summary.about_numbers),
        "wishes": [f"{theme}: {importance}" for theme, importance in summary.wishes],
        "questions": list(summary.questions_to_ask[:6]),
        "undecided": say(UNDECIDED),
    }
    reading = measure(text for text in _texts(data) if text)
    data["about"] = f"{summary.pack_line} {reading.sentence} {say(OTHER_FORMATS)}. {summary.made_with}."
    return data


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".") + "."


def _texts(data: dict[str, Any]) -> list[str]:
    """The running words of a patient's sheet, for measuring."""
    found = [data["problem"], data["decision"], data["headline"], *data["unknowns"], *data["about_numbers"]]
    for option in data["in_full"]:
        found += [
            option["what"],
            option["living"],
            *option["safety"],
            *option["good"],
            *option["bad"],
            *option["unknowns"],
        ]
        found += [sentence for number in option["numbers"] for sentence in number["sentences"]]
    return [*found, *(option["what"] for option in data["in_short"]), *data["questions"]]


def _in_full(option: OptionSummary) -> dict[str, Any]:
    return {
        "name": option.name,
        "what": option.what,
        "living": option.living,
        "axes": [_axis(axis) for axis in filter(None, (option.safety, *option.evidence, option.lean))],
        "safety": [f"{reason.text} {reason.because}".strip() for reason in option.safety_reasons[:4]],
        "good": _points(option.reasons_for, option.good),
        "bad": _points(option.reasons_against, option.bad),
        "numbers": [_number(number) for number in _numbers_for_paper(option)],
        "unknowns": list(option.unknowns[:2]),
    }


def _points(reasons: Sequence[Reason], points: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    """Up to five points of one side: those that bear on this patient first, then those that hold for everyone."""
    texts = [*(reason.text for reason in reasons if reason.counts), *(text for text, _ in points)]
    return texts[:_MOST_POINTS]


def _numbers_for_paper(option: OptionSummary) -> list[Number]:
    """The main benefit and up to two harms that were counted in people, or the words that there is no number (R17)."""
    counted = [number for number in option.benefits if number.figure] or list(option.benefits[:1])
    return [*counted[:1], *[number for number in option.harms if number.figure][:2]]


def _number(number: Number) -> dict[str, Any]:
    sentences = number.sentences[1:] if number.figure else number.sentences
    return {
        "caption": number.caption,
        "sentences": list(sentences) or [say(NO_NUMBER)],
        "sure": f"{number.how_sure} {number.how_direct}",
        "figure": number.figure,
        "alt": number.alt,
    }


def _shape(axis: Axis) -> str:
    return SHAPES[axis.shape]


def _axis(axis: Axis) -> dict[str, str]:
    text = f"{_shape(axis)}{axis.words.rstrip('.')}. {axis.detail}".strip()
    return {"heading": axis.heading, "text": text}


def _record(summary: Summary) -> dict[str, Any]:
    return _common(summary) | {
        "answers": [[f"{line.section}: {line.label}", line.answer] for line in summary.answers],
        "options": [_in_record(option) for option in summary.options],
        "open": [f"{line.label}: {line.could_change}" for line in summary.open_questions],
        "unknowns": [*summary.not_known, *summary.unknowns],
        "disagreements": list(summary.disagreements),
        "own_view": summary.own_view,
        "sources": [
            f"[{source.number}] {source.text}{' ' + source.link if source.link else ''}" for source in summary.sources
        ],
        "about": f"{summary.pack_line} {summary.made_with}.",
    }


def _in_record(option: OptionSummary) -> dict[str, Any]:
    parts = [
        (say("Safety"), [_rule(reason) for reason in option.safety_reasons]),
        (say("Reasons for"), [_rule(reason) for reason in option.reasons_for]),
        (say("Reasons against"), [_rule(reason) for reason in option.reasons_against]),
        (say("What would tip it"), list(option.tipping)),
        (say("May apply, and waits for"), _waiting(option)),
        (say("Findings"), [_finding(number) for number in option.benefits]),
    ]
    return {
        "name": f"{option.name}: {option.long_name}",
        "axes": [_axis(axis) for axis in filter(None, (option.safety, *option.evidence, option.lean))],
        "parts": [{"heading": heading, "lines": lines} for heading, lines in parts if lines],
    }


def _waiting(option: OptionSummary) -> list[str]:
    """The rules that may apply, gathered by what they wait for: one line for each effect."""
    by_effect: dict[str, list[str]] = {}
    for reason in option.waiting:
        by_effect.setdefault(reason.effect, []).append(f"{reason.rule} ({', '.join(reason.waits_for)})")
    return [f"{say(EFFECT[effect])}: {'; '.join(rules)}" for effect, rules in by_effect.items()]


def _rule(reason: Reason) -> str:
    return f"{reason.rule or say('private')} ({lower_first(say(EFFECT[reason.effect]))}): {reason_line(reason)}"


def _finding(number: Number) -> str:
    cited = "".join(f"[{source}]" for source in number.sources)
    return f"{number.caption}: {number.sentences[0]} {number.how_sure} {cited}"
