"""Whether what a decision aid is made of is there: problem, decision, options, evidence, values, people behind it."""

from __future__ import annotations

import re

from decision.authoring.audit.checking import Outcome, decides, met, not_met, partly, unless
from decision.authoring.audit.subject import Subject
from decision.engine.assess import assess
from decision.engine.guide import next_screen
from decision.language import LANGUAGES, day

_UNDECLARED = re.compile(r"not (?:yet )?(?:been )?declared|to be completed|not (?:yet )?known", re.IGNORECASE)
_LONGEST = 366
"""Days that may pass between a release and the next look."""


@decides("Q1", "N1.1a")
def problem(subject: Subject) -> Outcome:
    bare = [summary.subtitle for summary in subject.for_patients if not summary.problem.strip()]
    return unless(
        bare, "summaries without the health problem", "Every summary and sheet opens with the problem in plain words."
    )


@decides("Q2", "N1.1b", "K1", "P1")
def decision(subject: Subject) -> Outcome:
    if not subject.pack.info.decision.startswith("The decision:"):
        return not_met("No sentence starts with “The decision:”.")
    bare = [summary.subtitle for summary in subject.for_patients if summary.decision != subject.pack.info.decision]
    return unless(
        bare, "summaries without the decision", "The decision stands in one sentence on every summary and sheet."
    )


@decides("Q3", "N1.1c", "N1.2c")
def options(subject: Subject) -> Outcome:
    kinds = [option.kind for option in subject.pack.options.values()]
    missing = [kind for kind in ("vns", "alternative", "as_now") if kind not in kinds]
    said = (
        f"{kinds.count('vns')} forms of VNS, {kinds.count('alternative')} other treatments and carrying on as now "
        "stand side by side."
    )
    return unless(missing, "kinds of option that are missing", said)


@decides("Q4")
def good_points(subject: Subject) -> Outcome:
    bare = [option.id for option in subject.pack.options.values() if not option.good]
    bare += [option.id for option in subject.options if not (option.good or option.reasons_for)]
    return unless(bare, "options without a good point", "Every option has good points.")


@decides("Q5")
def bad_points(subject: Subject) -> Outcome:
    bare = [option.id for option in subject.pack.options.values() if not option.bad]
    bare += [option.id for option in subject.options if not (option.bad or option.reasons_against)]
    return unless(bare, "options without a bad point", "Every option has bad points: harms, side effects or burdens.")


@decides("N1.2a", "K19")
def both_sides(subject: Subject) -> Outcome:
    bare = [o.id for o in subject.pack.options.values() if not (o.good and o.bad and o.living.patient.strip())]
    return unless(
        bare,
        "options without good, bad or living with it",
        "Every option has good points, bad points and what it is like.",
    )


@decides("Q6", "N3.3")
def living(subject: Subject) -> Outcome:
    bare = [
        option.id
        for option in subject.pack.options.values()
        if not option.living.patient.strip() or not option.living.clinician.strip()
    ]
    return unless(
        bare, "options that do not say what living with them is like", "Every option says what living with it is like."
    )


@decides("C2", "N2.1")
def cited(subject: Subject) -> Outcome:
    pack = subject.pack
    bare = [
        f"rule {rule.id}"
        for rule in subject.rules
        if not (rule.sources or rule.findings or rule.basis == "no_statement_found")
        and rule.effect not in ("conflict", "first")
    ]
    bare += [f"finding {finding.id}" for finding in subject.findings if not finding.sources]
    named = [name for rule in subject.rules for name in rule.sources]
    named += [name for finding in subject.findings for name in finding.sources]
    bare += [f"source {source}" for source in named if source not in pack.sources]
    first = [rule.id for rule in subject.rules if rule.effect == "first" and not rule.sources]
    if not bare and first:
        return partly(
            f"Every rule about an option and every number has a source; emergencies without one: {', '.join(first[:3])}."
        )
    return unless(
        bare, "without a source", f"{len(subject.rules)} rules and {len(subject.findings)} findings lead to sources."
    )


@decides("C3", "N1.8")
def dated(subject: Subject) -> Outcome:
    released, country = day(subject.pack.info.released), subject.pack.info.country
    bare = [s.subtitle for s in (*subject.for_patients, *subject.for_clinicians) if released not in s.pack_line]
    return unless(
        bare,
        "summaries without the release date",
        f"Released {released}, on screen and on every sheet. {country.strip()}",
    )


@decides("C4", "N2.2")
def updated(subject: Subject) -> Outcome:
    info = subject.pack.info
    late = [r.id for r in subject.rules if subject.today > r.review_by]
    late += [f.id for f in subject.findings if subject.today > f.review_by]
    if subject.today > info.review_by:
        return not_met(f"The pack is past its review date ({day(info.review_by)}).")
    if late:
        return not_met(f"{len(late)} rules or findings are past their review date, for example {late[0]}.")
    if (info.review_by - info.released).days > _LONGEST:
        return partly("A next date is named, more than a year after the release.")
    return met(
        f"The update policy is stated; the next date is {day(info.review_by)}, and every rule and finding has its own."
    )


