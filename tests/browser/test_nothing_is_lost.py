"""Nothing that was said is lost: a reload, a killed server, a second window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import App
from playwright.sync_api import Page, expect
from steps import card, choose, fill_age, question, settled

pytestmark = pytest.mark.browser


def age(page: Page):
    return question(page, "age").get_by_role("spinbutton")


def test_a_reload_brings_the_consultation_back(window: Callable[..., Page], app_address: str) -> None:
    page = window(app_address)
    fill_age(page, 52)
    choose(page, "implants", "Heart pacemaker")
    page.reload()
    page.locator(".vc-board").wait_for()
    expect(age(page)).to_have_value("52")
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")


def test_a_killed_server_that_comes_back_has_the_consultation(window: Callable[..., Page], own_app: App) -> None:
    page = window(own_app.address)
    fill_age(page, 52)
    choose(page, "implants", "Heart pacemaker")
    own_app.kill()
    own_app.start()
    page.reload()
    page.locator(".vc-board").wait_for()
    expect(age(page)).to_have_value("52")
    expect(card(page, "tcvns")).to_contain_text("Ruled out: heart pacemaker")


def test_two_windows_on_one_consultation_never_overwrite_each_other(
    window: Callable[..., Page], app_address: str
) -> None:
    one = window(app_address)
    fill_age(one, 52)
    other = window(one.url)
    expect(age(other)).to_have_value("52")
    choose(one, "implants", "Heart pacemaker")
    choose(other, "heart", "Heart failure")
    settled(other)
    notice = other.get_by_text("This consultation was changed in another window")
    expect(notice.first).to_be_visible()
    other.get_by_role("button", name="What is here").click()
    settled(other)
    expect(notice).to_have_count(0)
    pressed = question(other, "heart").get_by_role("button", name="Heart failure")
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_finishing_forgets_everything_and_the_old_address_finds_nothing(
    window: Callable[..., Page], app_address: str
) -> None:
    page = window(app_address)
    fill_age(page, 52)
    kept_at = page.url
    assert "draft=" in kept_at
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Finish: forget everything and start anew").click()
    settled(page)
    expect(age(page)).to_have_value("")
    later = window(kept_at)
    expect(later.get_by_text("is not kept any more")).to_be_visible()
    expect(age(later)).to_have_value("")
