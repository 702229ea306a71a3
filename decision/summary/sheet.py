"""What the patient's sheet holds: a summary chosen from, cut to the paper, as plain values for PDF and HTML alike.

Every option stands in the same frame, and as much is told of each. `whole` holds all that is worth printing, `cut` as much of it
as a fullness says. Unknowns, harms, carrying on as now, what can be said so far and the draft banner always stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from decision.language import day, mark, say
from decision.summary.chosen import SECTIONS, chosen_options, chosen_sections
from decision.summary.fullness import FULLEST, Fullness
from decision.summary.model import Axis, Number, OptionSummary, Reason, Summary
from decision.summary.pictures import icon_array
from decision.summary.readability import Readability, measure
from decision.summary.text import SHAPES
from decision.summary.typesetting import RIGHT_TO_LEFT
from decision.summary.words import IMPORTANCE, NO_NUMBER, UNDECIDED

WORDS = {
    "patient_label": mark("Patient label"), "talked_with": mark("Talked with:"), "next": mark("Next step:"),
    "by_when": mark("By when:"), "about": mark("About this sheet"), "preview": mark("Preview, not released"),
    "page": mark("Page {page} of {pages}"), "yes": mark("Yes"), "no": mark("No"), "call": mark("Where to call"), "clinic": mark("Your clinic:"), "numbers": mark("In numbers"),
    "write_wishes": mark("Other things that matter to you:"), "write_questions": mark("Your own questions:"),
    "unsure": mark("If you ticked a “no”, tell your clinician. It shows what to talk about next."),
    "no_order": mark("The order of the options is not a ranking."),
}  # fmt: skip
"""The words that the templates themselves print."""

SURE = (
    mark("Do you feel sure about the best choice for you?"),
    mark("Do you know the good and bad points of each option?"),
    mark("Are you clear about which points matter most to you?"),
    mark("Do you have enough support and advice to choose?"),
)
"""The four questions of the SURE test, in plain words."""

_UNCHECKED = mark("Only the forms of VNS were checked for you here, not the others.")

_CALL = (
    mark("Call your clinic if you have questions, or if something changes."),
    mark("If life may be in danger, call your local emergency number now."),
)
_MORE = mark("The sheet shows the main points. Ask your clinician to see all of them.")
_MORE_BURDENS = mark(
    "There is a longer table on visits, batteries, work and travel, trial periods and funding. Ask to see it."
)
_SOURCES = mark("The studies behind each point are listed in the clinician's record.")

_TWO_DIGITS = Readability(10.0, 100, 10, "", score=80.0)
"""Stands for the reading age while a sheet is fitted: no real one takes more room."""
_EVERYTHING = replace(FULLEST, points=99, safety=99, harms=99, unknowns=99)
"""More than any list of a card holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """All that a sheet could tell: its values with nothing cut, and the summary that they come from."""

    summary: Summary
    data: dict[str, Any]


def sheet(
    summary: Summary, fullness: Fullness, in_full: Sequence[str] | None = None, sections: Iterable[str] | None = None
) -> dict[str, Any]:
    """Everything that a template of the patient's sheet prints, as plain values.

    Raises:
        HandoutError: see `chosen_options` and `chosen_sections`.
    """
    return with_reading(cut(whole(summary, in_full, sections), fullness), summary)


def whole(summary: Summary, in_full: Sequence[str] | None = None, sections: Iterable[str] | None = None) -> Whole:
    """The sheet before anything is cut; a `part` of an option names what its points are counted by.

    Raises:
        HandoutError: see `chosen_options` and `chosen_sections`.
    """
    full = chosen_options(summary, in_full)
    others = [option for option in summary.options if option not in full]
    data = heading(summary) | {
        "problem": summary.problem,
        "decision": summary.decision,
        "sections": chosen_sections(sections),
        "headings": {name: say(words) for name, words in SECTIONS.items()},
        "untried": "" if summary.first else summary.untried_line,  # what is urgent stands alone
        "glance": _glance(summary),
        "before": _before(summary),
        "options": [_card(option) for option in full],
        "practice": _practice(full),
        "others": [_other(option) for option in others],
        "unchecked": say(_UNCHECKED) if any(option.kind == "alternative" for option in others) else "",
        "unknowns": list(summary.unknowns),
        "about_numbers": list(summary.about_numbers),
        "wishes": _wishes(summary, full),
        "questions": list(summary.questions_to_ask),
        "sure": [say(question) for question in SURE],
        "undecided": say(UNDECIDED),
        "call": [say(sentence) for sentence in _CALL],
        "about": _about(summary, replace(_TWO_DIGITS, language=summary.language)),
    }
    return Whole(summary, data)


