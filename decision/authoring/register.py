"""Patients of a register, one row each, read from CSV, JSON lines or Parquet for a comparison of packs.

A column is a question; several items of a list stand apart by `;`. An empty cell was not asked. A row that cannot be
read is told with its number, and what was answered is never repeated; the row is left out, and never without a word.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from decision.pack.answers import parse_answers
from decision.pack.model import Question
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError, Problem, ProblemsError

_WHY = "this patient is left out of the comparison"


@dataclass(slots=True)
class Register:
    """The patients that could be read, by row (the first patient is row 1), what could not, and columns that are no
    questions."""

    patients: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    other_columns: set[str] = field(default_factory=set)


def read_register(path: Path, packs: tuple[Pack, ...]) -> Register:
    """Read a register; each row has to fit at least one of the packs, as their questions may differ.

    Raises:
        ProblemsError: the file as a whole cannot be read.
    """
    found = Register()
    questions: dict[str, Question] = {q: question for pack in packs for q, question in pack.questions.items()}
    for number, (row, fault) in enumerate(_rows(path), start=1):
        if fault is not None:
            found.problems.append(_problem(path, number, fault))
            continue
        given: dict[str, object] = {}
        for column, cell in row.items():
            if column in questions:
                if (answer := _answer(questions[column], cell)) is not None:
                    given[column] = answer
            else:
                found.other_columns.add(str(column))
        faults = [_faults(pack, given) for pack in packs]
        if all(faults):
            found.problems += [_problem(path, number, fault) for fault in faults[-1]]
        else:
            found.patients.append((number, given))
    return found


def _faults(pack: Pack, given: Mapping[str, object]) -> list[str]:
    try:
        parse_answers(pack, {question: answer for question, answer in given.items() if question in pack.questions})
    except AnswersError as error:
        return [f"{problem.what} ({problem.mend})" for problem in error.problems]
    return []


def _problem(path: Path, number: int, what: str) -> Problem:
    return Problem(path.as_posix(), number, 1, f"row {number}: {what}", _WHY, "correct the row")


def _rows(path: Path) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    """Every row with what is wrong with it as a row."""
    try:
        match path.suffix.lower():
            case ".csv":
                yield from _csv(path)
            case ".jsonl" | ".ndjson":
                yield from _json_lines(path)
            case ".parquet":
                yield from _parquet(path)
            case other:
                raise ProblemsError([_file(path, f"a register ends in .csv, .jsonl or .parquet, not in '{other}'")])
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsError([_file(path, f"the file cannot be read ({type(error).__name__})")]) from None


def _file(path: Path, what: str) -> Problem:
    return Problem(path.as_posix(), 1, 1, what, "nobody could be compared", "name another file")


def _csv(path: Path) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", restval=None)
        try:
            reader.fieldnames  # noqa: B018 -- reads the first line
        except csv.Error:
            raise ProblemsError([_file(path, "the names of the columns cannot be read")]) from None
        try:
            for row in reader:
                if "" in row or None in row.values():
                    yield {}, "it does not have as many cells as there are columns"
                else:
                    yield row, None
        except csv.Error:  # where this row ends cannot be known, and a guess could make a patient of half a cell
            longest = csv.field_size_limit()
            yield {}, f"a cell is broken or longer than {longest} characters; it and all rows after it are not read"


def _json_lines(path: Path) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    lines = path.read_text("utf-8-sig").split("\n")  # not splitlines: U+2028 may stand within a text
    for line in lines if lines[-1] else lines[:-1]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        yield (row, None) if isinstance(row, dict) else ({}, "it is not an object of JSON on one line")


def _parquet(path: Path) -> Iterator[tuple[Mapping[str, Any], str | None]]:
    import pandas as pd

    try:
        table = pd.read_parquet(path)
    except (ValueError, OSError) as error:  # pyarrow's faults are ValueErrors and OSErrors
        raise ProblemsError(
            [_file(path, f"this is no Parquet file that can be read ({type(error).__name__})")]
        ) from None
    columns = [str(column) for column in table.columns]
    for values in table.itertuples(index=False, name=None):
        yield dict(zip(columns, map(_plain, values), strict=True)), None


def _plain(value: Any) -> Any:
    """A cell of a data frame as plain data: no missing-value objects, no arrays, no numpy numbers."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return None
    return value.date().isoformat() if hasattr(value, "date") and callable(value.date) else value


def _answer(question: Question, cell: object) -> object | None:
    """What a cell says in the language of answers; text is read as the question's kind wants it."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if not text:
        return None
    if question.kind == "choices" and text != "not_known":
        return [item.strip() for item in text.split(";") if item.strip()]
    if question.kind == "yes_no" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if question.kind in ("number", "importance"):
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text
