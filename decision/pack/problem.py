"""What is wrong with a file, where, why it matters and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

_ROOM = 150
"""Characters of a line that a report shows; of a longer one the part around the fault."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at one place of one file.

    `line` and `column` count from 1; `excerpt` is the line itself, `width` the number of characters to underline.
    Nothing a patient answered is ever repeated in `what`, `why` or `mend` unless it came from that same file.
    """

    file: str
    line: int
    column: int
    what: str
    why: str = ""
    mend: str = ""
    excerpt: str = ""
    width: int = 1

    def __str__(self) -> str:
        head = f"{self.file}:{self.line}:{self.column}: {self.what}"
        lines = [head]
        if self.excerpt.strip():
            start = max(0, self.column - _ROOM // 2) if len(self.excerpt) > _ROOM else 0
            lines.append(f"{self.line:>5} | {self.excerpt[start : start + _ROOM]}")
            lines.append(f"      | {' ' * (self.column - 1 - start)}{'^' * max(1, min(self.width, _ROOM // 2))}")
        if self.why:
            lines.append(f"  why:  {self.why}")
        if self.mend:
            lines.append(f"  mend: {self.mend}")
        return "\n".join(lines)

    def one_line(self) -> str:
        """Place, problem and remedy on one line, as commands print it."""
        return f"{self.file}:{self.line}:{self.column}: {self.what}" + (f" ({self.mend})" if self.mend else "")


class ProblemsError(Exception):
    """Everything wrong with what was read, all at once; `str` gives the full report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.problems))


class PackError(ProblemsError):
    """A pack that cannot be used: it is not used at all."""


class AnswersError(ProblemsError):
    """Answers that do not fit the pack's questions."""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A remedy for a word that is not known: the nearest one, and the first few that are.

    >>> did_you_mean("creatinine_clearence", ["age", "creatinine_clearance"])
    "did you mean 'creatinine_clearance'? Known: age, creatinine_clearance"
    """
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    hint = f"did you mean '{close[0]}'? " if close else ""
    if not known:
        return hint + "None is defined"
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"{hint}Known: {shown}"
