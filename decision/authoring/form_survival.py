"""Which slips in the form an example patient notices: in when a question is asked, and in who has a pain.

Such a slip hides a question that mattered, or shows evidence for somebody else's pain. An example notices it if it says
which questions are asked or which pains there are (`asked`, `pains`), or if what it says of options comes out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from decision.authoring.examples import Statement, Task, stating
from decision.authoring.mutation import Mutant
from decision.authoring.search import Asked, ListOf, OneOf, Patient, patients, plain, space, worth
from decision.authoring.seen import Example, noticed
from decision.engine.truth import Truth, guarded, truth, waits_for
from decision.pack.answers import NOT_KNOWN
from decision.pack.condition import Always, Condition, Test, Value, questions_of, tests_of
from decision.pack.model import Pain, Question
from decision.pack.pack import Pack
from decision.pack.vignette import Vignette

_ENOUGH = 40
"""Different patients kept of those who tell a slip from the pack."""


class FormTrial:
    """The examples of one pack, ready to be held against slips in its form.

    `alike` gives the examples in groups that answer some questions alike.
    """

    def __init__(self, pack: Pack, alike: Callable[[frozenset[str]], list[list[Example]]], today: date) -> None:
        self.pack = pack
        self.today = today
        self._alike = alike

    def notices(self, mutant: Mutant) -> bool:
        """Whether some example that holds for the pack fails with the slip."""
        before, after = self._conditions(mutant)
        reads = frozenset[str]().union(*map(questions_of, (*before, *after)))
        touched = [one for group in self._alike(reads) if _differs(before, after, group[0]) for one in group]
        if not touched:
            return False
        if any(self._stated_otherwise(example, mutant, before, after) for example in touched):
            return True
        changed = mutant.applied_to(self.pack)
        return any(noticed(example.vignette, changed) for example in touched)

    def telling(self, mutant: Mutant) -> Task | None:
        """Patients who tell the slip from the pack; nothing if there are none.

        Raises:
            TooManyError: the conditions have more combinations than can be tried.
        """
        changed = mutant.applied_to(self.pack)

        def shows(vignette: Vignette) -> bool:
            return noticed(vignette, changed)

        if mutant.pain is not None:
            ways = [Statement("pains", mutant.pain.id, None), Statement("pains_may", mutant.pain.id, None)]
        else:
            ways = [Statement("asked", _asked(mutant).id, None)]
        for about in ways:
            found: list[Patient] = []
            for patient in self._patients(mutant):
                given = plain(patient, self.pack.questions)
                if shows(stating(self.pack, "someone", given, [about], self.today)):
                    found.append(patient)
                    if len(found) >= _ENOUGH:
                        break
            if found:
                return Task(found, (about,), shows)
        return None

    def _conditions(self, mutant: Mutant) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
        """What decides the form, before and after."""
        questions = self.pack.questions
        if mutant.pain is not None:
            return _of_pain(self.pack.pains[mutant.pain.id], questions), _of_pain(mutant.pain, questions)
        new = _asked(mutant)
        old = questions[new.id]
        assert old.ask_when is not None
        assert new.ask_when is not None
        return (guarded(old.ask_when, questions),), (guarded(new.ask_when, questions),)

    def _stated_otherwise(
        self, example: Example, mutant: Mutant, before: tuple[Condition, ...], after: tuple[Condition, ...]
    ) -> bool:
        """Whether what the example says of just this question or pain fails."""
        expect = example.vignette.expect
        if mutant.pain is None:
            name = _asked(mutant).id
            stated = [key for key in ("asked", "not_asked") if name in expect.get(key, ())]
            return bool(stated) and _shown(before[0], example) != _shown(after[0], example)
        if example.contradictory:
            return False
        was, now = (_lists(*_truths(some, example.answers, example.day)) for some in (before, after))
        return any(key in expect for key in was ^ now)

    def _patients(self, mutant: Mutant) -> Iterator[Patient]:
        """Patients for whom the form comes to something else; what is not answered is also tried as not known."""
        before, after = self._conditions(mutant)
        conditions = [*before, *after]
        tests = [test for condition in conditions for test in tests_of(condition)]
        room = space(self.pack.questions, tests, self.today)
        for truths, asked in room.combinations(conditions):
            if _worths(before, truths) != _worths(after, truths):
                for patient in patients(conditions, asked):
                    yield patient
                    if mutant.question is not None:
                        yield {question: _not_known(one) for question, one in patient.items()}


def _asked(mutant: Mutant) -> Question:
    assert mutant.question is not None
    return mutant.question


def _of_pain(pain: Pain, questions: Mapping[str, Question]) -> tuple[Condition, ...]:
    return tuple(guarded(when, questions) if when is not None else Always(False) for when in (pain.main, pain.also))


def _differs(before: Sequence[Condition], after: Sequence[Condition], example: Example) -> bool:
    """Whether a condition comes to something else, or waits for something else, by the answers as given or as seen."""
    for old, new in zip(before, after, strict=True):
        if old == new:
            continue
        for answers in (example.answers, example.known) if example.contradictory else (example.answers,):
            was, now = truth(old, answers, example.day), truth(new, answers, example.day)
            if was is not now:
                return True
            if was is None and set(waits_for(old, answers, example.day)) != set(waits_for(new, answers, example.day)):
                return True
    return False


def _shown(gate: Condition, example: Example) -> bool:
    """Whether the form shows a question with this gate; as `decision.engine.assess.asked` has it."""
    holds = truth(gate, example.known, example.day)
    if holds is None:
        return all(question in example.known.not_known for question in waits_for(gate, example.known, example.day))
    return holds


def _truths(conditions: Sequence[Condition], answers: Mapping[str, Value], day: date) -> tuple[Truth, ...]:
    return tuple(truth(condition, answers, day) for condition in conditions)


def _worths(conditions: Sequence[Condition], truths: Mapping[Test, Truth]) -> tuple[Truth, ...]:
    return tuple(worth(condition, truths) for condition in conditions)


def _lists(main: Truth, also: Truth) -> frozenset[str]:
    """The lists in which an example would find a pain."""
    found = set()
    if main or also:
        found.add("pains")
    elif main is None or also is None:
        found.add("pains_may")
    if main is not False:
        found.add("main_pains" if main else "main_pains_may")
    return frozenset(found)


def _not_known(asked: Asked) -> Asked:
    """What is left open, as somebody would have it who was asked and does not know."""
    if isinstance(asked, ListOf):
        return asked if asked.closed else ListOf(asked.chosen | {NOT_KNOWN}, asked.left, closed=False)
    return OneOf((NOT_KNOWN,)) if asked.values == (None,) else asked
