"""Whether numbers are told as they ought to be: out of 100, both frames, over a time, in a group, with how sure."""

from __future__ import annotations

import re
from dataclasses import asdict

from decision.authoring.audit.checking import Outcome, decides, met, not_met, partly, unless
from decision.authoring.audit.subject import Subject
from decision.summary.handout import options_in_full
from decision.summary.words import GROUPS_NOT_YOU, NO_NUMBER, PICTURES

_CHANCE = re.compile(
    r"(?<!more )(?<!less )(?<!most )(?<!as )\b(?:very )?(?:common|uncommon|rare|commonly|rarely|likely|unlikely)\b(?! to say)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:twice|half|times) as (?:likely|common|often|many)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\d\s?%|per ?cent", re.IGNORECASE)
_ONE_IN = re.compile(
    r"\b(?:one|1) in (?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred)\b", re.IGNORECASE
)
_SUMS = re.compile(r"\b(?:multiply|divide|subtract|add up|calculate)\b", re.IGNORECASE)


@decides("B3")
def chances(subject: Subject) -> Outcome:
    silent = [
        o.id for o in subject.options if o.kind != "as_now" and not any(n.figure for n in (*o.benefits, *o.harms))
    ]
    if not subject.numbers:
        return not_met("No number is shown.")
    return unless(
        silent, "options without a counted number, which say so", "Every option has counted numbers.", verdict="partly"
    )


@decides("B4", "R5")
def groups(subject: Subject) -> Outcome:
    bare = [finding.id for finding in subject.findings if not finding.population.strip()]
    return unless(bare, "findings that do not say in whom", "Every number says in whom it was found.")


@decides("R6")
def relative(subject: Subject) -> Outcome:
    odd = [
        place
        for place, text in subject.patient_texts()
        if _RELATIVE.search(text) and not (place.startswith("finding") and _counted(subject, place))
    ]
    found = event_rates(subject)
    return unless(odd, "relative changes without the numbers", found.reason) if found.verdict == "met" else found


def _counted(subject: Subject, place: str) -> bool:
    """Whether a finding's own count is drawn under its words."""
    return subject.pack.findings[place.removeprefix("finding ")].people is not None


@decides("B5")
def event_rates(subject: Subject) -> Outcome:
    one_arm = [finding for finding in subject.counted if isinstance(finding.people.without, str)]  # type: ignore[union-attr]
    silent = [
        n.finding
        for n in subject.numbers
        if n.figure and n.without is None and "not measured" not in " ".join(n.sentences)
    ]
    if not subject.counted:
        return not_met("No finding holds a count of people.")
    return unless(
        silent,
        "numbers that hide a missing comparison",
        f"{len(subject.counted)} findings are counts with and without; {len(one_arm)} were measured in one group only, and say so.",
    )


@decides("B6")
def same_time(subject: Subject) -> Outcome:
    times = {finding.time for finding in subject.counted}
    if len(times) == 1:
        return met("All counts are over the same time.")
    return partly(
        f"The studies ran over {len(times)} different times; each number states its own, and none is stretched."
    )


@decides("R4")
def timed(subject: Subject) -> Outcome:
    bare = [finding.id for finding in subject.findings if (finding.people or finding.scale) and not finding.time]
    return unless(bare, "numbers without a time", "Every number states over what time.")


@decides("B7", "R3")
def denominator(subject: Subject) -> Outcome:
    odd = [place for place, text in subject.patient_texts() if _ONE_IN.search(text)]
    return unless(odd, "texts with another denominator", "Every count is out of 100 people.")


@decides("B8", "N3.2", "K20", "R10", "N1.6", "P15", "D4")
def pictures(subject: Subject) -> Outcome:
    bare = [n.finding for n in subject.numbers if n.with_ is not None and not (n.figure and n.alt and n.sentences)]
    if not any(number.figure for number in subject.numbers):
        return not_met("No number has a picture.")
    return unless(
        bare,
        "counts without picture, caption or words",
        "Each count stands in words and as a picture of 100, with the same numbers in words.",
    )


@decides("R11")
def shapes(subject: Subject) -> Outcome:
    odd = [n.finding for n in subject.numbers if n.figure and n.figure.count("<rect") < 100]
    return unless(odd, "pictures that are not 100 squares", "Pictures are 100 rounded squares, no human figures.")


@decides("C5", "R12", "N1.7")
def uncertainty(subject: Subject) -> Outcome:
    bare = [n.finding for n in subject.numbers if not n.how_sure.strip()]
    bare += [finding.id for finding in subject.findings if not finding.certainty_reason.strip()]
    if bare:
        return unless(bare, "numbers without how sure", "")
    compared = [f for f in subject.counted if not isinstance(f.people.without, str)]  # type: ignore[union-attr]
    ranged = [finding for finding in compared if finding.people and finding.people.range]
    said = f"Every number says how sure it is; {len(ranged)} of {len(compared)} compared counts have a range."
    return met(said) if len(ranged) == len(compared) else partly(said)


@decides("C1", "R8", "N1.2b")
def even(subject: Subject) -> Outcome:
    odd = [n.finding for n in subject.numbers if (n.with_ is None) != (n.figure is None)]
    odd += [n.finding for n in subject.numbers if n.figure and not n.alt]
    steering = [f"words ({slip.word})" for slip in subject.slips]
    if not odd and steering:
        return partly(
            f"Good and bad points share one frame and one kind of number; words that steer stand in {len(steering)} places."
        )
    return unless(
        odd, "numbers in another format", "Good and bad points share one frame, one order and one kind of number."
    )


