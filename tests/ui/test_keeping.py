"""What happens to the draft of a consultation: the next patient never meets the one before, and trouble is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
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
