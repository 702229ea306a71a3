"""What several tests need: the shipped pack, and a real browser with the app behind it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from decision import Pack, load_pack

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("VNS_CHOICE_READINGS", "off")  # a test leaves nothing in the user's own folder
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
NO_BROWSER = "no Chrome or Chromium was found, and it could not be installed: the page was NOT tested in a browser"


@pytest.fixture(scope="session")
def shipped() -> Pack:
    """The pack that is shipped, loaded once."""
    return load_pack(ROOT / "rules" / "vns-pain")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of a browser. On Debian as root it is installed; elsewhere one that is there is used."""
    found = _installed()
    if found is None and Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0:
        with open(tmp_path_factory.getbasetemp().parent / "chromium.lock", "w") as lock:
            _one_at_a_time(lock)
            found = _installed()
            if found is None:
                subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
                subprocess.run(
                    ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
                    check=False, stdout=subprocess.DEVNULL,
                )  # fmt: skip
                found = _installed()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    return found


def _one_at_a_time(lock) -> None:
    import fcntl

    fcntl.flock(lock, fcntl.LOCK_EX)


def _installed() -> str | None:
    for name in NAMES:
        if path := shutil.which(name):
            return path
    usual = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    )
    return next((path for path in usual if Path(path).exists()), None)


class App:
    """The app on the shipped pack, started as `vns-choice` starts it, with drafts in a folder of its own."""

    def __init__(self, drafts: str, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("localhost", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self._options = ["--no-browser", "--port", str(self.port), "--drafts", drafts, *options]
        self._server: subprocess.Popen[bytes] | None = None
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the app lives

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "decision.cli", *self._options]
        self._server = subprocess.Popen(command, cwd=ROOT, stdout=self._output, stderr=subprocess.STDOUT)
        _wait_for(f"{self.address}/_stcore/health", self._server)

    @property
    def said(self) -> str:
        """What it has printed in its terminal, once it is stopped."""
        self._output.seek(0)
        return self._output.read().decode()

    def kill(self) -> None:
        """Stop it as a power cut would."""
        if self._server:
            self._server.kill()
            self._server.wait(timeout=10)


@pytest.fixture(scope="session")
def app_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one app that all tests of pages share."""
    app = App(f"sqlite:///{(tmp_path_factory.mktemp('drafts') / 'drafts.sqlite').as_posix()}")
    app.start()
    yield app.address
    app.kill()


@pytest.fixture
def app_with() -> Iterator[Callable[..., App]]:
    """Starts an app with some options of `vns-choice` and without drafts; it is stopped when the test is over."""
    running: list[App] = []

    def start(*options: str) -> App:
        running.append(App("off", *options))
        running[-1].start()
        return running[-1]

    yield start
    for app in running:
        app.kill()


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[App]:
    """An app for one test alone, which may kill it and start it again."""
    app = App(f"sqlite:///{(tmp_path / 'drafts.sqlite').as_posix()}")
    app.start()
    yield app
    app.kill()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"the app stopped with status {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the app did not start within 30 seconds")
