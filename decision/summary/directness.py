"""How direct a finding is for this patient: what was studied, in whom, with which device, beside this patient.

Only what differs is judged. A finding about another pain or another option never comes this far: it is not shown.
"""

from __future__ import annotations

from decision.engine.evidence import studied
from decision.language import number, say
from decision.pack.findings import Finding
from decision.summary.standing import Voice
from decision.summary.words import listed


def how_direct(voice: Voice, finding: Finding) -> str:
    """What was studied beside this patient: condition with its purpose, device, population and ages.

    The clinician also reads the device and the ages; both readers are told where this patient differs.
    """
    said = [say("Studied in: {people}.", people=finding.population)]
    if voice.reader == "clinician":
        said.append(say("Device: {device}.", device=finding.device or say("not stated for this finding")))
        said.append(say("Ages: {ages}.", ages=_ages(finding)))
    said.append(_you(voice, finding))
    said += _differences(voice, finding)
    return " ".join(said)


def _ages(finding: Finding) -> str:
    low, high = finding.ages or (None, None)
    if low is None and high is None:
        return say("not stated, taken as adults")
    if high is None:
        return say("{low} or older", low=low)
    return say("{low} to {high}", low=low, high=high) if low is not None else say("up to {high}", high=high)


def _you(voice: Voice, finding: Finding) -> str:
    """The patient beside the study: the pains it is about, or all pains where it is tied to none; and the age."""
    about = finding.about
    names = [voice.pain(pain) for pain in voice.pains if not about or pain in about]
    pains = listed(names, most=2) or say("pain not known")
    if voice.age is None:
        return say("You: {pains}; age not known.", pains=pains)
    return say("You: {pains}; age {age}.", pains=pains, age=number(voice.age))


def _differences(voice: Voice, finding: Finding) -> list[str]:
    said = []
    if not finding.about:
        said.append(say("It is not tied to one kind of pain."))
    elif finding.scope == "mixed":
        said.append(say("Several kinds of pain were taken together."))
    if voice.age is not None and not studied(voice.assessment.pack, finding, voice.age):
        said.append(say("You are outside the ages that were studied."))
    return said
