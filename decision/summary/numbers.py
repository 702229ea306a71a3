"""Findings as numbers that people can use: out of 100, both frames, over what time, in whom, how sure (R1 to R16).

A number that the source does not hold is never made up: then the words say so, and no picture is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from decision.engine.assessment import Standing
from decision.language import current, mark, say
from decision.language import number as spoken
from decision.pack.findings import Finding, Frequency, People, ScaleChange
from decision.pack.pack import Pack
from decision.summary.directness import how_direct
from decision.summary.model import Number, Reader
from decision.summary.pictures import icon_array
from decision.summary.standing import Voice, concerning
from decision.summary.words import CERTAINTY, CONTROL, NO_NUMBER, NUMBER_UNDER_REVIEW, UNDER_REVIEW, listed

Kind = Literal["benefit", "harm"]

_ROLES = {
    "primary": "",
    "secondary": mark("This was not the main question of the study."),
    "subgroup": mark("This is one group within a larger study."),
    "post_hoc": mark("This was looked for after the study had ended."),
    "not_stated": mark("We do not know whether this was the main question of the study."),
    "pilot": mark("This was a small first study."),
}


_EXISTING = {
    "yes": mark("People who had this before are counted."),
    "no": mark("People who had this before are not counted."),
    "not_stated": mark("It is not stated whether people who had this before are counted."),
}

_COUNTED = re.compile(r"\d+ (?:out )?of (?:every )?100\b|\d+ (?:de|of) cada 100\b|\d ?%")
"""A number that stands in the words already: of attacks, say, which are no people and make no picture."""


def benefits(voice: Voice, standing: Standing) -> tuple[Number, ...]:
    """What studies of this option found in the patient's pains, the main pain and the main outcomes first."""
    order = ("primary", "secondary", "not_stated", "subgroup", "post_hoc", "pilot")
    numbers = []
    for entry in concerning(standing):
        found = [voice.pack.findings[name] for name in entry.findings]
        for finding in sorted(found, key=lambda finding: order.index(finding.role)):
            if finding.kind in ("benefit", "course") and _may_show(finding, voice.reader):
                numbers.append(_number(voice, finding, "benefit"))
    return tuple(numbers)


def harms(voice: Voice, standing: Standing) -> tuple[Number, ...]:
    """Side effects and burdens counted in people who had this option, those measured against something first."""
    pains = {entry.pain for entry in concerning(standing)}
    return tuple(
        _number(voice, finding, "harm")
        for finding in voice.pack.findings_on(standing.option)
        if finding.kind in ("harm", "burden")
        and (not finding.about or pains & set(finding.about))
        and _may_show(finding, voice.reader)
    )


def _may_show(finding: Finding, reader: Reader) -> bool:
    return reader == "clinician" or finding.shown_to_patients


def whole(people: People) -> int:
    """People out of 100, rounded half up.

    >>> whole(People(percent=19.7)), whole(People(events=1, total=8))
    (20, 13)
    """
    return int(people.share + 0.5)


def _out_of_100(people: People) -> str:
    share = people.share
    if share == 0 and people.total:
        return say("none of the {number} people in the study", number=people.total)
    if share < 1:
        return say("fewer than 1 out of 100 people")
    return say("{number} out of 100 people", number=whole(people))


def _frame(start: str, people: People) -> str:
    number = whole(people)
    if people.share < 1:
        return f"{start}: {_out_of_100(people)}."
    return say(
        "{frame}: yes for {number} out of 100 people, no for {others}.", frame=start, number=number, others=100 - number
    )


def _number(voice: Voice, finding: Finding, kind: Kind) -> Number:
    lapsed = voice.assessment.today > finding.review_by
    number = _for_everyone(voice.pack, finding.id, kind, voice.reader, lapsed, current())
    return replace(number, how_direct=how_direct(voice, finding), sources=voice.citations.cite(finding.sources))


