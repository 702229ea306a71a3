"""What comes before a new treatment, in words: first treatments without a full trial, and what could help first.

Prompts for the conversation, worded for both readers. They move no standing and close no door.
"""

from __future__ import annotations

from collections.abc import Iterable

from decision.engine.assessment import Argument, Waiting
from decision.language import mark, say
from decision.pack.model import Rule, Safety
from decision.summary.answers import because_of, private
from decision.summary.model import Preparation
from decision.summary.standing import Voice
from decision.summary.words import listed

UNTRIED = {
    "patient": mark("There are treatments that guidelines put first and that you have not fully tried: {treatments}."),
    "clinician": mark("Treatments that guidelines put first have not had a full trial: {treatments}."),
}
PRIVATE_STEP = mark(
    "There is a way to prepare that you talked about in private. Your clinician can go through it with you."
)


def untried_line(voice: Voice) -> str:
    """One plain sentence that names every first treatment without a full trial; empty when there is none."""
    names = [voice.pack.treatments[name].treatment for a in voice.assessment.untried for name in a.rule.treatments]
    return say(UNTRIED[voice.reader], treatments=listed(dict.fromkeys(names), most=6)) if names else ""


def still_ahead(voice: Voice, rule: Rule) -> bool:
    """Whether a step still leads somewhere: some option that it prepares for is not ruled out (or it names none)."""
    standings = [voice.assessment[name] for name in rule.prepares_for]
    return not standings or any(standing.safety.low != Safety.EXCLUDED for standing in standings)


def preparations(voice: Voice, applying: Iterable[Argument], waiting: Iterable[Waiting]) -> tuple[Preparation, ...]:
    """What applies, then what may apply and waits for an answer; nothing that would tell a private question.

    What prepares only for options that are ruled out is left out: it would read as advice to go that way all the same.
    """
    return (
        *(_applies(voice, argument) for argument in applying if still_ahead(voice, argument.rule)),
        *(
            _waits(voice, entry)
            for entry in waiting
            if still_ahead(voice, entry.rule) and (voice.include_sensitive or not private(voice.pack, entry.waits_for))
        ),
    )


def _applies(voice: Voice, argument: Argument) -> Preparation:
    if voice.withheld(argument):
        return Preparation(rule="", text="", step=say(PRIVATE_STEP))
    rule = voice.rule(argument.rule)
    return Preparation(
        rule=rule.id,
        text=getattr(rule, voice.reader),
        step=_step(voice, rule),
        because=because_of(voice.assessment, voice.pack, argument),
        sources=voice.citations.cite(rule.sources, rule.findings),
    )


def _waits(voice: Voice, entry: Waiting) -> Preparation:
    rule = voice.rule(entry.rule)
    return Preparation(
        rule=rule.id,
        text=getattr(rule, voice.reader),
        step=_step(voice, rule),
        waits_for=tuple(dict.fromkeys(voice.question(name) for name in entry.waits_for)),
    )


def _step(voice: Voice, rule: Rule) -> str:
    """What could help first; for a treatment without a full trial, what counts as one."""
    if rule.step is not None:
        return str(getattr(rule.step, voice.reader))
    if voice.reader == "patient":
        return " ".join(voice.pack.treatments[name].patient for name in rule.treatments)
    trials = [voice.pack.treatments[name] for name in rule.treatments]
    return " ".join(
        f"{entry.guideline} " + (entry.full_trial or say("No length or dose of a full trial was found."))
        for entry in trials
    )
