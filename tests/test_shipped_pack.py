"""What must hold of the pack that is shipped, whatever its authors change."""

import re
from datetime import date

import pytest

from decision import Pack, Safety, assess, summarise
from decision.summary.handout import handout_pdf, readability
from decision.summary.readability import LIMIT, measure

DAY = date(2026, 11, 24)
VNS = ("tavns", "tcvns", "ivns", "penfs")
NEVER = re.compile(
    r"\b(should|must|recommended|breakthrough|hope|suitable candidate|failed|secondary gain|non-compliant)\b",
    re.IGNORECASE,
)


def test_with_nothing_answered_no_form_of_vns_is_clear_and_questions_are_open(shipped: Pack) -> None:
    assessment = assess(shipped, {}, today=DAY)
    assert all(assessment[option].safety.high > Safety.CLEAR for option in VNS)
    assert assessment.open_questions
    assert all(shape.safety.shape == "open" for shape in summarise(assessment).options if shape.kind == "vns")


@pytest.mark.parametrize("wishes", [{}, {"matters_pain_relief": 3, "matters_side_effects": 0}])
def test_a_pacemaker_rules_the_neck_device_out_whatever_is_weighed(shipped: Pack, wishes: dict[str, int]) -> None:
    standing = assess(shipped, {"implants": ["pacemaker"], **wishes}, today=DAY)["tcvns"]
    assert (standing.safety.low, standing.safety.high) == (Safety.EXCLUDED, Safety.EXCLUDED)
    assert {lean.value for lean in standing.lean} == {"none"}


def test_a_pacemaker_that_is_not_known_stays_possible_and_leads_the_questions(shipped: Pack) -> None:
    given = {"implants": "not_known", "red_flags": ["none"], "suicidal_thoughts": False, "age": 50}
    assessment = assess(shipped, given, today=DAY)
    assert assessment["tcvns"].safety.high is Safety.EXCLUDED
    assert assessment.open_questions[0].question == "implants"


def test_a_red_flag_holds_every_option_back(shipped: Pack) -> None:
    for given in ({"red_flags": ["thunderclap"]}, {"suicidal_thoughts": True}):
        assessment = assess(shipped, {"age": 40, "pain_condition": "migraine", **given}, today=DAY)
        assert assessment.first
        assert all({lean.value for lean in standing.lean} == {"none"} for standing in assessment.values())


def test_everything_is_a_draft_and_will_be_looked_at_again(shipped: Pack) -> None:
    assert shipped.info.status == "draft"
    assert shipped.info.reviewers == []
    assert {rule.status for rule in shipped.rules.values()} == {"draft"}
    assert all(rule.review_by <= date(2027, 5, 24) for rule in shipped.rules.values())


def test_every_rule_names_a_source_or_says_that_none_was_found_c2(shipped: Pack) -> None:
    bare = [r.id for r in shipped.rules.values() if not (r.sources or r.findings or r.basis == "no_statement_found")]
    assert [rule for rule in bare if shipped.rules[rule].effect not in ("conflict", "first")] == []


def test_a_number_for_patients_never_rests_on_second_hand_sources_alone(shipped: Pack) -> None:
    for finding in shipped.findings.values():
        if finding.shown_to_patients and finding.people:
            assert not all(shipped.sources[source].weak for source in finding.sources), finding.id


def test_words_for_patients_never_steer_or_blame(shipped: Pack) -> None:
    texts = {f"rule {rule.id}": rule.patient for rule in shipped.rules.values()}
    texts |= {f"finding {f.id}": f.patient for f in shipped.findings.values() if f.shown_to_patients}
    for option in shipped.options.values():
        texts |= {f"{option.id} what": option.what.patient, f"{option.id} living": option.living.patient}
        texts |= {f"{option.id} point {place}": point.text for place, point in enumerate((*option.good, *option.bad))}
    assert {place: text for place, text in texts.items() if NEVER.search(text)} == {}


BLAME = re.compile(
    r"\b(gain|deficit|dysfunction\w*|maladaptive|unrealistic|abuse|misuse|inadequate|unmotivated|refus\w*)\b", re.I
)


def conversation_texts(pack: Pack) -> dict[str, str]:
    """What a patient may read of treatments that come first, of preparation, of questionnaires and of claims."""
    texts = {f"treatment {t.id}": t.patient for t in pack.treatments.values()}
    texts |= {f"measure {m.id}": m.patient for m in pack.measures.values()}
    texts |= {f"claim {c.id}": c.patient for c in pack.claims.values()}
    for rule in pack.rules.values():
        if rule.effect in ("untried", "prepare"):
            texts[f"rule {rule.id}"] = rule.patient
        if rule.step:
            texts[f"step {rule.id}"] = rule.step.patient
    return texts


