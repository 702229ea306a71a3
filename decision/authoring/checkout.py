"""Commit what was saved when the pack stands in a git checkout. A save never fails because git does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_PATIENCE = 20
"""Seconds to wait for git."""


def commit(folder: Path, files: Sequence[Path], *, name: str, message: str) -> str:
    """Commit these files and no others, under the name of the person who edited them.

    Returns:
        One sentence on what became of it; empty when the pack is in no checkout or git is not installed.
    """
    git = shutil.which("git")
    if git is None or _run(git, folder, "rev-parse", "--is-inside-work-tree") != (0, "true"):
        return ""
    names = [str(file) for file in files]
    person = " ".join(re.sub(r"[<>\x00-\x1f]", " ", name).split()) or "unknown"
    known = all(_run(git, folder, "config", key)[0] == 0 for key in ("user.name", "user.email"))
    identity = () if known else ("-c", f"user.name={person}", "-c", "user.email=unknown")
    added, said = _run(git, folder, "add", "--", *names)
    if added == 0:
        added, said = _run(
            git, folder, *identity, "commit", "--quiet", "--only", f"--author={person} <>",
            f"--message={message}", "--", *names,
        )  # fmt: skip
    if added != 0:
        return f"Saved, but not committed: git says “{said.splitlines()[0] if said else 'no'}”."
    _, short = _run(git, folder, "rev-parse", "--short", "HEAD")
    return f"Committed as {short}."


def _run(git: str, folder: Path, *arguments: str) -> tuple[int, str]:
    quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            [git, *arguments], cwd=folder, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            encoding="utf-8", errors="replace", timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, type(error).__name__
    return done.returncode, (done.stdout.strip() or done.stderr.strip())
