"""What the patient's sheet holds: a summary chosen from, cut to the paper, as plain values for PDF and HTML alike.

Every option stands in the same frame. How much is told of each follows a few fixed steps of fullness, the same for all
options, so that the sheet keeps to its pages. Unknowns, harms, carrying on as now, what can be said so far and the draft banner
always stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from decision.language import day, mark, say
from decision.summary.fullness import FULLNESS, Fullness, lines_of
from decision.summary.model import Axis, Number, OptionSummary, Reason, Summary
from decision.summary.pictures import icon_array
from decision.summary.readability import Readability, measure
from decision.summary.text import SHAPES
from decision.summary.typesetting import RIGHT_TO_LEFT, HandoutError
from decision.summary.words import IMPORTANCE, NO_NUMBER, OTHER_FORMATS, UNDECIDED

SECTIONS = {
    "glance": mark("What we can say so far"),
    "before": mark("What could help first"),
    "others": mark("Your other choices"),
    "wishes": mark("What matters to you, and how each option fits"),
    "options": mark("The options in full"),
    "practice": mark("What it asks of you"),
    "unknowns": mark("What we do not know"),
    "questions": mark("Questions you may want to ask"),
    "sure": mark("How sure do you feel?"),
    "agreed": mark("What we agreed"),
}
"""The parts that a clinician may put in another order, by id, with their headings."""

ALWAYS = ("glance", "options", "practice", "unknowns")
"""Sections that cannot be left out: what is ruled out, harms, carrying on as now and what nobody knows stand in them."""

MOST_IN_FULL = 3
"""Options that the sheet shows in full, beside carrying on as now (T10)."""

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

_CALL = (
    mark("Call your clinic if you have questions, or if something changes."),
    mark("If life may be in danger, call your local emergency number now."),
)
_MORE = mark("The sheet shows the main points. Ask your clinician to see all of them.")
_MORE_BURDENS = mark(
    "There is a longer table on visits, batteries, work and travel, trial periods and funding. Ask to see it."
)
_SOURCES = mark("The studies behind each point are listed in the clinician's record.")


def options_in_full(summary: Summary) -> tuple[str, ...]:
    """The options that a patient's sheet shows in full unless the clinician chooses others.

    The first form of VNS that is not ruled out and the first alternative, in the pack's order: never by merit. One that
    was studied in this pain comes before one that was not, because there is more to tell of it, whatever was found.
    """
    forms = [o for o in summary.options if o.kind == "vns" and o.safety.shape != "stop"]
    others = [o for o in summary.options if o.kind == "alternative"]
    return tuple(next((o for o in some if o.studied), some[0]).id for some in (forms, others) if some)


def chosen_options(summary: Summary, in_full: Sequence[str] | None) -> list[OptionSummary]:
    """The options shown in full, in the order asked for, with carrying on as now among them.

    If it is not named it stands after the forms of VNS, so that a device and no change can be read on one page.

    Raises:
        HandoutError: too many options, or one that is not in the summary.
    """
    named = list(dict.fromkeys(options_in_full(summary) if in_full is None else in_full))
    known = {option.id: option for option in summary.options}
    as_now = [option.id for option in summary.options if option.kind == "as_now"]
    if len(set(named) - set(as_now)) > MOST_IN_FULL:
        raise HandoutError(
            say("the sheet shows at most {number} options in full, beside carrying on as now", number=MOST_IN_FULL)
        )
    if strange := [name for name in named if name not in known]:
        raise HandoutError(
            say("not an option of this talk: {names}. There are: {known}", names=_joined(strange), known=_joined(known))
        )
    if not set(as_now) & set(named):
        first = next((place for place, name in enumerate(named) if known[name].kind == "alternative"), len(named))
        named[first:first] = as_now
    return [known[name] for name in named]


def chosen_sections(sections: Iterable[str] | None) -> list[str]:
    """The sections in the order asked for; those that always stay and were left out keep their usual place.

    >>> chosen_sections(["agreed", "options"])
    ['glance', 'practice', 'unknowns', 'agreed', 'options']

    Raises:
        HandoutError: a section that does not exist.
    """
    if sections is None:
        return list(SECTIONS)
    wanted = list(dict.fromkeys(sections))
    if strange := [name for name in wanted if name not in SECTIONS]:
        raise HandoutError(
            say(
                "not a section of the sheet: {names}. There are: {known}",
                names=_joined(strange),
                known=_joined(SECTIONS),
            )
        )
    usual = list(SECTIONS)
    for name in (name for name in ALWAYS if name not in wanted):
        later = [place for place, other in enumerate(wanted) if usual.index(other) > usual.index(name)]
        wanted.insert(later[0] if later else len(wanted), name)
    return wanted


def sheet(
    summary: Summary, fullness: Fullness, in_full: Sequence[str] | None = None, sections: Iterable[str] | None = None
) -> dict[str, Any]:
    """Everything that a template of the patient's sheet prints, as plain values.

    Raises:
        HandoutError: see `chosen_options` and `chosen_sections`.
    """
    if in_full is None:
        in_full = options_in_full(summary)[: fullness.cards]
    if sections is None:
        sections = fullness.order
    full = chosen_options(summary, in_full)
    short = [option for option in summary.options if option not in full]
    data = heading(summary) | {
        "problem": summary.problem,
        "decision": summary.decision,
        "sections": chosen_sections(sections),
        "headings": {name: say(words) for name, words in SECTIONS.items()},
        "untried": summary.untried_line,
        "glance": _glance(summary),
        "before": _before(summary)[: max(1, fullness.safety)],
        "options": [_card(option, fullness) for option in full],
        "practice": _practice(full, fullness),
        "others": [_other(option, fullness) for option in short],
        "unknowns": list(summary.unknowns),
        "about_numbers": list(summary.about_numbers),
        "wishes": _wishes(summary, full, fullness),
        "questions": list(summary.questions_to_ask[: fullness.questions]),
        "sure": [say(question) for question in SURE],
        "undecided": say(UNDECIDED),
        "call": [say(sentence) for sentence in _CALL],
        "lines": fullness.lines,
        "more": " ".join(_more(summary, full, fullness)),
    }
    reading = measure(running_words(data), summary.language)
    data["footer"] = f"{summary.footer} · {reading.short}"
    about = (summary.pack_line, reading.sentence, say(_SOURCES), f"{say(OTHER_FORMATS)}.", f"{summary.made_with}.")
    data["about"] = " ".join(about)
    return data


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
    return measure(running_words(sheet(summary, FULLNESS[0])), summary.language)


def shaped(axis: Axis) -> str:
    """An axis in one line, its shape before the words."""
    return f"{SHAPES[axis.shape]}{axis.words.rstrip('.')}. {axis.detail}".strip()


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


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
    return [f"{entry.step} {entry.text}".strip() for entry in summary.prepare if not entry.waits_for]


def _brief(axis: Axis) -> str:
    """An axis in few words; what is still open is among them, or an option would look settled that is not."""
    return f"{SHAPES[axis.shape]}{axis.words.rstrip('.')}" + (f" ({axis.still})" if axis.still else "")


def _card(option: OptionSummary, fullness: Fullness) -> dict[str, Any]:
    safety = [f"{reason.text} {reason.because}".strip() for reason in option.safety_reasons]
    most = max(fullness.safety, 1) if option.safety.shape == "stop" else fullness.safety  # why it is ruled out stays
    parts = [
        _part(say("What it is"), f"{option.what} {option.tried}".strip()),
        _part(say("Safety, for you"), _axis(option.safety, fullness), safety[:most], running=False),
        _part(say("Evidence"), _evidence(option, fullness), running=False),
        *([_part(option.lean.heading, _axis(option.lean, fullness), running=False)] if option.lean else []),
        _part(say("Good points"), "", _points(option.reasons_for, option.good)[: fullness.points]),
        _part(say("Bad points"), "", _points(option.reasons_against, option.bad)[: fullness.points]),
        _part(say("Living with it"), option.living),
        _part(say("In numbers"), "" if option.benefits else " ".join(option.no_number)),
        _part(say("Not known"), "", option.unknowns[: fullness.unknowns]),
    ]
    told = [part for part in parts if part["text"] or part["points"]]
    numbers = [_number(number) for number in _numbers_for_paper(option, fullness)]
    lines = lines_of(told, numbers)
    return {"id": option.id, "name": option.name, "parts": told, "numbers": numbers, "lines": lines}


def _part(label: str, text: str, points: Sequence[str] = (), running: bool = True) -> dict[str, Any]:
    return {"label": label, "text": text, "points": list(points), "running": running}


def _evidence(option: OptionSummary, fullness: Fullness) -> str:
    """What studies say for the patient's pain; each pain is named where there are several."""
    told = [_axis(axis, fullness) for axis in option.evidence[:2]]
    if len(option.evidence) < 2:
        return "".join(told)
    return " ".join(f"{axis.heading}: {text}" for axis, text in zip(option.evidence, told, strict=False))


