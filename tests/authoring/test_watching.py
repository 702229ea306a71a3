"""`check --watch`, run as a rule editor runs it: after each save it says anew what there is to say, until Ctrl+C."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"
COMMAND = [sys.executable, "-m", "decision.cli", "check", "--watch"]
END = "example patients, "
"""What the last line of a look at a whole pack holds."""


class Watch:
    """A running `check --watch` and the lines it prints."""

    def __init__(self, pack: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [*COMMAND, str(pack)], cwd=pack.parent, env=environment, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until(self, words: str) -> str:
        """Everything that is printed up to the line with these words."""
        said = ""
        while words not in said:
            said += self._lines.get(timeout=60)
        return said


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copytree(TINY, tmp_path / "tiny")


@pytest.fixture
def watch(pack: Path) -> Iterator[Watch]:
    watching = Watch(pack)
    yield watching
    watching.process.kill()
    watching.process.wait()


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_every_save_is_answered_with_what_it_did_and_a_mistake_ends_nothing(watch: Watch, pack: Path) -> None:
    first = watch.until(END)
    assert "after each save; Ctrl+C ends it" in first
    assert first.rstrip().endswith("0 differences")

    rules = pack / "rules" / "safety.yaml"
    change(rules, "effect: excludes", "effect: caution")
    said = watch.until(END)
    assert "changed: rules/safety.yaml" in said
    assert "A pacemaker rules examplimab out: examplimab safety: expected excluded, got caution" in said

    change(rules, "effect: caution", "efect: caution")
    said = watch.until("was not looked at further")
    assert "unknown key 'efect'" in said
    assert "mend: did you mean 'effect'?" in said

    change(rules, "efect: caution", "effect: excludes")
    assert watch.until(END).rstrip().endswith("0 differences")


def test_a_file_that_comes_or_goes_is_a_change_too(watch: Watch, pack: Path) -> None:
    watch.until(END)
    (pack / "rules" / "stray.txt").write_text("no rules", "utf-8")
    (pack / "notes.yaml").write_text("a: 1\n", "utf-8")
    said = watch.until("was not looked at further")
    assert "changed: notes.yaml\n" in said
    assert "a pack has no such file" in said
    (pack / "notes.yaml").unlink()
    assert watch.until(END).rstrip().endswith("0 differences")


@pytest.mark.skipif(os.name == "nt", reason="a console event there, not a signal")
def test_ctrl_c_ends_it_without_a_complaint(watch: Watch) -> None:
    watch.until(END)
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(timeout=30) == 0
    assert watch.process.stderr is not None
    assert watch.process.stderr.read() == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--format", "json", str(TINY)], "tells in words"), (["no-such-folder"], "holds no pack.yaml to watch")],
)
def test_what_cannot_be_watched_is_wrong_use(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
