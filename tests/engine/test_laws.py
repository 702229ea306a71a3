"""The laws of the design, each tried on random packs and random partial answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import NO_CONFLICT, QUESTIONS, THEMES, TODAY, conditions, full_answers, packs, patient, rules

from decision.engine.assess import assess
from decision.engine.assessment import Assessment, Evidence, Lean
from decision.engine.index import BitIndex
from decision.engine.truth import guarded, reason, truth, waits_for
from decision.pack.answers import parse_answers
from decision.pack.condition import All, Any, AtLeast, Not
from decision.pack.model import Safety
from decision.pack.pack import Pack

settings.register_profile(
    "laws", deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("laws")

quiet = packs(effects=NO_CONFLICT)


def standings(assessment: Assessment) -> dict[str, tuple[object, ...]]:
    return {
        option: (s.safety, s.lasting, s.lean, tuple((e.pain, e.certain, e.low, e.high) for e in s.evidence))
        for option, s in assessment.items()
    }


def moved(before: Assessment, after: Assessment) -> bool:
    return standings(before) != standings(after) or held(before) != held(after)


def held(assessment: Assessment) -> tuple[bool, bool]:
    return bool(assessment.first), bool(assessment.first or assessment.first_may)


@given(conditions, patient())
def test_a_decided_condition_stays_decided_by_further_answers(condition, answers):
    pack = _pack()
    some, more, _ = (parse_answers(pack, given_) for given_ in answers)
    condition = guarded(condition, QUESTIONS)
    decided = truth(condition, some, TODAY)
    assert decided is None or truth(condition, more, TODAY) is decided


@given(quiet, patient())
def test_one_more_answer_only_narrows(pack, answers):
    some, more, _ = answers
    before, after = assess(pack, some, today=TODAY), assess(pack, more, today=TODAY)
    for option in pack.options:
        a, b = before[option], after[option]
        assert b.safety in a.safety
        assert b.lasting in a.lasting
        assert b.lean <= a.lean
        assert b.reasons_for in a.reasons_for
        assert b.reasons_against in a.reasons_against
        assert a.evidence_range[0] <= b.evidence_range[0] <= b.evidence_range[1] <= a.evidence_range[1]
        pains = {entry.pain: entry for entry in a.evidence}
        for entry in b.evidence:
            assert pains[entry.pain].low <= entry.low <= entry.high <= pains[entry.pain].high
            assert entry.certain or not pains[entry.pain].certain


@given(quiet, full_answers())
def test_every_applicable_question_answered_settles_everything(pack, full):
    assessment = assess(pack, full, today=TODAY)
    assert assessment.settled
    assert assessment.open_questions == ()
    assert not any(standing.may_apply for standing in assessment.values())


@given(packs(), patient(), st.fixed_dictionaries({f"matters_{t}": st.integers(0, 3) for t in THEMES}))
def test_an_exclusion_that_applies_is_final_whatever_the_weights_and_later_answers(pack, answers, weights):
    some, more, _ = answers
    before, after = assess(pack, some, today=TODAY), assess(pack, {**more, **weights}, today=TODAY)
    for option, standing in before.items():
        if standing.safety.low is Safety.EXCLUDED:
            assert standing.lean == {Lean.NONE}
            assert after[option].safety.low is after[option].safety.high is Safety.EXCLUDED
            assert after[option].lean == {Lean.NONE}


@given(quiet, patient(), st.data())
def test_a_rule_for_or_against_moves_the_lean_one_way_and_nothing_else(pack, answers, data):
    side = data.draw(st.sampled_from(["for", "against"]))
    extra = data.draw(rules(99, (side,)))
    wider = replace(pack, rules={**pack.rules, extra.id: extra})
    some = answers[0]
    before, after = assess(pack, some, today=TODAY), assess(wider, some, today=TODAY)
    for option in pack.options:
        assert after[option].safety == before[option].safety
        assert [(e.low, e.high) for e in after[option].evidence] == [(e.low, e.high) for e in before[option].evidence]
        lower, higher = (before, after) if side == "for" else (after, before)
        assert not_lower(higher[option].lean, lower[option].lean)


def not_lower(higher: frozenset[Lean], lower: frozenset[Lean]) -> bool:
    """Whether no value of the one stands below every value of the other; no lean stands beside balanced."""
    height = {Lean.MORE_AGAINST: 0, Lean.NONE: 1, Lean.BALANCED: 1, Lean.MORE_FOR: 2}
    low, high = sorted(map(height.__getitem__, lower)), sorted(map(height.__getitem__, higher))
    return low[0] <= high[0] and low[-1] <= high[-1]


@given(quiet, patient(), st.sampled_from(THEMES))
def test_raising_the_importance_of_one_theme_moves_a_lean_one_way_only(pack, answers, theme):
    some = answers[0]
    leans = [assess(pack, {**some, f"matters_{theme}": i}, today=TODAY) for i in range(4)]
    for option in pack.options:
        path = [assessment[option].lean for assessment in leans]
        rising = all(not_lower(later, earlier) for earlier, later in pairwise(path))
        falling = all(not_lower(earlier, later) for earlier, later in pairwise(path))
        settled = all(len(lean) == 1 for lean in path)
        assert rising or falling or not settled


@given(quiet, patient(), st.data())
def test_a_question_that_is_not_open_changes_no_standing(pack, answers, data):
    some, _, full = answers
    before = assess(pack, some, today=TODAY)
    open_ = {entry.question for entry in before.open_questions}
    closed = [q for q in full if q not in open_ and q not in before.answers and not q.startswith("matters_")]
    assume(closed)
    after = assess(pack, {**some, (q := data.draw(st.sampled_from(closed))): full[q]}, today=TODAY)
    assert not moved(before, after)
    assert q not in {entry.question for entry in after.open_questions}


@given(quiet, patient())
def test_a_question_that_is_not_open_never_opens_again(pack, answers):
    before, after = (assess(pack, given_, today=TODAY) for given_ in answers[:2])
    assert {e.question for e in after.open_questions} <= {e.question for e in before.open_questions}


@given(quiet, patient())
def test_a_question_whose_answer_alone_changes_a_standing_is_open(pack, answers):
    some, _, full = answers
    before = assess(pack, some, today=TODAY)
    open_ = {entry.question for entry in before.open_questions}
    for question in full:
        if not question.startswith("matters_") and moved(
            before, assess(pack, {**some, question: full[question]}, today=TODAY)
        ):
            assert question in open_


@given(quiet, patient())
def test_the_look_ahead_finds_every_question_that_alone_changes_a_standing(pack, answers):
    some, _, full = answers
    before = assess(pack, some, today=TODAY)
    alone = {entry.question for entry in before.open_questions if entry.alone}
    for question in full:
        if question in alone or question.startswith("matters_"):
            continue
        assert not moved(before, assess(pack, {**some, question: full[question]}, today=TODAY))


@given(quiet, patient())
def test_nothing_open_means_every_standing_settled_and_back(pack, answers):
    assessment = assess(pack, answers[1], today=TODAY)
    assert assessment.settled == (assessment.open_questions == ())


@given(quiet, patient())
def test_the_answers_given_as_reason_make_the_rule_apply_by_themselves(pack, answers):
    assessment = assess(pack, answers[1], today=TODAY)
    for standing in assessment.values():
        for argument in standing.arguments:
            alone = assess(pack, argument.because, today=TODAY)[standing.option]
            assert argument.rule.id in {other.rule.id for other in alone.arguments}


@given(conditions, patient())
def test_answering_every_question_a_rule_waits_for_decides_it(condition, answers):
    pack = _pack()
    some, _, full = answers
    condition = guarded(condition, QUESTIONS)
    known = dict(some)
    for _ in range(len(full) + 1):  # an answer may bring out a question that was hidden
        missing = list(waits_for(condition, parse_answers(pack, known), TODAY))
        known |= {question: full[question] for question in missing if question in full}
    assert truth(condition, parse_answers(pack, known), TODAY) is not None


@given(packs(), patient(), st.randoms())
def test_order_never_matters(pack, answers, random):
    shuffled = lambda mapping: dict(random.sample(sorted(mapping.items()), len(mapping)))  # noqa: E731
    other = replace(
        pack,
        rules={
            rule: body.model_copy(update={"when": _turned(body.when)}) for rule, body in shuffled(pack.rules).items()
        },
        findings=shuffled(pack.findings),
        questions=shuffled(pack.questions),
    )
    before, after = assess(pack, answers[0], today=TODAY), assess(other, answers[0], today=TODAY)
    assert standings(before) == standings(after)
    assert {e.question for e in before.open_questions} == {e.question for e in after.open_questions}
    for option in pack.options:
        assert [a.rule.id for a in before[option].arguments] == [a.rule.id for a in after[option].arguments]


def _turned(condition):
    match condition:
        case All(parts):
            return All(tuple(map(_turned, reversed(parts))))
        case Any(parts):
            return Any(tuple(map(_turned, reversed(parts))))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(map(_turned, reversed(parts))))
        case Not(part):
            return Not(_turned(part))
    return condition


@given(st.lists(conditions, min_size=1, max_size=4).map(tuple), st.data(), patient())
def test_at_least_k_equals_any_of_all_k_fold_alls(parts, data, answers):
    count = data.draw(st.integers(1, len(parts)))
    known = parse_answers(_pack(), answers[0])
    spelled = Any(tuple(All(some) for some in combinations(parts, count)))
    assert truth(AtLeast(count, parts), known, TODAY) is truth(spelled, known, TODAY)


@given(st.lists(conditions, min_size=1, max_size=6), patient())
def test_the_fast_evaluator_and_the_recursive_one_agree_on_every_cell(many, answers):
    named = {str(i): guarded(condition, QUESTIONS) for i, condition in enumerate(many)}
    index = BitIndex(named)
    for given_ in answers:
        known = parse_answers(_pack(), given_)
        verdicts = index.verdicts(known, TODAY)
        for name, condition in named.items():
            bits = index.spans[name]
            fast = True if bits & verdicts.true else (None if bits & verdicts.possible else False)
            assert fast is truth(condition, known, TODAY)


@given(conditions, patient())
def test_a_reason_is_made_of_true_tests_only(condition, answers):
    known = parse_answers(_pack(), answers[0])
    wanted = truth(condition, known, TODAY)
    assume(wanted is not None)
    kept = {test.question: known[test.question] for test in reason(condition, known, TODAY, wanted)}
    assert truth(condition, kept, TODAY) is wanted


@given(packs(), patient())
def test_a_conflict_never_lowers_either_end_of_safety(pack, answers):
    calm = replace(pack, rules={k: r for k, r in pack.rules.items() if r.effect != "conflict"})
    with_, without = assess(pack, answers[0], today=TODAY), assess(calm, answers[0], today=TODAY)
    for option in pack.options:
        assert with_[option].safety.low >= without[option].safety.low
        assert with_[option].safety.high >= without[option].safety.high


@given(packs(), patient(), st.sampled_from(["pregnant", "pulse"]))
def test_an_answer_left_behind_by_a_hidden_question_decides_nothing_and_is_shown(pack, answers, question):
    full = dict(answers[2])
    assume(question not in full)
    left = {"pregnant": True, "pulse": 30}[question]
    before, after = assess(pack, full, today=TODAY), assess(pack, {**full, question: left}, today=TODAY)
    assert standings(before) == standings(after)
    assert (None, (question,)) in [(conflict.rule, conflict.questions) for conflict in after.conflicts]


@given(quiet, patient())
def test_unknown_is_never_no(pack, answers):
    """Whatever is left out, the standing that the whole truth gives stays inside what was said."""
    some, _, full = answers
    said, true = assess(pack, some, today=TODAY), assess(pack, full, today=TODAY)
    for option in pack.options:
        assert true[option].safety in said[option].safety
        assert true[option].lean <= said[option].lean


@given(quiet, full_answers())
def test_evidence_is_promising_or_better_wherever_a_lean_is_for(pack, full):
    for standing in assess(pack, full, today=TODAY).values():
        if Lean.MORE_FOR in standing.lean:
            assert standing.evidence_range[0] >= Evidence.PROMISING
            assert standing.safety.high <= Safety.CAUTION


@given(quiet, full_answers(), st.data())
def test_a_tipping_point_is_true(pack, full, data):
    assessment = assess(pack, full, today=TODAY)
    for standing in assessment.values():
        for tip in standing.tipping_points:
            tipped = assess(pack, {**full, f"matters_{tip.theme}": tip.at}, today=TODAY)[standing.option]
            assert standing.lean == {tip.before}
            assert tipped.lean == {tip.after} != standing.lean


def test_a_condition_too_wide_for_the_index_is_still_decided():
    wide = AtLeast(6, tuple(c for age in range(12, 24) for c in [Not(_below(age))]))
    index = BitIndex({"wide": wide})
    known = parse_answers(_pack(), {"age": 50})
    assert index.spans["wide"] & index.verdicts(known, TODAY).true
    assert index.spans["wide"] & index.verdicts({}, TODAY).possible


def _below(age):
    from decision.pack.condition import Test

    return Test("age", "below", (float(age),))


def _pack() -> Pack:
    from strategies import pack_of

    return _PACK or pack_of([], [])


_PACK: Pack | None = None
