"""The clinician's record: every option at a glance first, and no share out of 100 without the people it was counted in."""

import io
from datetime import date
from html import unescape

import pypdf
import pytest

from decision import Pack, assess, summarise
from decision.summary.handout import handout_html, handout_pdf
from decision.summary.model import Number, Summary
from decision.summary.record import record
from decision.ui.compare import table

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def told(shipped: Pack) -> Summary:
    return summarise(
        assess(shipped, {"age": 50, "pain_condition": "rheumatoid_arthritis"}, today=DAY), reader="clinician"
    )


def counts(told: Summary) -> list[Number]:
    return [n for option in told.options for n in (*option.benefits, *option.harms) if n.figure]


def test_the_record_begins_with_every_option_at_a_glance_in_the_packs_order(told: Summary) -> None:
    columns, rows = record(told)["glance"]["columns"], record(told)["glance"]["rows"]
    assert [row[0] for row in rows] == [option.name for option in told.options]
    for option, (_, safety, evidence, lean) in zip(told.options, rows, strict=True):
        assert option.safety.words in safety
        assert all(axis.heading == columns[2] and axis.words in evidence for axis in option.evidence)
        assert lean == (option.lean.words if option.lean else "–")
    page = unescape(handout_html(told))
    assert page.index(">At a glance<") < page.index(">Answers<") < page.index(f"<h2>{told.options[0].name}:")
    printed = " ".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(handout_pdf(told))).pages)
    assert printed.index("At a glance") < printed.index("Answers")


def test_with_several_pains_each_row_of_the_glance_names_them(shipped: Pack) -> None:
    two = {"age": 50, "pain_condition": "rheumatoid_arthritis", "other_pains": ["fibromyalgia", "none"]}
    told = summarise(assess(shipped, two, today=DAY), reader="clinician")
    table = record(told)["glance"]
    assert table["columns"][2] == "Evidence"
    for option, row in zip(told.options, table["rows"], strict=True):
        assert all(axis.heading in row[2] for axis in option.evidence)


def test_what_still_is_open_on_safety_stands_in_the_glance(told: Summary) -> None:
    still = [option for option in told.options if option.safety.still]
    assert still
    rows = {row[0]: row[1] for row in record(told)["glance"]["rows"]}
    assert all(option.safety.still in rows[option.name] for option in still)


def test_no_heading_of_an_option_repeats_what_stands_above_it(told: Summary) -> None:
    for option in record(told)["options"]:
        headings = [axis["heading"] for axis in option["axes"]] + [part["heading"] for part in option["parts"]]
        assert len(headings) == len(set(headings))


def test_each_share_out_of_100_says_in_how_many_people_it_was_counted(shipped: Pack, told: Summary) -> None:
    assert len(counts(told)) > 5
    for number in counts(told):
        finding = shipped.findings[number.finding]
        assert finding.people is not None
        known = finding.people.with_.total or finding.n
        assert str(known) in number.counted if known else "not stated here" in number.counted
    lines = [line for option in record(told)["options"] for part in option["parts"] for line in part["lines"]]
    for number in (n for option in told.options for n in option.benefits if n.figure):
        assert any(number.counted in line and line.startswith(number.caption) for line in lines)


def test_compare_says_it_too(told: Summary) -> None:
    shown = unescape(table(told))
    first = [number for option in told.options for number in [n for n in option.benefits if n.figure][:2]]
    assert first
    assert all(number.counted and number.counted in shown for number in first)
