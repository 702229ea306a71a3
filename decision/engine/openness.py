"""Which questions can still matter, and in which order to ask them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from decision.engine.assessment import Conflict, OpenQuestion, SafetyRange, Standing
from decision.engine.compiled import rule_key
from decision.engine.evidence import levels
from decision.engine.index import values_apart
from decision.engine.situation import Axes, Pains, Situation, axes, evidence_for, safety_of
from decision.engine.truth import truth
from decision.pack.answers import Answers
from decision.pack.model import Rule, Safety, rule_safety

FIRST = "first"
"""What a question can reach when a `first` rule waits for it: every option would be held back."""

_GRAVITY = {FIRST: 9, **{safety.word: int(safety) + 3 for safety in Safety}, "narrowed": 3, "evidence": 2, "lean": 1}
"""How grave a change is: what an answer brings about, then what it rules out, then evidence and lean."""


@dataclass(slots=True)
class _Reach:
    """What one question could bring: the gravest thing, and for which options."""

    gravest: str
    options: set[str] = field(default_factory=set)

    def add(self, what: str, options: Sequence[str]) -> None:
        if _GRAVITY[what] > _GRAVITY[self.gravest]:
            self.gravest = what
        self.options.update(options)


def open_questions(
    situation: Situation, known: Answers, standings: Mapping[str, Standing], conflicts: Sequence[Conflict]
) -> tuple[OpenQuestion, ...]:
    """The unanswered questions on which something waits that could still move a standing, the most telling first.

    No other question can matter. Those whose answer alone changes a standing lead, the gravest change first; then come
    those that matter only together with others. A question whose turn depends on one not yet asked comes after it.
    """
    reach = _reach(situation, standings, conflicts)
    alone = _alone(situation, known, standings, list(reach))
    order = situation.compiled.order
    hidden = {question: _hidden(situation, question) for question in reach}

    def place(question: str) -> tuple[bool, bool, int, bool, int, int, int]:
        found = reach[question]
        gravity, moved = alone.get(question, (0, 0))
        asked_before = question in known.not_known  # nobody knew the answer: to find out leads over to ask
        return (
            hidden[question],
            not gravity,
            -gravity,
            not asked_before,
            -moved,
            -_GRAVITY[found.gravest],
            order[question],
        )

    return tuple(
        OpenQuestion(
            question=question,
            options=tuple(option for option in situation.pack.options if option in reach[question].options),
            could_reach=reach[question].gravest,
            alone=question in alone,
        )
        for question in sorted(reach, key=place)
    )


def _hidden(situation: Situation, question: str) -> bool:
    gate = situation.compiled.gates.get(question)
    return gate is not None and truth(gate, situation.answers, situation.today) is not True


def stakes(situation: Situation, standings: Mapping[str, Standing], conflicts: Sequence[Conflict]) -> Mapping[str, str]:
    """The open questions in the pack's order, each with the gravest thing its rules could bring."""
    reach = _reach(situation, standings, conflicts)
    return {question: reach[question].gravest for question in sorted(reach, key=situation.compiled.order.__getitem__)}


def _reach(situation: Situation, standings: Mapping[str, Standing], conflicts: Sequence[Conflict]) -> dict[str, _Reach]:
    """By question what the rules that wait for it could still bring."""
    found: dict[str, _Reach] = {}
    for rule in situation.compiled.rules.values():
        if _may_apply(situation, rule):
            what, options = _stake(rule, standings)
            if options:
                _wait(situation, found, rule_key(rule.id), what, options)
    every = list(situation.pack.options)
    for pain in situation.pack.info.pains:
        main, also = situation.compiled.main[pain.id], situation.compiled.also[pain.id]
        is_main = situation.holds(main)
        if is_main is None:
            _wait(situation, found, f"main:{pain.id}", "evidence", every)
        if also and is_main is not True and situation.holds(also) is None:  # the main pain is no news among the others
            _wait(situation, found, f"also:{pain.id}", "evidence", every)
    if situation.age is None:
        for option in _undecided_by_age(situation):
            found.setdefault(situation.pack.info.ages.question, _Reach("evidence")).add("evidence", [option])
    for conflict in conflicts:
        for question in conflict.questions:
            found.pop(question, None)  # it is answered; the contradiction is what must be settled
    return found


def _wait(situation: Situation, found: dict[str, _Reach], condition: str, what: str, options: Sequence[str]) -> None:
    for question in situation.waits_for(condition):
        found.setdefault(question, _Reach(what)).add(what, options)


