"""A rule as one sentence: when it holds and what follows."""

from __future__ import annotations

from decision.language import mark, say
from decision.pack.model import Rule
from decision.pack.pack import Pack
from decision.summary.why import in_words
from decision.summary.words import listed

_SENTENCES = {
    "excludes": mark("Rules out {options} when {condition}."),
    "not_now": mark("Not now: {options}, when {condition}; until {until}."),
    "specialist": mark("Ask first ({specialist}) about {options} when {condition}."),
    "caution": mark("A point to talk about with {options} when {condition}."),
    "for": mark("A reason for {options} ({theme}, strength {strength} of 3) when {condition}."),
    "against": mark("A reason against {options} ({theme}, strength {strength} of 3) when {condition}."),
    "first": mark("Comes before everything else when {condition}."),
    "untried": mark(
        "Names a treatment that guidelines put first and that was not fully tried ({treatments}) when {condition}."
    ),
    "prepare": mark("Brings up what could help first when {condition}."),
    "conflict": mark("The answers contradict each other when {condition}."),
}


def rule_sentence(pack: Pack, rule: Rule) -> str:
    """What a rule says, in the language spoken and the words of the pack given.

    The option names stand in the pack's order of the rule; a rule for some devices only names them.
    """
    names = listed([pack.options[option].name for option in rule.options], most=20)
    if rule.devices:
        names = say("{options} ({devices})", options=names, devices=listed(rule.devices, most=20))
    return say(
        _SENTENCES["not_now" if rule.until else rule.effect],
        options=names,
        condition=in_words(pack, rule.when),
        until=rule.until or "",
        specialist=rule.specialist or "",
        theme=pack.themes[rule.theme].label if rule.theme else "",
        strength=rule.strength or 0,
        treatments=listed([pack.treatments[name].treatment for name in rule.treatments], most=20),
    )
