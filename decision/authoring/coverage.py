"""How thoroughly a pack's example patients try its rules: each rule, each test of each rule, and each test on its own.

A *leaf* is one test as it stands in the rule, named conditions written out at every use; a question that is hidden
takes its `otherwise` value, so that a leaf is worth what the patient's form makes of it. Three things are counted:

- the rule applied, did not apply and may have applied;
- every leaf was true, false and unknown;
- every leaf decided on its own (masking MC/DC with unknown as a third value): in one example it is true, in another
  false, the rule came out differently, and with the other leaves of either example the leaf alone makes that difference.

What no patient at all can show (a test that another one makes superfluous) is told apart from what is merely missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from decision.authoring.search import Patient, Space, TooManyError, enough, patients, space, worth
from decision.engine.assess import settle
from decision.engine.columns import Cohort, places
from decision.engine.compiled import CompiledPack, compiled, rule_key
from decision.engine.truth import Truth, guarded
from decision.pack.answers import Answers
from decision.pack.condition import (
    All,
    Always,
    Any,
    AtLeast,
    Condition,
    Named,
    Not,
    Test,
    Value,
    tests_of,
)
from decision.pack.model import Rule
from decision.pack.pack import Pack

TRUTHS: tuple[Truth, ...] = (True, False, None)
Mark = tuple[Truth, Truth, Truth]
"""One leaf in one example: its truth, what the rule came to, and what it had come to with this leaf turned over."""
What = Literal["rule", "leaf", "decides"]


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to be seen in an example: a rule coming to a truth, a leaf having one, or a leaf deciding on its own.

    `wanted` is the truth (for `decides` the whole mark), `leaf` the place of the leaf in its rule.
    """

    rule: str
    what: What
    wanted: Truth | Mark
    leaf: int = -1


@dataclass(slots=True)
class Decision:
    """One rule as a decision over its leaves, and what examples showed of it."""

    rule: Rule
    leaves: tuple[Test, ...]
    asked: tuple[Condition, ...]
    _known: dict[tuple[Truth, ...], tuple[Truth, tuple[Mark | None, ...]]] = field(default_factory=dict)
    seen: set[Truth] = field(default_factory=set)
    leaf_seen: list[set[Truth]] = field(default_factory=list)
    marks: list[set[Mark]] = field(default_factory=list)

    def look(self, leaves: tuple[Truth, ...]) -> tuple[Truth, tuple[Mark | None, ...]]:
        """The truth of the rule for these truths of its leaves, and the mark of each leaf that is not unknown."""
        known = self._known.get(leaves)
        if known is None:
            outcome = _worth(self.rule.when, iter(leaves))
            marks: list[Mark | None] = []
            for place, truth in enumerate(leaves):
                turned = (*leaves[:place], None if truth is None else not truth, *leaves[place + 1 :])
                marks.append(None if truth is None else (truth, outcome, _worth(self.rule.when, iter(turned))))
            known = self._known[leaves] = (outcome, tuple(marks))
        return known

    def note(self, leaves: tuple[Truth, ...]) -> None:
        """Count one example."""
        outcome, marks = self.look(leaves)
        self.seen.add(outcome)
        for place, (truth, mark) in enumerate(zip(leaves, marks, strict=True)):
            self.leaf_seen[place].add(truth)
            if mark is not None and mark[1] is not mark[2]:
                self.marks[place].add(mark)

    def decides(self, place: int) -> bool:
        """Whether two examples show that this leaf decides on its own."""
        return any((not truth, turned, came) in self.marks[place] for truth, came, turned in self.marks[place])

    def meets(self, goal: Goal, leaves: tuple[Truth, ...]) -> bool:
        """Whether an example with these truths of the leaves shows what is wanted."""
        outcome, marks = self.look(leaves)
        if goal.what == "rule":
            return outcome is goal.wanted
        return leaves[goal.leaf] is goal.wanted if goal.what == "leaf" else marks[goal.leaf] == goal.wanted


def _worth(condition: Condition, leaves: Iterator[Truth]) -> Truth:
    match condition:
        case Test():
            return next(leaves)
        case Always(value):
            return value
        case Not(part):
            inner = _worth(part, leaves)
            return None if inner is None else not inner
        case Named(_, part):
            return _worth(part, leaves)
        case All(parts):
            return enough([_worth(part, leaves) for part in parts], len(parts))
        case Any(parts):
            return enough([_worth(part, leaves) for part in parts], 1)
        case AtLeast(count, parts):
            return enough([_worth(part, leaves) for part in parts], count)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the examples of a pack leave untried.

    `missing` could be seen in some patient and was not, each with such patients; `impossible` can be seen in nobody;
    `too_large` are rules with more combinations than can be tried.
    """

    missing: Mapping[Goal, tuple[Patient, ...]]
    impossible: tuple[Goal, ...]
    too_large: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What all examples of a pack show together."""

    pack: Pack
    decisions: Mapping[str, Decision]
    space: Space

    def shown(self) -> tuple[int, int, int]:
        """How much was seen: outcomes of rules, truths of leaves, and leaves that decide on their own."""
        every = self.decisions.values()
        leaves = sum(len(seen) for decision in every for seen in decision.leaf_seen)
        decide = sum(decision.decides(place) for decision in every for place in range(len(decision.leaves)))
        return sum(len(decision.seen) for decision in every), leaves, decide

    def wanted(self) -> tuple[int, int, int]:
        """How much there is to see, what is impossible included."""
        leaves = sum(len(decision.leaves) for decision in self.decisions.values())
        return 3 * len(self.decisions), 3 * leaves, leaves

    def gaps(self) -> Gaps:
        """What is missing, and what can never be seen."""
        missing: dict[Goal, tuple[Patient, ...]] = {}
        impossible: list[Goal] = []
        too_large: list[str] = []
        for decision in self.decisions.values():
            goals = list(_open(decision))
            if not goals:
                continue
            try:
                found = _witnesses(decision, self.space)
            except TooManyError:
                too_large.append(decision.rule.id)
                continue
            for goal in goals:
                options = [goal] if goal.what != "decides" else _pair(decision, goal, found)
                if not options or not all(found.get(one) for one in options):
                    impossible.append(goal)
                    continue
                missing |= {one: tuple(found[one]) for one in options}
        return Gaps(missing, tuple(impossible), tuple(too_large))


