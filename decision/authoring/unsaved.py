"""A pack as it would be with an edit that is not saved yet, and everything that is wrong with it then."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from decision.pack.loading import load_pack
from decision.pack.model import Pack
from decision.pack.problem import PackError, Problem

Severity = Literal["error", "warning"]
_FORMER = ".history"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing the checks say about a pack: an `error` keeps it from being used, a `warning` is for the author to judge."""

    severity: Severity
    problem: Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack with its unsaved edits: the pack if it can be used, and what the checks say."""

    pack: Pack | None
    marks: tuple[Mark, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(mark.problem for mark in self.marks if mark.severity == "error")


def check_with(folder: Path, edits: Mapping[str, str]) -> Checked:
    """Check a pack as if some of its files held other texts.

    Args:
        folder: the pack's folder.
        edits: new texts by the name of the file inside the pack, as in `rules/for.yaml`.
    """
    try:
        pack = _load(folder, edits)
    except PackError as error:
        return Checked(None, tuple(Mark("error", problem) for problem in error.problems))
    return Checked(pack, ())


def _load(folder: Path, edits: Mapping[str, str]) -> Pack:
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "pack"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(_FORMER))
        for name, text in edits.items():
            (copy / name).write_text(text, "utf-8", newline="")
        try:
            return load_pack(copy)
        except PackError as error:
            here, there = copy.as_posix(), folder.as_posix()
            raise PackError([replace(p, file=there + p.file.removeprefix(here)) for p in error.problems]) from None
