"""What a clinician may choose of a patient's sheet, and what stays whatever is chosen: its sections and the options in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decision.language import mark, say
from decision.summary.model import OptionSummary, Summary
from decision.summary.typesetting import HandoutError

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


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)
