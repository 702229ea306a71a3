"""What is past its review date is marked wherever it is said: page, handout, record, note and command line."""

from datetime import date
from pathlib import Path

from decision import Pack, assess, load_pack, summarise
from decision.summary.handout import handout_pdf
from decision.summary.text import as_text
from decision.summary.why import why

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
KNEE = {"age": 50, "sex": "male", "pain": "knee", "implants": ["pump", "none"], "other": ["none"], "dialysis": False,
        "clearance": "90 mL/min", "mood": False, "started": "2020-01-01"}  # fmt: skip
IN_TIME, LATE = date(2026, 12, 1), date(2027, 1, 2)


def examplimab(given: dict[str, object], day: date):
    options = summarise(assess(TINY, given, today=day), reader="patient").options
    return next(option for option in options if option.id == "examplimab")


def test_a_reason_under_review_says_so_and_counts_for_nothing() -> None:
    assert examplimab(KNEE, IN_TIME).reasons_for[0].text == "It eased knee pain in one study."
    late = examplimab(KNEE, LATE)
    for reason in (*late.reasons_for, *late.reasons_against):
        assert reason.under_review
        assert reason.text.startswith("Under review: ")
        assert not reason.counts
    assert late.scales is None
    assert late.lean is not None
    assert late.lean.words == "No leaning is shown"
    assert "Reasons under review carry no leaning." in late.lean.detail


def test_a_number_and_the_evidence_behind_it_are_marked_and_stay() -> None:
    late, before = examplimab(KNEE, LATE), examplimab(KNEE, IN_TIME)
    assert late.benefits[0].under_review
    assert late.benefits[0].caption == f"Under review: {before.benefits[0].caption}"
    assert late.benefits[0].with_ == before.benefits[0].with_
    assert late.evidence[0].words == before.evidence[0].words
    assert "Under review" in late.evidence[0].detail
    assert "Under review" not in before.evidence[0].detail


def test_an_exclusion_under_review_still_rules_out_and_is_marked() -> None:
    late = examplimab({**KNEE, "implants": ["pacemaker"]}, LATE)
    assert late.safety.words == "Ruled out: heart pacemaker"
    assert "It stays in force" in late.safety.detail
    assert late.safety_reasons[0].text.startswith("Under review: ")


def test_what_comes_first_is_marked_and_stays_first() -> None:
    (notice,) = summarise(assess(TINY, {"mood": True}, today=LATE)).first
    assert notice.text.startswith("Under review: ")


def test_every_page_and_sheet_says_that_something_is_under_review() -> None:
    late = summarise(assess(TINY, KNEE, today=LATE))
    assert any("under review, and marked so" in line for line in late.banner)
    assert not any("under review" in line for line in summarise(assess(TINY, KNEE, today=IN_TIME)).banner)
    assert "Under review: Less pain in the trial." in as_text(late)


def test_the_why_view_says_which_rules_are_under_review() -> None:
    statuses = {line.rule: line.status for line in why(assess(TINY, KNEE, today=LATE), "examplimab")}
    assert set(statuses.values()) == {"draft, under review"}
    assert {line.status for line in why(assess(TINY, KNEE, today=IN_TIME), "examplimab")} == {"draft"}


def test_the_shipped_rules_show_no_lean_towards_anything_once_all_are_past_their_date(shipped: Pack) -> None:
    day = date(2027, 5, 25)
    for vignette in (v for v in shipped.vignettes if v.story):
        in_time = assess(shipped, vignette.given, today=date(2027, 5, 24))
        late = assess(shipped, vignette.given, today=day)
        for option in shipped.options:
            assert late[option].safety == in_time[option].safety
            assert {lean.value for lean in late[option].lean} == {"none"}
    assert handout_pdf(summarise(late, reader="patient")).startswith(b"%PDF")
