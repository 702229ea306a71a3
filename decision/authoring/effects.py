"""What a change of rules does: to one patient, and to every example patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decision.authoring.vignettes import Difference, disagreements
from decision.engine.assess import assess
from decision.engine.assessment import Assessment, Standing
from decision.language import current, say
from decision.pack.answers import parse_answers
from decision.pack.model import WRITTEN_IN
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError
from decision.pack.vignette import Vignette
from decision.pack.words import not_retold
from decision.summary.model import OptionSummary
from decision.summary.summarise import summarise
from decision.summary.words import listed


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that is said differently: about which option (or the talk itself), which axis, before and after.

    `rules` are those that apply or wait in only one of the two.
    """

    about: str
    axis: str
    before: str
    after: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change of rules does to the example patients.

    `moved` holds every patient for whom something is said differently. For the first `restood` of them a standing comes
    out otherwise; for the others only what is still open differs, or how it is told. `unreadable` are those whose
    answers the old version cannot read; `unmet` what the patients concerned expect of the new version and do not get;
    `not_retold` the texts that changed while their translation did not, as (language, name).
    """

    patients: int
    moved: tuple[tuple[str, tuple[Shift, ...]], ...]
    unreadable: tuple[str, ...]
    unmet: tuple[Difference, ...]
    not_retold: tuple[tuple[str, str], ...] = ()
    restood: int = 0


def over_vignettes(old: Pack, new: Pack) -> Effects:
    """Assess every example patient with both versions and hold the outcomes side by side."""
    restood: list[tuple[str, tuple[Shift, ...]]] = []
    other: list[tuple[str, tuple[Shift, ...]]] = []
    unreadable: list[str] = []
    unmet: list[Difference] = []
    known = {vignette.name: vignette for vignette in old.vignettes}
    alike: dict[str, tuple[tuple[Shift, ...], bool] | None] = {}  # many example patients give the same answers
    for vignette in new.vignettes:
        answers = repr((vignette.given, vignette.today))
        if answers not in alike:
            alike[answers] = _between(old, new, vignette)
        between = alike[answers]
        if between is None:
            unreadable.append(vignette.name)
        elif between[0]:
            (restood if between[1] else other).append((vignette.name, between[0]))
        same = vignette == known.get(vignette.name) and old.seen_on(vignette) == new.seen_on(vignette)
        if between is None or between[0] or not same:
            unmet += disagreements(vignette, assess(new, vignette.given, today=new.seen_on(vignette)))
    retold = tuple(not_retold(old, new))
    return Effects(len(new.vignettes), (*restood, *other), tuple(unreadable), tuple(unmet), retold, len(restood))


def _between(old: Pack, new: Pack, vignette: Vignette) -> tuple[tuple[Shift, ...], bool] | None:
    """What is said differently of one example patient, and whether a standing changes as far as the answers go; nothing
    if the old version cannot read the answers."""
    try:
        before = assess(old, parse_answers(old, vignette.given), today=old.seen_on(vignette))
    except AnswersError:
        return None
    after = assess(new, vignette.given, today=new.seen_on(vignette))
    return shifts(before, after), _restands(before, after)


def _restands(before: Assessment, after: Assessment) -> bool:
    """Whether something that was settled comes out otherwise: what comes first, the safety that holds at least, or a level
    of evidence or a lean that is one value in both."""
    if {argument.rule.id for argument in before.first} != {argument.rule.id for argument in after.first}:
        return True
    if set(before) != set(after):
        return True
    return any(_otherwise(before[option], after[option]) for option in before)


def _otherwise(was: Standing, now: Standing) -> bool:
    if was.safety.low != now.safety.low:
        return True
    if len(was.lean) == len(now.lean) == 1 and was.lean != now.lean:
        return True
    levels = [{e.pain: e.low for e in one.evidence if e.certain and e.low == e.high} for one in (was, now)]
    return any(levels[0][pain] != levels[1][pain] for pain in levels[0].keys() & levels[1].keys())


def shifts(before: Assessment, after: Assessment) -> tuple[Shift, ...]:
    """Everything that is said differently of one patient, option by option, in the words of the summary."""
    options = [*before, *(option for option in after if option not in before)]
    differing = [
        option
        for option in options
        if option not in before or option not in after or not _same(before[option], after[option])
    ]
    talk = _of_the_talk(before) != _of_the_talk(after)
    if not differing and not talk:
        return ()
    old, new = _in_words(before), _in_words(after)
    found: list[Shift] = []
    for option in differing:
        name = (after.pack if option in after else before.pack).options[option].name
        rules = _only_in_one(before.get(option), after.get(option))
        found += (Shift(name, axis, was, now, rules) for axis, was, now in _axes(old.get(option), new.get(option)))
        if not found or found[-1].about != name:
            gone, come = _rules(before, option) - _rules(after, option), _rules(after, option) - _rules(before, option)
            found.append(Shift(name, say("Reasons"), listed(sorted(gone)) or "–", listed(sorted(come)) or "–", rules))
    if talk:
        was, now = (" · ".join(sorted(_of_the_talk(one))) or "–" for one in (before, after))
        rules = tuple(sorted(_of_the_talk(before) ^ _of_the_talk(after)))
        found.append(Shift(say("The talk"), say("What else is brought up"), was, now, rules))
    return tuple(found)


def _in_words(assessment: Assessment) -> dict[str, OptionSummary]:
    """Every option in words, in the language spoken as far as this version of the pack speaks it."""
    language = current() if current() in assessment.pack.languages else WRITTEN_IN
    return {option.id: option for option in summarise(assessment, reader="clinician", language=language).options}


def _same(one: Standing, other: Standing) -> bool:
    return (
        (one.safety, one.lasting, one.lean, one.reasons_for, one.reasons_against)
        == (other.safety, other.lasting, other.lean, other.reasons_for, other.reasons_against)
        and one.evidence == other.evidence
        and {w.rule.id for w in one.may_apply} == {w.rule.id for w in other.may_apply}
        and {(a.rule.id, a.counts) for a in one.arguments} == {(a.rule.id, a.counts) for a in other.arguments}
    )


def _rules(assessment: Assessment, option: str) -> set[str]:
    """The rules that apply, and with a question mark those that may."""
    if option not in assessment:
        return set()
    standing = assessment[option]
    return {a.rule.id for a in standing.arguments} | {f"{w.rule.id}?" for w in standing.may_apply}


def _only_in_one(before: Standing | None, after: Standing | None) -> tuple[str, ...]:
    old, new = (
        {(a.rule.id, True) for a in one.arguments} | {(w.rule.id, False) for w in one.may_apply} if one else set()
        for one in (before, after)
    )
    return tuple(sorted({rule for rule, _ in old ^ new}))


def _of_the_talk(assessment: Assessment) -> set[str]:
    return (
        {argument.rule.id for argument in (*assessment.first, *assessment.untried, *assessment.prepare)}
        | {
            f"{waiting.rule.id}?"
            for waiting in (*assessment.first_may, *assessment.untried_may, *assessment.prepare_may)
        }
        | {conflict.rule.id for conflict in assessment.conflicts if conflict.rule}
    )


def _axes(old: OptionSummary | None, new: OptionSummary | None) -> Iterator[tuple[str, str, str]]:
    """Safety, evidence and lean in words, where they differ."""
    if old is None or new is None:
        there, missing = say("on the list"), say("not on the list")
        yield say("Option"), *((there, missing) if new is None else (missing, there))
        return
    was, now = ([_words(o.safety.words, o.safety.detail)] for o in (old, new))
    if was != now:
        yield say("Safety"), was[0], now[0]
    studied = [{axis.heading: _words(axis.words, axis.detail) for axis in one.evidence} for one in (old, new)]
    for heading in dict.fromkeys([*studied[0], *studied[1]]):
        if studied[0].get(heading) != studied[1].get(heading):
            yield heading, studied[0].get(heading, "–"), studied[1].get(heading, "–")
    lean = [one.lean.words if one.lean else say("No leaning is shown") for one in (old, new)]
    weights = [one.scales.alt if one.scales else "" for one in (old, new)]
    if lean[0] != lean[1]:
        yield say("Lean"), lean[0], lean[1]
    elif weights[0] != weights[1]:
        yield say("Reasons for and against"), weights[0] or "–", weights[1] or "–"


def _words(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)
