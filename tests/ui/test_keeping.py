"""What happens to the draft of a consultation: the next patient never meets the one before, and trouble is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from decision.records.drafts import KEPT, Drafts
from decision.ui import keeping

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"


def page() -> None:
    import streamlit as st

    from decision.ui import keeping, more, packs, state

    keeping.resume()
    if answers := st.session_state.pop("to answer", None):
        state.answers().update(answers)
    pack = packs.current().pack
    keeping.notices()
    st.text(str(state.answers()))
    if pack is not None:
        more.example(pack)
        more.show(pack)
    keeping.keep()


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    monkeypatch.setenv("VNS_CHOICE_PACK", str(TINY))
    address = f"sqlite:///{(tmp_path / 'drafts.sqlite').as_posix()}"
    monkeypatch.setenv(keeping.VARIABLE, address)
    return Drafts(address)


@pytest.fixture
def out_of_order(store: Drafts, tmp_path: Path) -> Callable[[bool], None]:
    """Makes the database fail, and work again."""

    def turn(off: bool) -> None:
        raw = sqlite3.connect(tmp_path / "drafts.sqlite")
        before, after = ("drafts", "away") if off else ("away", "drafts")
        raw.execute(f"alter table {before} rename to {after}")
        raw.close()

    return turn


def opened(answers: dict[str, object]) -> AppTest:
    drawn = AppTest.from_function(page, default_timeout=30)
    return say(drawn, answers)


def say(drawn: AppTest, answers: dict[str, object]) -> AppTest:
    drawn.session_state["to answer"] = answers
    return again(drawn)


def again(drawn: AppTest) -> AppTest:
    drawn.run()
    assert not drawn.exception
    return drawn


def press(drawn: AppTest, key: str) -> AppTest:
    drawn.button(key=key).click().run()
    assert not drawn.exception
    return drawn


def link(drawn: AppTest) -> str | None:
    found = drawn.query_params.get(keeping.LINK)
    return found[0] if isinstance(found, list) else found


def shown(drawn: AppTest) -> str:
    return drawn.text[0].value


def test_the_example_in_mid_consultation_does_not_bring_the_patient_before_back(
    store: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VNS_CHOICE_PACK")  # the shipped rules have an example with a story
    drawn = opened({"age": 41})
    before = link(drawn)
    assert before is not None
    assert store.open(before) is not None
    press(drawn, "example")
    again(drawn)
    assert "'age': 41" not in shown(drawn)
    assert len(drawn.session_state["answers"]) > 1
    assert store.open(before) is None
    after = link(drawn)
    assert after not in (None, before)


def test_a_file_opened_in_mid_consultation_takes_the_place_of_the_patient_before(store: Drafts) -> None:
    drawn = opened({"age": 41, "implants": ["pacemaker"]})
    before = link(drawn)
    assert before is not None
    drawn.file_uploader[0].set_value(("answers.yaml", b"age: 63\n", "application/yaml")).run()
    press(drawn, "open-file")
    again(drawn)
    assert shown(drawn) == "{'age': 63}"
    assert store.open(before) is None
    after = link(drawn)
    assert after not in (None, before)
    kept = store.open(str(after))
    assert kept is not None
    assert kept.content["answers"] == {"age": 63}


def test_a_page_that_is_drawn_deletes_what_is_over(store: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = opened({"age": 41})
    before = str(link(drawn))
    later = datetime.now(UTC).replace(tzinfo=None) + KEPT
    kept_by = keeping.drafts()
    assert kept_by is not None
    monkeypatch.setattr(kept_by, "_now", lambda: later)
    AppTest.from_function(page, default_timeout=30).run()
    assert store.open(before) is None


def warned(drawn: AppTest) -> str:
    return " ".join(warning.value for warning in drawn.warning)


def test_while_the_database_fails_the_questions_stay_and_the_page_says_that_nothing_is_kept(
    store: Drafts, out_of_order: Callable[[bool], None]
) -> None:
    drawn = opened({"age": 41})
    out_of_order(True)
    say(drawn, {"age": 42})
    assert "'age': 42" in shown(drawn)
    assert warned(drawn).count("not kept at the moment") == 1
    out_of_order(False)
    again(drawn)
    assert "not kept at the moment" not in warned(drawn)
    kept = store.open(str(link(drawn)))
    assert kept is not None
    assert kept.content["answers"] == {"age": 42}


def test_a_first_answer_that_cannot_be_kept_is_kept_later(store: Drafts, out_of_order: Callable[[bool], None]) -> None:
    keeping.drafts()
    out_of_order(True)
    drawn = opened({"age": 41})
    assert link(drawn) is None
    assert "not kept at the moment" in warned(drawn)
    out_of_order(False)
    again(drawn)
    assert "'age': 41" in shown(drawn)
    assert store.open(str(link(drawn))) is not None


def test_finishing_forgets_the_patient_even_where_the_draft_cannot_be_deleted_and_says_so(
    store: Drafts, out_of_order: Callable[[bool], None]
) -> None:
    drawn = opened({"age": 41})
    out_of_order(True)
    press(drawn, "start-again")
    assert shown(drawn) == "{}"
    assert link(drawn) is None
    assert "could not be deleted" in warned(drawn)


def whole_page() -> None:
    import streamlit as st

    from decision.ui import consultation, state

    if answers := st.session_state.pop("to answer", None):
        state.answers().update(answers)
    consultation.show()


def test_answers_that_the_rules_in_use_cannot_read_are_named_and_said_not_to_count() -> None:
    drawn = AppTest.from_function(whole_page, default_timeout=30)
    say(drawn, {"age": 150, "former_question": "yes"})
    assert "are not counted: Age, former question. They are kept." in warned(drawn)
    fits = AppTest.from_function(whole_page, default_timeout=30)
    say(fits, {"age": 50})
    assert "are not counted" not in warned(fits)


def finish_page() -> None:
    from datetime import date

    import streamlit as st

    from decision.engine.assess import assess
    from decision.records import consultation
    from decision.ui import finish, packs, state

    state.answers().update({"age": 150, "former_question": "yes", "implants": ["pacemaker"]})
    pack = packs.current().pack
    finish.as_file = lambda *given: st.session_state.__setitem__("file", consultation.as_file(*given))
    try:
        original = st.download_button
        st.download_button = lambda label, data, key, **_: data() if key == "download-answers" else None
        if pack is not None:
            finish.show(assess(pack, state.fitting(pack), today=date(2026, 11, 25)))
    finally:
        st.download_button = original
        finish.as_file = consultation.as_file


def test_the_saved_file_holds_the_answers_that_the_rules_in_use_cannot_read() -> None:
    drawn = again(AppTest.from_function(finish_page, default_timeout=30))
    held = yaml.safe_load(drawn.session_state["file"])
    assert held == {"age": 150, "former_question": "yes", "implants": ["pacemaker"]}


@pytest.mark.parametrize(
    "file",
    [
        b"age: 150\nformer_question: 'yes'\nimplants: [pacemaker]\n",
        b"answers: {age: 150, former_question: 'yes', implants: [pacemaker]}\nown_view: Mine.\n",
    ],
)
def test_a_file_with_answers_given_under_other_rules_opens_with_them_kept_and_named(store: Drafts, file: bytes) -> None:
    drawn = opened({"age": 41})
    drawn.file_uploader[0].set_value(("answers.yaml", file, "application/yaml")).run()
    assert not drawn.error
    assert "They are kept, and not counted." in warned(drawn)
    told = " ".join(line.value for line in drawn.markdown)
    assert "former" in told
    assert "150" not in told
    press(drawn, "open-file")
    again(drawn)
    held = store.open(str(link(drawn)))
    assert held is not None
    assert held.content["answers"] == {"age": 150, "former_question": "yes", "implants": ["pacemaker"]}


def test_a_file_of_which_the_rules_know_no_question_is_no_file_of_answers() -> None:
    drawn = opened({"age": 41})
    drawn.file_uploader[0].set_value(("other.yaml", b"colour: blue\n", "application/yaml")).run()
    assert "The file was not opened" in drawn.error[0].value


def a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_by = keeping.drafts()
    assert kept_by is not None
    later = datetime.now(UTC).replace(tzinfo=None) + KEPT
    monkeypatch.setattr(kept_by, "_now", lambda: later)


@pytest.mark.parametrize("more", [{}, {"age": 42}], ids=["looked at", "changed"])
def test_a_window_left_open_for_a_day_is_told_that_the_draft_was_deleted_for_its_age(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, object]
) -> None:
    drawn = opened({"age": 41})
    before = link(drawn)
    a_day_later(monkeypatch)
    say(drawn, more)
    assert "A day has passed" in warned(drawn)
    assert "another window" not in warned(drawn)
    press(drawn, "take-mine")
    again(drawn)
    assert "A day has passed" not in warned(drawn)
    assert shown(drawn) == str({"age": 41, **more})
    assert link(drawn) not in (None, before)


def test_a_consultation_that_was_opened_again_is_told_the_same_once_its_day_is_over(
    store: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = opened({"age": 41})
    other = AppTest.from_function(page, default_timeout=30)
    other.query_params[keeping.LINK] = str(link(drawn))
    again(other)
    assert shown(other) == "{'age': 41}"
    a_day_later(monkeypatch)
    again(other)
    assert "A day has passed" in warned(other)
    press(other, "take-theirs")
    again(other)
    assert shown(other) == "{}"
    assert link(other) is None


def test_a_window_whose_consultation_was_finished_in_another_is_told_so(store: Drafts) -> None:
    drawn = opened({"age": 41})
    store.delete(str(link(drawn)))
    again(drawn)
    assert "finished in another window" in warned(drawn)
    assert "A day has passed" not in warned(drawn)


def test_a_window_whose_consultation_was_changed_in_another_is_asked_which_goes_on(store: Drafts) -> None:
    drawn = opened({"age": 41})
    here = str(link(drawn))
    store.save(here, {"answers": {"age": 43}}, after=1)
    drawn.session_state["answers"] = {"age": 42}
    again(drawn)
    assert "changed in another window" in warned(drawn)
    press(drawn, "take-theirs")
    again(drawn)
    assert shown(drawn) == "{'age': 43}"
