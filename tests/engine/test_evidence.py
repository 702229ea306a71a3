"""The evidence levels of the design, one by one, and what never counts."""

from __future__ import annotations

import pytest
from strategies import OPTIONS, TODAY, pack_of

from decision.engine.assess import assess
from decision.engine.assessment import Evidence
from decision.engine.evidence import level
from decision.pack.findings import Finding


def finding(**changes: object) -> Finding:
    """A controlled trial of the ear device in back pain that met its primary outcome, unless said otherwise."""
    fields: dict[str, object] = {
        "id": "f", "option": "ear", "pain": "back", "kind": "benefit", "study": "a", "design": "rct_sham",
        "control": "sham", "outcome": "words", "measures": "pain", "role": "primary", "result": "benefit",
        "population": "words", "certainty": "moderate", "certainty_reason": "words", "clinician": "words",
        "patient": "words", "shown_to_patients": True, "sources": ["s"], "review_by": TODAY,
    }  # fmt: skip
    return Finding(**{**fields, **changes})  # type: ignore[arg-type]


NULL = {"result": "no_difference", "id": "null", "study": "null"}

CASES = [
    ("nothing found", [], "NOT_STUDIED"),
    ("only a protocol", [finding(result="none")], "NOT_STUDIED"),
    ("no pain or disease outcome", [finding(measures="other")], "NOT_STUDIED"),
    ("no control", [finding(control="none")], "UNCONTROLLED"),
    ("an active comparator is no control", [finding(control="active")], "UNCONTROLLED"),
    ("within-arm change only", [finding(result="no_comparison")], "UNCONTROLLED"),
    ("controlled and null", [finding(**NULL)], "NO_BENEFIT_SHOWN"),
    ("a null pilot", [finding(**{**NULL, "role": "pilot"})], "NO_BENEFIT_SHOWN"),
    ("a subgroup", [finding(role="subgroup")], "EARLY_SIGNAL"),
    ("a pilot", [finding(role="pilot")], "EARLY_SIGNAL"),
    ("a secondary outcome", [finding(role="secondary")], "EARLY_SIGNAL"),
    ("nobody knows whether it was the main outcome", [finding(role="not_stated")], "EARLY_SIGNAL"),
    ("seen, and null where nobody knows that", [finding(), finding(**NULL, role="not_stated")], "CONFLICTING"),
    ("one primary met", [finding()], "PROMISING"),
    ("a disease outcome met", [finding(measures="disease")], "PROMISING"),
    ("the same trial twice", [finding(), finding(id="g")], "PROMISING"),
    ("two, one of low certainty", [finding(), finding(id="g", study="b", certainty="low")], "PROMISING"),
    ("two independent", [finding(), finding(id="g", study="b")], "ESTABLISHED"),
    ("a pool in this pain", [finding(design="meta_analysis")], "ESTABLISHED"),
    ("one met, another null", [finding(), finding(**NULL)], "CONFLICTING"),
    ("a subgroup seen, another null", [finding(role="subgroup"), finding(**NULL)], "CONFLICTING"),
    ("two met, another null", [finding(), finding(id="g", study="b"), finding(**NULL)], "CONFLICTING"),
]


@pytest.mark.parametrize(("findings", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_level(findings, expected):
    assert level(findings) is Evidence[expected]


def evidence(findings, **answers):
    pack = pack_of([], findings)
    (entry,) = assess(pack, {"pain": "back", "others": ["none"], **answers}, today=TODAY)["ear"].evidence
    return entry.low, entry.high


def test_another_option_or_pain_says_nothing():
    assert evidence([finding(option="neck")], age=40) == (Evidence.NOT_STUDIED, Evidence.NOT_STUDIED)
    assert evidence([finding(pain="head")], age=40) == (Evidence.NOT_STUDIED, Evidence.NOT_STUDIED)


def test_a_pool_over_several_pains_never_counts_for_vns():
    pooled = finding(scope="mixed", pain=None, pains=["back", "head"])
    assert evidence([pooled], age=40) == (Evidence.NOT_STUDIED, Evidence.NOT_STUDIED)


def test_a_pool_that_names_the_pain_counts_for_an_alternative():
    pooled = finding(scope="mixed", pain=None, pains=["back", "head"], option="tablet", design="meta_analysis")
    standing = assess(pack_of([], [pooled]), {"pain": "back", "age": 40}, today=TODAY)["tablet"]
    assert standing.evidence[0].low is Evidence.ESTABLISHED


@pytest.mark.parametrize(
    ("age", "expected"), [(11, "UNCONTROLLED"), (12, "PROMISING"), (17, "PROMISING"), (18, "UNCONTROLLED")]
)
def test_outside_the_studied_ages_at_most_uncontrolled(age, expected):
    assert evidence([finding(ages=[12, 17])], age=age) == (Evidence[expected], Evidence[expected])


@pytest.mark.parametrize(("age", "expected"), [(17, "UNCONTROLLED"), (18, "PROMISING")])
def test_a_study_that_does_not_state_its_ages_counts_for_adults(age, expected):
    assert evidence([finding()], age=age) == (Evidence[expected], Evidence[expected])


def test_an_unknown_age_leaves_a_range():
    assert evidence([finding(ages=[12, 17])]) == (Evidence.UNCONTROLLED, Evidence.PROMISING)
    assert evidence([finding(ages=[12, 17])], age="not_known") == (Evidence.UNCONTROLLED, Evidence.PROMISING)


def test_carrying_on_as_now_is_the_natural_course_whatever_is_known():
    for answers in ({}, {"pain": "back", "age": 40}):
        assert assess(pack_of([], []), answers, today=TODAY)["as-now"].evidence_range == (
            Evidence.NATURAL_COURSE, Evidence.NATURAL_COURSE)  # fmt: skip


@pytest.mark.parametrize(("age", "said"), [(None, "not_known"), (11, "not_known"), (12, "yes")])
def test_a_label_holds_for_the_ages_it_names(age, said):
    answers = {"pain": "back"} | ({} if age is None else {"age": age})
    standing = assess(pack_of([], []), answers, today=TODAY)["ear"]
    assert next(entry.label for entry in standing.evidence if entry.pain == "back") == {"US": said}


def test_a_label_never_lifts_evidence():
    standing = assess(pack_of([], []), {"pain": "back", "age": 40, "others": ["none"]}, today=TODAY)["ear"]
    assert standing.evidence_range == (Evidence.NOT_STUDIED, Evidence.NOT_STUDIED)
    assert OPTIONS["ear"].kind == "vns"
