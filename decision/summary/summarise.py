"""From an assessment to a summary: the one place where the words of page, handout, note and command line are made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from decision.engine.assessment import Argument, Assessment, Conflict, Evidence, Lean, Standing
from decision.engine.review import lapsed_findings, lapsed_rules, under_review
from decision.language import day, say, say_count, speaking
from decision.pack.answers import NOT_KNOWN
from decision.pack.model import Option, Point, Safety
from decision.pack.pack import Pack
from decision.summary import standing as axes
from decision.summary import words
from decision.summary.answers import answer_lines, because_of
from decision.summary.citations import Citations
from decision.summary.disagreement import Remark, lines
from decision.summary.model import Card, Glance, Notice, OpenLine, OptionSummary, Reader, Summary
from decision.summary.numbers import benefits, harms, no_number
from decision.summary.preparation import preparations, untried_line
from decision.summary.standing import Voice
from decision.version import __version__


def summarise(
    assessment: Assessment,
    *,
    reader: Reader = "clinician",
    language: str = "en",
    include_sensitive: bool | None = None,
    disagreements: Iterable[Remark] = (),
    own_view: str = "",
) -> Summary:
    """Put an assessment into words, in order, for one reader.

    Args:
        assessment: from `assess`.
        reader: whose words: plain ones for the patient, precise ones for the clinician.
        language: a key of `decision.language.LANGUAGES`; the pack needs words in it.
        include_sensitive: whether sensitive answers are said. Left out: to the clinician yes, to the patient no.
        disagreements: what the clinician disagrees with; told to the clinician alone.
        own_view: what the clinician noted before looking; told to the clinician alone.

    Raises:
        ValueError: a language that the program or the pack cannot speak.
    """
    with speaking(language):
        summary = _summary(_voice(assessment, reader, language, include_sensitive), language)
        if reader == "patient":
            return summary
        said = tuple(line.text for line in lines(assessment.pack.spoken(language), disagreements))
        return replace(summary, disagreements=said, own_view=own_view)


def glance(
    assessment: Assessment, *, reader: Reader = "clinician", language: str = "en", include_sensitive: bool | None = None
) -> Glance:
    """What a summary says at a glance, word for word, in a third of its time: for after every answer.

    Takes what `summarise` takes, and raises what it raises. Sources have other numbers in it, and there is no list of them.
    """
    with speaking(language):
        voice = _voice(assessment, reader, language, include_sensitive)
        return _glance(voice, tuple(_card(voice, option, standing) for option, standing in _concerning(voice)))


def _voice(assessment: Assessment, reader: Reader, language: str, include_sensitive: bool | None) -> Voice:
    say_all = reader == "clinician" if include_sensitive is None else include_sensitive
    return Voice(assessment, reader, say_all, Citations(assessment.pack.spoken(language)))


def _glance(voice: Voice, options: tuple[Card, ...]) -> Glance:
    assessment = voice.assessment
    return Glance(
        banner=tuple(_banner(assessment)),
        headline=_headline(assessment, options),
        first=tuple(_first(voice, argument) for argument in assessment.first),
        conflicts=tuple(_conflict(voice, conflict) for conflict in assessment.conflicts),
        options=options,
        unknowns=tuple(_unknowns(voice)),
        untried_line=untried_line(voice),
        untried=preparations(voice, assessment.untried, assessment.untried_may),
        prepare=preparations(voice, assessment.prepare, assessment.prepare_may),
    )


def _summary(voice: Voice, language: str) -> Summary:
    assessment, pack, citations = voice.assessment, voice.pack, voice.citations
    options = tuple(_option(voice, option, standing) for option, standing in _concerning(voice))
    seen = _glance(voice, options)
    date = day(assessment.today)
    return Summary(
        reader=voice.reader,
        language=language,
        date=assessment.today,
        title=pack.info.title,
        subtitle=_subtitle(voice),
        banner=seen.banner,
        problem=pack.info.problem,
        decision=pack.info.decision,
        headline=seen.headline,
        first=seen.first,
        conflicts=seen.conflicts,
        answers=tuple(answer_lines(assessment, pack, voice.include_sensitive)),
        in_order=partial(_in_order, voice, language),
        not_known=tuple(dict.fromkeys(voice.question(name) for name in assessment.not_known)),
        options=options,
        unknowns=seen.unknowns,
        about_numbers=(say(words.GROUPS_NOT_YOU), say(words.PICTURES)),
        wishes=tuple(
            (pack.themes[theme].label, say(words.IMPORTANCE[importance]))
            for theme, importance in assessment.answers.importances.items()
        ),
        sources=citations.cited(),
        pack_line=_pack_line(pack),
        footer=" · ".join((say(words.DISCLAIMER), _rules(pack), date, say(words.OTHER_FORMATS))),
        made_with=" · ".join(
            (f"VNS Choice {__version__}", f"{pack.info.id} {pack.info.version}", pack.fingerprint[:12])
        ),
        untried_line=seen.untried_line,
        untried=seen.untried,
        prepare=seen.prepare,
        fingerprint=_identity(assessment),
    )


def _identity(assessment: Assessment) -> str:
    """One name for the rules, the answers and the date: whoever has all three again gets the same summary."""
    given = sorted(assessment.answers.given.items())
    told = json.dumps([assessment.pack.fingerprint, assessment.today.isoformat(), given], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _in_order(voice: Voice, language: str) -> tuple[tuple[OpenLine, ...], tuple[str, ...]]:
    with speaking(language):
        return tuple(_open_questions(voice)), tuple(_questions_to_ask(voice))


def _concerning(voice: Voice) -> Iterator[tuple[Option, Standing]]:
    """The options that belong to this talk, with their standings, in the pack's order."""
    for name, standing in voice.assessment.items():
        if _concerns(voice.assessment, voice.pack.options[name]):
            yield voice.pack.options[name], standing


