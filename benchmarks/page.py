"""From a tap to the changed page in a real browser, beside a bare Streamlit page: `python benchmarks/page.py`.

Both pages are served alike and tapped in turn in one run. The bare one has one widget and one text. What is measured is
the time from the tap until the changed text has been painted. Read the ratio; times differ from machine to machine.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TAPS = 40
BARE = """
import streamlit as st
answer = st.pills("A question", ["yes", "no"], key="question")
with st.container(key="answer"):
    st.write(answer)
"""
SERVE = """
import sys, uvicorn
from starlette.middleware import Middleware
from streamlit import App
from decision.ui.server import OwnHeaders
uvicorn.run(App(sys.argv[1], middleware=[Middleware(OwnHeaders)]), host="localhost", port=int(sys.argv[2]),
            log_level="error", access_log=False)
"""
TAP = """([button, watched]) => new Promise((done, failed) => {
  setTimeout(() => failed("the tap changed nothing"), 5000);
  const start = performance.now();
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => done(performance.now() - start);
      painted.port2.postMessage(0);
    });
  });
  seen.observe(document.querySelector(watched), {childList: true, subtree: true, characterData: true});
  const found = document.evaluate(button, document, null, 9).singleNodeValue;
  if (!found) failed("no button " + button);
  found.click();
})"""


def serve(script: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"VNS_CHOICE_DRAFTS": f"sqlite:///{tempfile.mkdtemp()}/drafts.sqlite"}
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(script), str(port)], cwd=ROOT, env=environment)
    address = f"http://localhost:{port}"
    for _ in range(100):
        try:
            urlopen(address, timeout=1).read()
            return server, address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the page does not answer")


def tap(page: Page, words: str, question: str, watched: str) -> float:
    button = f"//*[contains(@class, 'st-key-{question}')]//button[normalize-space()='{words}']"
    taken = page.evaluate(TAP, [button, watched])
    page.wait_for_timeout(150)
    return float(taken)


def answered(page: Page) -> None:
    """The opening questions of a first picture."""
    page.locator(".st-key-ask-age").get_by_role("spinbutton").fill("52")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    pain = page.locator(".st-key-ask-pain_condition").get_by_role("combobox")
    while pain.input_value() != "Fibromyalgia":  # on a busy machine a redraw can swallow a pick
        pain.click()
        page.get_by_role("option", name="Fibromyalgia").click()
        page.wait_for_timeout(400)
    for question in ("implants", "heart"):
        page.locator(f".st-key-ask-{question}").get_by_text("None of these, or no others", exact=True).click()
        page.wait_for_timeout(400)


def main(chromium: str = "/usr/bin/chromium") -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare_script = Path(folder) / "bare.py"
        bare_script.write_text(BARE)
        servers = [serve(bare_script), serve(ROOT / "app.py")]
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            bare, ours = (browser.new_page(viewport={"width": 1440, "height": 1000}) for _ in servers)
            bare.goto(servers[0][1])
            bare.get_by_text("A question").wait_for()
            ours.goto(servers[1][1])
            ours.locator(".vc-board").wait_for()
            answered(ours)
            taken: dict[str, list[float]] = {"bare page": [], "consultation, opening questions": []}
            for turn in range(TAPS):
                taken["bare page"].append(tap(bare, ("yes", "no")[turn % 2], "question", ".st-key-answer"))
                taken["consultation, opening questions"].append(
                    tap(ours, "Heart pacemaker", "ask-implants", ".st-key-summary")
                )
            browser.close()
        finally:
            for server, _ in servers:
                server.kill()
    first = median(taken["bare page"][5:])
    for name, times in taken.items():
        print(f"{name:40} {median(times[5:]):7.1f} ms   {median(times[5:]) / first:5.2f} x")


if __name__ == "__main__":
    main()
