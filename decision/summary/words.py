"""The words of a summary that belong to no pack: axes, certainty, importance, frames of numbers.

Everything clinical comes from the pack. What stands here says how far a rule or a study reaches, in two voices. No
sentence steers, orders or promises; a test reads all of them against the list of words that are never used. They are
English here, and put into the language of the summary with `say` where they are used.
"""

from __future__ import annotations

from collections.abc import Iterable

from decision.engine.assessment import Evidence, Lean
from decision.language import current, joined, mark, say
from decision.pack.model import WRITTEN_IN, Safety
from decision.pack.record import Certainty
from decision.summary.model import Reader

Voices = dict[Reader, str]

DISCLAIMER = mark("Discussion summary, not a prescription")
OTHER_FORMATS = mark("Other print sizes: ask at the clinic")
GROUPS_NOT_YOU = mark("These numbers are about groups. No one can say in advance which group you will be in.")
PICTURES = mark("Each picture shows 100 people. The filled squares are those it happened to.")
NO_NUMBER = mark("We do not have good enough studies to give a number.")
UNDER_REVIEW = mark("Under review: {text}")
NUMBER_UNDER_REVIEW = mark("This finding is under review: its review date has passed.")
EVIDENCE_UNDER_REVIEW = mark("Under review: the review date of a study behind this has passed. No leaning rests on it.")
SAFETY_UNDER_REVIEW = mark("Under review: the review date of a rule behind this has passed. It stays in force.")
LEAN_UNDER_REVIEW = mark("Reasons under review carry no leaning.")
UNDECIDED = mark("It is fine to be undecided.")
PRIVATE = mark(
    "There is a safety point here that you talked about in private. Your clinician can go through it with you."
)
PRIVATE_CAUSE = mark("a point that you talked about in private")
PRIVATE_SPECIALIST = mark("somebody whom your clinician names")
PRIVATE_UNTIL = mark("a point that you talked about in private has passed")
PRIVATE_QUESTION = mark("a question that is kept private")

STATUS = {
    "draft": mark("Draft rules awaiting clinical review. No clinician has signed them."),
    "reviewed": mark("Rules reviewed by clinicians."),
    "retired": mark("These rules are retired and kept only to read what was said before."),
}

EVIDENCE: dict[Evidence, Voices] = {
    Evidence.NOT_STUDIED: {
        "patient": mark("Not studied"),
        "clinician": mark("Not studied: no trial with a pain or disease outcome was found"),
    },
    Evidence.UNCONTROLLED: {
        "patient": mark("Tried, but without a fair comparison"),
        "clinician": mark("Uncontrolled: no sham, inert or usual-care comparison"),
    },
    Evidence.NO_BENEFIT_SHOWN: {
        "patient": mark("Compared fairly, and no clear benefit was seen"),
        "clinician": mark("No benefit shown: controlled, and no difference"),
    },
    Evidence.CONFLICTING: {
        "patient": mark("Studies disagree"),
        "clinician": mark("Conflicting: a benefit seen in one comparison, none in another"),
    },
    Evidence.EARLY_SIGNAL: {
        "patient": mark("An early sign of benefit, not yet sure"),
        "clinician": mark("Early signal: benefit only in a pilot, subgroup, post-hoc or secondary outcome"),
    },
    Evidence.PROMISING: {
        "patient": mark("At least one fair study met its main goal"),
        "clinician": mark("Promising: at least one controlled trial met its primary outcome, none was null"),
    },
    Evidence.ESTABLISHED: {
        "patient": mark("Two or more good studies found less pain"),
        "clinician": mark("Established: two independent controlled trials met a primary pain outcome"),
    },
    Evidence.NATURAL_COURSE: {
        "patient": mark("What happens without a change"),
        "clinician": mark("Natural course"),
    },
}

GUIDELINE_ONLY: Voices = {
    "patient": mark("A guideline names it. Its numbers were not read for this tool"),
    "clinician": mark("Named by a guideline; no figures are in the pack"),
}
"""For an alternative of which the pack holds a guideline's word and no study."""

NOT_IN_PACK: Voices = {
    "patient": mark("This tool holds no study of it for this pain"),
    "clinician": mark("No study of it in this pain is in the pack; that is no statement about the treatment"),
}
"""For an alternative that the pack holds no finding on: the pack looked for studies of VNS, not of everything else."""

CERTAINTY: dict[Certainty, Voices] = {
    "high": {"patient": mark("We are sure of this"), "clinician": mark("High certainty")},
    "moderate": {"patient": mark("We are fairly sure of this"), "clinician": mark("Moderate certainty")},
    "low": {"patient": mark("We are not sure of this"), "clinician": mark("Low certainty")},
    "very_low": {"patient": mark("We are very unsure of this"), "clinician": mark("Very low certainty")},
}

