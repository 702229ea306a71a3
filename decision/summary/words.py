"""The words of a summary that belong to no pack: axes, certainty, importance, frames of numbers.

Everything clinical comes from the pack. What stands here says how far a rule or a study reaches, in two voices. No
sentence steers, orders or promises; a test reads all of them against the list of words that are never used.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from decision.engine.assessment import Evidence, Lean
from decision.pack.model import Safety
from decision.pack.record import Certainty
from decision.summary.model import Reader

Voices = dict[Reader, str]

DISCLAIMER = "Discussion summary, not a prescription"
OTHER_FORMATS = "Other print sizes: ask at the clinic"
GROUPS_NOT_YOU = "These numbers are about groups. No one can say in advance which group you will be in."
NO_NUMBER = "We do not have good enough studies to give a number."
UNDECIDED = "It is fine to be undecided."
PRIVATE = "There is a safety point here that you talked about in private. Your clinician can go through it with you."
PRIVATE_CAUSE = "a point that you talked about in private"
PRIVATE_UNTIL = "a point that you talked about in private has passed"
PRIVATE_QUESTION = "a question that is kept private"

STATUS = {
    "draft": "Draft rules awaiting clinical review. No clinician has signed them.",
    "reviewed": "Rules reviewed by clinicians.",
    "retired": "These rules are retired and kept only to read what was said before.",
}

EVIDENCE: dict[Evidence, Voices] = {
    Evidence.NOT_STUDIED: {
        "patient": "Not studied",
        "clinician": "Not studied: no trial with a pain or disease outcome was found",
    },
    Evidence.UNCONTROLLED: {
        "patient": "Tried, but without a fair comparison",
        "clinician": "Uncontrolled: no sham, inert or usual-care comparison",
    },
    Evidence.NO_BENEFIT_SHOWN: {
        "patient": "Compared fairly, and no clear benefit was seen",
        "clinician": "No benefit shown: controlled, and no difference",
    },
    Evidence.CONFLICTING: {
        "patient": "Studies disagree",
        "clinician": "Conflicting: a benefit seen in one comparison, none in another",
    },
    Evidence.EARLY_SIGNAL: {
        "patient": "An early sign of benefit, not yet sure",
        "clinician": "Early signal: benefit only in a pilot, subgroup, post-hoc or secondary outcome",
    },
    Evidence.PROMISING: {
        "patient": "At least one fair study met its main goal",
        "clinician": "Promising: at least one controlled trial met its primary outcome, none was null",
    },
    Evidence.ESTABLISHED: {
        "patient": "Two or more good studies found less pain",
        "clinician": "Established: two independent controlled trials met a primary pain outcome",
    },
    Evidence.NATURAL_COURSE: {
        "patient": "What happens without a change",
        "clinician": "Natural course",
    },
}

GUIDELINE_ONLY: Voices = {
    "patient": "A guideline names it. Its numbers were not read for this tool",
    "clinician": "Named by a guideline; no figures are in the pack",
}
"""For an alternative of which the pack holds a guideline's word and no study."""

NOT_IN_PACK: Voices = {
    "patient": "This tool holds no study of it for this pain",
    "clinician": "No study of it in this pain is in the pack; that is no statement about the treatment",
}
"""For an alternative that the pack holds no finding on: the pack looked for studies of VNS, not of everything else."""

CERTAINTY: dict[Certainty, Voices] = {
    "high": {"patient": "We are sure of this", "clinician": "High certainty"},
    "moderate": {"patient": "We are fairly sure of this", "clinician": "Moderate certainty"},
    "low": {"patient": "We are not sure of this", "clinician": "Low certainty"},
    "very_low": {"patient": "We are very unsure of this", "clinician": "Very low certainty"},
}

LEAN: dict[Lean, str] = {
    Lean.NONE: "No leaning is shown",
    Lean.MORE_AGAINST: "The reasons against weigh more, as you weighed them",
    Lean.BALANCED: "The reasons for and against are close",
    Lean.MORE_FOR: "The reasons for weigh more, as you weighed them",
}

COULD_REACH: dict[str, str] = {
    "first": "The answer can bring up something that comes before everything else.",
    "excluded": "The answer can rule an option out.",
    "not_now": "The answer can mean: not now.",
    "specialist": "The answer can mean: ask a specialist first.",
    "caution": "The answer can bring up a point to talk about.",
    "evidence": "The answer changes which studies count for you.",
    "lean": "The answer changes how the reasons weigh.",
}

IMPORTANCE = ("not at all", "a little", "quite a lot", "very much")

CONTROL = {
    "sham": "With a dummy device",
    "inert": "With a dummy treatment",
    "usual_care": "With usual care alone",
    "active": "With the treatment it was compared with",
    "none": "Without it",
}

BURDENS = {
    "surgery": "Operation",
    "visits": "Visits",
    "daily_time": "Time each day",
    "power": "Battery and supplies",
    "scans": "Scans and heat treatment",
    "work_and_travel": "Work and travel",
    "trial": "Trial period, and when to stop",
    "stopping": "Stopping or taking it out",
    "cost": "Approval and funding",
}

SAFETY_REACH: dict[Safety, str] = {
    Safety.CAUTION: "bring up a point to talk about",
    Safety.SPECIALIST: "mean that a specialist is asked first",
    Safety.NOT_NOW: "mean: not now",
    Safety.EXCLUDED: "rule it out",
}


def day(value: date) -> str:
    """A date as it is read aloud.

    >>> day(date(2026, 11, 4))
    '4 November 2026'
    """
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{value.day} {months[value.month - 1]} {value.year}"


def count(number: int, thing: str) -> str:
    """A number with its noun: `1 question`, `2 questions`.

    >>> count(1, "question"), count(3, "question")
    ('1 question', '3 questions')
    """
    return f"{number} {thing}" + ("" if number == 1 else "s")


def listed(words: Iterable[str], most: int = 4) -> str:
    """A few words as a list in a sentence; the rest as a number.

    >>> listed(["implants", "heart", "age"])
    'implants, heart and age'
    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(words)
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join(filter(None, [", ".join(every[:-1]), *every[-1:]]))


def lower_first(text: str) -> str:
    """A label inside a sentence: only its first letter becomes small, and no abbreviation does.

    >>> lower_first("Heart pacemaker"), lower_first("MRI scan")
    ('heart pacemaker', 'MRI scan')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