@decides("R7", "U8", "P6", "K16")
def frames(subject: Subject) -> Outcome:
    odd = [
        n.finding
        for n in subject.numbers
        if n.with_ is not None and n.with_ >= 1 and not re.search(r"yes for \d+ out of 100 people, no for \d+", n.alt)
    ]
    return unless(
        odd, "counts in one frame only", "Each count says how many it happens to and how many not, in short sentences."
    )


@decides("R9")
def baseline(subject: Subject) -> Outcome:
    odd = []
    for number in subject.numbers:
        with_it = [place for place, text in enumerate(number.sentences) if text.startswith("With it")]
        if number.with_ is not None and (not with_it or with_it[0] < 2):
            odd.append(number.finding)
    return unless(
        odd, "numbers that do not start with the comparison", "The comparison comes first, then the treatment."
    )


@decides("R13", "K11")
def no_number(subject: Subject) -> Outcome:
    odd = [n.finding for n in subject.numbers if n.figure and n.with_ is None]
    odd += [
        option.id
        for option in subject.options
        if option.kind == "vns" and option.evidence and not option.no_number
        and not any(n.with_ is not None or NO_NUMBER not in n.sentences for n in option.benefits)
    ]  # fmt: skip
    return unless(
        odd,
        "silence where there is no number",
        "Where no trustworthy number exists the words say so, and no picture is drawn.",
    )


@decides("R14")
def scales(subject: Subject) -> Outcome:
    told = [finding for finding in subject.findings if finding.scale and finding.shown_to_patients]
    bare = [finding.id for finding in told if not finding.scale or not finding.scale.noticeable]
    return unless(
        bare, "changes on a scale without what people notice", "Every change on a scale is explained.", verdict="partly"
    )


@decides("R15")
def about_groups(subject: Subject) -> Outcome:
    bare = [summary.subtitle for summary in subject.for_patients if GROUPS_NOT_YOU not in summary.about_numbers]
    return unless(bare, "summaries without it", "Every summary says that numbers are about groups.")


@decides("P25", "P17")
def about_pictures(subject: Subject) -> Outcome:
    bare = [summary.subtitle for summary in subject.for_patients if PICTURES not in summary.about_numbers]
    bare += [number.finding for number in subject.numbers if number.figure and not number.caption]
    return unless(
        bare,
        "pictures without an explanation or caption",
        "Pictures have captions, and one sentence explains how to read them.",
    )


@decides("R16")
def existing(subject: Subject) -> Outcome:
    counted = [f for f in subject.counted if f.kind in ("harm", "burden") and f.people]
    silent = [f.id for f in counted if f.people and f.people.includes_existing == "not_stated"]
    if not silent:
        return met("Every side effect says whether people who had it before are counted.")
    return partly(
        f"Each side effect says it; for {len(silent)} of {len(counted)} the source does not state it, and that is said."
    )


@decides("R17")
def few(subject: Subject) -> Outcome:
    most = 0
    for summary in subject.for_patients:
        full = options_in_full(summary)
        shown = [o for o in summary.options if o.id in full or o.kind == "as_now"]
        most = max(
            most, sum(min(1, len(o.benefits)) + min(2, sum(n.figure is not None for n in o.harms)) for o in shown)
        )
    return (
        met(f"At most {most} outcomes are on a sheet.")
        if most <= 7
        else partly(f"Up to {most} outcomes are on a sheet.")
    )


@decides("R18", "P7", "P24", "K17")
def sums(subject: Subject) -> Outcome:
    odd = [place for place, text in subject.patient_texts() if _SUMS.search(text)]
    return unless(odd, "texts that ask for a sum", "No text asks the reader to calculate.")


@decides("R20")
def same_numbers(subject: Subject) -> Outcome:
    """Page and sheet are drawn from one value; that two summaries of one patient agree in every number is looked at here."""
    odd = []
    for one, other in zip(subject.for_patients, subject.for_clinicians, strict=True):
        theirs = {n.finding: (n.with_, n.without) for o in other.options for n in (*o.benefits, *o.harms)}
        odd += [
            n.finding
            for o in one.options
            for n in (*o.benefits, *o.harms)
            if theirs.get(n.finding) != (asdict(n)["with_"], asdict(n)["without"])
        ]
    return unless(odd, "numbers that differ between readers", "Page, sheet and record are drawn from one summary.")


@decides("R1", "U4")
def words_for_chances(subject: Subject) -> Outcome:
    odd = [
        place
        for place, text in subject.patient_texts()
        for sentence in re.split(r"(?<=[.!?])\s+", text)
        if _CHANCE.search(sentence) and not re.search(r"\d", sentence)
    ]
    return unless(odd, "words for a chance without a number beside them", "No word stands alone for a chance.")


@decides("R2", "K15")
def percentages(subject: Subject) -> Outcome:
    odd = [place for place, text in subject.patient_texts() if _PERCENT.search(text)]
    return unless(odd, "bare percentages for patients", "Patients read of people out of 100, never of percentages.")