LEAN: dict[Lean, str] = {
    Lean.NONE: mark("No leaning is shown"),
    Lean.MORE_AGAINST: mark("The reasons against weigh more, as you weighed them"),
    Lean.BALANCED: mark("The reasons for and against are close"),
    Lean.MORE_FOR: mark("The reasons for weigh more, as you weighed them"),
}

LEAN_UNWEIGHED = LEAN | {
    Lean.MORE_AGAINST: mark("The reasons against weigh more, if every theme counts alike"),
    Lean.MORE_FOR: mark("The reasons for weigh more, if every theme counts alike"),
}
"""Where the patient has not said how much anything matters."""

HELD_BACK = mark("No side is called stronger")

EFFECT = {
    "excludes": mark("Excludes"),
    "specialist": mark("Specialist"),
    "caution": mark("Caution"),
    "for": mark("For"),
    "against": mark("Against"),
    "first": mark("First"),
    "conflict": mark("Conflict"),
    "untried": mark("Not fully tried"),
    "prepare": mark("Could help first"),
}

EFFECT_FOR_PATIENTS = EFFECT | {
    "excludes": mark("Can rule it out"),
    "specialist": mark("Ask first"),
    "caution": mark("To talk about"),
}
"""What kind of point a rule makes, in a patient's words: said of rules that apply and of those that do not."""

AFTER: dict[Lean, str] = {
    Lean.NONE: mark("no side would lead"),
    Lean.MORE_AGAINST: mark("the reasons against would weigh more"),
    Lean.BALANCED: mark("the reasons for and against would be close"),
    Lean.MORE_FOR: mark("the reasons for would weigh more"),
}

LABEL = {"yes": mark("yes"), "no": mark("no")}

COULD_REACH: dict[str, str] = {
    "first": mark("The answer can bring up something that comes before everything else."),
    "excluded": mark("The answer can rule an option out."),
    "not_now": mark("The answer can mean: not now."),
    "specialist": mark("The answer can mean: ask a specialist first."),
    "caution": mark("The answer can bring up a point to talk about."),
    "evidence": mark("The answer changes which studies count for you."),
    "lean": mark("The answer changes how the reasons weigh."),
}

IMPORTANCE = (mark("not at all"), mark("a little"), mark("quite a lot"), mark("very much"))

CONTROL = {
    "sham": mark("With a dummy device"),
    "inert": mark("With a dummy treatment"),
    "usual_care": mark("With usual care alone"),
    "active": mark("With the treatment it was compared with"),
    "none": mark("Without it"),
}

TRIED = {
    "helps": mark("You have tried this: it helped."),
    "not_enough": mark("You have tried this: it did not help enough."),
    "too_short": mark("You have tried this, too briefly or at too low a dose to know."),
    "side_effects": mark("You have tried this: it was stopped for its side effects."),
}
"""How a treatment went that the patient has tried; said of the treatment, never of the patient."""

BURDENS = {
    "surgery": mark("Operation"),
    "visits": mark("Visits"),
    "daily_time": mark("Time each day"),
    "power": mark("Battery and supplies"),
    "scans": mark("Scans and heat treatment"),
    "work_and_travel": mark("Work and travel"),
    "trial": mark("Trial period, and when to stop"),
    "stopping": mark("Stopping or taking it out"),
    "cost": mark("Approval and funding"),
}

SAFETY_REACH: dict[Safety, str] = {
    Safety.CAUTION: mark("bring up a point to talk about"),
    Safety.SPECIALIST: mark("mean that a specialist is asked first"),
    Safety.NOT_NOW: mark("mean: not now"),
    Safety.EXCLUDED: mark("rule it out"),
}


def of_the_words() -> tuple[str, ...]:
    """What is said of the words themselves: nothing in the language that code and pack are written in."""
    return () if current() == WRITTEN_IN else (say("This translation awaits a professional translator's review."),)


def listed(words: Iterable[str], most: int = 4) -> str:
    """A few words as a list in a sentence; the rest as a number.

    >>> listed(["implants", "heart", "age"])
    'implants, heart and age'
    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(words)
    if len(every) > most:
        return say("{items} and {number} more", items=", ".join(every[:most]), number=len(every) - most)
    if len(every) < 2:
        return "".join(every)
    return joined(", ".join(every[:-1]), every[-1])


def upper_first(text: str) -> str:
    """The beginning of a line with a capital letter.

    >>> upper_first("oxygen")
    'Oxygen'
    """
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """A label inside a sentence: only its first letter becomes small, and no abbreviation nor "I" does.

    >>> lower_first("Heart pacemaker"), lower_first("MRI scan"), lower_first("I use hearing aids"), lower_first("Implant")
    ('heart pacemaker', 'MRI scan', 'I use hearing aids', 'implant')
    """
    stays = text[1:2].isupper() or text == "I" or text.startswith(("I ", "I'", "I’"))
    return text if stays else text[:1].lower() + text[1:]
