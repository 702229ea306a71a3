"""What a change of rules does, and to whom: one patient under two packs, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from decision.engine.assess import assess
from decision.engine.assessment import Assessment, Lean, PainEvidence, SafetyRange, Standing, Weight
from decision.pack.answers import parse_answers
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that comes out otherwise for one patient. `option` is empty for the conversation as a whole."""

    option: str
    about: str
    before: str
    after: str
    because: tuple[str, ...]

    def __str__(self) -> str:
        subject = f"{self.option} {self.about}".strip()
        because = f", because {'; '.join(self.because)}" if self.because else ""
        return f"{subject}: {self.before} → {self.after}{because}"


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody for whom something changes, and what."""

    who: str
    changes: tuple[Change, ...]


def changes(old: Pack, new: Pack, given: Mapping[str, object], today: date) -> tuple[Change, ...]:
    """What comes out otherwise for one patient, for the options of both packs. Answers that one of the packs cannot read
    are left out there."""
    before = assess(old, readable(old, given), today=today)
    after = assess(new, readable(new, given), today=today)
    found: list[Change] = []
    for option in (option for option in old.options if option in new.options):
        because = _because(before, after, option)
        for about, was, now in _standing(before[option], after[option]):  # evidence rests on findings, not on rules
            found.append(Change(option, about, was, now, () if about.startswith("evidence") else because))
    return (*found, *_conversation(before, after))


def options_changed(old: Pack, new: Pack) -> tuple[Change, ...]:
    """The options that came or went: for everybody, so told once."""
    there, gone = "one of the options", "not one of the options"
    came = tuple(Change(option, "", gone, there, ()) for option in new.options if option not in old.options)
    return (*came, *(Change(option, "", there, gone, ()) for option in old.options if option not in new.options))


def readable(pack: Pack, given: Mapping[str, object]) -> dict[str, object]:
    """The answers that a pack can read; it has no use for the others."""
    kept = {question: answer for question, answer in given.items() if question in pack.questions}
    try:
        parse_answers(pack, kept)
    except AnswersError as error:
        names = list(kept)
        for problem in error.problems:
            kept.pop(names[problem.line - 1], None)
    return kept


def affected(old: Pack, new: Pack, patients: Iterable[tuple[str, Mapping[str, object], date]]) -> Iterator[Affected]:
    """Those of some patients (name, answers, day) for whom anything changes. Equal answers are looked at once."""
    known: dict[tuple[str, date], tuple[Change, ...]] = {}
    for who, given, day in patients:
        key = (repr(sorted(given.items(), key=lambda pair: pair[0])), day)
        if key not in known:
            known[key] = changes(old, new, given, day)
        if known[key]:
            yield Affected(who, known[key])


def vignettes_of(old: Pack, new: Pack) -> Iterator[tuple[str, Mapping[str, object], date]]:
    """The example patients of both packs, those of the new one where both have one of a name."""
    named = {vignette.name for vignette in new.vignettes}
    gone = ((old, vignette) for vignette in old.vignettes if vignette.name not in named)
    for pack, vignette in (*gone, *((new, vignette) for vignette in new.vignettes)):
        yield vignette.name, vignette.given, pack.seen_on(vignette)


def _standing(before: Standing, after: Standing) -> Iterator[tuple[str, str, str]]:
    if before.safety != after.safety:
        yield "safety", _safety(before.safety), _safety(after.safety)
    if before.lasting != after.lasting and (before.safety, after.safety) != (before.lasting, after.lasting):
        yield "lasting safety", _safety(before.lasting), _safety(after.lasting)
    old, new = ({entry.pain: entry for entry in standing.evidence} for standing in (before, after))
    for pain in dict.fromkeys([*old, *new]):
        levels, levels_now = _evidence(old.get(pain)), _evidence(new.get(pain))
        if levels != levels_now:
            yield f"evidence for {pain}", levels, levels_now
    if before.lean != after.lean:
        yield "lean", _lean(before.lean), _lean(after.lean)
    for about, was, now in (
        ("reasons for", before.reasons_for, after.reasons_for),
        ("reasons against", before.reasons_against, after.reasons_against),
    ):
        if was != now:
            yield about, _weighed(was), _weighed(now)


def _conversation(before: Assessment, after: Assessment) -> Iterator[Change]:
    for about, was, now in (
        ("comes first", before.first, after.first),
        ("may come first", before.first_may, after.first_may),
    ):
        old, new = ({entry.rule.id for entry in entries} for entries in (was, now))
        if old != new:
            yield Change("", about, _ids(old), _ids(new), ())
    contradictions = [{c.rule.id for c in a.conflicts if c.rule} for a in (before, after)]
    if contradictions[0] != contradictions[1]:
        yield Change("", "contradictions", _ids(contradictions[0]), _ids(contradictions[1]), ())


def _because(before: Assessment, after: Assessment, option: str) -> tuple[str, ...]:
    """The rules that do something else for an option, or say something else of it."""
    was, now = _behaviour(before, option), _behaviour(after, option)
    found = []
    for rule in dict.fromkeys([*was, *now]):
        old, new = was.get(rule, "does not apply"), now.get(rule, "does not apply")
        if old != new:
            found.append(f"{rule} {new} (before: {old})")
        elif before.pack.rules[rule].effect != after.pack.rules[rule].effect:
            found.append(f"{rule} says {after.pack.rules[rule].effect} (before: {before.pack.rules[rule].effect})")
        elif _weight(before, rule) != _weight(after, rule):
            found.append(f"{rule} weighs otherwise")
    return tuple(found)


def _behaviour(assessment: Assessment, option: str) -> dict[str, str]:
    standing = assessment[option]
    waiting = {entry.rule.id: "may apply" for entry in standing.may_apply}
    return {**{argument.rule.id: "applies" for argument in standing.arguments}, **waiting}


def _weight(assessment: Assessment, rule: str) -> object:
    one = assessment.pack.rules[rule]
    return one.until, one.strength, one.theme, assessment.pack.certainty(one) if one.is_argument else None


_LEAN = {
    Lean.NONE: "no lean",
    Lean.MORE_AGAINST: "more against",
    Lean.BALANCED: "balanced",
    Lean.MORE_FOR: "more for",
}


def _range(low: str, high: str) -> str:
    return (low if low == high else f"{low} to {high}").replace("_", " ")


def _safety(found: SafetyRange) -> str:
    return _range(found.low.word, found.high.word)


def _evidence(entry: PainEvidence | None) -> str:
    if entry is None:
        return "not one of the pains"
    levels = _range(entry.low.word, entry.high.word)
    return levels if entry.certain else f"{levels} (pain still open)"


def _weighed(weight: Weight) -> str:
    low, high = weight.low / 1000, weight.high / 1000
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _lean(leans: frozenset[Lean]) -> str:
    return " or ".join(_LEAN[lean] for lean in Lean if lean in leans)


def _ids(rules: Iterable[str]) -> str:
    return ", ".join(sorted(rules)) or "nothing"
