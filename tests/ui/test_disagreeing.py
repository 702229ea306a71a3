"""Disagreeing with a rule, an own view before looking, and how the tool measures up, as the pages draw it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNS_CHOICE_PACK", str(ROOT / "tests" / "packs" / "tiny"))
    monkeypatch.setenv("VNS_CHOICE_DRAFTS", "off")


def why_page() -> None:
    from datetime import date

    from decision import assess, summarise
    from decision.ui import packs, state, why_view

    state.answers().update({"pain": "knee", "implants": ["pump", "none"]})
    assessment = assess(packs.current().pack, state.fitting(packs.current().pack), today=date(2026, 6, 1))
    why_view.show(assessment, summarise(assessment), include_sensitive=True)


def more_page() -> None:
    from decision.ui import more, own_view, packs

    more.show(packs.current().pack)
    if own_view.awaited():
        own_view.cover()


def about_page() -> None:
    from decision.ui import about

    about.show()


def drawn(page) -> AppTest:
    found = AppTest.from_function(page, default_timeout=60).run()
    assert not found.exception
    return found


def test_a_clinician_disagrees_and_takes_it_back() -> None:
    page = drawn(why_page)
    page.selectbox(key="disagree-reason-knee-relief").set_value("strength").run()
    page.text_area(key="disagree-words-knee-relief").set_value("[Too](strong) *much*").run()
    page.button(key="disagree-keep-knee-relief").click().run()
    assert not page.exception
    remark = page.session_state["disagreements"]["knee-relief"]
    assert (remark.reason, remark.words) == ("strength", "[Too](strong) *much*")
    assert any("\\[Too\\](strong) \\*much\\*" in str(caption.value) for caption in page.caption)
    page.button(key="disagree-back-knee-relief").click().run()
    assert page.session_state["disagreements"] == {}


def test_nothing_is_kept_without_a_reason_and_only_rules_that_apply_can_be_disagreed_with() -> None:
    page = drawn(why_page)
    assert page.button(key="disagree-keep-knee-relief").disabled
    keys = {str(box.key) for box in page.selectbox}
    assert keys == {"disagree-reason-knee-relief", "disagree-reason-pump-effort"}


def test_disagreement_and_own_view_are_kept_with_the_consultation() -> None:
    def page() -> None:
        import streamlit as st

        from decision.summary.disagreement import Remark
        from decision.ui import state

        state.disagree(Remark(rule="knee-relief", reason="other", words="x"))
        state.keep_own_view("My view.")
        kept = state.content()
        state.start_again()
        assert state.content() == {"answers": {}}
        state.replace(kept)
        assert state.content() == kept
        st.write(sorted(kept))

    assert "own_view" in str(drawn(page).json[0].value)


def test_the_own_view_is_off_by_default_and_covers_the_summary_until_it_is_noted() -> None:
    page = drawn(more_page)
    assert not page.toggle(key="own view toggle").value
    assert not page.info
    page.toggle(key="own view toggle").set_value(True).run()
    assert "Your own view comes first" in page.info[0].value
    page.text_area(key="own view text").set_value("Exercise first.").run()
    page.button(key="own view keep").click().run()
    assert not page.exception
    assert not page.info
    assert page.session_state["own view"] == "Exercise first."


def test_with_the_own_view_awaited_the_consultation_shows_no_standing() -> None:
    def page() -> None:
        import streamlit as st

        from decision.ui import consultation, state

        st.session_state["own view first"] = True
        state.answers().update({"pain": "knee", "implants": ["pacemaker"]})
        consultation.show()

    found = drawn(page)
    assert any("Your own view comes first" in str(info.value) for info in found.info)
    assert not any("uled out" in block.proto.body for block in found.get("html"))


def test_the_about_page_shows_source_attributes_and_every_standard() -> None:
    page = drawn(about_page)
    group = next(group for group in page.button_group if group.key == "about-view")
    group.set_value("attributes").run()
    assert not page.exception
    html = " ".join(block.proto.body for block in page.get("html"))
    assert all(f">{name}</th>" in html for name in ("O1", "O13", "F4a", "F4h"))
    assert ">Q1</th>" not in html
    assert "What the rules say" in html
    next(group for group in page.button_group if group.key == "about-view").set_value("standards").run()
    assert not page.exception
    html = " ".join(block.proto.body for block in page.get("html"))
    assert all(f">{name}</th>" in html for name in ("Q1", "B16", "N2.5", "R20", "K20", "D8"))
    assert "Needs real people" in html
