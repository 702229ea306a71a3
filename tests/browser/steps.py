"""What a pair does on the consultation page, for the journeys."""

from __future__ import annotations

import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

NONE = "None of these, or no others"
ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
STREAMLITS_OWN: dict[str, str] = {}
"""axe rules that Streamlit itself breaks on these pages, each with what we did about it."""


def settled(page: Page) -> None:
    """Wait until the page has been drawn again."""
    page.wait_for_timeout(200)
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0, timeout=30_000)


def question(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-ask-{name}")


def choose(page: Page, name: str, choice: str) -> None:
    """Tap one choice of a question."""
    question(page, name).get_by_text(choice, exact=True).click()
    settled(page)


def fill_age(page: Page, age: int) -> None:
    before = page.locator(".st-key-summary").text_content() or ""
    question(page, "age").get_by_role("spinbutton").fill(str(age))
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-summary")).not_to_have_text(before)
    settled(page)


def choose_pain(page: Page, pain: str) -> None:
    """Pick from the list of pains. A redraw under the open list can swallow the first pick: then it is still open, and one
    picks again, as anybody would."""
    box = question(page, "pain_condition").get_by_role("combobox")
    box.click()
    for _ in range(3):
        page.get_by_role("option", name=pain).click()
        page.wait_for_timeout(500)
        if box.get_attribute("aria-expanded") == "false":
            break
    expect(box).to_have_value(re.compile(pain))
    expect(box).to_have_attribute("aria-expanded", "false")
    settled(page)


def card(page: Page, option: str) -> Locator:
    return page.locator(f"#card-{option}")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page for whoever looks through a run."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def accessible(page: Page, name: str) -> None:
    """Keep a picture, and find no fault of our making with axe."""
    picture(page, name)
    found = Axe().run(page).response["violations"]
    ours = [
        (rule["id"], [(node["html"][:160], node["failureSummary"][:200]) for node in rule["nodes"][:3]])
        for rule in found
        if rule["id"] not in STREAMLITS_OWN
    ]
    assert ours == []
