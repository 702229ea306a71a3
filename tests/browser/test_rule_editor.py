"""Editing rules in a real browser: a mistake is marked where it stands, mended, looked at, saved; the keyboard suffices."""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from decision import load_pack

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"
ARTEFACTS = Path(__file__).resolve().parent / "artefacts"
RULES = "# Invented limits.\n\n{rules}"
SAFETY = "rules/safety.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    place = folder / SAFETY
    place.write_text(
        RULES.format(rules=place.read_text("utf-8")).replace("3 months}}", "3 months}}  # as read"), "utf-8"
    )
    return folder


@pytest.fixture
def address(pack: Path, app_with) -> str:
    return app_with("--edit-rules", "--pack", str(pack)).address


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, window: Callable[..., Page], address: str) -> Iterator[Page]:
    """The rules page in a browser; a script that the page's own headers refuse fails the test."""
    page = window(f"{address}/rules", height=1500, first="text=9 of 9 rules", color_scheme=request.param)
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    page.reload()
    expect(page.get_by_text("9 of 9 rules")).to_be_visible(timeout=60_000)
    yield page
    assert refused == []


def scheme(page: Page) -> str:
    return "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"


def accessible(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}-{scheme(page)}.png")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found] == []


def editor(page: Page, file: str = SAFETY) -> Locator:
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("File").click()
    page.get_by_role("option", name=file).click()
    box = page.get_by_role("textbox", name=f"Text of {file}")
    expect(box).to_contain_text("# Invented limits.")
    return box


def find(page: Page, box: Locator, words: str) -> None:
    """Put the cursor on some words with the editor's own search, by keyboard alone."""
    box.focus()
    page.keyboard.press("Control+f")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def test_a_mistake_is_marked_mended_and_saved_with_every_comment_kept(page: Page, pack: Path) -> None:
    before = (pack / SAFETY).read_text("utf-8")
    box = editor(page)
    accessible(page, "rules-edit")
    find(page, box, "Fresh pain.")
    page.keyboard.type("Recent pain: new")
    mark = page.locator(".cm-lintRange-error")
    expect(mark).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("1 mistake")
    expect(page.get_by_text("See what this changes")).to_have_count(0)
    mark.hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("not valid YAML")
    accessible(page, "rules-mistake")
    assert (pack / SAFETY).read_text("utf-8") == before

    page.mouse.move(0, 0)
    for _ in ": new":
        page.keyboard.press("Backspace")
    page.keyboard.type(".")
    expect(mark).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="See what this changes").click()
    expect(page.get_by_text("0 of 3 example patients are told something else.")).to_be_visible()
    page.get_by_label("Your name").fill("Dr Author")
    page.get_by_label("Reason, in words for whoever reads what changed").fill("Plainer words")
    accessible(page, "rules-save")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text(f"Saved: {SAFETY}.")).to_be_visible()
    after = (pack / SAFETY).read_text("utf-8")
    assert after == before.replace("Fresh pain.", "Recent pain.")
    assert "# Invented limits." in after
    assert "# as read" in after
    assert "Edited by Dr Author." in (pack / "CHANGES.md").read_text("utf-8")

    page.get_by_text("Publish", exact=True).click()
    expect(page.get_by_text("Plainer words")).to_be_visible()
    page.get_by_text(f"Lines that change in {SAFETY}").click()
    accessible(page, "rules-publish")


def test_a_rule_is_begun_filled_in_and_saved_on_the_page_alone(page: Page, pack: Path) -> None:
    before = (pack / SAFETY).read_text("utf-8")
    box = editor(page)
    page.get_by_role("button", name="Add a rule").click()
    page.get_by_label("Its id").fill("new-manual")
    page.get_by_label("Its id").press("Enter")
    accessible(page, "rules-begin")
    page.get_by_role("button", name="Add a rule").last.click()
    expect(page.get_by_label("Its id")).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("mistakes")
    expect(box).to_contain_text("id: new-manual")
    for gap in re.findall(r'"<fill in such as [^"]*>"', box.inner_text()):
        find(page, box, gap)
        page.keyboard.type(gap.removeprefix('"<fill in such as ').removesuffix('>"'))
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="See what this changes").click()
    page.get_by_label("Your name").fill("Dr Author")
    page.get_by_label("Reason, in words for whoever reads what changed").fill("A new manual")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text(f"Saved: {SAFETY}.")).to_be_visible()
    after = (pack / SAFETY).read_text("utf-8")
    assert after.startswith(before)
    assert "new-manual" in load_pack(pack).rules


