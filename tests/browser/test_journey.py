"""One journey in a real browser: open, answer, watch the summary change, download the handout, read it back.

Nothing may ask for anything outside this machine, and axe finds no accessibility fault of our making.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

pytestmark = pytest.mark.browser

NONE = "None of these, or no others"
ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
STREAMLITS_OWN: set[str] = set()
"""axe rules that Streamlit itself breaks on these pages and we cannot mend; each with its reason."""


@pytest.fixture
def outside() -> list[str]:
    """Addresses outside this machine that the page asked for."""
    return []


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, chromium: str, app_address: str, outside: list[str]) -> Iterator[Page]:
    """The app in a browser that notes every request."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 2000}, color_scheme=request.param)
        page.set_default_timeout(30_000)

        def note(url: str) -> None:
            parts = urlsplit(url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("localhost", "127.0.0.1"):
                outside.append(url)

        page.on("request", lambda asked: note(asked.url))
        page.on("websocket", lambda socket: note(socket.url))
        page.goto(app_address)
        expect(page.get_by_role("heading", name="What we can say so far")).to_be_visible(timeout=60_000)
        yield page
        browser.close()


def settled(page: Page) -> None:
    """Wait until the page has been drawn again."""
    page.wait_for_timeout(150)
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0, timeout=30_000)


def choose(page: Page, question: str, choice: str) -> None:
    """Tap one choice of a question."""
    page.locator(f".st-key-ask-{question}").get_by_text(choice, exact=True).click()
    settled(page)


def card(page: Page, option: str):
    return page.locator(f".st-key-card-{option}")


def accessible(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")
    found = Axe().run(page).response["violations"]
    ours = [
        (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
        for rule in found
        if rule["id"] not in STREAMLITS_OWN
    ]
    assert ours == []


def test_from_the_first_answer_to_the_handout_on_disk(page: Page, outside: list[str], tmp_path: Path) -> None:
    scheme = (page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") and "dark") or "light"
    expect(page.get_by_text("Nothing is answered yet.").first).to_be_visible()
    expect(card(page, "tcvns")).to_contain_text("Not settled")
    expect(page.get_by_text("Nothing found against it")).to_have_count(0)
    accessible(page, f"consultation-empty-{scheme}")

    page.locator(".st-key-ask-age").get_by_role("spinbutton").fill("52")
    page.keyboard.press("Tab")
    settled(page)
    page.locator(".st-key-ask-pain_condition").get_by_role("combobox").click()
    page.get_by_role("option", name="Fibromyalgia").click()
    settled(page)
    expect(card(page, "tavns")).to_contain_text("Evidence for fibromyalgia")

    choose(page, "implants", "Not known")
    expect(card(page, "tcvns")).to_contain_text("rule it out")
    choose(page, "implants", "Heart pacemaker")
    choose(page, "implants", "Not known")
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")
    choose(page, "implants", NONE)
    choose(page, "surgery_wish", "No")
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")
    accessible(page, f"consultation-answered-{scheme}")

    page.get_by_text("Finish and print").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Patient's handout (PDF, preview)").click()
    assert download.value.suggested_filename == "vns-choice-handout.pdf"
    pdf = tmp_path / "handout.pdf"
    download.value.save_as(pdf)
    text = " ".join(
        " ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages
    )
    assert "Neck device: ✗ Ruled out: heart pacemaker." in text
    assert "Preview, not released" in text
    assert "About fibromyalgia" in text
    address = urlsplit(page.url)
    assert (address.path, address.query, address.fragment) == ("/", "", "")
    assert outside == []


@pytest.mark.parametrize("name", ["Evidence", "About"])
def test_the_other_pages_open_and_are_accessible(page: Page, outside: list[str], name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("Draft rules awaiting clinical review").first).to_be_visible()
    page.wait_for_timeout(500)
    accessible(page, f"{name.lower()}-{page.evaluate('matchMedia(`(prefers-color-scheme: dark)`).matches')}")
    assert outside == []


def test_answers_survive_a_look_at_another_page(page: Page) -> None:
    page.locator(".st-key-ask-age").get_by_role("spinbutton").fill("52")
    page.keyboard.press("Tab")
    choose(page, "heart", "Heart failure")
    expect(card(page, "tcvns")).to_contain_text("heart")
    page.get_by_role("link", name="About", exact=True).first.click()
    expect(page.get_by_role("heading", name="About", exact=True)).to_be_visible()
    page.get_by_role("link", name="Consultation", exact=True).first.click()
    expect(page.locator(".st-key-ask-age").get_by_role("spinbutton")).to_have_value("52")
    pressed = page.locator(".st-key-ask-heart").get_by_role("button", name="Heart failure")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_an_answer_leaves_the_open_part_of_the_form_open_and_earlier_taps_tapped(page: Page) -> None:
    choose(page, "implants", NONE)
    choose(page, "implants", "Heart pacemaker")
    for words in (NONE, "Heart pacemaker"):
        tapped = page.locator(".st-key-ask-implants").get_by_role("button", name=words, exact=True)
        expect(tapped).to_have_attribute("aria-pressed", "true")
    page.get_by_text("Your health and safety", exact=True).first.click()
    settled(page)
    choose(page, "rate_medicine", "Yes")
    expect(page.get_by_role("heading", name="Your health and safety", exact=True)).to_be_visible()
    expect(page.locator(".st-key-ask-rate_medicine")).to_be_visible()


def test_a_phone_needs_no_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 1400})
    page.wait_for_timeout(800)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "consultation-narrow.png")
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    inner = page.evaluate(
        "(e => e ? e.scrollWidth - e.clientWidth : 0)(document.querySelector('[data-testid=stMain]'))"
    )
    assert (wide, inner) == (0, 0)
