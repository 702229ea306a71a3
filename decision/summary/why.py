"""Every rule of one option and what became of it: applied, did not, or waits, each with its reason and its place.

This is the clinician's way behind a summary: from any sentence to the rule, its condition in words, and its sources.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from decision.engine.assessment import Assessment
from decision.engine.compiled import compiled, rule_key
from decision.engine.review import lapsed_rules
from decision.engine.truth import reason, truth
from decision.language import number, say, speaking
from decision.pack.condition import All, AtLeast, Condition, Named, Not, Period, Test, parts_of
from decision.pack.condition import Any as AnyOf
from decision.pack.model import Question, Rule, rule_safety
from decision.pack.pack import Pack
from decision.summary.answers import because, because_of, private
from decision.summary.citations import Citations, citation
from decision.summary.model import Reader
from decision.summary.standing import Voice
from decision.summary.words import CERTAINTY, EFFECT, EFFECT_FOR_PATIENTS, PRIVATE, listed, lower_first

State = Literal["applies", "waits", "does_not_apply"]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule and what became of it for this patient.

    Everything is in the reader's words. `when` is its condition in words and, as `basis`, a clinician's alone; `because` the
    answers that decided it or, while it waits, the questions it waits for; `place` is the file and line in the pack; `sources` are whole lines of a reference list with their links.
    """

    rule: str
    state: State
    effect: str
    text: str
    when: str
    because: str
    certainty: str
    basis: str
    place: str
    status: str
    sources: tuple[tuple[str, str | None], ...]


def why(
    assessment: Assessment,
    option: str,
    *,
    reader: Reader = "clinician",
    language: str = "en",
    include_sensitive: bool = True,
) -> tuple[RuleLine, ...]:
    """What became of every rule of one option: those that apply first, then those that wait, each the gravest first.

    A patient reads what each rule says to patients, without its condition and what it rests on.

    Raises:
        KeyError: an option the pack does not have.
    """
    with speaking(language):
        pack = assessment.pack.spoken(language)
        voice = Voice(assessment, reader, include_sensitive, Citations(pack))
        standing = assessment[option]
        applied = {argument.rule.id: argument for argument in standing.arguments}
        waiting = {entry.rule.id: entry for entry in standing.may_apply}
        lines = []
        for rule in compiled(assessment.pack).rules_of[option]:
            if rule.id in applied:
                argument = applied[rule.id]
                hidden = voice.withheld(argument)
                lines.append(_line(voice, rule, "applies", because_of(assessment, pack, argument), hidden))
            elif rule.id in waiting:
                names = voice.questions(waiting[rule.id].waits_for, most=9)
                lines.append(_line(voice, rule, "waits", say("Waits for: {questions}.", questions=names), hidden=False))
            else:
                lines.append(_passed(voice, rule))
        lapsed = lapsed_rules(assessment.pack, assessment.today)
        lines = [
            replace(line, status=f"{line.status}, {say('under review')}") if line.rule in lapsed else line
            for line in lines
        ]
        order: list[State] = ["applies", "waits", "does_not_apply"]
        return tuple(sorted(lines, key=lambda line: (order.index(line.state), -rule_safety(pack.rules[line.rule]))))


def _passed(voice: Voice, rule: Rule) -> RuleLine:
    pack, assessment = voice.pack, voice.assessment
    condition = compiled(assessment.pack).conditions[rule_key(rule.id)]
    answers, given = assessment.answers, assessment.answers.given
    decided = truth(condition, answers, assessment.today) is False
    tests = reason(condition, answers, assessment.today, wanted=False) if decided else ()
    behind = {test.question: given[test.question] for test in tests if test.question in given}
    hidden = not voice.include_sensitive and private(pack, behind)
    return _line(voice, rule, "does_not_apply", because(pack, behind), hidden)


def _to_patient(text: str, state: State) -> str:
    """A rule's words to patients speak to whom it applies; nobody else is told that they have what it speaks of."""
    if state == "applies":
        return text
    return say("If that is so: {text}", text=text) if state == "waits" else say("If that were so: {text}", text=text)


def _line(voice: Voice, rule: Rule, state: State, said: str, hidden: bool) -> RuleLine:
    pack, spoken = voice.pack, voice.rule(rule)
    patient = voice.reader == "patient"
    sources = dict.fromkeys([*rule.sources, *(s for name in rule.findings for s in pack.findings[name].sources)])
    sure = say(CERTAINTY[pack.certainty(rule)][voice.reader]) if rule.is_argument else ""
    return RuleLine(
        rule=rule.id,
        state=state,
        effect=say((EFFECT_FOR_PATIENTS if patient else EFFECT)[rule.effect]),
        text=say(PRIVATE) if hidden else _to_patient(spoken.patient, state) if patient else spoken.clinician,
        when="" if hidden or patient else in_words(pack, rule.when),
        because="" if hidden else said,
        certainty=sure,
        basis="" if patient else (rule.basis or "").replace("_", " "),
        place=pack.places[f"rule:{rule.id}"],
        status=rule.status,
        sources=tuple((citation(pack.sources[name]), pack.sources[name].link) for name in sources),
    )


def in_words(pack: Pack, condition: Condition) -> str:
    """A condition as a phrase: what a rule asks of a patient.

    Parts that are joined again stand in brackets, so that the phrase means what the condition means.
    """
    match condition:
        case Test(question):
            return f"{lower_first(pack.questions[question].short)} {_test(pack.questions[question], condition)}"
        case Not(part):
            return say("not ({condition})", condition=in_words(pack, part))
        case Named(name):
            return f"“{lower_first(pack.definitions[name].label)}”"
        case All():
            return say(" and ").join(_bracketed(pack, part) for part in parts_of(condition))
        case AnyOf():
            return say(" or ").join(_bracketed(pack, part) for part in parts_of(condition))
        case AtLeast(count):
            parts = "; ".join(in_words(pack, part) for part in parts_of(condition))
            return say("at least {count} of: {parts}", count=count, parts=parts)
    return ""


def _bracketed(pack: Pack, part: Condition) -> str:
    words = in_words(pack, part)
    return f"({words})" if isinstance(part, (All, AnyOf, AtLeast)) and len(parts_of(part)) > 1 else words


def _test(question: Question, test: Test) -> str:
    values = [_value(question, operand) for operand in test.operands]
    match test.operator:
        case "equals" | "any_of":
            return say("is {values}", values=say(" or ").join(values))
        case "includes_any":
            return say("includes {values}", values=say(" or ").join(values))
        case "includes_all":
            return say("includes {values}", values=listed(values, most=20))
        case "below":
            return say("is below {value}", value=values[0])
        case "at_most":
            return say("is at most {value}", value=values[0])
        case "above":
            return say("is above {value}", value=values[0])
        case "at_least":
            return say("is at least {value}", value=values[0])
        case "between":
            return say("is from {low} to {high}", low=values[0], high=values[1])
        case "within":
            return say("lies within the last {period}", period=values[0])


def _value(question: Question, value: bool | str | float | Period) -> str:
    match value:
        case bool():
            return say("yes") if value else say("no")
        case str():
            return f"“{lower_first(question.choice_label(value))}”"
        case Period():
            return str(value)
    return number(value) + (f" {question.unit}" if question.unit else "")