@decides("C6", "N2.3")
def funding(subject: Subject) -> Outcome:
    said = subject.pack.info.funding.strip()
    if not said:
        return not_met("Nothing is said about funding.")
    if _UNDECLARED.search(said):
        return partly("Page and sheet say in the open that funding and interests are not declared yet.")
    return met("Funding is declared on page and sheet.")


@decides("O3")
def funding_of_the_work(subject: Subject) -> Outcome:
    """The attribute is shown; what it says is the pack's to declare."""
    return funding(subject)


@decides("B1")
def nothing_done(subject: Subject) -> Outcome:
    as_now = [option for option in subject.pack.options.values() if option.kind == "as_now"]
    if not as_now or not as_now[0].what.patient:
        return not_met("Carrying on as now is not described.")
    course = [finding for finding in subject.findings if finding.kind == "course"]
    pains = {pain for finding in course for pain in finding.about}
    said = f"Carrying on as now is described; the usual course is given for {len(pains)} of {len(subject.pack.pains)} pains."
    return met(said) if len(pains) == len(subject.pack.pains) else partly(said)


@decides("B2")
def side_by_side(subject: Subject) -> Outcome:
    frames = {tuple(label for label, _ in option.burdens) for option in subject.options}
    return (
        met("All options stand in one table with the same rows.")
        if len(frames) == 1
        else not_met("Options differ in their rows.")
    )


@decides("R19")
def burdens(subject: Subject) -> Outcome:
    bare = [
        f"{option.id} {name}"
        for option in subject.pack.options.values()
        for name in type(option.burdens).model_fields
        if not getattr(option.burdens, name).strip()
    ]
    return unless(
        bare, "burdens that are not told", "Every option tells the same nine burdens, beside benefit and harm."
    )


@decides("B9", "U1", "U2", "N1.3")
def values(subject: Subject) -> Outcome:
    asked = {question.theme for question in subject.pack.questions.values() if question.kind == "importance"}
    unasked = [theme for theme in subject.pack.themes if theme not in asked]
    return unless(
        unasked, "themes that nobody is asked about", f"The form asks how much each of {len(asked)} themes matters."
    )


@decides("U3")
def fits(subject: Subject) -> Outcome:
    shown = [option for option in subject.weighed.options if option.fits]
    if not shown:
        return not_met("No option shows how it fits what matters.")
    return met(
        "Each option shows, theme by theme, how it fits what was said to matter; nothing is summed up or ranked."
    )


@decides("B10")
def steps(subject: Subject) -> Outcome:
    first = next_screen(assess(subject.pack, {}, today=subject.today), ())
    if first is None or not first.questions:
        return not_met("No screen is brought up first.")
    return met("The form leads from opening questions to what is still open to what matters, screen by screen.")


@decides("B11", "K5", "K12", "K14", "P20", "P23", "N3.1")
def questions(subject: Subject) -> Outcome:
    bare = [summary.subtitle for summary in subject.for_patients if not summary.questions_to_ask]
    return unless(
        bare,
        "sheets without a question to ask",
        "Every sheet has questions to take along and room to write.",
        verdict="partly",
    )


@decides("B15", "N2.6")
def reviewed(subject: Subject) -> Outcome:
    info = subject.pack.info
    if not info.reviewers:
        return not_met("No clinician has reviewed the rules; every page and sheet says so.")
    if info.status != "reviewed":
        return partly("Reviewers are named, and the pack is still a draft.")
    return met(f"Reviewed by {', '.join(person.name for person in info.reviewers)}.")


@decides("B18", "N4.1")
def evidence_method(subject: Subject) -> Outcome:
    said = subject.pack.info.evidence_method.strip()
    return met("The search and how certainty was judged are described on page.") if said else not_met("Not described.")


@decides("B19")
def quality(subject: Subject) -> Outcome:
    bare = [finding.id for finding in subject.findings if not finding.certainty_reason.strip()]
    return unless(
        bare, "findings without a reason for their certainty", "Every finding has its certainty and the reason for it."
    )


@decides("B20")
def authors(subject: Subject) -> Outcome:
    info = subject.pack.info
    if not info.authors:
        return not_met("No author is named.")
    named = ", ".join(f"{person.name} ({person.role})" for person in info.authors)
    return met(named) if info.reviewers else partly(f"Author and role are named, and no clinical credentials: {named}")


@decides("O2")
def developer(subject: Subject) -> Outcome:
    named = ", ".join(person.name for person in subject.pack.info.authors)
    return met(named) if named else not_met("No developer is named.")


@decides("N1.4")
def audience(subject: Subject) -> Outcome:
    info = subject.pack.info
    bare = [name for name in ("intended_use", "intended_users", "intended_patients") if not getattr(info, name).strip()]
    return unless(
        bare, "not said", "Purpose, users and patients are said on page; when in the pathway is part of the purpose."
    )


@decides("N3.4")
def formats(subject: Subject) -> Outcome:
    spoken = [language for language in LANGUAGES if language in subject.pack.languages]
    said = f"Three print sizes; the rules speak {', '.join(LANGUAGES[language] for language in spoken)}."
    return met(said) if len(spoken) > 1 else partly(said)