def _axis(axis: Axis, fullness: Fullness) -> str:
    return shaped(axis) if fullness.details else f"{_brief(axis)}."


def _points(reasons: Sequence[Reason], points: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    """The points of one side: those that bear on this patient first, then those that hold for everyone."""
    return [*(reason.text for reason in reasons if reason.counts), *(text for text, _ in points)]


def _more(summary: Summary, full: Sequence[OptionSummary], fullness: Fullness) -> Iterator[str]:
    """What to say of what the sheet leaves out; nothing where it leaves out nothing."""
    if _cut(summary, full, fullness):
        yield say(_MORE)
    if any(len(fullness.burdens) < len(option.burdens) for option in full):
        yield say(_MORE_BURDENS)


def _practice(full: Sequence[OptionSummary], fullness: Fullness) -> dict[str, Any]:
    """What each option asks of the patient, side by side: one table takes less room than a list in every card (R19)."""
    labels = [label for label, _ in full[0].burdens]
    rows = [[labels[place], *(option.burdens[place][1] for option in full)] for place in fullness.burdens]
    return {"columns": ["", *(option.name for option in full)], "rows": rows}


def _numbers_for_paper(option: OptionSummary, fullness: Fullness) -> list[Number]:
    """The main benefit and some harms that were counted in people, or the words that there is no number (R17)."""
    counted = [number for number in option.benefits if number.figure] or list(option.benefits[:1])
    return [*counted[:1], *[number for number in option.harms if number.figure][: fullness.harms]]


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


def _other(option: OptionSummary, fullness: Fullness) -> dict[str, Any]:
    """An option that is not shown in full, in a line: what it is, or that it is ruled out or not for now; that it was tried
    is said in every step, or the sheet would offer it as if nobody had listened."""
    if option.safety.shape == "stop":
        return {"name": option.name, "what": f"{_brief(option.safety)}. {option.tried}".strip(), "running": False}
    what = option.what.split(". ")[0].rstrip(".") + "." if fullness.others else ""
    return {"name": option.name, "what": f"{what} {option.tried}".strip(), "running": True}


def _wishes(summary: Summary, full: Sequence[OptionSummary], fullness: Fullness) -> dict[str, Any]:
    """What the patient weighed, the weightiest first, and on which side of each option it stands."""
    weighed = sorted(enumerate(summary.wishes), key=lambda entry: (-_rank(summary, entry[0]), entry[0]))
    columns = [option for option in full if option.kind != "as_now"]
    rows = [
        [theme, importance, *(_side(option, theme) for option in columns)]
        for _, (theme, importance) in weighed[: fullness.wishes]
    ]
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


def _cut(summary: Summary, full: Sequence[OptionSummary], fullness: Fullness) -> bool:
    """Whether a list of the sheet is longer than what is printed of it."""
    if not fullness.details or not fullness.others:
        return True
    if len(summary.wishes) > fullness.wishes or len(_before(summary)) > max(1, fullness.safety):
        return True
    return any(
        len(_points(option.reasons_for, option.good)) > fullness.points
        or len(_points(option.reasons_against, option.bad)) > fullness.points
        or len(option.safety_reasons) > fullness.safety
        or len(option.unknowns) > fullness.unknowns
        for option in full
    )