def _undecided_by_age(situation: Situation) -> Iterator[str]:
    pains = [pain for pain, _, _ in situation.pains]
    for option in situation.pack.options:
        if any(len(levels(situation.pack, option, pain, None)) > 1 for pain in pains):
            yield option


def _may_apply(situation: Situation, rule: Rule) -> bool:
    bits = situation.compiled.index.spans[rule_key(rule.id)]
    true = situation.verdicts.true if rule.is_argument else situation.true
    return not bits & true and bool(bits & situation.verdicts.possible)


def _stake(rule: Rule, standings: Mapping[str, Standing]) -> tuple[str, list[str]]:
    """What a rule that may apply could bring, and for which options it would still move a standing.

    An effect that can pass settles no other safety question, so a lasting effect is held against what lasts.
    """
    if rule.effect == "first":
        return FIRST, list(standings)
    if rule.effect == "conflict":
        return FIRST, []
    if rule.is_argument:
        return "lean", [option for option in rule.options if len(standings[option].lean) > 1]
    reached = rule_safety(rule)
    if rule.until:
        return reached.word, [option for option in rule.options if reached > standings[option].safety.low]
    return reached.word, [option for option in rule.options if reached > standings[option].lasting.low]


def _alone(
    situation: Situation, known: Answers, standings: Mapping[str, Standing], questions: list[str]
) -> dict[str, tuple[int, int]]:
    """One-step look-ahead: questions whose answer alone changes a standing, with the gravity of the gravest change and
    the number of options it moves."""
    now = {o: Axes(s.safety, s.lasting, s.lean, s.evidence) for o, s in standings.items()}
    pains = situation.pains
    index = situation.compiled.index
    others = index.without(situation.answers, situation.today)
    age_question = situation.pack.info.ages.question
    found: dict[str, tuple[int, int]] = {}
    for question in questions:
        tried: set[tuple[object, object]] = set()
        held = situation.answers.get(question)
        tests = situation.compiled.tests.get(question, ())
        for value in values_apart(situation.pack.questions[question], tests, held, situation.today):
            answers = {**situation.answers, question: value}
            standing = others.get(question)
            verdicts = (
                situation.verdicts
                if standing is None
                else index.split(standing & index.row(question, value, situation.today), answers, situation.today)
            )
            if (alike := (verdicts, answers.get(age_question))) in tried:
                continue  # no rule tells this answer from one that was tried
            tried.add(alike)
            then = Situation(situation.pack, situation.compiled, answers, situation.today, verdicts, situation.kept)
            change = _change(situation, then, known, now, pains)
            if change > found.get(question, (0, 0)):
                found[question] = change
    return found


def _change(
    before: Situation, after: Situation, known: Answers, now: Mapping[str, Axes], pains_before: Pains
) -> tuple[int, int]:
    """How grave the change is from one situation to the next, and how many options it moves; zeros for none."""
    if after.verdicts == before.verdicts and after.age == before.age:
        return (0, 0)
    touched = (before.verdicts.true ^ after.verdicts.true) | (before.verdicts.possible ^ after.verdicts.possible)
    pains = after.pains if touched & before.compiled.pain_bits else pains_before
    studies_move = pains != pains_before or before.age != after.age
    everyone = studies_move or before.held != after.held
    gravity, moved = (_GRAVITY[FIRST], len(now)) if after.held and not before.held else (0, 0)
    for option, axes_now in now.items():
        if axes_now.safety.high is Safety.NOT_CHECKED:  # nothing but evidence moves an option that is not examined
            if studies_move and evidence_for(after.pack, option, pains, after.age)[1] != axes_now.evidence:
                moved += 1
                gravity = max(gravity, _GRAVITY["evidence"])
            continue
        if not everyone and not touched & before.compiled.options[option].every:
            continue
        safety, lasting = safety_of(after, option)
        if safety != axes_now.safety or lasting != axes_now.lasting:  # then the reasons need not be weighed anew
            moved += 1
            gravity = max(gravity, _graver(axes_now, safety, lasting))
            continue
        then, _ = axes(after, option, known.importances, pains)
        if then != axes_now:
            moved += 1
            gravity = max(gravity, _GRAVITY["evidence" if then.evidence != axes_now.evidence else "lean"])
    if before.held != after.held:
        gravity = max(gravity, _GRAVITY["narrowed"])  # what could have held every option back no longer can
    return (gravity, moved)


def _graver(now: Axes, safety: SafetyRange, lasting: SafetyRange) -> int:
    if safety.low > now.safety.low:
        return _GRAVITY[safety.low.word]
    return _GRAVITY[lasting.low.word if lasting.low > now.lasting.low else "narrowed"]
