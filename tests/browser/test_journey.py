"""Whole journeys in a real browser: open, answer, watch the summary change, print, and read the paper back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import Page, expect
from steps import NONE, accessible, card, choose, choose_pain, fill_age, picture, question, settled

pytestmark = pytest.mark.browser


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, window: Callable[..., Page], app_address: str) -> Page:
    return window(app_address, color_scheme=request.param)


def scheme(page: Page) -> str:
    return "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"


def test_from_the_first_answer_to_the_handout_on_disk(page: Page, tmp_path: Path) -> None:
    expect(page.get_by_text("Nothing is answered yet.").first).to_be_visible()
    expect(card(page, "tcvns")).to_contain_text("Not settled")
    expect(page.get_by_text("Nothing found against it")).to_have_count(0)
    accessible(page, f"consultation-empty-{scheme(page)}")

    fill_age(page, 52)
    choose_pain(page, "Fibromyalgia")
    expect(card(page, "tavns")).to_contain_text("Evidence for fibromyalgia")
    choose(page, "implants", "Not known")
    expect(card(page, "tcvns")).to_contain_text("rule it out")
    choose(page, "implants", "Heart pacemaker")
    choose(page, "implants", "Not known")
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")
    choose(page, "implants", NONE)
    choose(page, "surgery_wish", "No")
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")
    accessible(page, f"consultation-answered-{scheme(page)}")

    page.get_by_role("button", name="Finish and print").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Patient's handout (PDF, preview)").click()
    assert download.value.suggested_filename == "vns-choice-handout.pdf"
    pdf = tmp_path / "handout.pdf"
    download.value.save_as(pdf)
    sheets = pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)
    assert "Ruled out: heart pacemaker" in text
    assert "Preview, not released" in text
    assert "About fibromyalgia" in text
    address = urlsplit(page.url)
    assert address.path == "/"
    assert "52" not in address.query
    assert "fibro" not in page.url


@pytest.mark.parametrize("view", ["Talk", "Compare", "Why"])
def test_every_view_is_accessible(page: Page, view: str) -> None:
    fill_age(page, 52)
    choose_pain(page, "Fibromyalgia")
    page.get_by_role("radio", name=view).click()
    expect(page.get_by_text("What we can say so far")).to_have_count(0)
    settled(page)
    accessible(page, f"{view.lower()}-{scheme(page)}")


@pytest.mark.parametrize("name", ["Evidence", "About"])
def test_the_other_pages_open_and_are_accessible(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.get_by_text("Draft rules awaiting clinical review").first).to_be_visible()
    settled(page)
    accessible(page, f"{name.lower()}-{scheme(page)}")


def test_answers_survive_a_look_at_another_page(page: Page) -> None:
    fill_age(page, 52)
    choose(page, "heart", "Heart failure")
    expect(card(page, "tcvns")).to_contain_text("heart")
    page.get_by_role("link", name="About", exact=True).first.click()
    expect(page.get_by_role("heading", name="About", exact=True)).to_be_visible()
    page.get_by_role("link", name="Consultation", exact=True).first.click()
    expect(question(page, "age").get_by_role("spinbutton")).to_have_value("52")
    pressed = question(page, "heart").get_by_role("button", name="Heart failure")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_an_answer_leaves_earlier_taps_tapped_and_next_brings_what_can_still_matter(page: Page) -> None:
    choose(page, "implants", NONE)
    choose(page, "implants", "Heart pacemaker")
    for words in (NONE, "Heart pacemaker"):
        tapped = question(page, "implants").get_by_role("button", name=words, exact=True)
        expect(tapped).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Next").click()
    expect(question(page, "implants")).to_have_count(0)
    settled(page)
    assert page.locator("[class*=st-key-ask-]").count() > 0
    page.get_by_role("button", name="Back").click()
    tapped = question(page, "implants").get_by_role("button", name="Heart pacemaker", exact=True)
    expect(tapped).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_needs_no_sideways_scrolling_and_the_summary_is_one_tap_away(
    window: Callable[..., Page], app_address: str, width: int
) -> None:
    page = window(app_address, width=width, height=800)
    settled(page)
    picture(page, f"consultation-phone-{width}")
    inner = "(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=stMain]'))"
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0
    assert page.evaluate(inner) == 0
    expect(card(page, "tavns")).not_to_be_in_viewport()
    page.get_by_role("link", name="What we can say so far").click()
    expect(card(page, "tavns")).to_be_in_viewport()
    for view in ("Talk", "Compare", "Why"):
        page.get_by_role("radio", name=view).click()
        settled(page)
        picture(page, f"{view.lower()}-phone-{width}")
        assert page.evaluate(inner) == 0


def test_a_change_of_language_keeps_the_answers_and_prints_in_that_language(
    window: Callable[..., Page], app_address: str, tmp_path: Path
) -> None:
    page = window(app_address)
    fill_age(page, 52)
    choose(page, "implants", "Heart pacemaker")
    page.get_by_role("radio", name="Español").click()
    expect(page.get_by_role("heading", name="Lo que podemos decir hasta ahora")).to_be_visible()
    settled(page)
    expect(question(page, "age").get_by_role("spinbutton")).to_have_value("52")
    pressed = question(page, "implants").get_by_role("button", name="Marcapasos")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(card(page, "tcvns")).to_contain_text("Descartado: marcapasos")
    assert page.evaluate("document.documentElement.lang") == "es"
    expect(page.get_by_text("espera de la revisión de un traductor").first).to_be_visible()
    accessible(page, "consultation-spanish")
    page.get_by_role("button", name="Terminar e imprimir").click()
    settled(page)
    with page.expect_download() as download:
        page.locator(".st-key-download-handout button").click()
    pdf = tmp_path / "hoja.pdf"
    download.value.save_as(pdf)
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(pdf).pages)
    assert "no una receta" in text
    assert "Descartado: marcapasos" in text
