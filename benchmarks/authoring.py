"""What a rule editor waits for, beside starting Python with the package: `python benchmarks/authoring.py`.

Whole commands over the shipped pack, in turn in one run, in processor seconds. A command reads only the files that were
changed since the last one; "every file read" is the first time. "After a save" is one look of `check --watch`, the example
patients included, with another file changed each time. Read the ratios; times differ from machine to machine.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from statistics import median

from decision.authoring.watching import looks

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
START = "start Python, import the package"
COMMANDS = {
    "start Python": ["-c", "pass"],
    START: ["-c", "import decision"],
    "check": ["-m", "decision.cli", "check"],
    "check, every file read": ["-m", "decision.cli", "check"],
    "test: examples and coverage": ["-m", "decision.cli", "test"],
    "prove: rules and guarantees": ["-m", "decision.cli", "prove"],
    "mutate: every slip": ["-m", "decision.cli", "mutate"],
}


def seconds(command: list[str], readings: str) -> float:
    """The processor seconds of one whole process; `readings` is where it keeps what it read, or `off`."""
    environment = os.environ | {"VNS_CHOICE_READINGS": readings}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def after_saves(folder: Path) -> list[float]:
    """The processor seconds of each look after a save, once the first look is done."""
    pack = Path(shutil.copytree(ROOT / "rules" / "vns-pain", folder / "vns-pain"))
    gc.set_threshold(100_000, 50, 50)  # as the command does
    said = looks(pack)
    next(said)
    taken = []
    for _, file in zip(range(ROUNDS), cycle(sorted((pack / "rules").glob("*.yaml"))), strict=False):
        file.write_text(file.read_text("utf-8") + "# looked at again\n", "utf-8")
        before = time.process_time()
        next(said)
        taken.append(time.process_time() - before)
    return taken


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as kept:
        os.environ["VNS_CHOICE_READINGS"] = kept
        taken["after a save, while `check --watch` runs"] = after_saves(Path(kept))
        seconds(COMMANDS["check"], kept)
        for _ in range(ROUNDS):
            for name, command in COMMANDS.items():
                taken[name].append(seconds(command, "off" if name.endswith("every file read") else kept))
    start = median(taken[START])
    print(f"| What | processor s | × {START} |\n|---|---|---|")
    for name, times in taken.items():
        print(f"| {name} | {median(times):.2f} | {median(times) / start:.1f} |")


if __name__ == "__main__":
    main()
