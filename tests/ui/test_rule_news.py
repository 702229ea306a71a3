"""Rules that change while the app runs: taken up between two consultations, never in the middle of one unseen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"
PACEMAKER = ("{implants: {includes: pacemaker}}", "{implants: {includes: pump}}")


def page() -> None:
    import streamlit as st

    from decision.engine.assess import assess
    from decision.ui import packs, rule_news, state

    for question, answer in st.session_state.get("to answer", {}).items():
        state.answers()[question] = answer
    rule_news.show()
    pack = packs.current().pack
    if pack is not None:
        st.text(f"{pack.info.version} {assess(pack, state.fitting(pack))['examplimab'].safety.low.word}")
    st.button("next patient", on_click=state.start_again)


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    monkeypatch.setenv("VNS_CHOICE_PACK", str(folder))
    monkeypatch.setenv("VNS_CHOICE_DRAFTS", "off")
    return folder


def opened(answers: dict[str, object] | None = None) -> AppTest:
    drawn = AppTest.from_function(page, default_timeout=30)
    drawn.session_state["to answer"] = answers or {}
    return again(drawn)


def again(drawn: AppTest) -> AppTest:
    drawn.run()
    assert not drawn.exception
    return drawn


def change(pack: Path, old: str, new: str, file: str = "rules/safety.yaml") -> None:
    place = pack / file
    assert old in place.read_text("utf-8")
    place.write_text(place.read_text("utf-8").replace(old, new), "utf-8")


def said(drawn: AppTest) -> str:
    return "\n".join(str(part.value) for part in (*drawn.text, *drawn.markdown, *drawn.error, *drawn.info))


def press(drawn: AppTest, label: str) -> AppTest:
    next(button for button in drawn.button if button.label == label).click().run()
    assert not drawn.exception
    return drawn


def test_with_nothing_answered_new_rules_are_taken_up_at_once(pack: Path) -> None:
    drawn = opened()
    assert "1.2.0" in said(drawn)
    change(pack, "version: 1.2.0", "version: 1.3.0", "pack.yaml")
    assert "1.3.0" in said(again(drawn))
    assert "The rules have changed" not in said(drawn)


def test_in_the_middle_of_a_consultation_its_rules_stay_until_the_new_ones_are_asked_for(pack: Path) -> None:
    drawn = opened({"implants": ["pacemaker", "none"]})
    assert "1.2.0 excluded" in said(drawn)
    change(pack, *PACEMAKER)
    change(pack, "version: 1.2.0", "version: 1.3.0", "pack.yaml")
    again(drawn)
    assert "1.2.0 excluded" in said(drawn)
    assert "The rules have changed" in said(drawn)
    assert "Rules: pacemaker-excludes." in said(drawn)
    press(drawn, "Use the new rules now")
    assert "1.3.0" in said(drawn)
    assert "excluded" not in said(drawn)
    assert "The rules have changed" not in said(drawn)
    assert drawn.session_state["answers"] == {"implants": ["pacemaker", "none"]}


def test_the_next_patient_begins_with_the_new_rules(pack: Path) -> None:
    drawn = opened({"implants": ["pacemaker"]})
    change(pack, "version: 1.2.0", "version: 1.3.0", "pack.yaml")
    drawn.session_state["to answer"] = {}
    press(drawn, "next patient")
    assert "1.3.0" in said(drawn)
    assert "The rules have changed" not in said(drawn)


def test_a_comment_that_changes_is_said_to_change_nothing_for_this_patient(pack: Path) -> None:
    drawn = opened({"implants": ["pacemaker"]})
    change(pack, "- id: fresh-pain", "# A remark\n- id: fresh-pain")
    assert "For this patient nothing changes." in said(again(drawn))


def test_answers_that_the_new_rules_do_not_read_are_named_and_kept(pack: Path) -> None:
    drawn = opened({"age": 105})
    change(pack, "range: [0, 110]", "range: [0, 99]", "questions/10-you.yaml")
    assert "do not read these answers: Age. They are kept." in said(again(drawn))
    press(drawn, "Use the new rules now")
    assert drawn.session_state["answers"] == {"age": 105}


def test_what_a_private_answer_changes_is_not_told_openly(pack: Path) -> None:
    drawn = opened({"mood": True})
    change(pack, "when: {mood: true}", "when: {mood: false}", "rules/talk.yaml")
    again(drawn)
    assert "Something changes for this patient" in said(drawn)
    assert "dark-thoughts" not in said(drawn)


def test_broken_rules_leave_the_last_good_ones_in_use_with_a_notice(pack: Path) -> None:
    drawn = opened({"implants": ["pacemaker"]})
    change(pack, "effect: excludes", "effect: exclude")
    again(drawn)
    assert "The last good version is in use." in said(drawn)
    assert "rules/safety.yaml:3:" in said(drawn)
    assert "1.2.0 excluded" in said(drawn)
    drawn.session_state["to answer"] = {}
    press(drawn, "next patient")
    assert "1.2.0" in said(drawn)
    assert "The last good version is in use." in said(drawn)
    change(pack, "effect: exclude\n", "effect: excludes\n")
    assert not again(drawn).error


def test_a_file_that_is_gone_when_it_is_looked_at_stops_no_page(pack: Path) -> None:
    # What a file being renamed looks like for a moment, and what some editors leave beside a file they hold open.
    drawn = opened()
    (pack / "rules" / ".#safety.yaml").symlink_to(pack / "nowhere")
    assert "1.2.0" in said(again(drawn))
    (pack / "rules" / ".#safety.yaml").unlink()
    change(pack, "version: 1.2.0", "version: 1.3.0", "pack.yaml")
    assert "1.3.0" in said(again(drawn))


def kept_page() -> None:
    import streamlit as st

    from decision.ui import packs, rule_news, state

    if "to take up" in st.session_state:
        state.replace(st.session_state["to take up"])
    rule_news.show()
    pack = packs.current().pack
    st.text(f"{pack.info.version} {state.content()}" if pack else "")


def test_a_consultation_found_again_goes_on_with_the_rules_it_began_with(pack: Path) -> None:
    first = opened({"age": 50})
    assert "1.2.0" in said(first)
    from decision import load_pack

    begun = {"answers": {"age": 50}, "rules": load_pack(pack).fingerprint}
    change(pack, "version: 1.2.0", "version: 1.3.0", "pack.yaml")
    found = AppTest.from_function(kept_page, default_timeout=30)
    found.session_state["to take up"] = begun
    again(found)
    assert "1.2.0 " in said(found)
    assert str(begun) in said(found)
    assert "The rules have changed" in said(found)

    begun["rules"] = "of a version that nobody has any more"
    unknown = AppTest.from_function(kept_page, default_timeout=30)
    unknown.session_state["to take up"] = begun
    again(unknown)
    assert "1.3.0 " in said(unknown)
    assert "the rules of then are not here any more" in said(unknown)


def test_a_file_of_rules_that_cannot_be_read_keeps_the_last_good_rules_in_use(pack: Path) -> None:
    """Without a word the rules in it would be gone."""
    drawn = opened()
    assert not drawn.error
    (pack / "rules" / "more.yaml").mkdir()
    drawn.run()
    assert "The last good version is in use." in drawn.error[0].value
    assert any("rules/more.yaml:1:1: the file cannot be read" in line.value for line in drawn.markdown)
    (pack / "rules" / "more.yaml").rmdir()
    (pack / "rules" / "more.yml").write_text("- id: lost\n", "utf-8")
    drawn.run()
    assert any("more.yml:1:1: a pack has no such file" in line.value for line in drawn.markdown)
