"""How direct a number is for this patient, and that none is ever borrowed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from decision import Pack, assess, load_pack, summarise
from decision.engine.evidence import counts_for
from decision.summary.model import Number, Reader
from decision.summary.words import NO_NUMBER

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
DAY = date(2026, 6, 1)
PAINS = {
    "migraine_acute": {"pain_condition": "migraine", "attack_aim": "stop"},
    "migraine_prevention": {"pain_condition": "migraine", "attack_aim": "prevent", "migraine_pattern": "episodic"},
    "chronic_migraine": {"pain_condition": "migraine", "attack_aim": "prevent", "migraine_pattern": "chronic"},
    "cluster_episodic_acute": {
        "pain_condition": "cluster_headache", "attack_aim": "stop", "cluster_pattern": "episodic"},
    "cluster_chronic_acute": {"pain_condition": "cluster_headache", "attack_aim": "stop", "cluster_pattern": "chronic"},
    "cluster_episodic_prevention": {
        "pain_condition": "cluster_headache", "attack_aim": "prevent", "cluster_pattern": "episodic"},
    "cluster_chronic_prevention": {
        "pain_condition": "cluster_headache", "attack_aim": "prevent", "cluster_pattern": "chronic"},
}  # fmt: skip


def benefit(given: dict[str, object], pack: Pack = TINY, reader: Reader = "clinician") -> Number:
    options = summarise(assess(pack, given, today=DAY), reader=reader).options
    return next(option for option in options if option.id == "examplimab").benefits[0]


def studying(**ages: object) -> Pack:
    finding = TINY.findings["knee-trial"].model_copy(update=ages)
    return replace(TINY, findings={**TINY.findings, finding.id: finding})


@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_no_number_is_borrowed_from_another_option_or_pain(shipped: Pack, reader: Reader) -> None:
    seen: set[tuple[str, str, str]] = set()
    for pain in shipped.pains:
        given = {"age": 50, **PAINS.get(pain, {"pain_condition": pain})}
        assessment = assess(shipped, given, today=DAY)
        mains = [e.pain for e in assessment["tavns"].evidence if e.certain]
        assert mains == [pain]
        for option in summarise(assessment, reader=reader).options:
            for number in option.benefits:
                finding = shipped.findings[number.finding]
                assert finding.option == option.id
                assert pain in finding.about
                assert counts_for(finding, shipped.options[option.id], pain)
                seen.add((option.id, pain, finding.id))
            for number in option.harms:
                finding = shipped.findings[number.finding]
                assert finding.option == option.id
                assert not finding.about or pain in finding.about
    could_be_shown = {
        (option.id, pain, finding.id)
        for finding in shipped.findings.values()
        for option in shipped.options.values()
        for pain in shipped.pains
        if counts_for(finding, option, pain) and finding.kind in ("benefit", "course")
        and (reader == "clinician" or finding.shown_to_patients)
        and (option.kind != "alternative" or not option.groups or shipped.pains[pain].group in option.groups)
        and option.kind != "as_now"
    }  # fmt: skip
    assert could_be_shown <= seen
    assert len(could_be_shown) > 20


def test_a_pain_without_a_number_says_so_for_every_form_of_vns_r13(shipped: Pack) -> None:
    silent = 0
    for pain in shipped.pains:
        given = {"age": 50, **PAINS.get(pain, {"pain_condition": pain})}
        for option in summarise(assess(shipped, given, today=DAY), reader="patient").options:
            if option.kind == "as_now":
                continue
            told = [shipped.findings[number.finding] for number in option.benefits]
            if any(finding.people or finding.scale for finding in told):
                assert option.no_number == ()
            else:
                silent += 1
                assert len(option.no_number) == 1
                assert option.no_number[0].endswith(NO_NUMBER)
                assert not any(number.figure for number in option.benefits)
    assert silent > 20


def test_the_line_names_what_was_studied_and_this_patient() -> None:
    line = benefit({"age": 50, "pain": "knee"}).how_direct
    assert line.startswith("Studied in: adults with knee pain.")
    assert "Device: not stated for this finding." in line
    assert "Ages: not stated, taken as adults." in line
    assert line.endswith("You: knee pain; age 50.")


def test_an_age_that_was_not_asked_is_never_taken_as_studied() -> None:
    assert benefit({"pain": "knee"}).how_direct.endswith("You: knee pain; age not known.")


@pytest.mark.parametrize(("age", "outside"), [(17, True), (18, False), (65, False), (66, True)])
def test_a_patient_outside_the_studied_ages_is_told(age: int, outside: bool) -> None:
    line = benefit({"age": age, "pain": "knee"}, studying(ages=[18, 65]), "patient").how_direct
    assert ("You are outside the ages that were studied." in line) is outside


def test_a_harm_that_is_tied_to_no_pain_says_so() -> None:
    options = summarise(assess(TINY, {"age": 50, "pain": "knee"}, today=DAY), reader="patient").options
    (harm,) = next(option for option in options if option.id == "examplimab").harms
    assert "It is not tied to one kind of pain." in harm.how_direct
