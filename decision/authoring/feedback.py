"""What clinicians disagreed with, gathered from saved consultations for the editors of the rules.

Answers are never copied: what comes out holds rules, reasons and the clinicians' words.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from decision.pack.problem import AnswersError, Problem
from decision.records.consultation import read_remarks
from decision.summary.disagreement import REASONS

_SUFFIXES = (".yaml", ".yml", ".json")
_COLUMNS = ("rule", "action", "reason", "comment", "user", "date", "place", "pack", "file")


@dataclass(frozen=True, slots=True)
class Comment:
    """One disagreement, as it was saved."""

    rule: str
    reason: str
    words: str
    by: str
    on: str
    pack: str
    file: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """All disagreements of a folder. `files` were read, `problems` tell of those that could not be."""

    files: int
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    place: str = ""

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """By rule how often each reason was given; the rule with most disagreements first."""
        totals = Counter(comment.rule for comment in self.comments)
        return {
            rule: {
                reason: number
                for reason in REASONS
                if (number := sum(c.rule == rule and c.reason == reason for c in self.comments))
            }
            for rule in sorted(totals, key=lambda rule: (-totals[rule], rule))
        }


def gather(folder: Path, *, place: str = "") -> Feedback:
    """Read every saved consultation in a folder and the folders in it, in the order of their names.

    A file that cannot be read is told as a problem and the others are read.
    """
    comments: list[Comment] = []
    problems: list[Problem] = []
    read = 0
    for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file()):
        name = file.relative_to(folder).as_posix()
        try:
            saved = read_remarks(file.read_bytes(), name)
        except AnswersError as error:
            problems += error.problems
            continue
        except OSError as error:
            problems.append(Problem(name, 1, 1, f"the file could not be read: {error.strerror}"))
            continue
        read += 1
        comments += (
            Comment(r.rule, r.reason, r.words, saved.by, str(r.on or saved.saved or ""), saved.pack, name)
            for r in saved.disagreements
        )
    return Feedback(read, tuple(comments), tuple(problems), place)


def as_data(feedback: Feedback) -> dict[str, Any]:
    """Feedback as plain data: by rule the counts of each reason, and every comment (O14)."""
    return {
        "files": feedback.files,
        "rules": {
            rule: {
                "total": sum(reasons.values()),
                "reasons": dict(reasons),
                "comments": [row for row in _rows(feedback) if row["rule"] == rule],
            }
            for rule, reasons in feedback.counts.items()
        },
    }


def as_csv(feedback: Feedback) -> str:
    """One row for each disagreement. A cell that a spreadsheet would take for a formula starts with an apostrophe."""
    out = io.StringIO()
    # All in quotes: a carriage return alone would otherwise begin a row of its own.
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in _rows(feedback))
    return out.getvalue()


def _rows(feedback: Feedback) -> list[dict[str, str]]:
    return [
        {"rule": c.rule, "action": "disagreed", "reason": c.reason, "comment": c.words, "user": c.by, "date": c.on,
         "place": feedback.place, "pack": c.pack, "file": c.file}
        for c in feedback.comments
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    # A spreadsheet passes over white space before it looks for a formula.
    formula = cell.lstrip()[:1] in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r")
    return f"'{cell}" if formula else cell


def as_text(feedback: Feedback) -> str:
    """By rule how often clinicians disagreed and why."""
    lines = [
        f"{rule}: {sum(reasons.values())} ({', '.join(f'{reason} {number}' for reason, number in reasons.items())})"
        for rule, reasons in feedback.counts.items()
    ]
    return "\n".join([*lines, f"{len(feedback.comments)} disagreements in {feedback.files} files"])
