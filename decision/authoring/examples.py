"""Example patients written for an author: few patients who together show what is wanted, as YAML ready to paste.

Each says what the concerned rules come to, taken from the pack as it stands. So they show what the rules do, not that
this is right: they are there to be read before they are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from decision.authoring.search import Patient, merged, plain
from decision.authoring.vignettes import asked_of, pains_of
from decision.engine.assess import assess, settle
from decision.engine.assessment import Assessment
from decision.engine.compiled import compiled
from decision.pack.answers import NONE, parse_answers
from decision.pack.model import Rule
from decision.pack.pack import Pack
from decision.pack.vignette import Vignette

MOST_ANSWERS = 12
"""Answers of one example that shows several things: more would be nobody's patient, and hard to read."""

MOST_ITEMS = 4
"""Things chosen from one list in such an example, for the same reason."""

About = Literal["rule", "weight", "safety", "asked", "pains", "pains_may"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What an example is to state: what a rule comes to, how much it weighs, or how safe an option stands; of the form,
    whether a question is asked, which pains there are, and which there may be.

    `rule` names the question or the pain where the form is spoken of. `option` is missing there, and for a rule of the
    conversation.
    """

    about: About
    rule: str
    option: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """Something an example has to show: patients who would, what to state of them, and how to tell that it does."""

    patients: Sequence[Patient]
    statements: tuple[Statement, ...]
    shows: Callable[[Vignette], bool] = field(default=lambda _: True)


@dataclass(slots=True)
class _Sheet:
    patient: Patient
    tasks: list[Task]
    contradictory: bool


def statement(rule: Rule) -> Statement:
    """That an example states what a rule comes to, under its first option."""
    return Statement("rule", rule.id, rule.options[0] if rule.options else None)


def examples(pack: Pack, tasks: Iterable[Task], today: date) -> tuple[list[Vignette], list[Task]]:
    """As few patients as a simple search finds for all tasks, and the tasks that no patient could be found for.

    Patients whose answers contradict each other are used only where nobody else shows the thing, and stand alone.
    """
    sheets: list[_Sheet] = []
    left: list[Task] = []
    for task in tasks:
        if not any(_added(pack, sheet, task, today) for sheet in sheets if not sheet.contradictory):
            sheet = _started(pack, task, today)
            (left.append(task) if sheet is None else sheets.append(sheet))
    return [_vignette(pack, sheet, today) for sheet in sheets], left


def _added(pack: Pack, sheet: _Sheet, task: Task, today: date) -> bool:
    for wanted in task.patients[:12]:
        both = merged(sheet.patient, wanted)
        if both is None or _crowded(plain(both, pack.questions)) or _contradicts(pack, both, today):
            continue
        grown = _Sheet(both, [*sheet.tasks, task], contradictory=False)
        vignette = _vignette(pack, grown, today)
        if all(one.shows(vignette) for one in grown.tasks):
            sheet.patient, sheet.tasks = grown.patient, grown.tasks
            return True
    return False


def _crowded(given: Mapping[str, object]) -> bool:
    return len(given) > MOST_ANSWERS or any(
        isinstance(value, list) and len({*value} - {NONE}) > MOST_ITEMS for value in given.values()
    )


def _started(pack: Pack, task: Task, today: date) -> _Sheet | None:
    ordered = sorted(task.patients, key=lambda patient: _contradicts(pack, patient, today))
    for patient in ordered:
        sheet = _Sheet(patient, [task], _contradicts(pack, patient, today))
        if task.shows(_vignette(pack, sheet, today)):
            return sheet
    return None


def _contradicts(pack: Pack, patient: Patient, today: date) -> bool:
    known = parse_answers(pack, plain(patient, pack.questions))
    return bool(settle(pack, compiled(pack), known, today)[1])


def _vignette(pack: Pack, sheet: _Sheet, today: date) -> Vignette:
    given = plain(sheet.patient, pack.questions)
    statements = dict.fromkeys(one for task in sheet.tasks for one in task.statements)
    return stating(pack, _name(pack, given), given, statements, today)


def stating(
    pack: Pack, name: str, given: Mapping[str, object], statements: Iterable[Statement], today: date
) -> Vignette:
    """An example patient who states what the pack says of these answers; seen `today` if there are dates among them."""
    dated = any(question.kind == "date" for question in pack.questions.values() if question.id in given)
    assessment = assess(pack, given, today=today if dated else pack.info.released)
    data: dict[str, object] = {"name": name, "given": given, "expect": expectations(assessment, statements)}
    if dated:
        data["today"] = today.isoformat()
    return Vignette.model_validate(data)


def expectations(assessment: Assessment, statements: Iterable[Statement]) -> dict[str, Any]:
    """What an assessment says, put as a vignette expects it."""
    options: dict[str, dict[str, Any]] = {}
    conversation: dict[str, list[str]] = {}
    for one in statements:
        if one.about == "asked":
            conversation.setdefault("asked" if one.rule in asked_of(assessment) else "not_asked", []).append(one.rule)
            continue
        if one.about in ("pains", "pains_may"):
            conversation |= {
                k: v for k, v in pains_of(assessment).items() if one.about == "pains_may" or "may" not in k
            }
            continue
        if one.option is None:
            conversation |= _of_conversation(assessment, assessment.pack.rules[one.rule])
            continue
        here = options.setdefault(one.option, {})
        standing = assessment[one.option]
        applies = next((a for a in standing.arguments if a.rule.id == one.rule), None)
        if one.about == "safety":
            low, high = standing.safety.low.word, standing.safety.high.word
            here["safety"] = low if low == high else {"low": low, "high": high}
        elif one.about == "weight" and applies is not None and applies.weight is not None:
            here.setdefault("weighs", {})[one.rule] = applies.weight
        elif applies is not None:
            here.setdefault("applies", []).append(one.rule)
        elif (waits := next((w for w in standing.may_apply if w.rule.id == one.rule), None)) is not None:
            here.setdefault("waits_for", {})[one.rule] = list(waits.waits_for)
        else:
            here.setdefault("not", []).append(one.rule)
    order = [*assessment.pack.options]
    return {**dict(sorted(options.items(), key=lambda pair: order.index(pair[0]))), **conversation}


def _of_conversation(assessment: Assessment, rule: Rule) -> dict[str, list[str]]:
    """The rules of the same effect that apply, and those that wait."""
    key = expected_as(rule)
    return {name: sorted(one.rule.id for one in getattr(assessment, name) if one.rule) for name in (key, f"{key}_may")}


def expected_as(rule: Rule) -> str:
    """Under which key a vignette speaks of a rule of the conversation."""
    return "conflicts" if rule.effect == "conflict" else rule.effect


def _name(pack: Pack, given: Mapping[str, object]) -> str:
    """The patient in one sentence, from the pack's own words."""
    if not given:
        return "Nothing is answered yet"
    told = [f"{pack.questions[q].short.lower()} {_answer(pack, q, value)}" for q, value in given.items()]
    more = f", and {len(told) - 4} more answers" if len(told) > 5 else ""
    kept = told[:4] if more else told
    return f"Patient with {', '.join(kept)}{more}"


def _answer(pack: Pack, question: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        chosen = [str(item).replace("_", " ") for item in value if item != NONE]
        closed = "nothing else" if chosen else "none"
        return " and ".join([*chosen, closed] if NONE in value else [*chosen, "perhaps more"])
    unit = pack.questions[question].unit
    return f"{value} {unit}" if unit else str(value).replace("_", " ")


def as_yaml(vignettes: Iterable[Vignette]) -> str:
    """Vignettes as a pack's file holds them, one line for each part."""
    lines: list[str] = []
    for vignette in vignettes:
        data = vignette.model_dump(mode="json", by_alias=True, exclude_none=True)
        lines.append(f"- name: {json.dumps(vignette.name, ensure_ascii=False)}")
        lines.append(f"  given: {flow(data['given'])}")
        if vignette.today:
            lines.append(f"  today: {vignette.today.isoformat()}")
        lines.append("  expect:")
        lines += [f"    {key}: {flow(expected)}" for key, expected in data["expect"].items()]
        lines.append("")
    return "\n".join(lines)


def flow(value: object) -> str:
    """Plain data as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
