"""What a check is: a small named class that looks at a whole pack and tells what a careful colleague would."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from decision.authoring.checks.possible import Possibilities
from decision.engine.columns import Cohort
from decision.pack.loading import PackFiles
from decision.pack.model import Rule
from decision.pack.pack import Pack
from decision.pack.problem import Problem

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """What follows if nothing is done, the gravest first."""

    ERROR = "error"
    """A patient could be misled or harmed, or the pack cannot be trusted."""
    WARNING = "warning"
    """Somebody needs to look at it before the pack is signed."""
    NOTE = "note"
    """Worth knowing; it may well be meant."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a check may look at: the pack, its files with their places, the day, and its example patients as they are.

    `library` says whether reading ages are measured with the library textstat as well.
    """

    pack: Pack
    files: PackFiles
    today: date
    possible: Possibilities
    examples: Cohort
    library: bool = False

    @property
    def rules(self) -> list[Rule]:
        """The rules in force, in the order of the files."""
        return [rule for rule in self.pack.rules.values() if rule.status != "retired"]

    def problem(self, word: str, name: str, path: Path, what: str, why: str, mend: str, key: bool = False) -> Problem:
        """A problem inside one entry, as in `("rule", "fresh-pain")`, at the place of a path below it."""
        file, base = self.files.entries[word, name]
        return self.files.problem(file, (*base, *path), what, why, mend, key)

    def of_language(self, language: str, what: str, why: str, mend: str) -> Problem:
        """A problem in all words of a language: at its file, or for the language of the rules in `pack.yaml`."""
        for file in self.files.of("words"):
            if file.name == f"words/{language}.yaml":
                return self.files.problem(file, (), what, why, mend)
        return self.of_pack(("id",), what, why, mend)

    def of_pack(self, path: Path, what: str, why: str, mend: str, key: bool = False) -> Problem:
        """A problem in `pack.yaml`."""
        (file,) = self.files.of("pack")
        return self.files.problem(file, path, what, why, mend, key)


class Check(ABC):
    """One thing to look for. Its docstring, in one sentence, is what reports say it looks for."""

    id: ClassVar[str]
    severity: ClassVar[Severity]

    @abstractmethod
    def look(self, view: View) -> Iterator[Problem]:
        """Everything of this kind in the pack, in any order."""
