"""How direct a finding is for this patient: what was studied, in whom, with which device, beside this patient.

Only what differs is judged. A finding about another pain or another option never comes this far: it is not shown.
"""

from __future__ import annotations

from decision.engine.assessment import Assessment
from decision.engine.evidence import studied
from decision.language import number, say
from decision.pack.findings import Finding
from decision.pack.model import Pack
from decision.summary.model import Reader
from decision.summary.words import listed


def how_direct(assessment: Assessment, pack: Pack, finding: Finding, reader: Reader) -> str:
    """What was studied beside this patient: condition with its purpose, device, population and ages.

    `pack` is the pack in the language spoken. The clinician also reads the device and the ages; both readers are told
    where this patient differs.
    """
    said = [say("Studied in: {people}.", people=finding.population)]
    if reader == "clinician":
        said.append(say("Device: {device}.", device=finding.device or say("not stated for this finding")))
        said.append(say("Ages: {ages}.", ages=_ages(finding)))
    said.append(_you(assessment, pack, finding, reader))
    said += _differences(assessment, finding)
    return " ".join(said)


def _ages(finding: Finding) -> str:
    low, high = finding.ages or (None, None)
    if low is None and high is None:
        return say("not stated, taken as adults")
    if high is None:
        return say("{low} or older", low=low)
    return say("{low} to {high}", low=low, high=high) if low is not None else say("up to {high}", high=high)


def _you(assessment: Assessment, pack: Pack, finding: Finding, reader: Reader) -> str:
    """The patient beside the study: the pains it is about, or all pains where it is tied to none; and the age."""
    mine = dict.fromkeys(
        entry.pain
        for standing in assessment.values()
        for entry in standing.evidence
        if entry.certain and (not finding.about or entry.pain in finding.about)
    )
    names = [pack.pains[pain].patient if reader == "patient" else pack.pains[pain].label for pain in mine]
    pains = listed(names, most=2) or say("pain not known")
    age = _age(assessment)
    if age is None:
        return say("You: {pains}; age not known.", pains=pains)
    return say("You: {pains}; age {age}.", pains=pains, age=number(age))


def _differences(assessment: Assessment, finding: Finding) -> list[str]:
    said = []
    if not finding.about:
        said.append(say("It is not tied to one kind of pain."))
    elif finding.scope == "mixed":
        said.append(say("Several kinds of pain were taken together."))
    age = _age(assessment)
    if age is not None and not studied(assessment.pack, finding, age):
        said.append(say("You are outside the ages that were studied."))
    return said


def _age(assessment: Assessment) -> int | float | None:
    age = assessment.answers.given.get(assessment.pack.info.ages.question)
    return age if isinstance(age, int | float) else None
