"""What is known of one patient: answers by question, read from a form or a file.

A question that is missing was not asked; `not_known` was asked and is not known. Neither has a value. Problems name the
question and what it takes, and never repeat what was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from decision.pack.condition import Items, Value
from decision.pack.grammar import amount
from decision.pack.model import Question
from decision.pack.problem import AnswersError, Problem, did_you_mean
from decision.pack.yaml_text import Document, decode, parse

if TYPE_CHECKING:
    from decision.pack.pack import Pack

NOT_KNOWN: Final = "not_known"
NONE: Final = "none"
"""Closes a list: "none of these" alone, "none of the others" beside chosen items."""
CONSULTATION: Final = ("pack", "saved", "by", "answers", "disagreements", "own_view")
"""What the file of a whole consultation may hold; `decision.records.consultation` reads it."""


@dataclass(frozen=True, eq=False)
class Answers(Mapping[str, Value]):
    """Settled answers by question id, in the pack's order.

    `not_known` are the questions that were asked without an answer (an open list may hold chosen items as well),
    `importances` how much each theme matters (0 to 3), `given` everything as plain data, ready for a file.
    """

    values_: Mapping[str, Value]
    not_known: frozenset[str]
    importances: Mapping[str, int]
    given: Mapping[str, object]

    def __getitem__(self, question: str) -> Value:
        return self.values_[question]

    # Most questions are open, and the inherited two raise an error within for each of them.

    def get(self, question: str, default: Any = None) -> Any:
        return self.values_.get(question, default)

    def __contains__(self, question: object) -> bool:
        return question in self.values_

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


def parse_answers(pack: Pack, plain: Mapping[str, object]) -> Answers:
    """Read plain data, as a form or a file holds it.

    Raises:
        AnswersError: every answer that does not fit its question.
    """
    problems: list[Problem] = []
    places = {question: place for place, question in enumerate(plain, start=1)}

    def report(question: str, what: str, mend: str) -> None:
        problems.append(Problem("answers", places[question], 1, what, _WHY, mend))

    answers = _read(pack, plain, report)
    if problems:
        raise AnswersError(problems)
    return answers


def read_answers(path: str | Path, pack: Pack) -> Answers:
    """Read a file of answers in YAML or JSON.

    Raises:
        AnswersError: everything wrong with it, each at its line and column.
    """
    file = Path(path)
    name = file.as_posix()
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise AnswersError(
            [Problem(name, 1, 1, f"the file cannot be read ({error.strerror})", _WHY, "name another")]
        ) from None
    return answers_from_bytes(raw, name, pack)


def answers_from_bytes(raw: bytes, name: str, pack: Pack) -> Answers:
    """Read a file of answers that is in memory; `name` is what problems call it."""
    text, slip = decode(raw)
    return answers_from_text(text, name, pack, Document(slips=[slip]) if slip else None)


def answers_from_text(text: str, name: str, pack: Pack, document: Document | None = None) -> Answers:
    """Read the text of a file of answers; `name` is what problems call it.

    In the file of a whole consultation the answers stand under `answers`; the rest of it is not read here, and nothing
    else may stand beside them: an answer that slipped out of them would be lost.

    Raises:
        AnswersError: everything wrong with it, each at its line and column.
    """
    answers, unread = answers_that_fit(document or parse(text), name, pack)
    if unread:
        raise AnswersError(unread)
    return answers


def answers_that_fit(document: Document, name: str, pack: Pack) -> tuple[Answers, list[Problem]]:
    """The answers that fit the pack, and a problem for each other one: those were given under other rules, or mistyped.

    Raises:
        AnswersError: what is no file of answers, or holds something beside `answers`; every problem at once.
    """
    problems = [Problem(name, s.mark.line, s.mark.column, s.what, s.why, s.mend) for s in document.slips]
    if not problems and not isinstance(document.data, Mapping):
        problems.append(Problem(name, 1, 1, "answers are a list of 'question: answer' lines", _WHY, "write age: 52"))
    if problems:
        raise AnswersError(problems)

    plain: Mapping[str, object] = document.data
    within: tuple[str, ...] = ()

    def report(question: str, what: str, mend: str) -> None:
        mark = document.at((*within, question), key=True)
        problems.append(Problem(name, mark.line, mark.column, what, _WHY, mend, width=mark.width))

    inner = plain.get("answers")
    if isinstance(inner, Mapping) and "answers" not in pack.questions:
        for key in plain:
            if key in pack.questions and key not in CONSULTATION:
                report(key, f"the answer to '{key}' stands beside 'answers', not under it", "move it under 'answers'")
            elif key not in CONSULTATION:
                what = f"unknown key '{str(key)[:40]}' beside 'answers'"
                report(key, what, did_you_mean(str(key), [*CONSULTATION, *pack.questions]))
        plain, within = inner, ("answers",)
    beside = len(problems)
    answers = _read(pack, plain, report)
    found = sorted(problems, key=lambda problem: (problem.line, problem.column))
    if beside:
        raise AnswersError(found)
    return answers, found


_WHY = "without this answer the rules that need it could only wait"
_Report = Callable[[str, str, str], None]


def _read(pack: Pack, plain: Mapping[str, object], report: _Report) -> Answers:
    values: dict[str, Value] = {}
    not_known: set[str] = set()
    importances: dict[str, int] = {}
    given: dict[str, object] = {}
    for name in plain:
        if name not in pack.questions:
            report(name, f"unknown question '{str(name)[:40]}'", did_you_mean(str(name), list(pack.questions)))
    for name in sorted((name for name in plain if name in pack.questions), key=pack.order.__getitem__):
        question, answer = pack.questions[name], plain[name]
        if answer is None or answer == []:
            continue
        if answer == NOT_KNOWN or answer == [NOT_KNOWN]:
            not_known.add(question.id)
            given[question.id] = NOT_KNOWN
            continue
        value = _value(question, answer, report)
        if value is None:
            continue
        given[question.id] = _plain(question, value, answer)
        if question.theme is not None:
            assert isinstance(value, float)
            importances[question.theme] = int(value)
            continue
        values[question.id] = value
        if isinstance(answer, list) and NOT_KNOWN in answer:
            not_known.add(question.id)
    return Answers(
        MappingProxyType(values), frozenset(not_known), MappingProxyType(importances), MappingProxyType(given)
    )


def _value(question: Question, answer: object, report: _Report) -> Value | None:
    match question.kind:
        case "yes_no":
            if isinstance(answer, bool):
                return answer
            report(
                question.id, f"'{question.id}' takes true, false or not_known", "write true or false, without quotes"
            )
        case "choice":
            if isinstance(answer, str) and answer in question.choice_ids:
                return answer
            report(question.id, f"'{question.id}' takes one of its choices", _choices(question))
        case "choices":
            return _items(question, answer, report)
        case "number":
            return _number(question, answer, report)
        case "importance":
            if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer <= 3:
                return float(answer)
            report(
                question.id,
                f"'{question.id}' takes 0, 1, 2 or 3",
                "0 not at all, 1 a little, 2 quite a lot, 3 very much",
            )
        case "date":
            try:
                return date.fromisoformat(str(answer))
            except ValueError:
                report(question.id, f"'{question.id}' takes a date", "write year-month-day, as in 2026-11-24")
    return None


def _choices(question: Question) -> str:
    return f"Choices: {', '.join(question.choice_ids)}, or not_known"


def _items(question: Question, answer: object, report: _Report) -> Items | None:
    given = [answer] if isinstance(answer, str) else answer
    known = {*question.choice_ids, NONE, NOT_KNOWN}
    if not isinstance(given, list) or not all(isinstance(item, str) and item in known for item in given):
        report(
            question.id, f"'{question.id}' takes a list of its choices", f"{_choices(question)}; none closes the list"
        )
        return None
    if NONE in given and NOT_KNOWN in given:
        report(question.id, f"'{question.id}' says both none and not_known", "keep one of them")
        return None
    return Items(frozenset(item for item in given if item not in (NONE, NOT_KNOWN)), closed=NONE in given)


def _number(question: Question, answer: object, report: _Report) -> float | None:
    low, high = question.range or (0.0, 0.0)
    unit = f" {question.unit}" if question.unit else ""
    wanted = f"'{question.id}' takes a {'whole ' if question.whole else ''}number from {low:g} to {high:g}{unit}"
    read = amount(answer)
    if read is None or read[1] not in (None, question.unit):
        report(question.id, wanted, f"write it as in {low:g}{unit}")
        return None
    number = read[0]
    if not low <= number <= high or (question.whole and number != int(number)):
        report(question.id, wanted, "check the number and its unit")
        return None
    return number


def _plain(question: Question, value: Value, answer: object) -> object:
    """The answer as a file would hold it."""
    if isinstance(value, Items):
        order = [item for item in question.choice_ids if item in value.chosen]
        ends = [NONE] if value.closed else [NOT_KNOWN] if isinstance(answer, list) and NOT_KNOWN in answer else []
        return [*order, *ends]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value == int(value) else value
    return value


def fits(question: Question, value: object) -> bool:
    """Whether a question could be answered so; for several choices, with one of them or none."""
    match question.kind:
        case "yes_no":
            return isinstance(value, bool)
        case "choice":
            return value in question.choice_ids
        case "choices":
            return value == "none" or value in question.choice_ids
        case "number":
            low, high = question.range or (0.0, 0.0)
            return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
    return False
