"""The pages as Streamlit draws them: what they show, never the clinical wording."""

import re
import shutil
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
    """Everything the page says, in its order of kinds; the board of options is HTML."""
    parts = [*page.title, *page.header, *page.subheader, *page.info, *page.warning, *page.error]
    parts += [*page.markdown, *page.caption]
    html = [block.proto.body for block in page.get("html")]
    shown = (re.sub("<[^>]+>", " ", body) for body in html if not body.lstrip().startswith(("<style>", "<script>")))
    return "\n".join([*(str(part.value) for part in parts), *(" ".join(text.split()) for text in shown)])


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNS_CHOICE_PACK", str(ROOT / "tests" / "packs" / "tiny"))


@pytest.fixture(autouse=True)
def _no_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNS_CHOICE_DRAFTS", "off")


def open_page(page) -> AppTest:
    drawn = AppTest.from_function(page, default_timeout=30).run()
    assert not drawn.exception
    return drawn


def group(page: AppTest, key: str):
    return next(found for found in page.button_group if found.key == key)


def pill(page: AppTest, question: str):
    return group(page, f"q-0-{question}")


def parts(page: AppTest) -> list[str]:
    """Show the form part by part; the names of its parts."""
    from decision import assess
    from decision.engine.guide import screens
    from decision.ui import packs

    group(page, "way").set_value("parts").run()
    pack = packs.current().pack
    assert pack is not None
    found = [screen.part for screen in screens(assess(pack, page.session_state["answers"]))]
    return [f"{part} {found[: place + 1].count(part)}" for place, part in enumerate(found)]


def open_part(page: AppTest, part: str) -> None:
    page.session_state["part"] = part
    page.run()
    assert not page.exception


def bring_up(page: AppTest, question: str) -> None:
    """Open the part of the form that holds a question."""
    for part in parts(page):
        open_part(page, part)
        if [found for found in page.button_group if found.key == f"q-0-{question}"]:
            return
    pytest.fail(f"no part of the form asks {question}")


def test_nothing_is_preselected_and_everything_can_be_not_known() -> None:
    page = open_page(consultation_page)
    for part in parts(page):
        open_part(page, part)
        asked = [found for found in page.button_group if str(found.key).startswith("q-0-")]
        assert all(found.value in (None, []) for found in asked), part
        assert all("Not known" in found.options for found in asked), part
        lists = [*page.selectbox, *page.multiselect]
        lists = [box for box in lists if str(box.key).startswith("q-0-")]
        assert all(box.value in (None, []) for box in lists), part
        assert all("Not known" in box.options for box in lists), part
        assert all(field.value is None for field in page.number_input), part
        assert asked or lists, part


def test_the_page_says_that_the_rules_are_a_draft_and_no_prescription() -> None:
    said = words(open_page(consultation_page))
    assert "Draft rules awaiting clinical review" in said
    assert "not a prescription" in said


def test_with_nothing_answered_nothing_is_clear_and_the_opening_questions_are_asked() -> None:
    page = open_page(consultation_page)
    said = words(page)
    assert "Nothing is answered yet" in said
    assert "Nothing found against it" not in said
    assert said.count("Not settled") > 4
    assert "First questions" in said
    assert page.number_input(key="q-0-age").value is None


@pytest.mark.usefixtures("tiny")
def test_an_answer_changes_the_summary_and_is_announced() -> None:
    page = open_page(consultation_page)
    bring_up(page, "implants")
    pill(page, "implants").set_value(["pacemaker"]).run()
    assert not page.exception
    assert any("Examplimab – ruled out: heart pacemaker" in str(info.value) for info in page.info)


@pytest.mark.usefixtures("tiny")
def test_an_answer_taken_back_is_open_again() -> None:
    page = open_page(consultation_page)
    bring_up(page, "implants")
    pill(page, "implants").set_value(["pacemaker"]).run()
    pill(page, "implants").set_value([]).run()
    assert "implants" not in page.session_state["answers"]
    assert "Not settled" in words(page)


@pytest.mark.usefixtures("tiny")
def test_none_and_not_known_cannot_both_be_said() -> None:
    page = open_page(consultation_page)
    bring_up(page, "implants")
    pill(page, "implants").set_value(["none"]).run()
    pill(page, "implants").set_value(["none", "not_known"]).run()
    assert not page.exception
    assert page.session_state["answers"]["implants"] == ["not_known"]


@pytest.mark.usefixtures("tiny")
def test_answers_stay_when_another_part_of_the_form_is_opened() -> None:
    page = open_page(consultation_page)
    first, *_, last = parts(page)
    open_part(page, first)
    page.number_input(key="q-0-age").set_value(52).run()
    open_part(page, last)
    assert not page.number_input
    open_part(page, first)
    assert page.number_input(key="q-0-age").value == 52


