"""What a rule tells this patient is not told again as a point for everyone, and nothing is lost where no rule tells it."""

from datetime import date

from growth import FULLNESS

from decision import Pack, assess, summarise
from decision.summary.sheet import sheet

DAY = date(2026, 11, 24)


def test_a_point_stands_on_a_summary_where_no_rule_that_says_the_same_counts_and_only_there(shipped: Pack) -> None:
    silent = spoken = 0
    for vignette in (vignette for vignette in shipped.vignettes if vignette.story):
        summary = summarise(assess(shipped, vignette.given, today=vignette.today or DAY), reader="patient")
        for option in summary.options:
            told = {reason.rule for reason in (*option.reasons_for, *option.reasons_against) if reason.counts}
            for side in ("good", "bad"):
                texts = [text for text, _ in getattr(option, side)]
                for point in getattr(shipped.options[option.id], side):
                    said_by_a_rule = bool(told & set(point.same_as))
                    assert (point.text in texts) is not said_by_a_rule, (vignette.name, option.id, point.text)
                    silent, spoken = silent + said_by_a_rule, spoken + (bool(point.same_as) and not said_by_a_rule)
    assert silent
    assert spoken


def test_the_voice_is_told_of_once_on_the_sheet_whether_or_not_it_matters_at_work(shipped: Pack) -> None:
    for voice_work in (True, False, None):
        given = {"age": 50, "pain_condition": "rheumatoid_arthritis", "surgery_wish": "would_consider"}
        given |= {} if voice_work is None else {"voice_work": voice_work}
        summary = summarise(assess(shipped, given, today=DAY), reader="patient")
        card = next(card for card in sheet(summary, FULLNESS[0], ["ivns"])["options"] if card["id"] == "ivns")
        points = [point for part in card["parts"] for point in part["points"]]
        assert sum("46 out of 100" in point for point in points) == 1, voice_work


def test_every_option_keeps_something_to_say_on_both_sides(shipped: Pack) -> None:
    for vignette in (vignette for vignette in shipped.vignettes if vignette.story):
        summary = summarise(assess(shipped, vignette.given, today=vignette.today or DAY), reader="patient")
        for card in sheet(summary, FULLNESS[-1])["options"]:
            labels = {part["label"] for part in card["parts"]}
            assert {"Good points", "Bad points"} <= labels, (vignette.name, card["id"])