def _concerns(assessment: Assessment, option: Option) -> bool:
    """Whether an option belongs to this talk: an alternative only for the pains it is an alternative for."""
    if option.kind != "alternative" or not option.groups:
        return True
    return any(assessment.pack.pains[e.pain].group in option.groups for e in axes.concerning(assessment[option.id]))


def _card(voice: Voice, option: Option, standing: Standing) -> Card:
    return Card(
        id=option.id,
        name=option.name,
        kind=option.kind,
        what=getattr(option.what, voice.reader),
        safety=axes.safety_axis(voice, standing),
        evidence=axes.evidence_axes(voice, standing),
        lean=axes.lean_axis(voice, standing),
    )


def _option(voice: Voice, option: Option, standing: Standing) -> OptionSummary:
    card = _card(voice, option, standing)
    cite, reader = voice.citations.cite, voice.reader
    reasons_for, reasons_against = axes.reasons(voice, standing, "for"), axes.reasons(voice, standing, "against")
    told = {reason.rule for reason in (*reasons_for, *reasons_against) if reason.counts}
    counted = benefits(voice, standing)
    return OptionSummary(
        id=card.id,
        name=card.name,
        long_name=option.long_name,
        kind=card.kind,
        what=card.what,
        living=getattr(option.living, reader),
        role=option.role,
        safety=card.safety,
        evidence=card.evidence,
        studied=standing.evidence_range[0] > Evidence.NOT_STUDIED,
        lean=card.lean,
        scales=axes.scales(voice, standing),
        tipping=axes.tipping(voice, standing),
        fits=axes.fits(voice, standing),
        safety_reasons=axes.safety_reasons(voice, standing),
        reasons_for=reasons_for,
        reasons_against=reasons_against,
        waiting=axes.waiting(voice, standing.may_apply),
        good=_points(voice, option.good, told),
        bad=_points(voice, option.bad, told),
        benefits=counted,
        harms=harms(voice, standing),
        no_number=no_number(voice, standing, counted) if option.kind != "as_now" else (),
        burdens=tuple((say(label), getattr(option.burdens, key)) for key, label in words.BURDENS.items()),
        true_of_everyone=tuple((getattr(text, reader), cite(text.sources)) for text in option.true_of_everyone),
        unknowns=tuple(_option_unknowns(voice, option, standing)),
        tried=_tried(voice, option),
    )


