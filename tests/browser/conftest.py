"""A real browser before the app: it notes every request that would leave this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def outside() -> list[str]:
    """Addresses outside this machine that a page asked for; no test leaves any here."""
    return []


@pytest.fixture
def window(browser: Browser, outside: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a window of its own at an address, and waits for what is there `first`; everything it asks for is noted."""
    contexts = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("localhost", "127.0.0.1"):
            outside.append(url)

    def open_(
        address: str, *, width: int = 1440, height: int = 2000, first: str = ".vc-board", **options: object
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.on("request", lambda asked: note(asked.url))
        page = context.new_page()
        page.on("websocket", lambda socket: note(socket.url))
        page.set_default_timeout(30_000)
        page.goto(address)
        page.locator(first).first.wait_for(timeout=60_000)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert outside == []
