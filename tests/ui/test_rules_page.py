"""The rules page: what it shows to everyone, and how rules are edited and published where that is allowed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from decision import load_pack
from decision.authoring import history
from decision.pack.words import words_of

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"
SAFETY = "rules/safety.yaml"


def rules_page() -> None:
    import streamlit as st

    from decision.ui import rules, state

    for question, answer in st.session_state.get("to answer", {}).items():
        state.answers()[question] = answer
    rules.show()


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    monkeypatch.setenv("VNS_CHOICE_PACK", str(folder))
    monkeypatch.setenv("VNS_CHOICE_EDIT_RULES", "")
    return folder


@pytest.fixture
def editable(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VNS_CHOICE_EDIT_RULES", "on")
    return pack


def opened(**answers: object) -> AppTest:
    page = AppTest.from_function(rules_page, default_timeout=60)
    page.session_state["to answer"] = answers
    return run(page)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def cards(page: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def said(page: AppTest) -> str:
    parts = (*page.markdown, *page.error, *page.warning, *page.success, *page.info, *page.header, *page.caption)
    return "\n".join((*(str(part.value) for part in parts), cards(page)))


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def editing(file: str = SAFETY) -> AppTest:
    page = opened()
    next(group for group in page.button_group if group.key == "rules-view").set_value("edit").run()
    page.selectbox(key="rule file").set_value(file).run()
    page.toggle(key="plain editor").set_value(True).run()
    assert not page.exception
    return page


def text(page: AppTest):
    (box,) = page.text_area
    return box


def change(page: AppTest, old: str, new: str) -> AppTest:
    assert old in text(page).value
    text(page).set_value(text(page).value.replace(old, new)).run()
    assert not page.exception
    return page


def save(page: AppTest, name: str = "Dr Author", reason: str = "A new label") -> AppTest:
    boxes = {box.label: box for box in page.text_input}
    boxes["Your name"].set_value(name)
    boxes["Reason, in words for whoever reads what changed"].set_value(reason)
    return press(page, "Save as draft")


def publishing(page: AppTest) -> AppTest:
    next(group for group in page.button_group if group.key == "rules-view").set_value("publish").run()
    assert not page.exception
    return page


@pytest.mark.usefixtures("pack")
def test_a_rule_is_a_sentence_beside_its_text_with_source_and_examples() -> None:
    shown = cards(opened())
    assert "Rules out Examplimab when implants includes “heart pacemaker”." in shown
    assert "- id: pacemaker-excludes\n  options: [examplimab]\n  effect: excludes\n" in shown
    assert "rules/safety.yaml:1<" in shown
    assert "The invented label" in shown
    assert "A pacemaker rules examplimab out" in shown
    assert "applies: 1, may apply: 1, does not apply: 1" in shown


@pytest.mark.usefixtures("pack")
def test_rules_are_found_by_words_option_and_effect() -> None:
    page = opened()
    assert "9 of 9 rules" in said(page)
    page.text_input(key="rules-search").set_value("KIDNEYS contradict").run()
    assert "pump-effort" not in cards(page)
    page.text_input(key="rules-search").set_value("pacemaker label").run()
    assert "1 of 9 rules" in said(page)
    page.text_input(key="rules-search").set_value("").run()
    page.selectbox(key="rules-option").set_value("otherine").run()
    assert "3 of 9 rules" in said(page)
    page.selectbox(key="rules-effect").set_value("specialist").run()
    assert "1 of 9 rules" in said(page)


@pytest.mark.usefixtures("pack")
def test_the_page_says_where_a_rule_applied_in_this_consultation() -> None:
    page = opened(implants=["pacemaker"])
    assert "Applies in this consultation. Because you said: implants – heart pacemaker." in cards(page)
    page.selectbox(key="rules-here").set_value("applies").run()
    assert "1 of 9 rules" in said(page)
    page.selectbox(key="rules-here").set_value("waits").run()
    assert "Waits for: Pain." in cards(page)


@pytest.mark.usefixtures("pack")
def test_what_became_of_a_rule_on_a_private_question_is_not_shown() -> None:
    for answer in (True, False):
        page = opened(mood=answer)
        assert "Rests on a private question" in cards(page)
        assert "dark thoughts – yes" not in cards(page)
        page.selectbox(key="rules-here").set_value("applies").run()
        assert "dark-thoughts" not in cards(page)


@pytest.mark.usefixtures("pack")
def test_without_being_started_for_it_nothing_can_be_edited() -> None:
    page = opened()
    assert not [group for group in page.button_group if group.key == "rules-view"]
    assert not page.text_area
    assert "Save as draft" not in [button.label for button in page.button]


def test_a_mistake_is_told_where_it_is_typed_and_cannot_be_saved(editable: Path) -> None:
    before = (editable / SAFETY).read_bytes()
    page = change(editing(), "effect: caution\n  basis", "effect: causion\n  basis")
    assert "1 mistake" in said(page)
    assert "rules/safety.yaml:34:11" in said(page).replace("\\", "")
    assert "See what this changes" not in [button.label for button in page.button]
    change(page, "causion", "caution")
    assert "mistake" not in said(page)
    assert (editable / SAFETY).read_bytes() == before


def test_an_edit_is_looked_at_before_it_is_saved_and_then_stands_in_the_file(editable: Path) -> None:
    before = (editable / SAFETY).read_text("utf-8")
    page = change(editing(), "{implants: {includes: pacemaker}}", "{implants: {includes: pump}}")
    assert "Save as draft" not in [button.label for button in page.button]
    press(page, "See what this changes")
    assert "1 of 3 example patients are told something else." in said(page)
    assert "expected excluded" in said(page)
    save(page)
    assert "Saved: rules/safety.yaml." in said(page)
    changed = before.replace("{implants: {includes: pacemaker}}", "{implants: {includes: pump}}")
    assert (editable / SAFETY).read_text("utf-8") == changed
    assert "Edited by Dr Author." in (editable / "CHANGES.md").read_text("utf-8")


def test_the_effect_on_the_patient_in_the_room_is_told_before_saving(editable: Path) -> None:
    page = editing()
    page.session_state["to answer"] = {"implants": ["pacemaker"]}
    run(page)
    change(page, "{implants: {includes: pacemaker}}", "{implants: {includes: pump}}")
    press(page, "See what this changes")
    assert "In this consultation" in said(page)
    assert "Examplimab, Safety" in said(page)


def test_typing_on_after_a_look_asks_for_another_look(editable: Path) -> None:
    page = press(change(editing(), "Fresh pain.", "Recent pain."), "See what this changes")
    assert "Save as draft" in [button.label for button in page.button]
    change(page, "Recent pain.", "Newer pain.")
    assert "Save as draft" not in [button.label for button in page.button]


def test_somebody_elses_edit_is_told_and_the_text_stays(editable: Path) -> None:
    page = press(change(editing(), "Fresh pain.", "Recent pain."), "See what this changes")
    place = editable / SAFETY
    place.write_text(place.read_text("utf-8").replace("No statement was found.", "Nothing was found."), "utf-8")
    page = press(run(page), "See what this changes")
    save(page)
    assert "Somebody else has changed rules/safety.yaml" in said(page)
    assert "Recent pain." in text(page).value
    assert "Recent pain." not in place.read_text("utf-8")
    change(page, "No statement was found.", "Nothing was found.")
    press(page, "My text holds their change now")
    press(page, "See what this changes")
    save(page)
    assert "Saved" in said(page)
    assert "Recent pain." in place.read_text("utf-8")
    assert "Nothing was found." in place.read_text("utf-8")


def test_a_former_version_is_put_back_into_the_editor(editable: Path) -> None:
    before = (editable / SAFETY).read_text("utf-8")
    page = save(press(change(editing(), "Fresh pain.", "Recent pain."), "See what this changes"))
    press(page, "Put that text into the editor")
    assert text(page).value == before
    save(press(page, "See what this changes"), reason="Back to what it was")
    assert (editable / SAFETY).read_text("utf-8") == before
    assert len(history.entries(editable)) == 2


def test_unsaved_text_outlives_another_file_another_view_and_the_next_patient(editable: Path) -> None:
    page = change(editing(), "Fresh pain.", "Recent pain.")
    page.selectbox(key="rule file").set_value("rules/talk.yaml").run()
    assert "Recent pain." not in text(page).value
    publishing(page)
    next(group for group in page.button_group if group.key == "rules-view").set_value("edit").run()
    page.selectbox(key="rule file").set_value(SAFETY).run()
    assert not page.exception
    if not page.text_area:
        page.toggle(key="plain editor").set_value(True).run()
    assert "Recent pain." in text(page).value
    assert "Recent pain." not in (editable / SAFETY).read_text("utf-8")


def sign(page: AppTest, name: str, read: bool = True) -> AppTest:
    page.text_input[0].set_value(name)
    page.text_input[1].set_value("Consultant")
    page.checkbox[0].set_value(read)
    return press(page, "Sign and publish")


def test_a_second_person_publishes_and_the_author_cannot(editable: Path) -> None:
    page = publishing(save(press(change(editing(), "Fresh pain.", "Recent pain."), "See what this changes")))
    assert "A new label" in said(page)
    assert "+  clinician: Recent pain." in said(page)
    assert "say that you have read them" in said(sign(page, "Dr Reader", read=False))
    assert "a second person reviews" in said(sign(page, "dr author"))
    assert load_pack(editable).info.status == "draft"
    assert "The rules are reviewed." in said(sign(page, "Dr Reader"))
    assert load_pack(editable).info.status == "reviewed"


def test_rules_that_changed_while_they_were_read_are_not_signed(editable: Path) -> None:
    page = opened()
    publishing(page)
    place = editable / SAFETY
    place.write_text(place.read_text("utf-8").replace("Fresh pain.", "Recent pain."), "utf-8")
    assert "read them again" in said(sign(page, "Dr Reader"))
    assert load_pack(editable).info.status == "draft"


def test_an_entry_is_begun_at_the_end_of_the_file_to_be_filled_in(editable: Path) -> None:
    before = (editable / SAFETY).read_text("utf-8")
    page = editing()
    page.text_input(key=f"id to begin {SAFETY}").set_value("new-manual").run()
    page.selectbox(key=f"effect in {SAFETY}").set_value("excludes").run()
    press(page, "Add a rule")
    assert text(page).value.startswith(before.rstrip("\n"))
    assert '- id: new-manual\n  options: ["<fill in such as examplimab>"]' in text(page).value
    assert "effect: excludes" in text(page).value.rpartition("- id: new-manual")[2]
    assert "this is not filled in yet" in said(page)
    assert "See what this changes" not in [button.label for button in page.button]
    assert (editable / SAFETY).read_text("utf-8") == before


def test_an_id_that_is_taken_is_not_begun_again(editable: Path) -> None:
    page = editing()
    before = text(page).value
    page.text_input(key=f"id to begin {SAFETY}").set_value("pacemaker-excludes").run()
    press(page, "Add a rule")
    assert "is there already" in said(page)
    assert text(page).value == before


@pytest.mark.parametrize(
    ("file", "label", "begun"),
    [
        ("evidence/sources.yaml", "Add a source", "kind: label"),
        ("evidence/findings.yaml", "Add a finding", "certainty:"),
    ],
)
@pytest.mark.usefixtures("editable")
def test_findings_and_sources_are_begun_in_their_files(file: str, label: str, begun: str) -> None:
    page = editing(file)
    page.text_input(key=f"id to begin {file}").set_value("manual-2027").run()
    assert begun in text(press(page, label)).value.rpartition("- id: manual-2027")[2]


@pytest.mark.usefixtures("editable")
def test_example_patients_are_begun_for_a_rule() -> None:
    page = editing("vignettes/all.yaml")
    page.selectbox(key="rule of vignettes/all.yaml").set_value("pacemaker-excludes").run()
    assert "applies: [pacemaker-excludes]" in text(press(page, "Add example patients")).value


@pytest.mark.usefixtures("editable")
def test_a_rule_that_was_found_is_opened_in_the_editor() -> None:
    page = opened()
    page.selectbox(key="rule to edit").set_value("dark-thoughts").run()
    assert not page.exception
    assert page.selectbox(key="rule file").value == "rules/talk.yaml"


def spanish(pack: Path) -> None:
    (pack / "words").mkdir()
    tree = {key: part for key, part in words_of(load_pack(pack)).items() if part}
    lines = (f"{key}: {json.dumps(part, ensure_ascii=False)}\n" for key, part in tree.items())
    (pack / "words" / "es.yaml").write_text("".join(lines), "utf-8")


def test_words_whose_translation_was_left_as_it_was_are_named_before_saving(editable: Path) -> None:
    spanish(editable)
    page = press(change(editing(), "Fresh pain.", "Recent pain."), "See what this changes")
    assert "Patients would still read the former words" in said(page)
    assert "words/es.yaml: rules.fresh-pain.clinician" in said(page).replace("\\", "")


def test_a_mistake_in_another_file_is_one_tap_away_and_words_can_be_set_aside(editable: Path) -> None:
    spanish(editable)
    page = change(editing(), "Fresh pain.", "Pain for 2 months.")
    assert "holds other numbers" in said(page)
    press(page, "Open words/es.yaml there")
    assert page.selectbox(key="rule file").value == "words/es.yaml"
    if not page.text_area:
        page.toggle(key="plain editor").set_value(True).run()
    text(page).set_value(f"set_aside: waits for a translator\n{text(page).value}").run()
    assert "mistake" not in said(page)
    save(press(page, "See what this changes"))
    assert load_pack(editable).languages == ("en",)
