"""What a passed review date does: nothing to safety, and never a lean that rests on it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from strategies import NO_CONFLICT, THEMES, TODAY, packs, patient

from decision.engine.as_data import as_data
from decision.engine.assess import assess
from decision.engine.assessment import Lean
from decision.pack.loading import load_pack
from decision.pack.model import Safety
from decision.pack.pack import Pack

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
KNEE = {"age": 50, "sex": "male", "pain": "knee", "implants": ["none"], "other": ["none"], "dialysis": False,
        "clearance": "90 mL/min", "mood": False, "started": "2020-01-01"}  # fmt: skip
LAST = date(2027, 1, 1)
AFTER = LAST + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)


def expired(pack: Pack, rules: list[str], findings: list[str] | None = None) -> Pack:
    """The pack with some rules and findings whose review date was yesterday."""
    late = {"review_by": YESTERDAY}
    return replace(
        pack,
        rules={name: rule.model_copy(update=late) if name in rules else rule for name, rule in pack.rules.items()},
        findings={
            name: finding.model_copy(update=late) if name in (findings or []) else finding
            for name, finding in pack.findings.items()
        },
    )


def test_a_reason_counts_on_its_review_day_and_no_longer_the_day_after() -> None:
    on_the_day, after = (assess(TINY, KNEE, today=day)["examplimab"] for day in (LAST, AFTER))
    assert (on_the_day.lean, after.lean) == ({Lean.MORE_FOR}, {Lean.NONE})
    (reason,) = after.arguments
    assert (reason.under_review, reason.weight, reason.counts) == (True, 0.0, False)
    assert (after.reasons_for.low, after.reasons_for.high) == (0, 0)


def test_a_finding_past_its_date_takes_the_lean_and_leaves_the_evidence_level() -> None:
    rule = TINY.rules["knee-relief"].model_copy(update={"review_by": date(2030, 1, 1)})
    pack = replace(TINY, rules={**TINY.rules, rule.id: rule})
    before, after = (assess(pack, KNEE, today=day)["examplimab"] for day in (LAST, AFTER))
    assert before.evidence == after.evidence
    assert Lean.MORE_FOR in before.lean
    assert Lean.MORE_FOR not in after.lean


def test_a_trial_past_its_date_holds_no_lean_even_where_the_reason_rests_on_something_else() -> None:
    rule = TINY.rules["knee-relief"].model_copy(
        update={"review_by": date(2030, 1, 1), "findings": [], "certainty": "high", "sources": ["trial-a"]}
    )
    pack = replace(TINY, rules={**TINY.rules, rule.id: rule})
    assert assess(pack, KNEE, today=LAST)["examplimab"].lean == {Lean.MORE_FOR}
    after = assess(pack, KNEE, today=AFTER)["examplimab"]
    assert not after.arguments[0].under_review
    assert Lean.MORE_FOR not in after.lean


def test_an_exclusion_past_its_date_still_excludes_and_says_so() -> None:
    standing = assess(TINY, {"implants": ["pacemaker"]}, today=AFTER)["examplimab"]
    assert standing.safety.low is standing.safety.high is Safety.EXCLUDED
    assert standing.arguments[0].under_review


def test_the_json_flags_what_is_under_review() -> None:
    for day, flag in ((LAST, False), (AFTER, True)):
        data = as_data(assess(TINY, {**KNEE, "mood": True}, today=day))
        option = data["options"]["examplimab"]
        assert option["arguments"][0]["under_review"] is flag
        assert option["evidence"][0]["under_review"] is flag
        assert data["first"][0]["under_review"] is flag
        assert data["pack"]["under_review"] is flag


quiet = packs(effects=NO_CONFLICT)


@given(packs(), patient(), st.data())
def test_expiry_never_moves_safety_nor_evidence(pack, answers, data):
    late = expired(
        pack,
        data.draw(st.lists(st.sampled_from(sorted(pack.rules)), unique=True)),
        data.draw(st.lists(st.sampled_from(sorted(pack.findings)), unique=True)) if pack.findings else [],
    )
    before, after = assess(pack, answers[0], today=TODAY), assess(late, answers[0], today=TODAY)
    for option in pack.options:
        assert after[option].safety == before[option].safety
        assert after[option].lasting == before[option].lasting
        assert [(e.low, e.high) for e in after[option].evidence] == [(e.low, e.high) for e in before[option].evidence]
    assert bool(after.first) == bool(before.first)


@given(quiet, patient(), st.data())
def test_a_settled_lean_never_rests_on_an_expired_argument(pack, answers, data):
    late = data.draw(st.lists(st.sampled_from(sorted(pack.rules)), unique=True))
    arguments = [name for name in late if pack.rules[name].is_argument]
    without = replace(pack, rules={name: rule for name, rule in pack.rules.items() if name not in arguments})
    now = assess(expired(pack, arguments), answers[2], today=TODAY)
    never = assess(without, answers[2], today=TODAY)
    fresh = assess(pack, answers[2], today=TODAY)
    for option in pack.options:
        (lean,) = now[option].lean
        if lean in (Lean.MORE_FOR, Lean.MORE_AGAINST):
            assert never[option].lean == {lean}
        if lean is Lean.MORE_FOR:  # a date that passes never brings about a lean towards an option
            assert fresh[option].lean == {Lean.MORE_FOR}


@given(quiet, patient(), st.data())
def test_a_settled_lean_towards_an_option_never_rests_on_an_expired_finding(pack, answers, data):
    late = data.draw(st.lists(st.sampled_from(sorted(pack.findings)), unique=True)) if pack.findings else []
    without = replace(pack, findings={n: f for n, f in pack.findings.items() if n not in late or f.result != "benefit"})
    now, never = assess(expired(pack, [], late), answers[2], today=TODAY), assess(without, answers[2], today=TODAY)
    for option in pack.options:
        if now[option].lean == {Lean.MORE_FOR}:
            assert never[option].lean == {Lean.MORE_FOR}


@given(quiet, patient(), st.data())
def test_with_expired_arguments_one_more_answer_still_only_narrows_and_all_answers_settle(pack, answers, data):
    late = expired(pack, data.draw(st.lists(st.sampled_from(sorted(pack.rules)), unique=True)))
    some, more, full = (assess(late, given_, today=TODAY) for given_ in answers)
    for option in pack.options:
        assert full[option].lean <= more[option].lean <= some[option].lean
    assert full.settled
    assert full.open_questions == ()


@given(quiet, patient(), st.sampled_from(THEMES), st.data())
def test_with_expired_arguments_importance_still_moves_a_lean_one_way_only(pack, answers, theme, data):
    late = expired(pack, data.draw(st.lists(st.sampled_from(sorted(pack.rules)), unique=True)))
    height = {Lean.MORE_AGAINST: 0, Lean.NONE: 1, Lean.BALANCED: 1, Lean.MORE_FOR: 2}
    leans = [assess(late, {**answers[2], f"matters_{theme}": i}, today=TODAY) for i in range(4)]
    for option in pack.options:
        path = [height[lean] for assessment in leans for lean in assessment[option].lean]
        assert path in (sorted(path), sorted(path, reverse=True))
