"""Commented beginnings of a rule, a finding, a source, example patients or a whole pack, for somebody to fill in.

What is to be written or judged stands as `<fill in such as …>`, with an example that would load: nothing that somebody
could leave as it is and publish by mistake. A pack in which it is left anywhere is refused (`decision.pack.loading.PLACEHOLDER`). The texts themselves are files, in `skeletons/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise, product
from pathlib import Path
from string import Template

from decision.authoring.search import values
from decision.engine.compiled import compiled, rule_key
from decision.engine.index import values_apart
from decision.engine.truth import guarded, truth
from decision.pack.answers import NONE
from decision.pack.condition import Items, Test, Value, questions_of, tests_of
from decision.pack.model import TALK_EFFECTS, Effect, Question, Rule
from decision.pack.pack import Pack

FOLDER = Path(__file__).resolve().parent / "skeletons"
REVIEWED_EVERY = timedelta(days=182)
"""How far ahead a beginning sets its review date; the writer chooses."""
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_MOST_NAMED = 6
_FILL_IN = "<fill in such as {}>"


MOST_TRIED = 20_000
"""Combinations of answers that are tried for an example."""


class SkeletonError(Exception):
    """Nothing was begun; the words say why and what to do."""


def new_rule(pack: Pack, name: str, effect: Effect, today: date) -> str:
    """A rule to fill in, for this pack.

    Raises:
        SkeletonError: the id is taken or no id.
    """
    _free(name, "rule", pack.rules)
    talk = effect in TALK_EFFECTS
    text = _written("rule.yaml", pack, name, today, effect=effect, extra=_extra(pack, effect), when=_example(pack))
    return re.sub(r"  options: .*\n", "", text) if talk else text


def new_finding(pack: Pack, name: str, today: date) -> str:
    """A finding to fill in, for this pack; `SkeletonError` as above."""
    _free(name, "finding", pack.findings)
    return _written(
        "finding.yaml", pack, name, today, pain=next(iter(pack.pains), "a-pain"), pains=_some(pack.pains, "pack.yaml")
    )


def new_source(pack: Pack, name: str, today: date) -> str:
    """A source to fill in, for this pack; `SkeletonError` as above."""
    _free(name, "source", pack.sources)
    return _written("source.yaml", pack, name, today, year=str(today.year))


def new_vignettes(pack: Pack, rule: str, today: date) -> str:
    """Three example patients to fill in for a rule of this pack: it applies, it just misses, an answer is missing.

    Raises:
        SkeletonError: the pack has no such rule.
    """
    if rule not in pack.rules:
        raise SkeletonError(f"there is no rule '{rule}'; write the rule first, then its example patients")
    found = pack.rules[rule]
    day = pack.info.released  # the day on which a vignette without a date of its own is tried
    applies, misses = _either_side(pack, found, day)
    if found.effect in TALK_EFFECTS:
        word = "conflicts" if found.effect == "conflict" else found.effect
        expected = (f"{word}: [{rule}]", f"{word}: []", f"may_apply: [{rule}]")
    else:
        waits = ", ".join(compiled(pack).waits_for(rule_key(rule), {}, day))
        option = found.options[0]
        expected = (
            f"{option}: {{applies: [{rule}]}}",
            f"{option}: {{not: [{rule}]}}",
            f"{option}: {{waits_for: {{{rule}: [{waits}]}}}}",
        )
    words = dict(zip(("expect_applies", "expect_misses", "expect_waits"), expected, strict=True))
    return _written("vignette.yaml", pack, rule, today, applies=applies, misses=misses, **words)


def added(text: str, entry: str) -> str:
    """The text of a file with one more entry at its end, after an empty line.

    >>> added("- id: a\\n", "- id: b\\n")
    '- id: a\\n\\n- id: b\\n'
    """
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return text + gap + entry


def new_pack(folder: Path, treatment: str, today: date) -> list[Path]:
    """Write a pack to fill in into a folder that is not there yet, or empty; returns its files.

    `treatment` is the id of the option that the pack is about.

    Raises:
        SkeletonError: the folder holds something, or its name cannot be an id.
        OSError: it cannot be written.
    """
    name = folder.resolve().name
    for word in (name, treatment):
        if not _ID.fullmatch(word):
            raise SkeletonError(f"'{word}' cannot be an id: lower-case letters, digits, '-' and '_' only")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SkeletonError(f"{folder.as_posix()} is there already; name a folder that is not")
    written = []
    start = FOLDER / "pack"
    for place in sorted(path for path in start.rglob("*") if path.is_file()):
        target = folder / place.relative_to(start)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = Template(place.read_text(encoding="utf-8")).substitute(_dates(today), id=name, option=treatment)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    return written


def _free(name: str, thing: str, taken: Collection[str]) -> None:
    if not _ID.fullmatch(name):
        raise SkeletonError(f"'{name}' cannot be an id: lower-case letters, digits, '-' and '_' only")
    if name in taken:
        raise SkeletonError(f"the {thing} '{name}' is there already; give the new one another id")


def _written(file: str, pack: Pack, name: str, today: date, **more: str) -> str:
    words = {
        "id": name,
        "options": _some(pack.options, "options.yaml"),
        "option": next((one.id for one in pack.options.values() if one.safety == "checked"), next(iter(pack.options))),
        "questions": _some([q.id for q in pack.questions.values() if q.kind != "importance"], "questions/"),
        "source": next(iter(pack.sources), "a-source"),
        **_dates(today),
        **more,
    }
    return Template((FOLDER / file).read_text(encoding="utf-8")).substitute(words).lstrip("\n")


def _some(names: Collection[str], place: str) -> str:
    """Names for a remark; of many only the first, and where the others stand."""
    kept = [*names][:_MOST_NAMED]
    more = len(names) - len(kept)
    return ", ".join(kept) + (f" … and {more} more, in {place}" if more else "")


def _dates(today: date) -> dict[str, str]:
    return {"today": today.isoformat(), "review_by": (today + REVIEWED_EVERY).isoformat()}


def _extra(pack: Pack, effect: Effect) -> str:
    """The lines that one effect needs beside the others."""
    match effect:
        case "for" | "against":
            themes = ", ".join(pack.themes)
            theme = next(iter(pack.themes), "a-theme")
            return (
                f'  theme: "{_FILL_IN.format(theme)}"   # what it bears on; this pack has: {themes or "none yet"}\n'
                f'  strength: "{_FILL_IN.format(1)}"   # 1 a little, 2, 3 a lot\n'
                f'  certainty: "{_FILL_IN.format("low")}"   # high, moderate, low or very_low; delete it with findings\n'
            )
        case "specialist":
            return '  specialist: "<fill in such as the heart team>"   # whom to ask first\n'
        case "excludes":
            return "  # until: the wound has healed    # if it can pass: the standing is then 'not now'\n"
        case "prepare":
            return (
                "  step:                            # what could help first\n"
                '    clinician: "<fill in such as Agree a goal before the decision.>"\n'
                '    patient: "<fill in such as Write down what would have to get better.>"\n'
            )
        case "untried":
            known = [name for name, one in pack.treatments.items() if one.line in ("first", "second")]
            treatment = _FILL_IN.format(next(iter(known), "a-treatment"))
            there = _some(known, "evidence/treatments.yaml") or "none yet"
            return f'  treatments: ["{treatment}"]   # what had no full trial; this pack has: {there}\n'
    return ""


def _example(pack: Pack) -> str:
    """A condition that this pack could hold, as an example: over its first question that a rule can test."""
    question = next(q for q in pack.questions.values() if q.kind in ("yes_no", "choice", "choices", "number"))
    match question.kind:
        case "yes_no":
            return f"{{{question.id}: true}}"
        case "choice":
            return f"{{{question.id}: {question.choice_ids[0]}}}"
        case "choices":
            return f"{{{question.id}: {{includes: {question.choice_ids[0]}}}}}"
    low, high = question.range or (0.0, 1.0)
    return f"{{{question.id}: {{below: {(low + high) / 2:g}{f' {question.unit}' if question.unit else ''}}}}}"


def _either_side(pack: Pack, rule: Rule, today: date) -> tuple[str, str]:
    """Answers with which a rule applies, and with one of them changed so that it does not, to be filled in."""
    condition = guarded(rule.when, pack.questions)
    asked = [pack.questions[question] for question in pack.questions if question in questions_of(condition)]
    tests = list(tests_of(condition))
    answers = [values_apart(q, [test for test in tests if test.question == q.id], None, today) for q in asked]

    def holds(some: Sequence[Value]) -> bool | None:
        return truth(condition, {q.id: value for q, value in zip(asked, some, strict=True)}, today)

    first = [some[0] for some in answers]
    applies: Sequence[Value] = next((some for some in islice(product(*answers), MOST_TRIED) if holds(some)), first)
    changes = ([*applies[:place], value, *applies[place + 1 :]] for place, some in enumerate(answers) for value in some)
    misses: Sequence[Value] = next((some for some in changes if holds(some) is False), first)
    for place, question in enumerate(asked):
        if question.kind == "number" and applies[place] != misses[place] and applies is not first:
            applies, misses = _nearest(applies, misses, place, _cuts(question, tests, today), holds)
    return _given(asked, applies), _given(asked, misses)


def _cuts(question: Question, tests: Sequence[Test], today: date) -> list[Value]:
    """Answers to a question that takes a number, in their order, on both sides of every threshold."""
    found = values(question, [test for test in tests if test.question == question.id], today)
    return [value for value in found if value is not None]


def _nearest(
    applies: Sequence[Value], misses: Sequence[Value], place: int, cuts: Sequence[Value],
    holds: Callable[[Sequence[Value]], bool | None],
) -> tuple[Sequence[Value], Sequence[Value]]:  # fmt: skip
    """The two patients moved to neighbouring answers, one on each side of a threshold."""
    moved = [[*applies[:place], value, *applies[place + 1 :]] for value in cuts]
    for one, other in pairwise(moved):
        if (holds(one), holds(other)) == (True, False):
            return one, other
        if (holds(one), holds(other)) == (False, True):
            return other, one
    return applies, misses


def _given(asked: Sequence[Question], values: Sequence[Value]) -> str:
    pairs = zip(asked, values, strict=True)
    return ", ".join(f'{question.id}: "{_FILL_IN.format(_answer(question, value))}"' for question, value in pairs)


def _answer(question: Question, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Items):
        chosen = [item for item in question.choice_ids if item in value.chosen]
        return f"[{', '.join([*chosen, *([NONE] if value.closed else [])])}]"
    if isinstance(value, float):
        whole = round(value) if question.whole else value
        return f"{whole:g}"
    return str(value)
