"""Which small changes of a pack an example patient notices, which make no difference to anybody, and which survive.

A change touches few rules, and an example notices it only if one of them comes to something else in it. So each
change is first held against what examples state of just these rules; only where that does not settle it is the changed
pack assessed, on the examples that are touched. Changes of the form are `decision.authoring.form_survival`. A change that survives is looked for in every patient its rules can
tell apart (`decision.authoring.search`): nobody differs, and it is no change at all; or here is a patient who does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from decision.authoring.examples import Statement, Task, expected_as, stating
from decision.authoring.form_survival import FormTrial
from decision.authoring.mutation import Mutant, mutants
from decision.authoring.search import Patient, Space, TooManyError, awaited, patients, plain, space, worth
from decision.authoring.seen import Example, noticed, seen
from decision.engine.compiled import CompiledPack, compiled
from decision.engine.situation import Situation, axes
from decision.engine.truth import Truth, guarded, truth, waits_for
from decision.pack.condition import Condition, Value, questions_of, tests_of
from decision.pack.model import Rule, Safety, rule_safety
from decision.pack.pack import Pack
from decision.pack.vignette import Expected, Vignette

_ENOUGH = 40
"""Different patients kept of those who tell a surviving change from the pack."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no example notices, the patients who would, and what an example has to state of them."""

    mutant: Mutant
    task: Task


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of every change. `undecided` are changes of rules with too many combinations to try."""

    killed: int
    equivalent: tuple[Mutant, ...]
    survivors: tuple[Survivor, ...]
    undecided: tuple[Mutant, ...]


def try_all(pack: Pack, today: date, seed: int = 0) -> Outcome:
    """Make every change once and see whether an example notices it."""
    trial = Trial(pack, today)
    killed = 0
    equivalent: list[Mutant] = []
    survivors: list[Survivor] = []
    undecided: list[Mutant] = []
    for mutant in mutants(pack, seed):
        if trial.notices(mutant):
            killed += 1
            continue
        try:
            task = trial.telling(mutant)
        except TooManyError:
            undecided.append(mutant)
            continue
        if task is None:
            equivalent.append(mutant)
        else:
            survivors.append(Survivor(mutant, task))
    return Outcome(killed, tuple(equivalent), tuple(survivors), tuple(undecided))


class Trial:
    """The examples of one pack, ready to be held against many changes of it."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.today = today
        self.ready: CompiledPack = compiled(pack)
        self._examples = [seen(self.pack, self.ready, vignette) for vignette in pack.vignettes]
        self._groups: dict[frozenset[str], list[list[Example]]] = {}
        conditions = (*self.ready.conditions.values(), *self.ready.gates.values())
        tests = [test for condition in conditions for test in tests_of(condition)]
        self._space: Space = space(pack.questions, tests, today)
        self._form = FormTrial(pack, self._alike, today)

    def notices(self, mutant: Mutant) -> bool:
        """Whether some example that holds for the pack fails with the change."""
        if mutant.of_form:
            return self._form.notices(mutant)
        touched: dict[int, Example] = {}
        for name, new in mutant.rules.items():
            for example in self._touched(self.pack.rules[name], new):
                if not example.contradictory and self._stated(example, name, new):
                    return True
                touched[id(example)] = example
        changed = _Changed(self.pack, mutant)
        return any(
            self._noticed(example, changed, closely) for closely in (False, True) for example in touched.values()
        )

    def _noticed(self, example: Example, changed: _Changed, closely: bool = True) -> bool:
        """Whether one example fails; `closely` looks also where the changed rules have to be made ready first."""
        mutant = changed.mutant
        effects = {rule.effect for rule in (*mutant.rules.values(), *map(self.pack.rules.get, mutant.rules)) if rule}
        alone = len(mutant.rules) == 1 or "conflict" not in effects
        if not example.contradictory and alone:
            if any(self._talk_differs(example, name, new) for name, new in mutant.rules.items()):
                return True
            if effects <= {"untried", "prepare"}:  # they move no standing and open no question
                return False
        if example.contradictory or "conflict" in effects:
            return closely and self._contradicted(example, mutant) and noticed(example.vignette, changed.pack)
        if any(self._stated(example, name, new) for name, new in mutant.rules.items()):
            return True
        if any(self._weight_differs(example, name, new) for name, new in mutant.rules.items()):
            return True
        options = {o for rule in map(self.pack.rules.__getitem__, mutant.rules) for o in rule.options}
        for option, expected in example.axes_stated.items():
            if option not in options and "first" not in effects:
                continue
            if (closely or expected.lean is None) and self._axes_differ(example, option, expected, changed):
                return True
        asks = not example.of_conversation.isdisjoint(("open", "not_open"))
        return closely and asks and noticed(example.vignette, changed.pack)

    def _talk_differs(self, example: Example, name: str, new: Rule | None) -> bool:
        """Whether a rule of the conversation joins or leaves those that the example names."""
        old, expect = self.pack.rules[name], example.vignette.expect
        if old.options:
            return False
        was, now = self._truth(old, example), self._truth(new, example) if new else False
        applies, may = expected_as(old), f"{expected_as(old)}_may"
        if applies in expect and (was is True) != (now is True):
            return True
        if may in expect and (was is None) != (now is None):
            return True
        waiting = expect.get("may_apply", [])
        return isinstance(waiting, list) and name in waiting and now is not None

    def _contradicted(self, example: Example, mutant: Mutant) -> bool:
        """Whether contradictions bear on an example: it has some, gets some, or speaks of the conversation."""
        if example.contradictory or example.of_conversation:
            return True
        return any(
            new is not None and truth(self._guarded(new), example.known, example.day) is True
            for new in mutant.rules.values()
        )

    def _weight_differs(self, example: Example, name: str, new: Rule | None) -> bool:
        for option, expected in example.of_options.items():
            if name in (expected.weighs or {}):
                if (
                    new is None
                    or option not in new.options
                    or _came_to(self._guarded(new), example.answers, example.day) is not True
                ):
                    return True
                if new.strength != self.pack.rules[name].strength:
                    return True
        return False

    def _axes_differ(self, example: Example, option: str, expected: Expected, changed: _Changed) -> bool:
        if expected.lean is None:
            rules = [changed.mutant.rules.get(rule.id, rule) for rule in self.ready.rules_of[option]]
            safety = self._safety(example, [rule for rule in rules if rule and option in rule.options])
        else:
            ready = compiled(changed.pack)
            verdicts = ready.index.verdicts(example.answers, example.day)
            situation = Situation(self.pack, ready, example.answers, example.day, verdicts, kept=0)
            found, _ = axes(situation, option, example.known.importances, situation.pains)
            if sorted(expected.lean) != sorted(lean.value for lean in found.lean):
                return True
            safety = {False: (found.safety.low, found.safety.high), True: (found.lasting.low, found.lasting.high)}
        for lasting, wanted in ((False, expected.safety), (True, expected.lasting)):
            if wanted is not None:
                ends = [wanted, wanted] if isinstance(wanted, str) else [wanted.low, wanted.high]
                if [end.word for end in safety[lasting]] != ends:
                    return True
        return False

    def _guarded(self, rule: Rule) -> Condition:
        return guarded(rule.when, self.pack.questions)

    def _touched(self, old: Rule, new: Rule | None) -> Iterator[Example]:
        """Examples in which the rule comes to something else, or comes to something and says something else."""
        before = self._guarded(old)
        after = self._guarded(new) if new else None
        same_words = new is not None and (new.effect, new.options, new.until, new.strength) == (
            old.effect, old.options, old.until, old.strength
        )  # fmt: skip
        reads = questions_of(before) | (questions_of(after) if after else frozenset())
        for group in self._alike(reads):
            one = group[0]
            for answers in (one.answers, one.known) if one.contradictory else (one.answers,):
                was = _came_to(before, answers, one.day)
                if (_came_to(after, answers, one.day) if after else False) != was or (
                    not same_words and was is not False
                ):
                    yield from group
                    break

    def _alike(self, reads: frozenset[str]) -> list[list[Example]]:
        """The examples in groups that answer these questions alike; contradictory ones each alone."""
        found = self._groups.get(reads)
        if found is None:
            groups: dict[tuple[object, ...], list[Example]] = {}
            order = sorted(reads)
            dated = any(self.pack.questions[question].kind == "date" for question in reads)
            for example in self._examples:
                key: tuple[object, ...] = (*map(example.answers.get, order), example.day if dated else None)
                groups.setdefault((id(example),) if example.contradictory else key, []).append(example)
            found = self._groups[reads] = list(groups.values())
        return found

    def _stated(self, example: Example, name: str, new: Rule | None) -> bool:
        """Whether what the example states of this one rule fails."""
        stated = example.stated.get(name)
        if not stated:
            return False
        came = _came_to(self._guarded(new), example.answers, example.day) if new else False
        return any((came if new and option in new.options else False) != wanted for option, wanted in stated)

    def _safety(self, example: Example, rules: Sequence[Rule]) -> Mapping[bool, tuple[Safety, Safety]]:
        ends = {False: [Safety.CLEAR, Safety.CLEAR], True: [Safety.CLEAR, Safety.CLEAR]}
        for rule in rules:
            reached = rule_safety(rule)
            if reached is Safety.CLEAR or (found := self._truth(rule, example)) is False:
                continue
            for lasting in (False, True) if not rule.until else (False,):
                ends[lasting][1] = max(ends[lasting][1], reached)
                if found:
                    ends[lasting][0] = max(ends[lasting][0], reached)
        return {lasting: (low, high) for lasting, (low, high) in ends.items()}

    def _truth(self, rule: Rule, example: Example) -> Truth:
        if self.pack.rules[rule.id].when is rule.when:
            bits = self.ready.spans[rule.id]
            return True if bits & example.verdicts.true else None if bits & example.verdicts.possible else False
        return truth(self._guarded(rule), example.answers, example.day)

    def telling(self, mutant: Mutant) -> Task | None:
        """Patients who tell the change from the pack; nothing if there are none.

        Raises:
            TooManyError: the rules have more combinations than can be tried.
        """
        if mutant.of_form:
            return self._form.telling(mutant)
        changed = _Changed(self.pack, mutant)

        def shows(vignette: Vignette) -> bool:
            return self._noticed(seen(self.pack, self.ready, vignette), changed)

        for name, new in mutant.rules.items():
            old = self.pack.rules[name]
            statements = _statements(old, new)
            found: list[Patient] = []
            for patient in self._patients(old, new):
                if shows(self._stating(patient, statements)):
                    found.append(patient)
                    if len(found) >= _ENOUGH:
                        break
            if found:
                return Task(found, statements, shows)
        return None

    def _stating(self, patient: Patient, statements: Sequence[Statement]) -> Vignette:
        return stating(self.pack, "someone", plain(patient, self.pack.questions), statements, self.today)

    def _patients(self, old: Rule, new: Rule | None) -> Iterator[Patient]:
        """Patients in whom the rule comes to something else; where only what it says changed, in whom it applies or waits."""
        before = self._guarded(old)
        after = self._guarded(new) if new else None
        conditions = [before] if after is None or after == before else [before, after]
        if after is None or len(conditions) == 1:
            for wanted in (True, None):  # a rule that can apply to nobody may still wait, and that is seen too
                for truths, asked in self._space.combinations(conditions):
                    if worth(before, truths) is wanted:
                        yield from patients(conditions, asked)
            return
        for truths, asked in self._space.combinations(conditions):
            was = worth(before, truths)
            if was is not worth(after, truths) or awaited(before, truths) != awaited(after, truths):
                yield from patients(conditions, asked)


@dataclass(frozen=True)
class _Changed:
    original: Pack
    mutant: Mutant

    @cached_property
    def pack(self) -> Pack:
        """The changed pack, made only if single rules do not settle it."""
        return self.mutant.applied_to(self.original)


def _came_to(condition: Condition, answers: Mapping[str, Value], day: date) -> bool | frozenset[str]:
    """What a condition is worth, or the questions it waits for."""
    found = truth(condition, answers, day)
    return frozenset(waits_for(condition, answers, day)) if found is None else found


def _statements(old: Rule, new: Rule | None) -> tuple[Statement, ...]:
    """What an example has to state for a change to be noticed."""
    if not old.options:
        return (Statement("rule", old.id, None),)
    if new is None or new.when != old.when:
        return (Statement("rule", old.id, old.options[0]),)
    if new.options != old.options:
        return tuple(Statement("rule", old.id, option) for option in old.options if option not in new.options)
    about: tuple[Statement, ...] = (Statement("weight", old.id, old.options[0]),)
    return about if old.is_argument else tuple(Statement("safety", old.id, option) for option in old.options)