@pytest.mark.usefixtures("tiny")
def test_an_answer_that_brings_up_a_private_question_gives_it_a_part_of_its_own() -> None:
    page = open_page(consultation_page)
    before = parts(page)
    bring_up(page, "sex")
    pill(page, "sex").set_value("female").run()
    assert not page.exception
    assert len(parts(page)) == len(before) + 1
    bring_up(page, "pregnant")
    assert pill(page, "pregnant").value is None
    bring_up(page, "sex")
    pill(page, "sex").set_value("male").run()
    assert parts(page) == before


@pytest.mark.usefixtures("tiny")
def test_a_number_and_not_known_exclude_each_other() -> None:
    page = open_page(consultation_page)
    page.number_input(key="q-0-age").set_value(52).run()
    group(page, "q-0-age-unknown").set_value("not_known").run()
    assert page.session_state["answers"]["age"] == "not_known"
    assert page.number_input(key="q-0-age").value is None


def test_none_of_these_answers_what_is_open_on_the_screen_and_nothing_else() -> None:
    page = open_page(consultation_page)
    pill(page, "implants").set_value(["pacemaker"]).run()
    page.button(key="none-of-these").click().run()
    assert not page.exception
    assert page.session_state["answers"] == {"implants": ["pacemaker"], "heart": ["none"]}
    assert pill(page, "heart").value == ["none"]


@pytest.mark.usefixtures("tiny")
def test_the_guided_way_ends_and_lists_what_was_passed_over() -> None:
    page = open_page(consultation_page)
    for _ in range(12):
        if not [button for button in page.button if button.key == "next"]:
            break
        page.button(key="next").click().run()
        assert not page.exception
    said = words(page)
    assert "That is all for now" in said
    assert "open is not no" in said
    passed = next(button for button in page.button if str(button.key).startswith("passed-"))
    passed.click().run()
    assert not page.exception
    assert "That is all for now" not in words(page)


@pytest.mark.usefixtures("tiny")
def test_a_private_answer_is_not_shown_until_asked_for() -> None:
    page = open_page(consultation_page)
    bring_up(page, "sex")
    pill(page, "sex").set_value("female").run()
    bring_up(page, "pregnant")
    pill(page, "pregnant").set_value(True).run()
    group(page, "view").set_value("talk").run()
    group(page, "talk idea").set_value("safety").run()
    assert not page.exception
    assert "You are pregnant" not in words(page)
    page.session_state["private answers"] = True
    page.run()
    assert "You are pregnant" in words(page)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("view", ["talk", "compare", "why"])
def test_every_view_shows_the_options_and_keeps_the_answers(view: str) -> None:
    page = open_page(consultation_page)
    page.number_input(key="q-0-age").set_value(52).run()
    group(page, "view").set_value(view).run()
    assert not page.exception
    assert "Examplimab" in words(page) + str([found.options for found in page.button_group])
    group(page, "view").set_value("questions").run()
    assert page.number_input(key="q-0-age").value == 52


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
    page.run()
    page.button(key="use-new-rules").click().run()
    assert not page.exception
    assert "Nothing is answered yet" in words(page)
    assert page.session_state["answers"] == {"age": 105}
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


def test_the_evidence_page_tells_how_it_may_work_what_comes_first_and_of_questionnaires() -> None:
    page = open_page(evidence_page)
    said = words(page)
    for text in ("What is known in people", "What is known in animals only", "Not known", "Where the devices sit",
                 "Advised against: not having tried it is no gap", "Scores can be entered"):  # fmt: skip
        assert text in said, text
    names = [box.label for box in page.expander]
    assert "PHQ-9" in names
    assert "Carbamazepine" in names
    page.selectbox(key="first-pain").set_value("rheumatoid_arthritis").run()
    assert not page.exception
    names = [box.label for box in page.expander]
    assert "Methotrexate" in names
    assert "Carbamazepine" not in names


@pytest.mark.usefixtures("tiny")
def test_what_nobody_knows_is_listed_as_open_at_the_end_and_never_called_settled() -> None:
    from decision.ui import packs

    pack = packs.current().pack
    assert pack is not None
    page = open_page(consultation_page)
    page.session_state["answers"] = {
        name: "not_known" for name, question in pack.questions.items() if question.kind != "importance"
    }
    page.run()
    for _ in range(12):
        if not [button for button in page.button if button.key == "next"]:
            break
        page.button(key="next").click().run()
    said = words(page)
    assert "That is all for now" in said
    assert "worth finding out" in said
    assert "No further answer about health can change this" not in said


def test_a_language_that_is_set_aside_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def page() -> None:
        from decision.ui.pages import show

        show()

    pack = shutil.copytree(ROOT / "rules" / "vns-pain", tmp_path / "vns-pain")
    file = pack / "words" / "es.yaml"
    file.write_text(f"set_aside: waits for a *translator*\n{file.read_text('utf-8')}", encoding="utf-8")
    monkeypatch.setenv("VNS_CHOICE_PACK", str(pack))
    drawn = AppTest.from_function(page, default_timeout=60).run()
    assert not drawn.exception
    (told,) = [caption for caption in drawn.caption if "set aside" in str(caption.value)]
    assert told.value == "Español: set aside"
    assert told.help == "waits for a \\*translator\\*"
