"""Whether a clinician can see what lies behind: purpose, inputs, logic, data, sources, and what each is made of."""

from __future__ import annotations

import re

from decision.authoring.audit.checking import Outcome, decides, decides_each, met, not_met, partly, unless
from decision.authoring.audit.items import Item
from decision.authoring.audit.subject import Subject
from decision.engine.compiled import compiled, rule_key
from decision.language import day
from decision.pack.model import Question
from decision.records.consultation import as_file, read_remarks
from decision.summary.disagreement import REASONS, Remark

_PLAIN_KINDS = {"yes_no", "choice", "choices", "number", "date", "importance"}


@decides("F1")
def inputs_are_answers(subject: Subject) -> Outcome:
    odd = [question.id for question in subject.pack.questions.values() if question.kind not in _PLAIN_KINDS]
    return unless(
        odd, "inputs that are no plain answer", "All inputs are choices, single numbers, dates or yes and no."
    )


@decides("F2")
def inputs_are_sourced(subject: Subject) -> Outcome:
    ready = compiled(subject.pack)
    sourced = {q for rule in subject.rules if rule.sources or rule.findings for q in ready.reads[rule_key(rule.id)]}
    bare = [
        question.id
        for question in subject.pack.questions.values()
        if not question.sources and question.id not in sourced and question.kind != "importance"
    ]
    return unless(
        bare,
        "inputs without a source of their own or of a rule that reads them",
        "Every input leads to a source.",
        verdict="partly",
    )


@decides("F3")
def no_directive(subject: Subject) -> Outcome:
    places = [slip.place for slip in subject.slips]
    return unless(
        places,
        "words that order, recommend, promise or rank",
        "Three axes are shown apart, options keep the pack's order, and no word of the list that is never used stands in the pack.",
        verdict="partly",
    )


@decides("F4", "F4e")
def reasons(subject: Subject) -> Outcome:
    bare = []
    for summary in subject.for_clinicians:
        for option in summary.options:
            for reason in (*option.safety_reasons, *option.reasons_for, *option.reasons_against):
                if not reason.because:
                    bare.append(reason.rule)
    return unless(
        bare,
        "rules that do not name the answers behind them",
        "Every rule that applies names the answers that made it apply, its sources and its certainty.",
    )


@decides("F4a")
def purpose(subject: Subject) -> Outcome:
    info = subject.pack.info
    names = ("intended_use", "intended_users", "intended_patients", "not_for")
    bare = [name.replace("_", " ") for name in names if not getattr(info, name).strip()]
    if not bare and not re.search(r"urgent|time-critical|emergency", info.not_for, re.IGNORECASE):
        return not_met("It is not said that this is not for urgent decisions.")
    return unless(bare, "not said", "Purpose, users and patients are said, and that it is not for urgent decisions.")


@decides("F4b")
def inputs_explained(subject: Subject) -> Outcome:
    silent = [question.id for question in subject.pack.questions.values() if not question.why.strip()]
    if silent:
        return unless(silent, "questions that do not say why", "")
    wanted = [question for question in subject.pack.questions.values() if question.kind != "importance"]
    bare = [question.id for question in wanted if not question.how]
    return unless(
        bare,
        "questions that do not say how to find out",
        "Every question says why it is asked and how to find out.",
        verdict="partly",
    )


@decides("F4c-i")
def logic(subject: Subject) -> Outcome:
    return (
        met("The logic and all weights stand on the About page.")
        if subject.pack.info.logic.strip()
        else not_met("Not told.")
    )


@decides("F4c-ii")
def data(subject: Subject) -> Outcome:
    bare = [finding.id for finding in subject.findings if not finding.population.strip()]
    if bare:
        return unless(bare, "findings without whom they studied", "")
    aged = sum(finding.ages is not None for finding in subject.findings)
    return partly(
        f"Every finding says whom it studied; {aged} of {len(subject.findings)} state ages, and sex and ethnicity have no field of their own."
    )


@decides("F4c-iii")
def validation(subject: Subject) -> Outcome:
    said = subject.pack.info.validation.strip()
    return met(said.split(". ")[0].rstrip(".") + ": said on the About page.") if said else not_met("Nothing is said.")


@decides("F4d")
def unknowns(subject: Subject) -> Outcome:
    if not subject.unanswered.open_questions or not subject.unanswered.unknowns:
        return not_met("A patient of whom nothing is known brings up no open question.")
    clear = [option.id for option in subject.unanswered.options if option.safety.shape == "clear"]
    return unless(
        clear,
        "options that look clear with nothing known",
        "Each summary lists what is open, not known or contradictory, and what it could change.",
    )


@decides("F4f", "O1")
def sources(subject: Subject) -> Outcome:
    used = {name for rule in subject.rules for name in rule.sources}
    used |= {name for finding in subject.findings for name in finding.sources}
    known = [subject.pack.sources[name] for name in used if name in subject.pack.sources]
    if not known:
        return not_met("No source is named.")
    bare = [source.id for source in known if not (source.link or source.identifier)]
    undated = [source.id for source in known if source.year is None]
    if bare:
        return unless(bare, "sources without a link or identifier", "", verdict="partly")
    return unless(
        undated, "sources without a year", f"{len(known)} sources with title, year and link.", verdict="partly"
    )


@decides("O4")
def dates(subject: Subject) -> Outcome:
    info = subject.pack.info
    return met(
        f"Version {info.version}, released {day(info.released)}; next look by {day(info.review_by)}; changes stand in the pack's CHANGES.md."
    )


@decides_each("O5", "O6", "O7", "O8", "O9", "O10", "O11", "O12", "O13")
def uses(subject: Subject, item: Item) -> Outcome:
    """The attribute is a disclosure: met once it is said whether rules use it, and where."""
    pattern = re.compile(item.asks or "(?!)", re.IGNORECASE)
    ready = compiled(subject.pack)
    asked = [question for question in subject.pack.questions.values() if _speaks_of(question, pattern)]
    if not asked:
        return met("Not used: no id or label of a question speaks of it.")
    reading = {q.id: sum(q.id in ready.reads[rule_key(rule.id)] for rule in subject.rules) for q in asked}
    return met("Used: " + ", ".join(f"{name} ({number} rules)" for name, number in reading.items()) + ".")


def _speaks_of(question: Question, pattern: re.Pattern[str]) -> bool:
    return question.kind != "importance" and bool(pattern.search(question.id) or pattern.search(question.label))


@decides("O14")
def feedback(subject: Subject) -> Outcome:
    """A disagreement is written and read back, as a clinic would save it and the rules' editors gather it."""
    rule = subject.rules[0].id if subject.rules else "none"
    remark = Remark(rule=rule, reason=next(iter(REASONS)), words="words", on=subject.today)
    saved = read_remarks(as_file(subject.pack, {}, [remark], by="name", saved=subject.today).encode(), "a file")
    if saved.disagreements != (remark,):
        return not_met("A disagreement is lost when a consultation is saved.")
    return met(
        "A clinician can disagree with any rule that applies; `vns-choice feedback` gathers rule, reason, words, user, date and place."
    )


@decides("U6")
def expiry(subject: Subject) -> Outcome:
    late = subject.late
    if not any("under review" in line for line in late.banner):
        return not_met("A passed review date is not said at the head of the page.")
    leaning = [
        option.id for option in late.options if option.lean and "weigh more, as you weighed" in option.lean.words
    ]
    return unless(
        leaning,
        "options with a lean on expired reasons",
        "Past its date a rule or finding is marked, and no lean rests on it.",
    )
