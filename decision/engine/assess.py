"""The one way through: answers in, assessment out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial

from decision.engine.assessment import (
    Argument,
    Assessment,
    Conflict,
    Evidence,
    Lean,
    PainEvidence,
    Standing,
    TippingPoint,
)
from decision.engine.compiled import CompiledPack, compiled, rule_key
from decision.engine.explanation import Explanations
from decision.engine.openness import open_questions, stakes
from decision.engine.situation import Pains, Situation, axes
from decision.engine.standing import Scales
from decision.engine.truth import truth, waits_for
from decision.pack.answers import Answers, parse_answers
from decision.pack.condition import Condition, questions_of
from decision.pack.pack import Pack


def assess(pack: Pack, answers: Answers | Mapping[str, object], *, today: date | None = None) -> Assessment:
    """Say what all rules of a pack say about one patient.

    Args:
        pack: a pack from `load_pack`.
        answers: what `parse_answers` made, or plain data as a file of answers would hold it. A question that is
            missing was not asked; `"not_known"` was asked and is not known. Neither ever counts as a no.
        today: the day the patient is seen; the present day when left out. Only dates are compared with it.

    Raises:
        AnswersError: plain data that does not fit the pack's questions; every problem at once.
    """
    known = answers if isinstance(answers, Answers) else parse_answers(pack, answers)
    day = today or date.today()
    ready = compiled(pack)
    situation, conflicts = settle(pack, ready, known, day)
    explain = Explanations(situation, known)
    pains = cache(lambda: situation.pains)
    standings = _Standings(pack.options, lambda option: _standing(situation, known, option, pains(), explain))
    return Assessment(
        pack=pack,
        answers=known,
        today=day,
        standings=standings,
        conflicts=conflicts,
        explain=explain,
        reach=partial(stakes, situation, standings, conflicts),
        look_ahead=partial(open_questions, situation, known, standings, conflicts),
    )


class _Standings(Mapping[str, Standing]):
    """The standing of every option, each worked out when somebody first asks for it: many ask for one only."""

    def __init__(self, options: Iterable[str], work_out: Callable[[str], Standing]) -> None:
        self._found: dict[str, Standing | None] = dict.fromkeys(options)
        self._work_out = work_out

    def __getitem__(self, option: str) -> Standing:
        found = self._found[option]
        if found is None:
            found = self._found[option] = self._work_out(option)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def settle(pack: Pack, ready: CompiledPack, known: Answers, day: date) -> tuple[Situation, tuple[Conflict, ...]]:
    """Decide every rule, then once more without the answers that contradict each other.

    An answer in doubt counts as not known, but what it has brought about for safety stays.
    """
    verdicts = ready.index.verdicts(known, day)
    contradictions = [
        Conflict(rule, tuple(rule.questions) or _in_order(ready, questions_of(ready.conditions[rule_key(rule.id)])))
        for rule in ready.rules_with("conflict")
        if ready.index.spans[rule_key(rule.id)] & verdicts.true
    ]
    left_behind = [
        Conflict(None, (question,))
        for question, gate in ready.gates.items()
        if question in known and truth(gate, known, day) is False
    ]
    conflicts = (*contradictions, *left_behind)
    doubtful = {question for conflict in contradictions for question in conflict.questions}
    if not doubtful:
        return Situation(pack, ready, known, day, verdicts, kept=0), conflicts
    certain = {question: value for question, value in known.items() if question not in doubtful}
    return Situation(pack, ready, certain, day, ready.index.verdicts(certain, day), kept=verdicts.true), conflicts


def _in_order(ready: CompiledPack, questions: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(questions), key=lambda question: ready.order[question]))


def asked(pack: Pack, answers: Answers | Mapping[str, object], *, today: date | None = None) -> tuple[str, ...]:
    """The questions to show for these answers, in the pack's order.

    A question with `ask_when` is shown once that holds, and also while it stays unknown although everything it rests on
    was asked: someone who does not know must still be asked.
    """
    known = answers if isinstance(answers, Answers) else parse_answers(pack, answers)
    day = today or date.today()
    gates = compiled(pack).gates
    return tuple(q for q in pack.questions if q not in gates or _gate_open(gates[q], known, day))


def _gate_open(gate: Condition, known: Answers, day: date) -> bool:
    holds = truth(gate, known, day)
    if holds is None:
        return all(question in known.not_known for question in waits_for(gate, known, day))
    return holds


def _standing(situation: Situation, known: Answers, option: str, pains: Pains, explain: Explanations) -> Standing:
    found, scales = axes(situation, option, known.importances, pains)
    rules = situation.compiled.rules_of[option]
    mains = [entry for entry in found.evidence if entry.main is not False]
    reasons_for, reasons_against = scales.sides(known.importances)
    return Standing(
        option=option,
        safety=found.safety,
        lasting=found.lasting,
        evidence=found.evidence,
        evidence_range=_evidence_range(situation, option, mains),
        lean=found.lean,
        reasons_for=reasons_for,
        reasons_against=reasons_against,
        argue=lambda: _weighed(situation.pack, known, explain.arguments(rules)),
        wait=lambda: explain.waiting(rules),
        tip=lambda: () if situation.held else tuple(_tipping_points(scales, known.importances, found.lean)),
    )


def _evidence_range(situation: Situation, option: str, mains: list[PainEvidence]) -> tuple[Evidence, Evidence]:
    """From the least to the most studied main pain still possible; not studied when the pain is none of the pack's."""
    if situation.pack.options[option].kind == "as_now":
        return Evidence.NATURAL_COURSE, Evidence.NATURAL_COURSE
    if not mains:
        return Evidence.NOT_STUDIED, Evidence.NOT_STUDIED
    return min(entry.low for entry in mains), max(entry.high for entry in mains)


def _weighed(pack: Pack, known: Answers, arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """Arguments for and against with their weight; the strongest of each theme and side is the one that counts.

    One that is under review weighs nothing and never counts.
    """
    strongest: dict[tuple[str, str], str] = {}
    weights: dict[str, float] = {}
    for argument in arguments:
        rule = argument.rule
        if rule.theme is None or rule.strength is None:
            continue
        weight = rule.strength * pack.info.weights.certainty[pack.certainty(rule)]
        if argument.under_review:
            weights[rule.id] = 0.0
            continue
        weights[rule.id] = weight * known.importances.get(rule.theme, pack.info.weights.importance)
        leader = strongest.setdefault((rule.effect, rule.theme), rule.id)
        if (weights[rule.id], leader) > (weights[leader], rule.id):
            strongest[rule.effect, rule.theme] = rule.id
    return tuple(
        replace(
            argument,
            certainty=pack.certainty(argument.rule),
            weight=weights[argument.rule.id],
            counts=argument.rule.id in strongest.values(),
        )
        if argument.rule.is_argument
        else argument
        for argument in arguments
    )


def _tipping_points(scales: Scales, importances: Mapping[str, int], lean: frozenset[Lean]) -> Iterator[TippingPoint]:
    """For a settled lean: by theme the nearest importance that changes it, towards each other lean it can reach."""
    if len(lean) != 1:
        return
    (now,) = lean
    for theme in scales.themes:
        matters = importances.get(theme, scales.default)
        reached: set[Lean] = set()
        for other in sorted({0, 1, 2, 3} - {matters}, key=lambda importance: abs(importance - matters)):
            (then, *more) = scales.lean({**importances, theme: other})
            if not more and then is not now and then not in reached:
                reached.add(then)
                yield TippingPoint(theme, matters, other, now, then)
