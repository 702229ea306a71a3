"""What comes before a new treatment, in words for both readers."""

from datetime import date

import pytest
from growth import FULLNESS

from decision import Pack, assess, summarise
from decision.summary.model import Summary
from decision.summary.note import as_note
from decision.summary.sheet import sheet
from decision.summary.text import as_text
from decision.ui.board import so_far

DAY = date(2026, 11, 24)
NERVE = {"pain_condition": "painful_diabetic_neuropathy", "tried_snri": "not_tried", "tried_tca": "not_enough"}
THINKS = {"surgery_wish": "would_consider"}
CUT_NERVE = {"vagus_surgery": "neck_left"}


def summary(pack: Pack, answers: dict[str, object], **how: object) -> Summary:
    return summarise(assess(pack, answers, today=DAY), **how)  # type: ignore[arg-type]


def test_a_first_treatment_without_a_full_trial_is_named_plainly_and_before_the_options(shipped: Pack) -> None:
    told = summary(shipped, NERVE, reader="patient")
    line = "There are treatments that guidelines put first and that you have not fully tried: an SNRI tablet such as duloxetine."
    assert told.untried_line == line
    flat = " ".join(as_text(told).split())
    assert 0 < flat.index(line) < flat.index("Ear device (")
    assert line in as_note(told)
    html = so_far(told)
    assert 0 < html.index(line) < html.index("vc-card")


def test_it_says_what_counts_as_a_full_trial_and_from_where(shipped: Pack) -> None:
    (entry,) = [entry for entry in summary(shipped, NERVE).untried if not entry.waits_for]
    assert "duloxetine 60-120 mg" in entry.step
    assert entry.sources
    assert "SNRI medicine" in entry.because


def test_nothing_untried_says_nothing(shipped: Pack) -> None:
    tried = {**NERVE, "tried_snri": "side_effects", "tried_gabapentinoid": "helps"}
    assert summary(shipped, tried).untried_line == ""
    assert summary(shipped, tried).untried == ()


def test_what_is_not_asked_yet_waits_by_name(shipped: Pack) -> None:
    waiting = {entry.rule: entry.waits_for for entry in summary(shipped, NERVE).untried if entry.waits_for}
    assert waiting == {"untried-gabapentinoid": ("gabapentin or pregabalin",)}


def test_what_could_help_first_is_listed_with_its_step(shipped: Pack) -> None:
    told = summary(shipped, {**THINKS, "goals_set": False}, reader="patient")
    steps = {entry.rule: entry.step for entry in told.prepare if not entry.waits_for}
    assert steps["prepare-goals"] == "Write down what would have to get better for you."
    assert "What could help first" in as_text(told)


@pytest.mark.parametrize("private", [{"low_mood": "not_treated"}, {"substances": True}, {"mental": ["psychosis"]}])
def test_a_private_reason_to_prepare_is_told_to_the_patient_only_on_request(
    shipped: Pack, private: dict[str, object]
) -> None:
    answers = {**THINKS, **private}
    (hidden,) = [entry for entry in summary(shipped, answers, reader="patient").prepare if not entry.rule]
    assert (hidden.text, hidden.because) == ("", "")
    assert "private" in hidden.step
    told = summary(shipped, answers, reader="patient", include_sensitive=True)
    assert all(entry.rule for entry in told.prepare)


def test_a_private_question_that_is_open_is_not_hinted_at_in_the_patient_s_list(shipped: Pack) -> None:
    open_ = {entry.rule for entry in summary(shipped, THINKS, reader="patient").prepare if entry.waits_for}
    assert open_
    assert open_.isdisjoint({"prepare-mood", "prepare-substances", "prepare-calm-mind", "prepare-pregnancy"})
    assert "prepare-mood" in {entry.rule for entry in summary(shipped, THINKS, reader="clinician").prepare}


def test_a_list_that_opens_on_a_click_tells_what_could_still_add_to_it(shipped: Pack) -> None:
    html = so_far(summary(shipped, {**THINKS, "goals_set": False}, reader="patient"))
    assert "<summary>What could help first</summary>" in html
    assert "Not asked yet, and could add to this list:" in html
    assert "What could help first" not in so_far(summary(shipped, {"surgery_wish": "no"}, reader="patient"))


def test_what_prepares_only_for_a_ruled_out_option_is_no_advice_on_page_and_sheet(shipped: Pack) -> None:
    answers = {"pain_condition": "fibromyalgia", **THINKS, "goals_set": False}
    open_ = summary(shipped, answers, reader="patient")
    assert {entry.rule for entry in open_.prepare if not entry.waits_for} == {"prepare-team", "prepare-goals"}
    for reader in ("patient", "clinician"):
        told = summary(shipped, {**answers, **CUT_NERVE}, reader=reader)
        (implant,) = [option for option in told.options if option.id == "ivns"]
        assert implant.safety.shape == "stop"
        assert told.prepare == ()
        assert "What could help first" not in so_far(told)
    told = summary(shipped, {**answers, **CUT_NERVE}, reader="patient")
    assert sheet(told, FULLNESS[0])["before"] == []


def test_questions_to_take_along_do_not_ask_about_the_points_of_a_ruled_out_option(shipped: Pack) -> None:
    given = {**THINKS, "pain_condition": "fibromyalgia", "voice_work": True, "matters_surgery": 3}
    before = assess(shipped, given, today=DAY)
    asks = {a.rule.ask: {s.option for s in before.values() if a.rule in [b.rule for b in s.arguments]}
            for a in before["ivns"].arguments if a.rule.ask}  # fmt: skip
    only_implant = {question for question, options in asks.items() if options == {"ivns"}}
    assert only_implant
    assert only_implant <= set(summary(shipped, given, reader="patient").questions_to_ask)
    told = summary(shipped, {**given, **CUT_NERVE}, reader="patient")
    assert only_implant.isdisjoint(told.questions_to_ask)
    assert "Which other choices do not need this nerve?" in told.questions_to_ask
