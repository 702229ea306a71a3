"""`check --watch`, run as a rule editor runs it: after each save it says anew what there is to say, until Ctrl+C."""

import gc
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

from decision.authoring.watching import looks
from decision.pack.pack import Pack

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
    assert " new: notes.yaml\n" in said
    assert "a pack has no such file" in said
    assert "example patients are not tried until this is mended" in watch.until("mended")
    (pack / "notes.yaml").unlink()
    said = watch.until("if you did not mean it")
    assert "0 differences\ngone: notes.yaml (put it back" in said
    (pack / "rules" / "lost.yml").write_text("- id: lost\n", "utf-8")
    assert "let its name end in .yaml" in watch.until("mended")


def test_a_folder_that_goes_is_awaited_and_examples_that_go_are_counted(watch: Watch, pack: Path) -> None:
    watch.until(END)
    pack.rename(pack.with_name("away"))
    assert "is not there; waiting for it to come back" in watch.until("if you did not mean it")
    pack.with_name("away").rename(pack)
    watch.until(END)
    examples = pack / "vignettes" / "all.yaml"
    first, *others = examples.read_text("utf-8").split("\n- name:")
    examples.write_text("\n- name:".join([first, *others[:1]]) + "\n", "utf-8")
    assert f"2 example patients ({len(others) - 1} fewer than before), " in watch.until("fewer than before")


def test_a_save_that_keeps_length_and_time_is_seen(watch: Watch, pack: Path) -> None:
    watch.until(END)
    rules = pack / "rules" / "safety.yaml"
    status = rules.stat()
    change(rules, "effect: excludes", "efect : excludes")
    os.utime(rules, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert rules.stat().st_size == status.st_size
    assert "unknown key 'efect'" in watch.until("mended")


def test_what_is_remembered_does_not_grow_with_every_save(pack: Path) -> None:
    said = looks(pack)
    alive = []
    for number in range(6):
        next(said)
        gc.collect()
        alive.append(sum(isinstance(one, Pack) for one in gc.get_objects()))
        change(pack / "rules" / "safety.yaml", "effect:", f"# save {number}\n  effect:")
    assert alive[-1] == alive[1]


@pytest.mark.skipif(os.name == "nt", reason="a console event there, not a signal")
def test_ctrl_c_ends_it_without_a_complaint(watch: Watch) -> None:
    watch.until(END)
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(timeout=30) == -signal.SIGINT
    assert watch.process.stderr is not None
    assert watch.process.stderr.read() == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "json", str(TINY)], "leave out --watch, or --format json"),
        (["no-such-folder"], "there is no pack.yaml in"),
    ],
)
def test_what_cannot_be_watched_is_wrong_use(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