def test_a_rule_that_was_found_is_opened_at_its_line(page: Page) -> None:
    page.get_by_label("Search in rules").fill("Fresh pain")
    page.get_by_label("Search in rules").press("Enter")
    expect(page.get_by_text("1 of 9 rules")).to_be_visible()
    page.get_by_label("Edit a rule").click()
    page.get_by_role("option").first.click()
    expect(page.get_by_role("textbox", name=f"Text of {SAFETY}")).to_contain_text("Fresh pain.")


def test_the_editor_is_reached_and_left_by_keyboard(page: Page) -> None:
    box = editor(page)
    page.get_by_role("switch", name="Plain text box in place of the editor").or_(
        page.get_by_role("checkbox", name="Plain text box in place of the editor")
    ).focus()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.type("# ")
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(box).to_be_focused()
    expect(page.get_by_role("button", name="Take the changes in this file back")).to_be_visible()
    expect(page.get_by_text("Tab leaves the editor.")).to_be_visible()


def test_typing_while_the_checks_run_loses_no_letter(page: Page) -> None:
    box = editor(page)
    box.focus()
    page.keyboard.press("Control+End")
    remark = "# a remark that is typed with pauses in which the page is drawn again"
    for word in re.findall(r"\S+\s*", remark):
        page.keyboard.type(word, delay=25)
        page.wait_for_timeout(300)
    expect(box).to_contain_text(remark)
    page.get_by_text("Browse", exact=True).click()
    expect(page.get_by_text("9 of 9 rules")).to_be_visible()
    page.get_by_text("Edit", exact=True).click()
    expect(box).to_contain_text(remark)


def test_the_plain_text_box_takes_over_what_was_typed(page: Page) -> None:
    box = editor(page)
    box.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# first ")
    expect(page.get_by_role("button", name="Take the changes in this file back")).to_be_visible()
    page.get_by_text("Plain text box in place of the editor").click()
    plain = page.locator("textarea")
    expect(plain).to_have_attribute("aria-label", f"Text of {SAFETY}")
    expect(plain).to_have_value(re.compile("^# first # Invented limits.\n"))
    accessible(page, "rules-plain")


def test_an_editor_that_cannot_be_loaded_gives_way_to_the_plain_text_box(page: Page) -> None:
    page.route("**/vns-choice/editor.js", lambda route: route.abort())
    page.get_by_text("Edit", exact=True).click()
    expect(page.get_by_text("The editor could not be loaded")).to_be_visible()
    expect(page.locator("textarea")).to_be_visible()


def test_rules_are_read_and_opened_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 1400})
    page.locator("summary").first.click()
    expect(page.locator(".vc-sides pre").first).to_contain_text("- id: pacemaker-excludes")
    accessible(page, "rules-narrow")
    page.get_by_text("Edit", exact=True).click()
    expect(page.locator(".cm-editor")).to_be_visible()
    accessible(page, "rules-edit-narrow")
    inner = page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('[data-testid=stMain]'))")
    assert inner == 0


def test_without_the_option_neither_editor_nor_wider_script_rules_are_served(app_address: str) -> None:
    with urllib.request.urlopen(app_address) as answer:
        assert "blob:" not in re.search(r"script-src [^;]*", answer.headers["content-security-policy"])[0]
    with urllib.request.urlopen(f"{app_address}/vns-choice/editor.js") as answer:
        assert b"<html" in answer.read().lower()
