"""A consultation by keyboard alone, from the first question to the printed handout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from steps import NONE, card, picture, question, settled

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const e = document.activeElement;
  return [e.getAttribute('role') || e.tagName.toLowerCase(), e.getAttribute('aria-label') || e.innerText || '']
}"""


def tab_to(page: Page, words: str, within: str = "", most: int = 90) -> None:
    """Press Tab until the element with these words has the focus; it must show that it has."""
    for _ in range(most):
        page.keyboard.press("Tab")
        _, name = page.evaluate(FOCUSED)
        there = not within or page.evaluate("s => !!document.activeElement.closest(s)", within)
        if words in name and there:
            shown = "getComputedStyle(document.activeElement)"
            assert page.evaluate(f"{shown}.outlineStyle !== 'none' || {shown}.boxShadow !== 'none'"), words
            return
    pytest.fail(f"{words!r} cannot be reached with the Tab key")


def arrow_to(page: Page, words: str, most: int = 30) -> None:
    """Within one question the arrow keys go from choice to choice."""
    for _ in range(most):
        if words in page.evaluate(FOCUSED)[1]:
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"{words!r} cannot be reached with the arrow keys")


def test_a_consultation_by_keyboard_alone(window: Callable[..., Page], app_address: str, tmp_path: Path) -> None:
    page = window(app_address, height=1200)
    settled(page)
    tab_to(page, "How old are you?", ".st-key-ask-age")
    for _ in range(3):
        if page.evaluate("document.activeElement.tagName") == "INPUT":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("52")
    page.keyboard.press("Enter")
    settled(page)
    tab_to(page, "Which pain", ".st-key-ask-pain_condition")
    for _ in range(3):
        if page.evaluate("document.activeElement.tagName") == "INPUT":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Fibromyalgia")
    page.keyboard.press("Enter")
    settled(page)
    expect(card(page, "tavns")).to_contain_text("Evidence for fibromyalgia")

    tab_to(page, "Heart pacemaker", ".st-key-ask-implants")
    page.keyboard.press("Space")
    settled(page)
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")
    announced = page.get_by_role("status").filter(has_text="ruled out: heart pacemaker")
    expect(announced.first).to_be_attached()  # a screen reader says what has changed
    page.keyboard.press("Space")
    settled(page)
    expect(card(page, "tcvns")).not_to_contain_text("Ruled out")
    arrow_to(page, NONE)
    page.keyboard.press("Space")
    settled(page)
    pressed = question(page, "implants").get_by_role("button", name=NONE)
    expect(pressed).to_have_attribute("aria-pressed", "true")
    picture(page, "keyboard")

    tab_to(page, "Next")
    page.keyboard.press("Enter")
    expect(question(page, "implants")).to_have_count(0)
    settled(page)

    page.evaluate("document.activeElement.blur(); document.querySelector('[data-testid=stMain]').focus()")
    tab_to(page, "Finish and print")
    page.keyboard.press("Enter")
    settled(page)
    tab_to(page, "Patient's handout")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "vns-choice-handout.pdf"