def _open(decision: Decision) -> Iterator[Goal]:
    for truth in TRUTHS:
        if truth not in decision.seen:
            yield Goal(decision.rule.id, "rule", truth)
    for place, seen in enumerate(decision.leaf_seen):
        for truth in TRUTHS:
            if truth not in seen:
                yield Goal(decision.rule.id, "leaf", truth, place)
        if not decision.decides(place):
            yield Goal(decision.rule.id, "decides", None, place)


def _witnesses(decision: Decision, where: Space) -> dict[Goal, list[Patient]]:
    """For everything that any patient can show of a rule, some patients who show it, the plainest first."""
    found: dict[Goal, list[Patient]] = {}
    looked: dict[tuple[Truth, ...], int] = {}
    for truths, asked in where.combinations(decision.asked):
        leaves = tuple(worth(condition, truths) for condition in decision.asked)
        if looked.setdefault(leaves, 0) >= 12:
            continue
        looked[leaves] += 1
        some = list(patients(decision.asked, asked))
        outcome, marks = decision.look(leaves)
        goals = [Goal(decision.rule.id, "rule", outcome)]
        for place, (truth, mark) in enumerate(zip(leaves, marks, strict=True)):
            goals.append(Goal(decision.rule.id, "leaf", truth, place))
            if mark is not None and mark[1] is not mark[2]:
                goals.append(Goal(decision.rule.id, "decides", mark, place))
        for goal in goals:
            kept = found.setdefault(goal, [])
            if len(kept) < 60:
                kept += some
    return found


def _pair(decision: Decision, goal: Goal, found: Mapping[Goal, object]) -> list[Goal]:
    """The marks still needed for a leaf to be seen deciding on its own: as few as possible, decided ones first."""
    have = decision.marks[goal.leaf]
    best: list[Goal] = []
    for came, turned in ((True, False), (False, True), (True, None), (None, True), (None, False), (False, None)):
        pair: list[Mark] = [(True, came, turned), (False, turned, came)]
        need = [Goal(goal.rule, "decides", mark, goal.leaf) for mark in pair if mark not in have]
        if all(one in found for one in need) and need and (not best or len(need) < len(best)):
            best = need
    return best


def decision_of(pack: Pack, rule: Rule) -> Decision:
    """A rule as a decision over its leaves, with nothing seen yet."""
    leaves = tuple(tests_of(rule.when))
    empty: list[set[Truth]] = [set() for _ in leaves]
    marks: list[set[Mark]] = [set() for _ in leaves]
    asked = tuple(guarded(leaf, pack.questions) for leaf in leaves)
    return Decision(rule, leaves, asked, leaf_seen=empty, marks=marks)


def seen_by(pack: Pack, ready: CompiledPack, known: Answers, today: date) -> tuple[Mapping[str, Value], bool]:
    """The answers as rules see them, those in doubt set aside; and whether any contradict each other."""
    situation, conflicts = settle(pack, ready, known, today)
    return situation.answers, bool(conflicts)


def measure(pack: Pack, today: date) -> Coverage:
    """Look at every example of a pack; `today` is for the patients that are sought for what they leave untried."""
    ready = compiled(pack)
    days = [pack.seen_on(vignette) for vignette in pack.vignettes]
    given = Cohort(pack.patients, days)
    certain: list[Mapping[str, Value]] = list(pack.patients)
    conflicts = [ready.conditions[rule_key(rule.id)] for rule in ready.rules_with("conflict")]
    for place in places(given.for_any(conflicts)):
        certain[place] = seen_by(pack, ready, pack.patients[place], days[place])[0]
    seen = Cohort(certain, days)
    decisions = {rule.id: decision_of(pack, rule) for rule in ready.rules.values()}
    for decision in decisions.values():
        cohort = given if decision.rule.effect == "conflict" else seen
        for leaves in cohort.together(map(cohort.column, decision.asked)):
            decision.note(leaves)
    tests = [test for condition in (*ready.conditions.values(), *ready.gates.values()) for test in tests_of(condition)]
    return Coverage(pack, decisions, space(pack.questions, tests, today))
