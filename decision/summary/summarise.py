"""From an assessment to a summary: the one place where the words of page, handout, note and command line are made."""

from __future__ import annotations

from collections.abc import Iterator

from decision.engine.assessment import Argument, Assessment, Conflict, Evidence, Lean, Standing
from decision.pack.answers import NOT_KNOWN
from decision.pack.model import Option, Pack, Safety
from decision.summary import standing as axes
from decision.summary import words
from decision.summary.answers import answer_lines, because
from decision.summary.citations import Citations
from decision.summary.model import Notice, OpenLine, OptionSummary, Reader, Summary
from decision.summary.numbers import benefits, harms
from decision.summary.standing import Voice
from decision.version import __version__


def summarise(
    assessment: Assessment, *, reader: Reader = "clinician", language: str = "en", include_sensitive: bool | None = None
) -> Summary:
    """Put an assessment into words, in order, for one reader.

    Args:
        assessment: from `assess`.
        reader: whose words: plain ones for the patient, precise ones for the clinician.
        language: `en` is the only one so far.
        include_sensitive: whether sensitive answers are said. Left out: to the clinician yes, to the patient no.

    Raises:
        ValueError: a language that the summary cannot speak.
    """
    if language != "en":
        raise ValueError(f"there are no words for the language {language!r}; there is: en")
    pack = assessment.pack
    citations = Citations(pack)
    say_all = reader == "clinician" if include_sensitive is None else include_sensitive
    voice = Voice(assessment, reader, say_all, citations)
    options = tuple(
        _option(voice, pack.options[name], standing)
        for name, standing in assessment.items()
        if _concerns(assessment, pack.options[name])
    )
    day = words.day(assessment.today)
    return Summary(
        reader=reader,
        language=language,
        date=assessment.today,
        title=pack.info.title,
        subtitle=_subtitle(voice),
        banner=tuple(_banner(assessment)),
        problem=pack.info.problem,
        decision=pack.info.decision,
        headline=_headline(assessment, options),
        first=tuple(_first(voice, argument) for argument in assessment.first),
        conflicts=tuple(_conflict(voice, conflict) for conflict in assessment.conflicts),
        answers=tuple(answer_lines(assessment, say_all)),
        open_questions=tuple(_open_questions(voice)),
        not_known=tuple(dict.fromkeys(voice.question(name) for name in assessment.not_known)),
        options=options,
        unknowns=tuple(_unknowns(voice)),
        about_numbers=(
            words.GROUPS_NOT_YOU,
            "Each picture shows 100 people. The filled squares are those it happened to.",
        ),
        questions_to_ask=tuple(_questions_to_ask(voice)),
        wishes=tuple(
            (pack.themes[theme].label, words.IMPORTANCE[importance])
            for theme, importance in assessment.answers.importances.items()
        ),
        sources=citations.cited(),
        pack_line=_pack_line(pack),
        footer=f"{words.DISCLAIMER} · {pack.info.status} rules {pack.info.version} · {day} · {words.OTHER_FORMATS}",
        made_with=f"VNS Choice {__version__} · rules {pack.info.id} {pack.info.version} · {pack.fingerprint[:12]}",
    )


def _concerns(assessment: Assessment, option: Option) -> bool:
    """Whether an option belongs to this talk: an alternative only for the pains it is an alternative for."""
    if option.kind != "alternative" or not option.groups:
        return True
    return any(assessment.pack.pains[e.pain].group in option.groups for e in axes.concerning(assessment[option.id]))


def _option(voice: Voice, option: Option, standing: Standing) -> OptionSummary:
    cite, reader = voice.citations.cite, voice.reader
    reasons_for, reasons_against = axes.reasons(voice, standing, "for"), axes.reasons(voice, standing, "against")
    said = {reason.text for reason in (*reasons_for, *reasons_against)}
    return OptionSummary(
        id=option.id,
        name=option.name,
        long_name=option.long_name,
        kind=option.kind,
        what=getattr(option.what, reader),
        living=getattr(option.living, reader),
        role=option.role,
        safety=axes.safety_axis(voice, standing),
        evidence=axes.evidence_axes(voice, standing),
        lean=axes.lean_axis(voice, standing),
        scales=axes.scales(voice, standing),
        tipping=axes.tipping(voice, standing),
        safety_reasons=axes.safety_reasons(voice, standing),
        reasons_for=reasons_for,
        reasons_against=reasons_against,
        waiting=axes.waiting(voice, standing.may_apply),
        good=tuple((p.text, cite(p.sources, p.findings)) for p in option.good if p.text not in said),
        bad=tuple((p.text, cite(p.sources, p.findings)) for p in option.bad if p.text not in said),
        benefits=benefits(voice.assessment, standing, reader, voice.citations),
        harms=harms(voice.assessment, standing, reader, voice.citations),
        burdens=tuple((label, getattr(option.burdens, key)) for key, label in words.BURDENS.items()),
        true_of_everyone=tuple((getattr(text, reader), cite(text.sources)) for text in option.true_of_everyone),
        unknowns=tuple(_option_unknowns(voice, option, standing)),
    )