def cut(whole: Whole, fullness: Fullness) -> dict[str, Any]:
    """As much of a sheet as a fullness tells, with a word on what it leaves out."""
    data = whole.data
    wishes = data["wishes"]["rows"][: fullness.wishes]
    cards = [_cut_card(card, fullness) for card in data["options"]]
    pictured = any(number["pictures"] for card in cards for number in card["numbers"])
    about_numbers = data["about_numbers"] if pictured else data["about_numbers"][:1]  # the last is about pictures
    told = data | {
        "before": data["before"][: max(1, fullness.safety)],
        "options": cards,
        "about_numbers": about_numbers,
        "practice": data["practice"] | {"rows": [data["practice"]["rows"][place] for place in fullness.burdens]},
        "others": [_cut_other(other, fullness) for other in data["others"]],
        "wishes": data["wishes"] | {"rows": wishes, "note": data["wishes"]["note"] if wishes else ""},
        "questions": data["questions"][: fullness.questions],
        "lines": fullness.lines,
    }
    left_out = [say(_MORE)] if _leaves_out(data, told) else []
    if len(told["practice"]["rows"]) < len(data["practice"]["rows"]):
        left_out.append(say(_MORE_BURDENS))
    return told | {"more": " ".join(left_out)}


def _leaves_out(data: dict[str, Any], told: dict[str, Any]) -> bool:
    """Whether anything but burdens is told shorter than it could be."""
    if any(len(told[name]) < len(data[name]) for name in ("before", "questions")):
        return True
    if len(told["wishes"]["rows"]) < len(data["wishes"]["rows"]):
        return True
    if any(other["what"] != full["fully"] for other, full in zip(told["others"], data["others"], strict=True)):
        return True
    return any(
        _cut_card(card, _EVERYTHING) != cut_card
        for card, cut_card in zip(data["options"], told["options"], strict=True)
    )


def with_reading(data: dict[str, Any], summary: Summary) -> dict[str, Any]:
    """A cut sheet with its foot and its last lines, which tell how hard it is to read."""
    reading = measure(running_words(data), summary.language)
    return data | {"footer": f"{summary.footer} · {reading.short}", "about": _about(summary, reading)}


def _about(summary: Summary, reading: Readability) -> str:
    return " ".join((summary.pack_line, reading.sentence, say(_SOURCES), f"{summary.made_with}."))


def heading(summary: Summary) -> dict[str, Any]:
    """What the handout and the clinician's record begin with."""
    return {
        "title": summary.title,
        "subtitle": summary.subtitle,
        "language": summary.language,
        "rtl": summary.language in RIGHT_TO_LEFT,
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
        "words": {key: say(text) for key, text in WORDS.items()},
    }


def running_words(data: dict[str, Any]) -> list[str]:
    """The running words of a patient's sheet, for measuring; headings, names and lists of answers are left out."""
    found = [
        data["problem"],
        data["decision"],
        data["headline"],
        data["untried"],
        *data["before"],
        *data["unknowns"],
        *data["about_numbers"],
    ]
    for option in data["options"]:
        for part in option["parts"]:
            found += [part["text"], *part["points"]] if part["running"] else part["points"]
        found += [sentence for number in option["numbers"] for sentence in number["sentences"]]
    found += [f"{label}: {cell}" for label, *cells in data["practice"]["rows"] for cell in cells]
    found += [option["what"] for option in data["others"] if option["running"]]
    return [text for text in (*found, *data["questions"], *data["sure"], *data["call"], data["more"]) if text]


