"""What the patient's sheet holds: the clinician chooses and orders, and some things stay whatever is chosen."""

import io
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from growth import FULLNESS
from pypdf import PdfReader

from decision import Pack, assess, load_pack, summarise
from decision.language import say, speaking
from decision.summary.chosen import ALWAYS, SECTIONS, chosen_options, chosen_sections
from decision.summary.handout import HandoutError, handout_html, handout_pdf
from decision.summary.model import Summary
from decision.summary.sheet import sheet
from decision.summary.words import CONTROL

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
KNEE = {"age": 50, "sex": "male", "pain": "knee", "implants": ["none"], "matters_effort": 2}


def summary(**answers: object) -> Summary:
    return summarise(assess(TINY, {**KNEE, **answers}, today=date(2026, 6, 1)), reader="patient")


def ids(data: dict) -> list[str]:
    return [option["id"] for option in data["options"]]


def test_harms_unknowns_carrying_on_and_the_draft_banner_cannot_be_left_out() -> None:
    told = summary()
    for fullness in FULLNESS:
        data = sheet(told, fullness, in_full=[], sections=[])
        assert data["sections"] == list(ALWAYS)
        assert ids(data) == ["as-now"]
        assert data["unknowns"] == list(told.unknowns)
        assert data["banner"] == list(told.banner)
        labels = [part["label"] for part in data["options"][0]["parts"] if part["points"]]
        assert "Bad points" in labels
    page = handout_html(told, in_full=[], sections=[])
    for words in (*told.banner, *told.unknowns, "Carry on as now", "Bad points"):
        assert words in page


def test_sections_and_options_stand_in_the_order_asked_for() -> None:
    data = sheet(
        summary(),
        FULLNESS[0],
        in_full=["walking", "as-now", "examplimab"],
        sections=["agreed", "options", "practice", "unknowns", "glance"],
    )
    assert ids(data) == ["walking", "as-now", "examplimab"]
    assert data["sections"] == ["agreed", "options", "practice", "unknowns", "glance"]
    assert chosen_sections(None) == list(SECTIONS)
    assert set(chosen_sections(["sure"])) == {*ALWAYS, "sure"}


def test_carrying_on_as_now_stands_after_the_devices_unless_placed() -> None:
    assert [option.id for option in chosen_options(summary(), ["examplimab", "walking"])] == [
        "examplimab", "as-now", "walking",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "message"),
    [({"in_full": ["exampilmab"]}, "not an option.*examplimab"), ({"sections": ["sureness"]}, "not a section.*sure")],
)
def test_what_does_not_exist_is_refused_with_what_does(asked: dict, message: str) -> None:
    with pytest.raises(HandoutError, match=message):
        handout_pdf(summary(), **asked)


def test_every_option_stands_in_the_same_frame_with_as_much_bad_as_good_said() -> None:
    for fullness in FULLNESS:
        for option in sheet(summary(), fullness)["options"]:
            labels = [part["label"] for part in option["parts"]]
            frame = ["What it is", "Safety, for you", "Good points", "Bad points", "Living with it"]
            assert [label for label in labels if label in frame] == frame
            points = {part["label"]: len(part["points"]) for part in option["parts"]}
            assert points["Bad points"] <= fullness.points >= points["Good points"]


def test_what_matters_is_told_the_weightiest_first_with_the_side_of_each_option(shipped: Pack) -> None:
    given = {
        "age": 52,
        "pain_condition": "fibromyalgia",
        "surgery_wish": "no",
        "matters_scans": 0,
        "matters_voice": 2,
        "matters_surgery": 3,
    }
    told = summarise(assess(shipped, given, today=date(2026, 6, 1)), reader="patient")
    wishes = sheet(told, FULLNESS[0])["wishes"]
    assert [row[1] for row in wishes["rows"]] == ["very much", "quite a lot", "not at all"]
    surgery = dict(zip(wishes["columns"], wishes["rows"][0], strict=True))
    assert (surgery["Ear device"], surgery["SNRI tablets"]) == ("for", "nothing said")
    assert len(sheet(told, FULLNESS[-1])["wishes"]["rows"]) == FULLNESS[-1].wishes


