"""What comes before a new treatment belongs to the conversation: it is said, and it moves nothing."""

from dataclasses import replace
from datetime import date

from decision import Pack, assess
from decision.engine.as_data import as_data

DAY = date(2026, 11, 24)
NERVE = {"pain_condition": "painful_diabetic_neuropathy"}
THINKS = {"surgery_wish": "would_consider"}


def said(pack: Pack, answers: dict[str, object]) -> tuple[set[str], set[str]]:
    """The rules of both kinds that apply, and those that wait."""
    found = assess(pack, answers, today=DAY)
    applies = {argument.rule.id for argument in (*found.untried, *found.prepare)}
    return applies, {entry.rule.id for entry in (*found.untried_may, *found.prepare_may)}


def test_they_move_no_standing_and_open_no_question_in_any_example_patient(shipped: Pack) -> None:
    others = {name: rule for name, rule in shipped.rules.items() if rule.effect not in ("untried", "prepare")}
    without = replace(shipped, rules=others)
    seen = 0
    for vignette in [v for v in shipped.vignettes if v.story] + list(shipped.vignettes[-60:]):
        whole = as_data(assess(shipped, vignette.given, today=DAY))
        bare = as_data(assess(without, vignette.given, today=DAY))
        assert whole["options"] == bare["options"], vignette.name
        assert whole["open_questions"] == bare["open_questions"], vignette.name
        seen += bool(whole["untried"]) + bool(whole["prepare"])
    assert seen > 20


def test_a_treatment_not_asked_about_is_waited_for_and_never_counted_as_tried(shipped: Pack) -> None:
    for given in (NERVE, {**NERVE, "tried_snri": "not_known"}):
        applies, waits = said(shipped, given)
        assert "untried-snri" not in applies
        assert "untried-snri" in waits


def test_a_trial_too_short_to_know_is_no_full_trial(shipped: Pack) -> None:
    assert "untried-snri" in said(shipped, {**NERVE, "tried_snri": "too_short"})[0]
    for full in ("not_enough", "side_effects", "helps", "cannot"):
        applies, waits = said(shipped, {**NERVE, "tried_snri": full})
        assert "untried-snri" not in applies | waits, full


def test_nothing_that_a_guideline_advises_against_is_ever_called_a_gap(shipped: Pack) -> None:
    named = [shipped.treatments[name] for rule in shipped.rules.values() for name in rule.treatments]
    assert named
    assert {treatment.line for treatment in named} <= {"first", "second"}


def test_preparation_waits_while_it_is_open_whether_an_implant_is_thought_of(shipped: Pack) -> None:
    applies, waits = said(shipped, {"conditions": ["active_infection"]})
    assert "prepare-infection" in waits - applies
    applies, waits = said(shipped, {"conditions": ["active_infection"], "surgery_wish": "no"})
    assert not {name for name in applies | waits if shipped.rules[name].prepares_for}
    assert "prepare-infection" in said(shipped, {"conditions": ["active_infection"], **THINKS})[0]


def test_a_child_with_a_score_for_adults_is_settled_first_and_the_age_counts_as_not_known(shipped: Pack) -> None:
    child = {"age": 17, "pain_condition": "migraine", "migraine_pattern": "episodic", "attack_aim": "prevent"}
    found = assess(shipped, {**child, "phq9_score": 0}, today=DAY)
    assert [conflict.questions for conflict in found.conflicts] == [("age", "phq9_score")]
    (entry,) = (entry for entry in found["tcvns"].evidence if entry.main)
    assert entry.label["US"] == "not_known"
    assert assess(shipped, child, today=DAY)["tcvns"].evidence[0].label["US"] == "yes"
    # what the age has brought about for safety stays
    assert {"ivns-under-18"} <= {argument.rule.id for argument in found["ivns"].arguments}
