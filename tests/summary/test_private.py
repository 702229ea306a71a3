"""A private answer is not given away by what follows from it: the reason, whom to ask, until when, what to ask or to do."""

from datetime import date
from html import unescape

import pytest

from decision import Pack, assess, summarise
from decision.engine.assessment import Argument, Assessment
from decision.summary.answers import private
from decision.summary.handout import handout_html

DAY = date(2026, 11, 24)
BASE = {
    "age": 30, "sex": "female", "pain_condition": "migraine", "migraine_pattern": "episodic", "attack_aim": "stop",
    "implants": ["none"], "heart": ["none"], "surgery_wish": "would_consider",
}  # fmt: skip
PRIVATE = [
    {"pregnant": True}, {"breastfeeding": True}, {"suicidal_thoughts": True}, {"mental": ["psychosis", "none"]},
    {"mental": ["depression", "none"]}, {"substances": True}, {"cognition": True}, {"low_mood": "not_treated"},
    {"help_at_home": "nobody"}, {"phq9_score": 15},
]  # fmt: skip


def reasons(assessment: Assessment) -> list[Argument]:
    of_options = [argument for standing in assessment.values() for argument in standing.arguments]
    return [*assessment.first, *assessment.untried, *assessment.prepare, *of_options]


def texts(argument: Argument) -> set[str]:
    rule = argument.rule
    step = rule.step.patient if rule.step else None
    return {text for text in (rule.patient, rule.ask, rule.specialist, rule.until, step) if text}


@pytest.mark.parametrize("given", PRIVATE, ids=str)
def test_what_follows_from_a_private_answer_is_told_only_when_both_chose_so(shipped: Pack, given: dict) -> None:
    assessment = assess(shipped, {**BASE, **given}, today=DAY)
    hidden = [argument for argument in reasons(assessment) if private(shipped, argument.because)]
    assert hidden
    open_ = set().union(*(texts(one) for one in reasons(assessment) if not private(shipped, one.because)))
    telling = set().union(*map(texts, hidden)) - open_
    assert telling
    sheet = unescape(handout_html(summarise(assessment, reader="patient")))
    assert [text for text in telling if text in sheet] == []
    every = unescape(handout_html(summarise(assessment, reader="patient", include_sensitive=True)))
    assert [text for text in telling if text in every]