@lru_cache(maxsize=4096)
def _for_everyone(pack: Pack, name: str, kind: Kind, reader: Reader, lapsed: bool, language: str) -> Number:
    """A finding in words, as far as they are the same for every patient: put together once and kept.

    `pack` speaks `language` already, and so does `say`; the language is named so that the words of two never mix.
    """
    finding = pack.findings[name]
    sentences = [finding.patient if reader == "patient" else finding.clinician]
    figure, alt, with_, without = None, "", None, None
    if finding.people:
        sentences += _both_frames(finding, finding.people, kind)
        with_ = whole(finding.people.with_)
        without = None if isinstance(finding.people.without, str) else whole(finding.people.without)
        figure = icon_array(with_)
        alt = " ".join(sentences[1:])
    elif finding.scale and finding.shown_to_patients:
        sentences.append(_on_a_scale(finding.scale))
    elif kind == "benefit" and not _COUNTED.search(sentences[0]):
        sentences.append(say(NO_NUMBER))
    if finding.result == "no_difference" and finding.people:
        sentences.append(say("A difference like this can come about by chance."))
    if _ROLES[finding.role] and kind == "benefit":
        sentences.append(say(_ROLES[finding.role]))
    sure = say(CERTAINTY[finding.certainty][reader])
    caption = f"{finding.outcome} ({finding.time})" if finding.time else finding.outcome
    if lapsed:
        caption = say(UNDER_REVIEW, text=caption)
        sentences.append(say(NUMBER_UNDER_REVIEW))
    return Number(
        finding=finding.id,
        kind=kind,
        caption=caption,
        with_=with_,
        without=without,
        sentences=tuple(sentences),
        how_sure=f"{sure}: {_inside(finding.certainty_reason)}" if reader == "clinician" else f"{sure}.",
        how_direct="",
        sources=(),
        figure=figure,
        alt=alt,
        counted=_counted(finding, finding.people) if finding.people else "",
        comparison="" if without is None else say(CONTROL[finding.control]),
        under_review=lapsed,
    )


def no_number(voice: Voice, standing: Standing, numbers: Iterable[Number]) -> tuple[str, ...]:
    """For each pain spoken of that has no counted or measured benefit: the words that there is no number (R13)."""
    told = [voice.pack.findings[number.finding] for number in numbers]
    given = {pain for finding in told if finding.people or finding.scale for pain in finding.about}
    names = [voice.pain(entry.pain) for entry in concerning(standing) if entry.pain not in given]
    return (f"{say('In numbers, for {pains}', pains=listed(names))}: {say(NO_NUMBER)}",) if names else ()


def _inside(reason: str) -> str:
    return reason.rstrip(".") + "."


def _both_frames(finding: Finding, people: Frequency, kind: str) -> Iterable[str]:
    """Baseline first, then the change (R9), each as how many it happens to and how many it does not (R7)."""
    start = say(CONTROL[finding.control])
    if isinstance(people.without, str):
        yield say("Without it: not measured.")
    else:
        yield _frame(start, people.without)
    yield _frame(say("With it"), people.with_)
    if people.range:
        low, high = (_more_or_fewer(end) for end in (people.range.low, people.range.high))
        yield say("The true difference can be anywhere from {low} to {high} out of 100.", low=low, high=high)
    if kind == "harm":
        yield say(_EXISTING[people.includes_existing])


def _counted(finding: Finding, people: Frequency) -> str:
    """In how many people a share out of 100 was counted: 36 out of 100 can be five of fourteen."""
    with_ = people.with_.total
    without = None if isinstance(people.without, str) else people.without.total
    if with_ and without:
        return say("Counted in {with_} people with it and {without} without it.", with_=with_, without=without)
    if with_:
        return say("Counted in {number} people.", number=with_)
    if finding.n:
        return say("In a study of {number} people.", number=finding.n)
    return say("In how many people this was counted is not stated here.")


def _more_or_fewer(end: float) -> str:
    """One end of a range of differences in whole people."""
    number = int(abs(end) + 0.5)
    if not number:
        return say("none")
    return say("{number} fewer", number=number) if end < 0 else say("{number} more", number=number)


def _on_a_scale(change: ScaleChange) -> str:
    """An average change on a scale, with the scale and its direction (R14)."""
    size = f"{spoken(abs(change.difference))} {change.unit}"
    said = [
        say("On average {size} lower than in the comparison group.", size=size)
        if change.difference < 0
        else say("On average {size} higher than in the comparison group.", size=size),
        say("Lower is better.") if change.better == "lower" else say("Higher is better."),
        say(
            "The true difference can be anywhere from {low} to {high}.",
            low=_lower_or_higher(change.low),
            high=_lower_or_higher(change.high),
        )
        if change.low is not None and change.high is not None
        else say("The study read gives no range."),
        change.noticeable or "",
    ]
    return " ".join(filter(None, said))


def _lower_or_higher(end: float) -> str:
    if not end:
        return say("none")
    return say("{number} lower", number=spoken(-end)) if end < 0 else say("{number} higher", number=spoken(end))
