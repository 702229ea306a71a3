"""A summary says what an assessment holds, in words that neither steer nor promise, for one reader."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from growth import FULLNESS

from decision import assess, load_pack, summarise
from decision.bundled import default_pack
from decision.engine.assessment import Lean
from decision.pack.findings import ScaleChange
from decision.summary import words
from decision.summary.model import Card, Glance, OptionSummary, Preparation, Summary
from decision.summary.note import LIMIT, as_note
from decision.summary.numbers import _on_a_scale
from decision.summary.readability import syllables
from decision.summary.sheet import sheet
from decision.summary.summarise import glance
from decision.summary.text import as_text

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
DAY = date(2026, 6, 1)
KNEE = {"age": 50, "sex": "male", "pain": "knee", "implants": ["none"], "other": ["none"], "dialysis": False}
SETTLED = {**KNEE, "clearance": "90 mL/min", "mood": False, "started": "2020-01-01"}


def summary(answers: dict[str, object], reader: str = "patient", **how: object) -> Summary:
    return summarise(assess(TINY, answers, today=DAY), reader=reader, **how)


def option(of: Summary, name: str = "examplimab") -> OptionSummary:
    return next(option for option in of.options if option.id == name)


def every_text(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in every_text(getattr(value, field.name))]
    if isinstance(value, tuple | list):
        return [text for part in value for text in every_text(part)]
    return []


# Safety


def test_with_nothing_answered_no_option_is_called_clear() -> None:
    assert [option.safety.shape for option in summary({}).options if option.kind == "vns"] == ["open", "open"]
    assert "Nothing is answered yet" in summary({}).headline


def test_nothing_found_is_said_only_when_nothing_could_still_be_found() -> None:
    assert option(summary(SETTLED)).safety.words == "Nothing found against it"
    for question in ("implants", "clearance", "sex"):
        without = {name: answer for name, answer in SETTLED.items() if name != question}
        assert option(summary(without)).safety.shape == "open", question
        assert option(summary({**SETTLED, question: "not_known"})).safety.shape == "open", question


def test_what_rules_out_is_named_by_the_answer() -> None:
    axis = option(summary({**SETTLED, "implants": ["pacemaker", "none"]})).safety
    assert (axis.shape, axis.words) == ("stop", "Ruled out: heart pacemaker")


def test_not_now_says_when_it_can_change_and_what_would_stay() -> None:
    given = {**SETTLED, "sex": "female", "pregnant": True, "clearance": "20 mL/min"}
    axis = option(summary(given, reader="clinician")).safety
    assert axis.shape == "stop"
    assert axis.words == "Not now: pregnancy"
    assert "This can change when the pregnancy is over." in axis.detail
    assert "Other points would still be there then." in axis.detail


def test_a_specialist_is_named() -> None:
    assert option(summary({**SETTLED, "clearance": "20 mL/min"})).safety.words == "Ask first: the kidney team"


def test_an_alternative_never_looks_clear_and_has_no_lean() -> None:
    walking = option(summary(SETTLED), "walking")
    assert walking.safety.words == "This tool has not checked this treatment for you"
    assert walking.lean is None


def test_an_alternative_is_shown_for_its_own_pains_only() -> None:
    assert "walking" in [option.id for option in summary(KNEE).options]
    assert "walking" not in [option.id for option in summary({**KNEE, "pain": "back"}).options]
    assert "as-now" in [option.id for option in summary({}).options]


# Evidence and numbers (R1 to R16)


def test_evidence_never_crosses_to_another_pain() -> None:
    knee, back = option(summary(SETTLED)), option(summary({**SETTLED, "pain": "back"}))
    assert [number.finding for number in knee.benefits] == ["knee-trial"]
    assert back.benefits == ()
    assert back.evidence[0].words == "Not studied"


def test_a_number_stands_in_both_frames_with_its_baseline_first_r6_r7_r9() -> None:
    (number,) = option(summary(SETTLED)).benefits
    without = next(place for place, text in enumerate(number.sentences) if text.startswith("With a dummy device"))
    assert number.sentences[without : without + 2] == (
        "With a dummy device: yes for 20 out of 100 people, no for 80.",
        "With it: yes for 30 out of 100 people, no for 70.",
    )
    assert (number.with_, number.without) == (30, 20)


def test_a_number_has_time_group_certainty_and_directness_r4_r5_r12() -> None:
    (number,) = option(summary(SETTLED, reader="clinician")).benefits
    assert "12 weeks" in number.caption
    assert "adults with knee pain" in number.how_direct
    assert "You: knee pain; age 50." in number.how_direct
    assert number.how_sure == "Moderate certainty: One trial."
    assert "from 2 fewer to 22 more out of 100" in " ".join(number.sentences)


def test_an_average_change_says_its_direction_and_range_in_words_r14() -> None:
    change = ScaleChange(difference=-0.46, low=-1.21, high=0.29, unit="migraine days a month", better="lower")
    assert _on_a_scale(change) == (
        "On average 0.46 migraine days a month lower than in the comparison group. Lower is better. "
        "The true difference can be anywhere from 1.21 lower to 0.29 higher."
    )


def test_fewer_than_one_in_a_hundred_and_one_arm_only_r6_r13_r16() -> None:
    (number,) = option(summary(SETTLED)).harms
    assert "Without it: not measured." in number.sentences
    assert "With it: fewer than 1 out of 100 people." in number.sentences
    assert number.sentences[-1].startswith("It is not stated whether people who had this before")


def test_a_picture_carries_its_numbers_in_words_r10() -> None:
    (number,) = option(summary(SETTLED)).benefits
    assert number.figure is not None
    assert number.figure.count("#1b4f8a") == 30
    assert "30 out of 100" in number.alt


def test_a_figure_read_at_second_hand_reaches_no_patient() -> None:
    shown = [number.finding for number in option(summary(SETTLED)).harms]
    to_clinician = [number.finding for number in option(summary(SETTLED, reader="clinician")).harms]
    assert shown == ["stomach"]
    assert to_clinician == ["stomach", "second-hand"]


# Reasons


def test_a_reason_says_because_of_which_answer() -> None:
    (reason,) = option(summary(SETTLED)).reasons_for
    assert reason.because == "Because you said: pain – knee."
    assert reason.certainty == "We are fairly sure of this."


def test_bars_are_called_no_chances_and_what_tips_them_is_said() -> None:
    given = {**SETTLED, "implants": ["pump", "none"], "matters_effort": 1}
    shown = option(summary(given))
    assert shown.scales is not None
    assert "these are not chances" in shown.scales.caption
    assert any("little effort" in sentence for sentence in shown.tipping)
    assert option(summary({**given, "implants": ["pacemaker"]})).scales is None


def test_what_gives_no_side_the_lead_and_takes_it_from_none_is_not_told_as_tipping() -> None:
    lamp = load_pack(Path(__file__).resolve().parent.parent.parent / "examples" / "packs" / "humming-lamp")
    slow = {"age": 52, "pain_place": "hand", "metal_plate": False, "resting_pulse": 46}
    assessment = assess(lamp, slow, today=DAY)
    assert {(tip.before, tip.after) for tip in assessment["lamp"].tipping_points} == {(Lean.BALANCED, Lean.NONE)}
    assert summarise(assessment, reader="clinician").options[0].tipping == ()
    other = summarise(assess(lamp, {**slow, "resting_pulse": 70}, today=DAY), reader="clinician")
    assert other.options[0].tipping != ()


def test_something_that_comes_first_holds_everything_back() -> None:
    held = summary({**SETTLED, "mood": True}, reader="clinician")
    assert held.first[0].contact == "Call the invented line."
    assert held.headline == "Something comes before any talk about treatments."
    assert all(option.lean is None or option.lean.words == "No leaning is shown" for option in held.options)


def test_contradicting_answers_are_told_first() -> None:
    told = summary({"dialysis": True, "clearance": "120 mL/min"})
    assert told.conflicts[0].text == "Two answers about your kidneys do not fit together."


# Private answers


@pytest.mark.parametrize("given", [{"mood": True}, {"sex": "female", "pregnant": True}])
def test_a_private_answer_is_nowhere_in_the_patients_words_unless_both_chose_so(given: dict[str, object]) -> None:
    secret = re.compile(r"\bpregnan(t|cy: yes|cy is over)|dark thoughts|your thoughts|suicid", re.IGNORECASE)
    withheld = " | ".join(every_text(summary({**SETTLED, **given})))
    assert not secret.search(withheld), secret.search(withheld)
    assert "in private" in withheld
    assert secret.search(" | ".join(every_text(summary({**SETTLED, **given}, include_sensitive=True))))
    assert secret.search(" | ".join(every_text(summary({**SETTLED, **given}, reader="clinician"))))


def test_a_private_answer_still_rules_out() -> None:
    given = {**SETTLED, "sex": "female", "pregnant": True}
    assert option(summary(given)).safety.shape == "stop"
    assert option(summary(given)).safety.words == "Not now: a point that you talked about in private"


# The whole


@pytest.mark.parametrize("reader", ["patient", "clinician"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_at_a_glance_is_said_what_the_whole_summary_says(shipped, reader: str, language: str) -> None:
    def without_numbers(value: object) -> object:
        entries = isinstance(value, tuple) and all(isinstance(entry, Preparation) for entry in value)
        return [replace(entry, sources=()) for entry in value] if entries else value

    of_cards = [field.name for field in fields(Card)]
    for vignette in shipped.vignettes[::9]:
        assessment = assess(shipped, vignette.given, today=DAY)
        whole = summarise(assessment, reader=reader, language=language)
        seen = glance(assessment, reader=reader, language=language)
        for name in {field.name for field in fields(Glance)} - {"options"}:
            assert without_numbers(getattr(seen, name)) == without_numbers(getattr(whole, name)), (vignette.name, name)
        for card, option in zip(seen.options, whole.options, strict=True):
            assert all(getattr(card, name) == getattr(option, name) for name in of_cards), (vignette.name, option.id)


def test_the_same_answers_give_the_same_words() -> None:
    one, other = summary(SETTLED), summary(dict(reversed(SETTLED.items())))
    assert one == other
    assert (one.open_questions, one.questions_to_ask) == (other.open_questions, other.questions_to_ask)


def test_every_source_mentioned_is_in_the_list_and_numbered_from_one() -> None:
    told = summary(SETTLED, reader="clinician")
    assert [source.number for source in told.sources] == list(range(1, len(told.sources) + 1))
    mentioned = {n for o in told.options for r in (*o.reasons_for, *o.safety_reasons, *o.benefits) for n in r.sources}
    assert mentioned <= {source.number for source in told.sources}


def test_good_and_bad_points_are_never_empty_q4_q5() -> None:
    for shown in summary({}).options:
        assert shown.good, shown.id
        assert shown.bad, shown.id
        assert shown.living, shown.id


def test_a_draft_and_a_date_long_past_say_so() -> None:
    assert "Draft rules" in summary({}).banner[0]
    late = summarise(assess(TINY, {}, today=date(2028, 1, 1)), reader="patient")
    assert any("past their review date (1 January 2027)" in line for line in late.banner)


def test_an_unknown_language_is_refused_not_mixed() -> None:
    with pytest.raises(ValueError, match="no words in the language 'es'"):
        summary({}, language="es")


def test_the_note_fits_any_record_and_ends_with_the_version() -> None:
    for given in ({}, SETTLED, {**SETTLED, "implants": ["pacemaker"]}):
        note = as_note(summary(given, reader="clinician"))
        assert len(note) < LIMIT
        assert note.rstrip().endswith(TINY.fingerprint[:12])
    assert "pacemaker-excludes" in note


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        (["pump"], "answered", "pump (others not asked)"),
        (["pump", "none"], "answered", "pump, none of the others"),
        (["none"], "answered", "none of these"),
        (["pump", "not_known"], "not_known", "pump, others not known"),
        ("not_known", "not_known", "not known"),
    ],
)
def test_a_list_says_whether_it_is_open_closed_or_not_known(given: object, state: str, words: str) -> None:
    told = summary({"implants": given}, reader="clinician")
    (line,) = (line for line in told.answers if line.question == "implants")
    assert (line.state, line.answer) == (state, words)
    # What is not known of a list takes nothing from what was chosen.
    assert (f"{line.label}: {line.answer}" in as_note(told)) is (given != "not_known")


def test_the_command_line_says_the_same_words() -> None:
    told = summary({**SETTLED, "implants": ["pacemaker"]}, reader="clinician")
    text = " ".join(as_text(told).split())
    assert "✗ Ruled out: heart pacemaker" in text
    assert all(" ".join(reason.text.split()) in text for o in told.options for reason in o.safety_reasons)


def test_our_own_words_never_steer() -> None:
    never = re.compile(
        r"\b(should|must|recommend\w*|safe|effective|breakthrough|hope\w*|candidate|failed)\b", re.IGNORECASE
    )
    own = [value for name, value in vars(words).items() if isinstance(value, str) and name.isupper()]
    own += [text for voices in words.EVIDENCE.values() for text in voices.values()]
    own += [*words.LEAN.values(), *words.COULD_REACH.values(), *words.CONTROL.values(), *words.SAFETY_REACH.values()]
    assert len(own) > 30
    assert [text for text in own if never.search(text)] == []


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("nerve", 1), ("headache", 2), ("operation", 4), ("device", 2), ("needles", 2), ("electrical", 4), ("pain", 1),
        ("stimulation", 4), ("medicine", 3), ("voice", 1), ("treatment", 2), ("swallowing", 3), ("studies", 2),
        ("implant", 2), ("vagus", 2), ("comparison", 4), ("people", 2), ("together", 3), ("clinician", 3), ("joints", 1),
    ],
)  # fmt: skip
def test_syllables_of_the_words_that_patients_read(word: str, number: int) -> None:
    assert abs(syllables(word) - number) <= 1


def test_what_can_still_rule_an_option_out_is_said_wherever_there_is_room_for_a_line_only(shipped) -> None:
    """Four answers: the neck device has a point to talk about, and safety questions that could rule it out."""
    assessment = assess(shipped, {"age": 52, "pain_condition": "fibromyalgia"}, today=date(2026, 11, 25))
    assert assessment["tcvns"].safety.high.word == "excluded"
    told = summarise(assessment, reader="patient")
    (neck,) = [option for option in told.options if option.id == "tcvns"]
    assert neck.safety.shape == "ask"
    assert "rule it out" in neck.safety.still
    rows = {row[0]: row[1] for fullness in FULLNESS for row in sheet(told, fullness)["glance"]["rows"]}
    assert neck.safety.still in rows[neck.name]
    assert neck.safety.still
    for fullness in FULLNESS:
        (card,) = [card for card in sheet(told, fullness, in_full=["tcvns"])["options"] if card["id"] == "tcvns"]
        (safety,) = [part["text"] for part in card["parts"] if part["label"] == "Safety, for you"]
        assert (neck.safety.detail if fullness.details else neck.safety.still) in safety
        assert "rule it out" in safety
    assert neck.safety.still in as_note(summarise(assessment, reader="clinician"))


def test_an_option_that_is_ruled_out_is_never_listed_like_any_other_choice(shipped) -> None:
    answers = {"age": 52, "pain_condition": "fibromyalgia", "implants": ["pacemaker", "none"]}
    told = summarise(assess(shipped, answers, today=date(2026, 11, 25)), reader="patient")
    ruled_out = {option.name for option in told.options if option.safety.shape == "stop"}
    assert ruled_out
    for fullness in FULLNESS:
        data = sheet(told, fullness, sections=["agreed"])
        assert {"glance", "options", "unknowns"} <= set(data["sections"])
        for other in data["others"]:
            assert ("Ruled out" in other["what"]) == (other["name"] in ruled_out)


def test_a_cause_says_what_was_asked_where_the_answer_alone_does_not() -> None:
    pack = load_pack(default_pack())
    for given, cause in (
        ({"heart_attack": "longer_ago"}, "heart attack – yes, more than 5 years ago"),
        ({"blood_pressure": "low"}, "blood pressure – low enough to be a problem"),
        ({"implants": ["pacemaker", "none"]}, "Ruled out: heart pacemaker"),
    ):
        told = summarise(assess(pack, given, today=DAY), reader="patient")
        said = [shown.safety.words for shown in told.options]
        assert any(cause in words for words in said), (cause, said)


def test_reasons_are_called_close_only_where_they_are() -> None:
    pack = load_pack(default_pack())
    ratio = pack.info.weights.lean_ratio
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for vignette in pack.vignettes:
        assessment = assess(pack, vignette.given, today=DAY)
        options = summarise(assessment, reader="patient").options if vignette.story else ()
        for shown in options:
            standing = assessment[shown.id]
            if standing.lean == {Lean.BALANCED}:
                more_for = standing.reasons_for.low >= ratio * max(standing.reasons_against.high, 1)
                said[more_for].add(shown.lean.words)
                assert bool(shown.lean.detail) is more_for
    assert said == {True: {"No side is called stronger"}, False: {"The reasons for and against are close"}}


def test_reasons_are_called_weighed_only_where_the_patient_weighed_something(shipped) -> None:
    name = "A man with a pacemaker who wants to stop migraine attacks"
    given = next(vignette.given for vignette in shipped.vignettes if vignette.name == name)
    assert not any(question.startswith("matters") for question in given)
    alike = summarise(assess(shipped, given, today=date(2026, 11, 25)), reader="patient")
    weighed = summarise(assess(shipped, given | {"matters_surgery": 3}, today=date(2026, 11, 25)), reader="patient")
    said = [option.lean.words for option in alike.options if option.lean]
    assert any("counts alike" in words for words in said)
    open_ = summarise(
        assess(shipped, {"age": 52, "pain_condition": "fibromyalgia"}, today=date(2026, 11, 25)), reader="patient"
    )
    details = [option.lean.detail for option in open_.options if option.lean]
    assert any("counts alike" in words for words in details)
    said += details
    assert not any("as you weighed" in words for words in said)
    assert any("as you weighed" in option.lean.words for option in weighed.options if option.lean)


def test_no_number_is_said_only_where_none_stands_in_the_words(shipped) -> None:
    given = {"age": 36, "pain_condition": "cluster_headache", "cluster_pattern": "episodic", "attack_aim": "stop"}
    for language in ("en", "es"):
        told = summarise(assess(shipped, given, today=date(2026, 11, 25)), reader="patient", language=language)
        (oxygen,) = [option for option in told.options if option.id == "high-flow-oxygen"]
        (number,) = [number for number in oxygen.benefits if "78" in number.sentences[0]]
        assert not any("good enough" in words or "bastante buenos" in words for words in number.sentences)
