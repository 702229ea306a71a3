"""The Why view's lines: in the words of whoever reads, with the answers that mattered."""

from datetime import date

import pytest

from decision import Pack, assess, summarise
from decision.summary.why import RuleLine, why

DAY = date(2026, 11, 25)
STATED = {"applies": "", "waits": "If that is so: ", "does_not_apply": "If that were so: "}


def lines(pack: Pack, given: dict[str, object], reader: str = "clinician") -> list[RuleLine]:
    assessment = assess(pack, given, today=DAY)
    return [line for option in pack.options for line in why(assessment, option, reader=reader)]


def test_a_patient_reads_what_each_rule_says_to_patients_and_no_clinicians_word(shipped: Pack) -> None:
    found = lines(shipped, {"age": 40, "implants": ["pacemaker"]}, "patient")
    assert {line.state for line in found} == {"applies", "waits", "does_not_apply"}
    for line in found:
        rule = shipped.rules[line.rule]
        assert line.text == STATED[line.state] + rule.patient  # nobody is told that they have what was not said
        assert (line.when, line.basis) == ("", "")
        assert line.effect not in ("Excludes", "Specialist", "Caution")
    assert not any("certainty" in line.certainty for line in found)


def test_a_clinician_reads_the_condition_and_what_a_rule_rests_on(shipped: Pack) -> None:
    found = lines(shipped, {"age": 40, "implants": ["pacemaker"]})
    assert all(line.when and line.text == shipped.rules[line.rule].clinician for line in found)


@pytest.mark.parametrize(
    ("given", "rule", "because"),
    [
        ({"age": 40}, "side-effects-implant", "True of every adult."),
        ({"age": 18}, "side-effects-implant", "True of every adult."),
        # an adult of 21 years would have been in the trial
        ({"age": 40}, "penfs-age-not-studied", "Because you said: age – 40 years."),
        ({"age": 11}, "ivns-under-18", "Because you said: age – 11 years."),
        (
            {"age": 40, "pain_condition": "ibs_functional_abdominal"},
            "relief-bowel-ear",
            "Because you said: main pain – belly pain from a sensitive gut.",
        ),
    ],
)
def test_the_age_is_named_as_a_cause_only_where_another_adults_age_would_not_do(
    shipped: Pack, given: dict[str, object], rule: str, because: str
) -> None:
    assert {line.because for line in lines(shipped, given) if line.rule == rule and line.state == "applies"} == {
        because
    }
    told = summarise(assess(shipped, given, today=DAY))
    reasons = [
        reason
        for option in told.options
        for reason in (*option.safety_reasons, *option.reasons_for, *option.reasons_against)
        if reason.rule == rule
    ]
    assert {reason.because for reason in reasons} == {because}
