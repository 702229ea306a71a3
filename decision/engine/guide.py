"""The order of a conversation: which few questions to ask next, and what "none of these" means for them.

Opening questions come first; then, screen by screen, what can still move a standing, the most telling first; last, and
only if somebody wants to, what matters to the patient. Nothing is decided here: a screen that is passed over leaves its
questions open, and open is never no.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from decision.engine.assess import asked
from decision.engine.assessment import Assessment
from decision.engine.openness import FIRST
from decision.pack.answers import NONE
from decision.pack.model import Question
from decision.pack.pack import Pack

MOST = 8
"""So many questions stand on one screen at most: few enough to look over, many enough that somebody without risk factors
is through in thirty taps (`benchmarks/interactions.py` counts them)."""

_FEW = 3
"""A section with fewer questions left than this shares its screen with others."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A few questions shown together. `part` is `opening`, `wishes`, the section they come from, or `mixed`."""

    part: str
    questions: tuple[str, ...]


def opening(pack: Pack) -> Screen:
    """The pinned questions that a first picture rests on."""
    return Screen("opening", tuple(name for name, question in pack.questions.items() if question.opening))


def wishes(pack: Pack) -> Screen:
    """The questions about what matters to the patient."""
    return Screen("wishes", tuple(name for name, question in pack.questions.items() if question.kind == "importance"))


def next_screen(assessment: Assessment, shown: Collection[str]) -> Screen | None:
    """The few questions to ask next; `None` when all that can still change something, and the wishes, were brought up.

    Args:
        assessment: where things stand.
        shown: questions that stood on a screen before. They are not brought up again, answered or not; those that are
            still open stay in the list of open questions.
    """
    pack = assessment.pack
    first = opening(pack)
    if not set(first.questions) & set(shown):
        return first
    visible = set(asked(pack, assessment.answers, today=assessment.today))
    given = assessment.answers.given
    left = [
        entry.question
        for entry in assessment.open_questions
        if entry.question in visible and entry.question not in shown and entry.question not in given
    ]
    if not left:
        return None if set(wishes(pack).questions) & set(shown) else wishes(pack)
    part, private = _part(pack, left[0]), pack.questions[left[0]].sensitive
    alike = [name for name in left if pack.questions[name].sensitive == private]
    chosen = [name for name in alike if _part(pack, name) == part][:MOST]
    if len(chosen) < _FEW and len(alike) > len(chosen):
        part, chosen = "mixed", alike[:MOST]
    return Screen(part, tuple(name for name in pack.questions if name in chosen))


def screens(assessment: Assessment) -> tuple[Screen, ...]:
    """The whole form in its own order, for those who would rather fill it in from top to bottom."""
    visible = set(asked(assessment.pack, assessment.answers, today=assessment.today))
    found = []
    for section, names in assessment.pack.sections:
        for private in (False, True):
            there = [n for n in names if n in visible and assessment.pack.questions[n].sensitive == private]
            pages = max(1, -(-len(there) // MOST))
            size = -(-len(there) // pages) or 1
            found += [Screen(section.id, tuple(there[start : start + size])) for start in range(0, len(there), size)]
    return tuple(found)


def none_of_these(assessment: Assessment, screen: Screen) -> Mapping[str, object]:
    """What one tap on "none of these" answers: every question in sight that is open, unanswered and has such an answer.

    A private question is answered so only on a screen of private questions, where it was seen; one that could bring up
    something urgent never is.
    """
    pack = assessment.pack
    in_sight = set(asked(pack, assessment.answers, today=assessment.today))
    questions = [pack.questions[name] for name in screen.questions if name in in_sight]
    private = all(question.sensitive for question in questions)
    return {
        question.id: nothing
        for question in questions
        if assessment.stakes.get(question.id, FIRST) != FIRST
        and question.id not in assessment.answers.given
        and (private or not question.sensitive)
        and (nothing := _nothing(question)) is not None
    }


def _nothing(question: Question) -> object | None:
    return [NONE] if question.kind == "choices" else question.when_none


def _part(pack: Pack, question: str) -> str:
    return next(section.id for section, names in pack.sections if question in names)
