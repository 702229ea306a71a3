"""Finishing: what the clinician is told before a sheet is released."""

from datetime import date

from streamlit.testing.v1 import AppTest

from decision import assess, load_pack, summarise
from decision.bundled import default_pack
from decision.summary.handout import PAGES, handout_pdf, pages_of, too_long


def finish_page() -> None:
    from datetime import date

    from decision.engine.assess import assess
    from decision.ui import finish, packs

    pack = packs.current().pack
    assert pack is not None
    finish.show(assess(pack, {"age": 52, "pain_condition": "fibromyalgia"}, today=date(2026, 11, 25)))


def test_a_sheet_that_gets_longer_than_it_is_meant_to_be_is_told_before_its_release_with_what_helps() -> None:
    drawn = AppTest.from_function(finish_page, default_timeout=30).run()
    assert not drawn.exception
    assert not drawn.warning
    (options,) = [widget for widget in drawn.multiselect if "in full" in widget.label]
    options.set_value(["tavns", "ivns", "snri", "as-now"])
    drawn.run()
    (warning,) = drawn.warning
    assert "4 at most" in warning.value
    assert "fewer options" in warning.value
    drawn.radio(key="print-size").set_value("large").run()
    assert not drawn.warning


def test_the_warning_counts_the_pages_that_are_printed() -> None:
    pack = load_pack(default_pack())
    told = summarise(
        assess(pack, {"age": 52, "pain_condition": "fibromyalgia"}, today=date(2026, 11, 25)), reader="patient"
    )
    long = handout_pdf(told, in_full=("tavns", "ivns", "snri"))
    assert pages_of(long) > PAGES["clear"]
    assert f"takes {pages_of(long)} pages" in too_long(long, "clear")
    assert too_long(handout_pdf(told), "clear") == ""
