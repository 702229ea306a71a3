"""The pages as Streamlit draws them: what they show, never the clinical wording."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent.parent


def consultation_page() -> None:
    from decision.ui import consultation, look

    look.apply()
    consultation.show()


def evidence_page() -> None:
    from decision.ui import evidence

    evidence.show()


def about_page() -> None:
    from decision.ui import about

    about.show()


def words(page: AppTest) -> str:
    """Everything the page says."""
    parts = [*page.markdown, *page.caption, *page.info, *page.warning, *page.error, *page.title, *page.header]
    return "\n".join(str(part.value) for part in (*parts, *page.subheader))


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNS_CHOICE_PACK", str(ROOT / "tests" / "packs" / "tiny"))


def open_page(page) -> AppTest:
    drawn = AppTest.from_function(page, default_timeout=30).run()
    assert not drawn.exception
    return drawn


def pill(page: AppTest, question: str):
    return next(group for group in page.button_group if group.key == f"q-0-{question}")


def test_nothing_is_preselected_and_everything_can_be_not_known() -> None:
    page = open_page(consultation_page)
    for section in page.radio(key="section").options:
        index = page.radio(key="section").options.index(section)
        page.radio(key="section").set_value(_sections(page)[index]).run()
        assert not page.exception
        mine = [
            group
            for group in page.button_group
            if str(group.key).startswith("q-0-") and "-unknown" not in str(group.key)
        ]
        assert all(group.value in (None, []) for group in mine), section
        assert all("Not known" in group.options for group in mine), section
        assert all(box.value is None for box in page.selectbox if str(box.key).startswith("q-0-"))
        assert all("Not known" in box.options for box in page.selectbox if str(box.key).startswith("q-0-"))
        assert all(field.value is None for field in page.number_input)


def _sections(page: AppTest) -> list[str]:
    from decision.ui import packs

    pack = packs.current().pack
    assert pack is not None
    return ["start", *(section.id for section, _ in pack.sections)]


def test_the_page_says_that_the_rules_are_a_draft_and_no_prescription() -> None:
    said = words(open_page(consultation_page))
    assert "Draft rules awaiting clinical review" in said
    assert "not a prescription" in said


def test_with_nothing_answered_nothing_is_clear_and_questions_come_first() -> None:
    said = words(open_page(consultation_page))
    assert "Nothing is answered yet" in said
    assert "Nothing found against it" not in said
    assert said.index("Still open") < said.index("The options")


@pytest.mark.usefixtures("tiny")
def test_an_answer_changes_the_summary_and_is_announced() -> None:
    page = open_page(consultation_page)
    page.radio(key="section").set_value("pain").run()
    pill(page, "implants").set_value(["pacemaker"]).run()
    assert not page.exception
    assert any("Examplimab – ruled out: heart pacemaker" in str(info.value) for info in page.info)


@pytest.mark.usefixtures("tiny")
def test_an_answer_taken_back_is_open_again() -> None:
    page = open_page(consultation_page)
    page.radio(key="section").set_value("pain").run()
    pill(page, "implants").set_value(["pacemaker"]).run()
    pill(page, "implants").set_value([]).run()
    assert "implants" not in page.session_state["answers"]
    assert "Not settled" in words(page)


@pytest.mark.usefixtures("tiny")
def test_none_and_not_known_cannot_both_be_said() -> None:
    page = open_page(consultation_page)
    page.radio(key="section").set_value("pain").run()
    pill(page, "implants").set_value(["none"]).run()
    pill(page, "implants").set_value(["none", "not_known"]).run()
    assert not page.exception
    assert page.session_state["answers"]["implants"] == ["not_known"]


@pytest.mark.usefixtures("tiny")
def test_answers_stay_when_another_part_of_the_form_is_opened() -> None:
    page = open_page(consultation_page)
    page.number_input(key="q-0-age").set_value(52).run()
    page.radio(key="section").set_value("pain").run()
    page.radio(key="section").set_value("you").run()
    assert page.number_input(key="q-0-age").value == 52


@pytest.mark.usefixtures("tiny")
def test_a_number_and_not_known_exclude_each_other() -> None:
    page = open_page(consultation_page)
    page.number_input(key="q-0-age").set_value(52).run()
    next(group for group in page.button_group if group.key == "q-0-age-unknown").set_value("not_known").run()
    assert page.session_state["answers"]["age"] == "not_known"
    assert page.number_input(key="q-0-age").value is None


@pytest.mark.usefixtures("tiny")
def test_a_new_consultation_forgets_everything() -> None:
    page = open_page(consultation_page)
    page.number_input(key="q-0-age").set_value(52).run()
    next(button for button in page.button if button.label == "Start a new consultation").click().run()
    assert page.session_state["answers"] == {}
    assert page.number_input(key="q-1-age").value is None


@pytest.mark.usefixtures("tiny")
def test_a_private_answer_is_not_shown_until_asked_for() -> None:
    page = open_page(consultation_page)
    page.radio(key="section").set_value("you").run()
    pill(page, "sex").set_value("female").run()
    pill(page, "pregnant").set_value(True).run()
    assert "You are pregnant" not in words(page)
    page.toggle(key="private answers").set_value(True).run()
    assert "You are pregnant" in words(page)


def test_mistakes_in_the_rules_are_told_and_the_last_good_version_stays(monkeypatch, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "pack"
    shutil.copytree(ROOT / "tests" / "packs" / "tiny", folder)
    monkeypatch.setenv("VNS_CHOICE_PACK", str(folder))
    page = open_page(consultation_page)
    rules = folder / "rules" / "talk.yaml"
    rules.write_text(rules.read_text("utf-8").replace("theme: relief", "theme: releif"), "utf-8")
    page.run()
    assert not page.exception
    assert "The last good version is in use" in words(page)
    assert "unknown theme" in words(page)
    assert "Examplimab" in words(page)
    rules.write_text(rules.read_text("utf-8").replace("theme: releif", "theme: relief"), "utf-8")
    page.run()
    assert not page.error


def test_an_answer_that_a_new_version_of_the_rules_cannot_read_is_set_aside(monkeypatch, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "pack"
    shutil.copytree(ROOT / "tests" / "packs" / "tiny", folder)
    monkeypatch.setenv("VNS_CHOICE_PACK", str(folder))
    page = open_page(consultation_page)
    page.number_input(key="q-0-age").set_value(105).run()
    questions = folder / "questions" / "10-you.yaml"
    questions.write_text(questions.read_text("utf-8").replace("range: [0, 110]", "range: [0, 99]"), "utf-8")
    page.radio(key="section").set_value("pain").run()
    assert not page.exception
    assert "Nothing is answered yet" in words(page)
    assert page.session_state["answers"] == {"age": 105}
    page.radio(key="section").set_value("you").run()
    assert not page.exception
    assert page.number_input(key="q-0-age").value is None


def test_a_pack_that_was_never_good_is_told_without_a_traceback(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VNS_CHOICE_PACK", str(tmp_path / "nowhere"))
    page = open_page(consultation_page)
    assert "There is no good version to use" in words(page)


def test_the_evidence_page_shows_findings_and_sources() -> None:
    page = open_page(evidence_page)
    said = words(page)
    assert "Draft rules" in said
    everything = len(page.dataframe[0].value)
    page.selectbox(key="evidence-pain").set_value("fibromyalgia").run()
    assert not page.exception
    assert 0 < len(page.dataframe[0].value) < everything


def test_the_about_page_says_who_answers_for_it() -> None:
    said = words(open_page(about_page))
    for heading in ("What it is for", "What it is not for", "Funding", "How it was tested", "Privacy", "Version"):
        assert heading in said
    assert "nobody yet" in said