def _tried(voice: Voice, option: Option) -> str:
    """How it went where the patient has really tried an option; nothing for an answer that is missing, in doubt or private."""
    if option.tried is None:
        return ""
    name, assessment = option.tried.question, voice.assessment
    if any(name in conflict.questions for conflict in assessment.conflicts):
        return ""
    if voice.pack.questions[name].sensitive and not voice.include_sensitive:
        return ""
    how = option.tried.choices.get(str(assessment.answers.given.get(name)))
    return say(words.TRIED[how]) if how else ""


def _points(voice: Voice, points: Iterable[Point], told: set[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Points that hold for everyone, without those that a rule among `told` tells this patient."""
    return tuple(
        (voice.marked(p.text, voice.lapsed(p.findings)), voice.citations.cite(p.sources, p.findings))
        for p in points
        if told.isdisjoint(p.same_as)
    )


def _subtitle(voice: Voice) -> str:
    pains = [
        entry for standing in voice.assessment.values() for entry in standing.evidence if entry.certain and entry.main
    ]
    return say("About {pain}", pain=voice.pain(pains[0].pain)) if pains else say("The pain is not named yet")


def _banner(assessment: Assessment) -> Iterator[str]:
    info = assessment.pack.info
    yield say(words.STATUS[info.status])
    yield from words.of_the_words()
    if assessment.today > info.review_by:
        yield say("These rules are past their review date ({date}).", date=day(info.review_by))
    pack, today = assessment.pack, assessment.today
    if count := len(lapsed_rules(pack, today)) + len(lapsed_findings(pack, today)):
        yield say_count(
            "{number} rule or finding is under review, and marked so.",
            "{number} rules and findings are under review, and marked so.",
            count,
        )
    yield f"{say(words.DISCLAIMER)}."


def _headline(assessment: Assessment, options: Iterable[Card]) -> str:
    """What can be said so far, in one or two sentences."""
    if assessment.first:
        return say("Something comes before any talk about treatments.")
    count = len(assessment.stakes)
    still = (
        say_count("{number} question can still change this.", "{number} questions can still change this.", count)
        if count
        else say("No further answer about health can change this.")
    )
    if not assessment.answers.given:
        return f"{say('Nothing is answered yet.')} {still}"
    ruled_out = [o.name for o in options if assessment[o.id].safety.low == Safety.EXCLUDED]
    not_now = [o.name for o in options if assessment[o.id].safety.low == Safety.NOT_NOW]
    said = [say("Ruled out: {options}.", options=words.listed(ruled_out))] if ruled_out else []
    said += [say("Not now: {options}.", options=words.listed(not_now))] if not_now else []
    return " ".join([*said, still])


def _first(voice: Voice, argument: Argument) -> Notice:
    rule = voice.rule(argument.rule)
    hidden = voice.withheld(argument)
    text = voice.marked(rule.patient if voice.reader == "patient" else rule.clinician, argument.under_review)
    if hidden:
        text = say(
            "You talked about something in private that comes before any treatment. "
            "Your clinician goes through it with you."
        )
    return Notice(
        rule="" if hidden else rule.id,
        heading=say("This comes first"),
        text=text,
        because="" if hidden else because_of(voice.assessment, voice.pack, argument),
        contact=voice.pack.info.urgent_contact,
    )


def _conflict(voice: Voice, conflict: Conflict) -> Notice:
    named = voice.questions(conflict.questions)
    if conflict.rule is None:
        text = say(
            "There is an answer to a question that is not asked any more: {questions}. It counts for nothing.",
            questions=named,
        )
        return Notice("", say("An answer left behind"), text, "")
    hidden = any(voice.pack.questions[q].sensitive for q in conflict.questions) and not voice.include_sensitive
    lapsed = under_review(voice.assessment.pack, conflict.rule, voice.assessment.today)
    text = voice.marked(getattr(voice.rule(conflict.rule), voice.reader), lapsed)
    if hidden:
        text = say("Two answers that are kept private do not fit together. Until they do, they count as not known.")
    return Notice(
        conflict.rule.id if not hidden else "",
        say("Two answers do not fit together"),
        text,
        say("To settle: {questions}.", questions=named),
    )


def _open_questions(voice: Voice) -> Iterator[OpenLine]:
    for entry in voice.assessment.open_questions:
        question = voice.pack.questions[entry.question]
        asked = voice.assessment.answers.given.get(entry.question)
        not_known = asked == NOT_KNOWN or (isinstance(asked, list) and NOT_KNOWN in asked)
        yield OpenLine(
            question=entry.question,
            label=question.short,
            why=question.why,
            how=question.how or "",
            state="not_known" if not_known else "not_asked",
            could_change=say(words.COULD_REACH[entry.could_reach]),
        )


def _unknowns(voice: Voice) -> Iterator[str]:
    """What nobody knows about this patient or this pain, said plainly."""
    assessment = voice.assessment
    unsaid = [question for question in assessment.stakes if question not in assessment.not_known]
    if unsaid:
        yield say_count(
            "{number} question not asked yet that matters here.",
            "{number} questions not asked yet that matter here.",
            len(unsaid),
        )
    if assessment.not_known:
        yield say("Not known when asked: {questions}.", questions=voice.questions(assessment.not_known, most=6))
    unstudied = [
        voice.pack.options[name].name
        for name, standing in assessment.items()
        if voice.pack.options[name].kind == "vns"
        and standing.evidence
        and standing.evidence_range[1] == Evidence.NOT_STUDIED
    ]
    if unstudied:
        yield say("No study of your main pain was found for: {options}.", options=words.listed(unstudied))
    yield say("No study has tested this tool itself.")


def _option_unknowns(voice: Voice, option: Option, standing: Standing) -> Iterator[str]:
    if standing.safety.high == Safety.NOT_CHECKED and option.kind == "alternative":
        yield say("This tool has not checked what this treatment could do to you. Your clinician can.")
    for entry in standing.evidence:
        if entry.certain and entry.high == Evidence.NOT_STUDIED and option.kind == "vns":
            yield say("No good study tells whether it helps in {pain}.", pain=voice.pain(entry.pain))
        elif entry.certain and entry.high == Evidence.UNCONTROLLED and option.kind == "vns":
            yield say("No fair comparison has been made in {pain}, at least at your age.", pain=voice.pain(entry.pain))
    if len(standing.lean) > 1 and Lean.NONE not in standing.lean:
        yield say("Which side weighs more for you is still open.")


def _questions_to_ask(voice: Voice) -> Iterator[str]:
    """Questions for the patient to take along: first those of rules that apply, then of rules that wait.

    Of an option that is ruled out only what rules it out is worth a question; the rest would ask about a closed way.
    """
    seen: dict[str, None] = {}
    for standing in voice.assessment.values():
        ruled_out = standing.safety.low == Safety.EXCLUDED
        for argument in sorted(standing.arguments, key=lambda a: a.rule.effect != "excludes"):
            if ruled_out and argument.rule.effect != "excludes":
                continue
            if (question_to_ask := voice.rule(argument.rule).ask) and not voice.withheld(argument):
                seen.setdefault(question_to_ask)
    for entry in voice.assessment.open_questions:
        question = voice.pack.questions[entry.question]
        if not question.sensitive or voice.include_sensitive:
            seen.setdefault(say("How can we find out about {topic}?", topic=words.lower_first(question.short)))
    yield from seen


def _pack_line(pack: Pack) -> str:
    info = pack.info
    return say(
        "{title}: {rules}, of {released}; to be looked at again by {review_by}. Funding: {funding}",
        title=info.title,
        rules=_rules(pack),
        released=day(info.released),
        review_by=day(info.review_by),
        funding=info.funding,
    )


def _rules(pack: Pack) -> str:
    """Which rules, and whether they are only a draft."""
    named = {
        "draft": say("draft rules {version}", version=pack.info.version),
        "reviewed": say("reviewed rules {version}", version=pack.info.version),
        "retired": say("retired rules {version}", version=pack.info.version),
    }
    return named[pack.info.status]
