"""`docs/writing-rules.md`, followed word by word: its files are written, its commands run, and what they print compared.

In the guide, `Write **file**` before a block writes it, `Add to **file**` adds it to the end after an empty line,
`In **file**, change `a` to `b`` changes it, and a `console` block runs commands. `…` stands for anything.
"""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from decision import load_pack
from decision.authoring.checks import Severity, check
from decision.authoring.coverage import TRUTHS, measure
from decision.authoring.skeleton import REVIEWED_EVERY
from decision.authoring.vignettes import run as try_vignettes
from decision.pack.grammar import Grammar
from decision.pack.yaml_text import parse

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "docs" / "writing-rules.md").read_text("utf-8")
EXAMPLE = ROOT / "examples" / "packs" / "humming-lamp"
WRITTEN = date(2026, 11, 25)
STEP = re.compile(
    r"(?P<verb>Write|Add to)\s\*\*(?P<file>[^*]+)\*\*[^\n]*:\n\n```\w+\n(?P<text>.*?)```"
    r"|In\s\*\*(?P<changed>[^*]+)\*\*,\schange\s`(?P<old>[^`]+)`\sto\s`(?P<new>[^`]+)`"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)


def follow(guide: str, folder: Path, run: bool) -> None:
    """Do what the guide says, in order; every command must print what is shown."""
    for step in STEP.finditer(guide):
        if step["console"]:
            if run or "vns-choice new pack" in step["console"]:
                _console(step["console"], folder)
        elif step["old"]:
            place = folder / step["changed"]
            assert place.read_text("utf-8").count(step["old"]) == 1, step["old"]
            place.write_text(place.read_text("utf-8").replace(step["old"], step["new"]), "utf-8")
        else:
            place = folder / step["file"]
            before = place.read_text("utf-8") + "\n" if step["verb"] == "Add to" else ""
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(before + step["text"], "utf-8")


def _console(block: str, folder: Path) -> None:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        words = command.split()
        assert words[0] == "vns-choice"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200", "NO_COLOR": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "decision.cli", *words[1:]], cwd=folder, env=environment, capture_output=True,
            text=True, encoding="utf-8", timeout=120,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("…"))
        same = re.fullmatch(pattern, done.stdout.strip(), re.DOTALL) is not None
        assert same, f"$ {command}\n{done.stdout}{done.stderr}"


def as_of_today(guide: str) -> str:
    """The guide as it would be written today, so that its review dates are ahead of the reader as they were then."""
    moved = guide.replace(WRITTEN.isoformat(), date.today().isoformat())
    due = WRITTEN + REVIEWED_EVERY
    return moved.replace(due.isoformat(), (date.today() + REVIEWED_EVERY).isoformat())


def test_the_guide_followed_word_by_word_gives_what_it_shows(tmp_path: Path) -> None:
    steps = [step for step in STEP.finditer(GUIDE) if step["console"]]
    assert len(steps) >= 10
    follow(as_of_today(GUIDE), tmp_path, run=True)


def test_no_block_of_the_guide_is_left_untried() -> None:
    tried = sum(1 for step in STEP.finditer(GUIDE) if not step["old"])
    assert tried == len(re.findall(r"^```\w+$", GUIDE, re.MULTILINE))


def test_the_example_pack_is_what_the_guide_builds(tmp_path: Path) -> None:
    follow(GUIDE, tmp_path, run=False)
    built = tmp_path / "humming-lamp"
    names = sorted(place.relative_to(built).as_posix() for place in built.rglob("*") if place.is_file())
    kept = [p for p in EXAMPLE.rglob("*") if p.is_file() and ".schema" not in p.parts]
    assert names == sorted(place.relative_to(EXAMPLE).as_posix() for place in kept)
    for name in names:
        assert (EXAMPLE / name).read_text("utf-8") == (built / name).read_text("utf-8"), name


def test_the_example_pack_has_no_error_or_warning_and_passes_its_vignettes() -> None:
    report = check(EXAMPLE, today=WRITTEN + timedelta(days=1))
    assert [str(r.problem) for r in report.remarks if r.severity is not Severity.NOTE] == []
    pack = load_pack(EXAMPLE)
    assert try_vignettes(pack).differences == ()
    assert all(decision.seen == set(TRUTHS) for decision in measure(pack, WRITTEN).decisions.values())


CONDITIONS = re.findall(r"^\| .*? \| (`\{.*) \|$", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("written", [c for row in CONDITIONS for c in re.findall(r"`(\{.*?\})`", row)])
def test_every_condition_of_the_table_can_be_read(written: str) -> None:
    faults: list[str] = []
    grammar = Grammar(load_pack(EXAMPLE).questions, {}, lambda _path, what, mend: faults.append(f"{what}: {mend}"))
    grammar.read(parse(written).data, ())
    assert faults == []
