"""A consultation as a file: the answers, what a clinician disagreed with, an own view noted before looking.

A plain file of answers is read, too. The file holds what was said about a patient; where it is kept is for the clinic to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import yaml
from pydantic import ValidationError

from decision.pack.answers import CONSULTATION, Answers, answers_that_fit
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError, Problem, did_you_mean
from decision.pack.yaml_text import Document, decode, parse
from decision.summary.disagreement import LONGEST, REASONS, Remark

_LARGEST = 1_000_000
"""Bytes; a consultation has a few thousand."""
_WHY = "a consultation with a fault is not opened, so that nothing in it is lost or misread"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file of a consultation holds. `pack` is the version of the rules it was held with, `by` whoever saved it.

    `answers` holds those, too, that the rules it was read with cannot read; `unread` has a problem for each of them.
    """

    answers: Mapping[str, object]
    disagreements: tuple[Remark, ...] = ()
    own_view: str = ""
    pack: str = ""
    by: str = ""
    saved: date | None = None
    unread: tuple[Problem, ...] = ()


def as_file(
    pack: Pack,
    answers: Mapping[str, object],
    disagreements: Iterable[Remark] = (),
    own_view: str = "",
    by: str = "",
    saved: date | None = None,
) -> str:
    """A consultation as YAML; without disagreements and own view it is a plain file of answers."""
    remarks = [remark.model_dump(mode="json", exclude_none=True) for remark in disagreements]
    if not remarks and not own_view:
        return _yaml(dict(answers))
    held: dict[str, object] = {
        "pack": f"{pack.info.id} {pack.info.version}",
        "saved": saved.isoformat() if saved else "",
        "by": by,
        "answers": dict(answers),
        "disagreements": remarks,
        "own_view": own_view,
    }
    return _yaml({key: value for key, value in held.items() if value or key == "answers"})


def _yaml(data: Mapping[str, object]) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def read(raw: bytes, name: str, pack: Pack) -> tuple[Answers, Saved]:
    """Read a consultation, or a plain file of answers, and check its answers against a pack.

    Answers that the pack cannot read count for nothing and are no reason to lose the others, or themselves: they may have
    been given under other rules.

    Raises:
        AnswersError: a file that cannot be read as either, or of whose answers the pack knows none; every problem at once.
    """
    document = _document(raw, name)
    saved = _saved(document, name) if _is_consultation(document) else None
    answers, unread = answers_that_fit(document, name, pack)
    if unread and not answers.given and saved is None:
        raise AnswersError(unread)
    said = saved.answers if saved else document.data
    kept = {
        question: answers.given.get(question, answer)
        for question, answer in said.items()
        if answer is not None and answer != []
    }
    return answers, replace(saved or Saved({}), answers=kept, unread=tuple(unread))


def read_remarks(raw: bytes, name: str) -> Saved:
    """Read a saved file for its disagreements alone; answers are not looked at, so that any version of the rules will do.

    Raises:
        AnswersError: a file that cannot be read.
    """
    document = _document(raw, name)
    return _saved(document, name) if _is_consultation(document) else Saved({})


def _document(raw: bytes, name: str) -> Document:
    if len(raw) > _LARGEST:
        raise AnswersError([Problem(name, 1, 1, "the file is too large for a consultation", _WHY)])
    text, slip = decode(raw)
    document = parse(text)
    slips = [slip] if slip else list(document.slips)
    if slips:
        raise AnswersError(Problem(name, s.mark.line, s.mark.column, s.what, s.why, s.mend) for s in slips)
    return document


def _is_consultation(document: Document) -> bool:
    return isinstance(document.data, Mapping) and isinstance(document.data.get("answers"), Mapping)


def _saved(document: Document, name: str) -> Saved:
    data, problems, remarks = document.data, [], []

    def report(path: tuple[str | int, ...], what: str, mend: str) -> None:
        found = document.at(path, key=len(path) == 1)
        problems.append(Problem(name, found.line, found.column, what, _WHY, mend, width=found.width))

    for key in data:
        if key not in CONSULTATION:
            report((key,), f"unknown key '{str(key)[:40]}'", did_you_mean(str(key), CONSULTATION))
    listed = data.get("disagreements", [])
    if not isinstance(listed, list):
        report(("disagreements",), "'disagreements' takes a list", "write each after '- '")
        listed = []
    for place, entry in enumerate(listed):
        try:
            remark = Remark.model_validate(entry)
        except ValidationError as error:
            fault = error.errors()[0]
            what = f"a disagreement that cannot be read: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            report(("disagreements", place), what, "it has rule, reason, words and on")
            continue
        if remark.reason not in REASONS:
            report(("disagreements", place), f"unknown reason '{remark.reason[:40]}'", f"one of {', '.join(REASONS)}")
        remarks.append(remark.model_copy(update={"words": remark.words[:LONGEST]}))
    day = None
    if data.get("saved"):
        try:
            day = date.fromisoformat(str(data["saved"]))
        except ValueError:
            report(("saved",), "'saved' takes a date", "write year-month-day, as in 2026-11-24")
    texts = {key: data.get(key, "") for key in ("own_view", "pack", "by")}
    for key, value in texts.items():
        if not isinstance(value, str):
            report((key,), f"'{key}' takes words", "put it in quotes")
    if problems:
        raise AnswersError(problems)
    return Saved(dict(data["answers"]), tuple(remarks), texts["own_view"], texts["pack"], texts["by"], day)
