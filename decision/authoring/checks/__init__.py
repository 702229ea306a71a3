"""What a careful colleague would say about a pack, beyond its format: the same for command, editor and build.

A pack with a fault in its format is not looked at further, since half a pack would be misjudged. Each check is one small
class in the modules beside this one; what it costs a patient decides its severity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from decision.authoring.checks import conditions, gaps, upkeep, words
from decision.authoring.checks.lint import Check, Severity, View
from decision.authoring.checks.possible import Possibilities
from decision.engine.columns import Cohort
from decision.pack.loading import PackFiles, Parse, make_pack, read_folder, read_texts
from decision.pack.pack import Pack
from decision.pack.problem import Problem
from decision.pack.yaml_text import parse
from decision.summary.readability import Readability

FORMAT = "format"
"""The name under which faults of the format itself are reported; all are errors."""
CHECKS: tuple[Check, ...] = (*conditions.CHECKS, *gaps.CHECKS, *words.CHECKS, *upkeep.CHECKS)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a pack: the problem, the check that found it, and how grave that is."""

    problem: Problem
    check: str
    severity: Severity


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Everything to say about one pack, in the order of its files; `pack` is missing while its format has faults."""

    folder: str
    pack: Pack | None
    remarks: tuple[Remark, ...]
    reading: Readability | None
    """How hard all words for patients are to read together."""
    reading_by_library: float | None = None
    """The same in years by the library textstat, if it was asked to measure as well."""

    def of(self, severity: Severity) -> tuple[Remark, ...]:
        """The remarks of one severity."""
        return tuple(remark for remark in self.remarks if remark.severity is severity)

    @property
    def errors(self) -> tuple[Remark, ...]:
        return self.of(Severity.ERROR)

    @property
    def usable(self) -> bool:
        """Whether nothing in it could mislead or harm a patient, as far as these checks see."""
        return not self.errors


def check(folder: str | Path, *, today: date | None = None, library: bool = False, parse: Parse = parse) -> Report:
    """Look at a pack's folder; `today` (left out: the day it is) decides what has expired, `parse` how a file is read.

    With `library` reading ages are measured with textstat as well (extra `[reading]`), which takes a second.

    Raises:
        MissingLibraryError: the library is asked for and not installed.
    """
    return _report(read_folder(folder, parse), today, library)


def check_texts(texts: Mapping[str, str | bytes], *, name: str = "pack", today: date | None = None) -> Report:
    """Look at a pack in memory, such as one with an edit that is not saved yet.

    `texts` holds every file by its name inside the pack, as in `rules/for.yaml`; `name` is what remarks call the folder.
    `decision.pack.loading.texts_of` reads them from a folder.
    """
    return _report(read_texts(texts, name), today)


def _report(files: PackFiles, today: date | None, library: bool = False) -> Report:
    pack = make_pack(files)
    if pack is None:
        found = [Remark(problem, FORMAT, Severity.ERROR) for problem in files.problems]
        return Report(files.folder, None, _in_order(found), None)
    today = today or date.today()
    examples = Cohort(pack.patients, [pack.seen_on(vignette) for vignette in pack.vignettes])
    view = View(pack, files, today, Possibilities(pack.questions, today), examples, library)
    remarks = _in_order(_remarks(view))
    return Report(files.folder, pack, remarks, words.reading(view), words.reading_by_library(view))


def _in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.problem, remark.check)))


def _remarks(view: View) -> Iterator[Remark]:
    for one in CHECKS:
        for problem in one.look(view):
            yield Remark(problem, one.id, one.severity)


__all__ = ["CHECKS", "FORMAT", "Check", "Remark", "Report", "Severity", "check", "check_texts"]
