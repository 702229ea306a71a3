"""Set everything up and go: `python run.py` opens the app, `python run.py test` runs every check and test.

Needs Python 3.11 or newer with pip and venv, nothing else. The first start makes a private `.venv` from the hashed
lock file; every later start goes straight on.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(lock: Path) -> None:
    """Install what the lock file names, exactly, unless that was done before."""
    stamp = ENVIRONMENT / f"{lock.stem}.stamp"
    key = hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == key:
        return
    print("Setting up; this takes a minute, once.", flush=True)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(HERE)], check=True)
    stamp.write_text(key)


def main(arguments: list[str]) -> int:
    testing = arguments[:1] == ["test"]
    try:
        set_up(HERE / ("requirements-dev.lock" if testing else "requirements.lock"))
    except subprocess.CalledProcessError:
        print("Setting up did not work; the lines above say why. Is there a network connection?", file=sys.stderr)
        return 1
    if not testing:
        return subprocess.call([str(PYTHON), "-m", "decision.cli", *arguments])
    checks = [
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["pytest", "-n", "2", *arguments[1:]],
    ]
    for check in checks:
        print("+", *check, flush=True)
        if status := subprocess.call([str(PYTHON), "-m", *check], cwd=HERE):
            return status
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