def readability(summary: Summary) -> Readability:
    """How hard the words of a patient's sheet are to read, at its fullest."""
    return measure(running_words(sheet(summary, FULLEST)), summary.language)


def shaped(axis: Axis) -> str:
    """An axis in one line, its shape before the words."""
    return f"{SHAPES[axis.shape]}{axis.words.rstrip('.')}. {axis.detail}".strip()


def _glance(summary: Summary) -> dict[str, Any]:
    """The safety and the evidence of every form of VNS beside each other: the first page can stand alone."""
    vns = [option for option in summary.options if option.kind == "vns"]
    headings = dict.fromkeys(option.evidence[0].heading for option in vns if option.evidence)
    evidence = next(iter(headings)) if len(headings) == 1 else say("Evidence")
    return {
        "columns": [say("Option"), say("Safety, for you"), evidence],
        "rows": [
            [option.name, _brief(option.safety), *(_brief(axis) for axis in option.evidence[:1])] for option in vns
        ],
    }


def _before(summary: Summary) -> list[str]:
    """What could help first; nothing while something urgent comes before any treatment."""
    if summary.first:
        return []
    return [f"{entry.step} {entry.text}".strip() for entry in summary.prepare if not entry.waits_for]


def _brief(axis: Axis) -> str:
    """An axis in few words; what is still open is among them, or an option would look settled that is not."""
    return f"{SHAPES[axis.shape]}{axis.words.rstrip('.')}" + (f" ({axis.still})" if axis.still else "")


def _card(option: OptionSummary) -> dict[str, Any]:
    ruled_out = option.safety.shape == "stop"
    safety = [f"{reason.text} {reason.because}".strip() for reason in option.safety_reasons]
    told, brief = _evidence(option)
    parts = [
        _part(say("What it is"), f"{option.what} {option.tried}".strip()),
        # Why an option is ruled out is told in any case.
        _part(say("Safety, for you"), shaped(option.safety), safety, "safety", running=False, least=int(ruled_out),
              brief=f"{_brief(option.safety)}."),
        _part(say("Evidence"), told, running=False, brief=brief),
        *([_part(option.lean.heading, shaped(option.lean), running=False, brief=f"{_brief(option.lean)}.")]
          if option.lean else []),
        _part(say("Good points"), "", _points(option.reasons_for, option.good), "points"),
        _part(say("Bad points"), "", _points(option.reasons_against, option.bad), "points"),
        _part(say("Living with it"), option.living),
        _part(say("In numbers"), "" if option.benefits else " ".join(option.no_number)),
        _part(say("Not known"), "", option.unknowns, "unknowns"),
    ]  # fmt: skip
    benefits, harms = _numbers_for_paper(option)
    return {
        "id": option.id,
        "name": option.name,
        "parts": [part for part in parts if part["text"] or part["points"]],
        "benefits": [_number(number) for number in benefits],
        "harms": [_number(number) for number in harms],
    }


def _part(
    label: str,
    text: str,
    points: Sequence[str] = (),
    counted_by: str = "",
    *,
    running: bool = True,
    least: int = 0,
    brief: str = "",
) -> dict[str, Any]:
    """One row of a card; `counted_by` is the field of `Fullness` that says how many of its points are told."""
    return {
        "label": label, "text": text, "brief": brief or text, "points": list(points), "counted_by": counted_by,
        "least": least, "running": running,
    }  # fmt: skip


def _cut_card(card: dict[str, Any], fullness: Fullness) -> dict[str, Any]:
    parts = []
    for part in card["parts"]:
        most = max(part["least"], getattr(fullness, part["counted_by"])) if part["counted_by"] else 0
        text, points = part["text" if fullness.details else "brief"], part["points"][:most]
        if text or points:
            parts.append({"label": part["label"], "text": text, "points": points, "running": part["running"]})
    numbers = [*card["benefits"], *card["harms"][: fullness.harms]]
    return {"id": card["id"], "name": card["name"], "parts": parts, "numbers": numbers, "splits": False}


