"""Answers in words: one line a question, and the phrase that ties a reason to what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from decision.engine.assess import asked
from decision.engine.assessment import Argument, Assessment
from decision.engine.compiled import compiled, rule_key
from decision.engine.truth import truth
from decision.language import day, number, say
from decision.pack.answers import NONE, NOT_KNOWN
from decision.pack.condition import questions_of, tests_of
from decision.pack.model import Question, Rule
from decision.pack.pack import Pack
from decision.summary.model import AnswerLine
from decision.summary.words import IMPORTANCE, lower_first


def in_words(question: Question, answer: object) -> str:
    """A plain answer, as a file of answers holds it, in the words of the form."""
    match answer:
        case bool():
            return say("yes") if answer else say("no")
        case list():
            return ", ".join(_item(question, str(item), alone=len(answer) == 1) for item in answer)
        case str() if answer == NOT_KNOWN:
            return say("not known")
        case str() if question.kind == "date":
            return day(date.fromisoformat(answer))
        case str():
            return lower_first(question.choice_label(answer))
        case int() | float() if question.kind == "importance":
            return say(IMPORTANCE[int(answer)])
        case int() | float():
            return number(answer) + (f" {question.unit}" if question.unit else "")
    return str(answer)


def _in_full(question: Question, answer: object) -> str:
    """An answer as it stands in the record: a list that nobody closed says that there may be more."""
    words = in_words(question, answer)
    is_open = isinstance(answer, list) and NONE not in answer and NOT_KNOWN not in answer
    return say("{items} (others not asked)", items=words) if is_open else words


def _item(question: Question, item: str, alone: bool) -> str:
    if item == NONE:
        return say("none of these") if alone else say("none of the others")
    if item == NOT_KNOWN:
        return say("not known") if alone else say("others not known")
    return lower_first(question.choice_label(item))


def telling(pack: Pack, answers: Mapping[str, object]) -> dict[str, object]:
    """The answers that say something themselves, without those that only led to another question among them."""
    gates = {
        name
        for question in answers
        if (gate := pack.questions[question].ask_when) is not None
        for name in questions_of(gate)
    }
    return {question: answer for question, answer in answers.items() if question not in gates} or dict(answers)


def because(pack: Pack, answers: Mapping[str, object]) -> str:
    """Which answers brought a rule about: "Because you said: implants – heart pacemaker."."""
    said = [
        f"{lower_first(pack.questions[question].short)} – {in_words(pack.questions[question], answer)}"
        for question, answer in telling(pack, answers).items()
    ]
    return say("Because you said: {answers}.", answers="; ".join(said)) if said else ""


def because_of(assessment: Assessment, pack: Pack, argument: Argument) -> str:
    """Which answers brought about a rule that applies; `pack` is the pack in the language spoken.

    An age is among them only where another adult's age would not do: what is true of every adult is said to be.
    """
    age = pack.info.ages.question
    if age not in argument.because or not _at_every_adult_age(assessment, argument.rule):
        return because(pack, argument.because)
    others = {question: answer for question, answer in argument.because.items() if question != age}
    return because(pack, others) or say("True of every adult.")


def _at_every_adult_age(assessment: Assessment, rule: Rule) -> bool:
    """Whether a rule applies at this patient's adult age and at every other, tried on both sides of each limit it names."""
    ages, answers = assessment.pack.info.ages, assessment.answers
    given = answers.get(ages.question)
    if not isinstance(given, float) or given < ages.studied_from:
        return False
    _, oldest = assessment.pack.questions[ages.question].range or (0.0, given)
    condition = compiled(assessment.pack).conditions[rule_key(rule.id)]
    limits = [limit for test in tests_of(condition) if test.question == ages.question for limit in test.operands]
    near = {limit + step for limit in limits if isinstance(limit, int | float) for step in (-1, 0, 1)}
    return all(
        truth(condition, {**answers, ages.question: float(age)}, assessment.today) is True
        for age in near | {given, ages.studied_from, oldest}
        if ages.studied_from <= age <= oldest
    )


def private(pack: Pack, questions: Mapping[str, object] | tuple[str, ...]) -> bool:
    """Whether a sensitive question is among them."""
    return any(pack.questions[question].sensitive for question in questions)


def answer_lines(assessment: Assessment, pack: Pack, include_sensitive: bool) -> Iterator[AnswerLine]:
    """Every question that concerns this patient, in the order of the form, with what was said. `pack` is the pack in the language spoken."""
    given = assessment.answers.given
    shown = set(asked(pack, assessment.answers, today=assessment.today)) | set(given)
    for section, questions in pack.sections:
        for name in questions:
            question = pack.questions[name]
            if name not in shown or (question.sensitive and not include_sensitive):
                continue
            answer = given.get(name)
            yield AnswerLine(
                section=section.title,
                question=name,
                label=question.short,
                answer=say("not asked yet") if answer is None else _in_full(question, answer),
                state=(
                    "not_asked"
                    if answer is None
                    else "not_known"
                    if name in assessment.answers.not_known
                    else "answered"
                ),
                sensitive=question.sensitive,
            )