def test_what_comes_first_and_what_could_help_first_never_steer_blame_or_label(shipped: Pack) -> None:
    texts = conversation_texts(shipped)
    assert {place: text for place, text in texts.items() if NEVER.search(text)} == {}
    own = {place: text for place, text in texts.items() if not place.startswith("claim")}
    own |= {f"question {q.id}": f"{q.label} {q.why} {q.how or ''}" for q in shipped.questions.values() if q.sensitive}
    assert {place: text for place, text in own.items() if BLAME.search(text)} == {}


def test_what_comes_first_and_what_could_help_first_read_plainly_l1_l3(shipped: Pack) -> None:
    texts = conversation_texts(shipped)
    long = {place: reading.longest for place, text in texts.items() if (reading := measure([text])).longest > 20}
    assert long == {}
    assert measure(texts.values()).age <= LIMIT


def test_every_kind_of_claim_that_people_make_is_checked_with_verdict_reason_and_sources(shipped: Pack) -> None:
    told = " ".join(claim.claim.lower() for claim in shipped.claims.values())
    for popular in ("cytokines", "endorphins", "serotonin", "norepinephrine", "mood", "neuroplasticity", "non-invasive",
                    "diabetic neuropathy", "fibromyalgia", "post-herpetic", "migraine", "arthritis", "adjusted",
                    "combination", "settings"):  # fmt: skip
        assert popular in told, popular
    assert all(claim.sources for claim in shipped.claims.values())
    assert {claim.mechanism for claim in shipped.claims.values()} == {"people", "animals", "not_known", None}


def test_a_questionnaire_is_free_to_reproduce_only_where_a_free_licence_was_read(shipped: Pack) -> None:
    free = {measure.id for measure in shipped.measures.values() if measure.licence_free}
    assert free == {"ms-phq9", "ms-gad7", "ms-fiqr", "ms-expectation"}
    assert "no permission" in shipped.measures["ms-phq9"].licence


def test_every_group_of_pains_has_alternatives_and_carrying_on_beside_the_forms_of_vns_b2(shipped: Pack) -> None:
    for pain in shipped.pains.values():
        kinds = [o.kind for o in shipped.options.values() if not o.groups or pain.group in o.groups]
        assert "alternative" in kinds, pain.id
        assert "as_now" in kinds


def test_rules_speak_to_patients_plainly_l1_l3(shipped: Pack) -> None:
    hard = {}
    for rule in shipped.rules.values():
        reading = measure([rule.patient])
        if reading.longest > 20:
            hard[rule.id] = f"{reading.longest} words: {reading.longest_sentence}"
    assert hard == {}
    assert measure(rule.patient for rule in shipped.rules.values()).age <= LIMIT


def test_every_handout_of_the_example_patients_reads_at_eleven_or_younger_l1(shipped: Pack) -> None:
    ages = {}
    for vignette in shipped.vignettes:
        if vignette.story:
            summary = summarise(assess(shipped, vignette.given, today=DAY), reader="patient")
            ages[vignette.name] = readability(summary).age
            assert handout_pdf(summary).startswith(b"%PDF")
    assert len(ages) >= 8
    assert {name: age for name, age in ages.items() if age > LIMIT} == {}


@pytest.mark.parametrize("size", ["clear", "large", "giant"])
def test_every_pain_prints_in_every_size(shipped: Pack, size: str) -> None:
    for pain in shipped.questions["pain_condition"].choice_ids:
        summary = summarise(assess(shipped, {"pain_condition": pain, "age": 50}, today=DAY), reader="patient")
        assert handout_pdf(summary, print_size=size).startswith(b"%PDF"), pain


TOLD_ONCE = {
    "few-side-effects-ear": ("tavns", {"age": 40}),
    "skin-irritation-surface": ("tavns", {"age": 40}),
    "few-side-effects-neck": ("tcvns", {"age": 40, "pain_condition": "migraine"}),
    "refill-cost-neck": ("tcvns", {"age": 40, "pain_condition": "migraine"}),
    "worn-for-days-needle-device": ("penfs", {"age": 15}),
}
"""Reasons that say what their option says of everyone, each with a patient for whom it applies."""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("rule", TOLD_ONCE)
def test_a_point_that_bears_on_this_patient_is_not_told_again_as_one_of_everyone(
    shipped: Pack, rule: str, language: str
) -> None:
    name, given = TOLD_ONCE[rule]

    def told(answers: dict[str, object]) -> tuple[list[str], list[str]]:
        summary = summarise(assess(shipped, answers, today=DAY), reader="patient", language=language)
        option = next(option for option in summary.options if option.id == name)
        reasons = [reason.text for reason in (*option.reasons_for, *option.reasons_against) if reason.rule == rule]
        return reasons, [text for text, _ in (*option.good, *option.bad)]

    reasons, points = told(given)
    assert len(reasons) == 1
    assert reasons[0] not in points
    assert reasons[0] in told({})[1]