def _evidence(option: OptionSummary) -> tuple[str, str]:
    """What studies say for the patient's pain, in full and in brief; each pain is named where there are several."""
    axes = option.evidence[:2]
    told = [(shaped(axis), f"{_brief(axis)}.") for axis in axes]
    if len(option.evidence) >= 2:
        told = [
            (f"{axis.heading}: {full}", f"{axis.heading}: {brief}")
            for axis, (full, brief) in zip(axes, told, strict=True)
        ]
    return " ".join(full for full, _ in told), " ".join(brief for _, brief in told)


def _points(reasons: Sequence[Reason], points: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    """The points of one side: those that bear on this patient first, then those that hold for everyone."""
    return [*(reason.text for reason in reasons if reason.counts), *(text for text, _ in points)]


def _practice(full: Sequence[OptionSummary]) -> dict[str, Any]:
    """What each option asks of the patient, side by side: one table takes less room than a list in every card (R19)."""
    rows = [[label, *(option.burdens[place][1] for option in full)] for place, (label, _) in enumerate(full[0].burdens)]
    return {"columns": ["", *(option.name for option in full)], "rows": rows}


def _numbers_for_paper(option: OptionSummary) -> tuple[list[Number], list[Number]]:
    """The main benefit, and harms that were counted in people, or the words that there is no number (R17)."""
    counted = [number for number in option.benefits if number.figure] or list(option.benefits[:1])
    return counted[:1], [number for number in option.harms if number.figure]


def _number(number: Number) -> dict[str, Any]:
    sentences = number.sentences[1:] if number.figure else number.sentences
    return {
        "caption": number.caption,
        "sentences": list(sentences) or [say(NO_NUMBER)],
        "sure": f"{number.how_sure} {number.how_direct}",
        "pictures": _pictures(number),
    }


def _pictures(number: Number) -> list[dict[str, str]]:
    """The same hundred people with what it was compared with, and with the treatment, each with its own numbers in words
    (R9, R10). A dummy device is not "without": the label names what those people really had."""
    if number.with_ is None:
        return []
    _, without, with_, *_ = number.sentences
    pictures = [{"label": say("With it"), "svg": icon_array(number.with_), "alt": with_}]
    if number.without is not None:
        pictures.insert(0, {"label": number.comparison, "svg": icon_array(number.without), "alt": without})
    return pictures


def _other(option: OptionSummary) -> dict[str, Any]:
    """An option that is not shown in full, in a line: what it is, or that it is ruled out or not for now; that it was tried
    is said however little is told, or the sheet would offer it as if nobody had listened."""
    if option.safety.shape == "stop":
        briefly = fully = f"{_brief(option.safety)}. {option.tried}".strip()
    else:
        briefly = option.tried
        fully = f"{option.what} {option.tried}".strip()
    return {"name": option.name, "briefly": briefly, "fully": fully, "running": option.safety.shape != "stop"}


def _cut_other(other: dict[str, Any], fullness: Fullness) -> dict[str, Any]:
    what = other["fully" if fullness.others else "briefly"]
    return {"name": other["name"], "what": what, "running": other["running"]}


def _wishes(summary: Summary, full: Sequence[OptionSummary]) -> dict[str, Any]:
    """What the patient weighed, the weightiest first, and on which side of each option it stands."""
    weighed = sorted(enumerate(summary.wishes), key=lambda entry: (-_rank(summary, entry[0]), entry[0]))
    columns = [option for option in full if option.kind != "as_now"]
    rows = [[theme, importance, *(_side(option, theme) for option in columns)] for _, (theme, importance) in weighed]
    return {
        "columns": [say("What matters"), say("How much"), *(option.name for option in columns)],
        "rows": rows,
        "note": say("“For” and “against” mean: a reason on that side, with the points of the option.")
        if rows and columns
        else "",
    }


def _rank(summary: Summary, place: int) -> int:
    ranks = {say(word): rank for rank, word in enumerate(IMPORTANCE)}
    return ranks.get(summary.wishes[place][1], 0)


def _side(option: OptionSummary, theme: str) -> str:
    speaks_for = any(reason.theme == theme and reason.counts for reason in option.reasons_for)
    against = any(reason.theme == theme and reason.counts for reason in option.reasons_against)
    if speaks_for and against:
        return say("for and against")
    return say("for") if speaks_for else say("against") if against else say("nothing said")