def _subtitle(voice: Voice) -> str:
    pains = [
        entry for standing in voice.assessment.values() for entry in standing.evidence if entry.certain and entry.main
    ]
    return f"About {voice.pain(pains[0].pain)}" if pains else "The pain is not named yet"


def _banner(assessment: Assessment) -> Iterator[str]:
    info = assessment.pack.info
    yield words.STATUS[info.status]
    if assessment.today > info.review_by:
        yield f"These rules are past their review date ({words.day(info.review_by)})."
    yield f"{words.DISCLAIMER}."


def _headline(assessment: Assessment, options: tuple[OptionSummary, ...]) -> str:
    """What can be said so far, in one or two sentences."""
    if assessment.first:
        return "Something comes before any talk about treatments."
    count = len(assessment.open_questions)
    still = (
        f"{words.count(count, 'question')} can still change this." if count else "No further answer can change this."
    )
    if not assessment.answers.given:
        return f"Nothing is answered yet. {still}"
    ruled_out = [o.name for o in options if assessment[o.id].safety.low == Safety.EXCLUDED]
    not_now = [o.name for o in options if assessment[o.id].safety.low == Safety.NOT_NOW]
    said = [f"Ruled out: {words.listed(ruled_out)}."] if ruled_out else []
    said += [f"Not now: {words.listed(not_now)}."] if not_now else []
    return " ".join([*said, still])


def _first(voice: Voice, argument: Argument) -> Notice:
    rule = argument.rule
    hidden = voice.withheld(argument)
    text = rule.patient if voice.reader == "patient" else rule.clinician
    if hidden:
        text = "You talked about something in private that comes before any treatment. Your clinician goes through it with you."
    return Notice(
        rule="" if hidden else rule.id,
        heading="This comes first",
        text=text,
        because="" if hidden else because(voice.pack, argument.because),
        contact=voice.pack.info.urgent_contact,
    )


def _conflict(voice: Voice, conflict: Conflict) -> Notice:
    named = voice.questions(conflict.questions)
    if conflict.rule is None:
        text = f"There is an answer to a question that is not asked any more: {named}. It counts for nothing."
        return Notice("", "An answer left behind", text, "")
    hidden = any(voice.pack.questions[q].sensitive for q in conflict.questions) and not voice.include_sensitive
    text = conflict.rule.patient if voice.reader == "patient" else conflict.rule.clinician
    if hidden:
        text = "Two answers that are kept private do not fit together. Until they do, they count as not known."
    return Notice(
        conflict.rule.id if not hidden else "", "Two answers do not fit together", text, f"To settle: {named}."
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
            could_change=words.COULD_REACH[entry.could_reach],
        )


def _unknowns(voice: Voice) -> Iterator[str]:
    """What nobody knows about this patient or this pain, said plainly."""
    assessment = voice.assessment
    unsaid = [entry.question for entry in assessment.open_questions if entry.question not in assessment.not_known]
    if unsaid:
        yield f"{words.count(len(unsaid), 'question')} not asked yet, among them {voice.questions(unsaid, most=3)}."
    if assessment.not_known:
        yield f"Not known when asked: {voice.questions(assessment.not_known, most=6)}."
    unstudied = [
        voice.pack.options[name].name
        for name, standing in assessment.items()
        if voice.pack.options[name].kind == "vns"
        and standing.evidence
        and standing.evidence_range[1] == Evidence.NOT_STUDIED
    ]
    if unstudied:
        yield f"No study of your main pain was found for: {words.listed(unstudied)}."
    yield "No study has tested this tool itself."


def _option_unknowns(voice: Voice, option: Option, standing: Standing) -> Iterator[str]:
    if standing.safety.high == Safety.NOT_CHECKED and option.kind == "alternative":
        yield "This tool has not checked whether this treatment is safe for you. Your clinician can."
    for entry in standing.evidence:
        if entry.certain and entry.high == Evidence.NOT_STUDIED and option.kind == "vns":
            yield f"Nobody has studied this well enough in {voice.pain(entry.pain)} to say whether it helps."
        elif entry.certain and entry.high == Evidence.UNCONTROLLED and option.kind == "vns":
            yield f"No fair comparison has been made in {voice.pain(entry.pain)}, at least at your age."
    if len(standing.lean) > 1 and Lean.NONE not in standing.lean:
        yield "Which side weighs more for you is still open."


def _questions_to_ask(voice: Voice) -> Iterator[str]:
    """Questions for the patient to take along: first those of rules that apply, then of rules that wait."""
    seen: dict[str, None] = {}
    for standing in voice.assessment.values():
        for argument in sorted(standing.arguments, key=lambda a: a.rule.effect != "excludes"):
            if argument.rule.ask and not voice.withheld(argument):
                seen.setdefault(argument.rule.ask)
    for entry in voice.assessment.open_questions:
        question = voice.pack.questions[entry.question]
        if not question.sensitive or voice.include_sensitive:
            seen.setdefault(f"How can we find out about {words.lower_first(question.short)}?")
    yield from seen


def _pack_line(pack: Pack) -> str:
    info = pack.info
    return (
        f"{info.title}: rules {info.id} {info.version}, {info.status}, of {words.day(info.released)}; "
        f"to be looked at again by {words.day(info.review_by)}. Funding: {info.funding}"
    )