def test_a_picture_pairs_without_and_with_and_words_hold_the_same_numbers_r9_r10() -> None:
    told = summary()
    (option,) = [option for option in sheet(told, FULLNESS[0])["options"] if option["id"] == "examplimab"]
    pictures = [shown for number in option["numbers"] for shown in number["pictures"]]
    assert pictures
    for shown in pictures:
        filled = shown["svg"].count('fill="#1b4f8a"')
        assert f"{filled} out of 100" in shown["alt"] or "none of" in shown["alt"] or "fewer than 1" in shown["alt"]


def test_a_cut_sheet_says_that_there_is_more() -> None:
    assert sheet(summary(), FULLNESS[-1])["more"].startswith("The sheet shows the main points")
    assert sheet(summary(), FULLNESS[0])["more"] == ""


def test_the_telling_burdens_of_every_option_in_full_stay_longest_and_a_longer_table_is_told_of_r19() -> None:
    told = summary()
    named = {option.name: dict(option.burdens) for option in told.options}
    for fullness in FULLNESS:
        data = sheet(told, fullness)
        assert data["practice"]["columns"][1:] == [card["name"] for card in data["options"]]
        for label, *cells in data["practice"]["rows"]:
            assert cells == [named[card["name"]][label] for card in data["options"]]
        shown = [row[0] for row in data["practice"]["rows"]]
        telling = {"Operation", "Time each day", "Scans and heat treatment", "Stopping or taking it out"}
        assert telling <= set(shown) or (not shown and fullness.points == 1)
        every = shown == [label for label, _ in told.options[0].burdens]
        assert every is ("a longer table on visits" not in data["more"])
    assert every is False


@pytest.mark.parametrize("size", ["clear", "large"])
def test_what_an_option_asks_is_printed_whole_on_paper_and_page(size: str) -> None:
    told = summary()
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(handout_pdf(told, print_size=size))).pages)
    page = unescape(handout_html(told, print_size=size))
    option = next(option for option in told.options if option.id == "examplimab")
    for label, words in option.burdens:
        assert words in page
        if label in ("Operation", "Time each day", "Scans and heat treatment", "Stopping or taking it out"):
            assert re.sub(r"\W", "", words) in re.sub(r"\W", "", printed)


def test_what_comes_before_a_new_treatment_is_on_the_sheet_and_with_its_rule_in_the_record(shipped: Pack) -> None:
    given = {
        "age": 52,
        "pain_condition": "fibromyalgia",
        "tried_exercise": "too_short",
        "surgery_wish": "would_consider",
    }
    assessment = assess(shipped, given, today=date(2026, 11, 24))
    told = summarise(assessment, reader="patient")
    step = next(entry for entry in told.prepare if not entry.waits_for)
    page = unescape(handout_html(told))
    assert told.untried_line
    assert told.untried_line in page
    assert f"{step.step} {step.text}" in page
    assert step.step in unescape(handout_html(told, sections=["before"]))
    assert step.step not in unescape(handout_html(told, sections=["sure"]))
    record = unescape(handout_html(summarise(assessment, reader="clinician")))
    assert all(entry.rule in record for entry in (*told.untried, *told.prepare))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_picture_names_what_the_treatment_was_compared_with(shipped: Pack, language: str) -> None:
    """A dummy device is not the same as nothing: no label says "without it" beside a study with a dummy."""
    seen = set()
    for vignette in [vignette for vignette in shipped.vignettes if vignette.story][::4]:
        assessment = assess(shipped, vignette.given, today=date(2026, 11, 24))
        told = summarise(assessment, reader="patient", language=language)
        numbers = {number.caption: number for option in told.options for number in (*option.benefits, *option.harms)}
        for option in sheet(told, FULLNESS[0])["options"]:
            for printed in option["numbers"]:
                control = shipped.findings[numbers[printed["caption"]].finding].control
                for shown in printed["pictures"][:-1]:
                    with speaking(language):
                        assert shown["label"] == say(CONTROL[control])
                    assert shown["alt"].startswith(shown["label"])
                    seen.add(control)
    assert len(seen) > 1
