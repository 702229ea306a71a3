"""A standing in words: safety, evidence and lean, each an axis of its own and never one score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from decision.engine.assessment import Argument, Assessment, Evidence, Lean, PainEvidence, Standing, Waiting, Weight
from decision.engine.review import lapsed_findings, under_review
from decision.engine.standing import uncapped
from decision.language import current, say, say_count
from decision.pack.model import SAFETY_EFFECTS, Rule, Safety, rule_safety
from decision.summary.answers import because_of, in_words, private, telling
from decision.summary.citations import Citations
from decision.summary.model import Axis, Reader, Reason, Scales
from decision.summary.pictures import bars
from decision.summary.words import (
    AFTER,
    CERTAINTY,
    EVIDENCE,
    EVIDENCE_UNDER_REVIEW,
    GUIDELINE_ONLY,
    HELD_BACK,
    IMPORTANCE,
    LABEL,
    LEAN,
    LEAN_UNDER_REVIEW,
    LEAN_UNWEIGHED,
    NOT_IN_PACK,
    PRIVATE,
    PRIVATE_CAUSE,
    PRIVATE_QUESTION,
    PRIVATE_SPECIALIST,
    PRIVATE_UNTIL,
    SAFETY_REACH,
    SAFETY_UNDER_REVIEW,
    UNDER_REVIEW,
    listed,
    lower_first,
)

_FEW = 3
"""So many possible pains are spoken of before the pain is known."""
_FEW_LEANS = 2
"""So many possible ways to lean are named; a longer list would say nothing."""


class Voice:
    """How one summary speaks: to whom, and whether sensitive answers may be said aloud."""

    def __init__(self, assessment: Assessment, reader: Reader, include_sensitive: bool, citations: Citations) -> None:
        self.assessment = assessment
        self.pack = assessment.pack.spoken(current())
        self.reader: Reader = reader
        self.include_sensitive = include_sensitive
        self.citations = citations
        self._waiting: dict[str, Reason] = {}

    @cached_property
    def pains(self) -> tuple[str, ...]:
        """The pains that this patient has for certain."""
        standings = self.assessment.values()
        return tuple(dict.fromkeys(entry.pain for found in standings for entry in found.evidence if entry.certain))

    @cached_property
    def age(self) -> int | float | None:
        """This patient's age in years; missing while it is not known."""
        age = self.assessment.answers.given.get(self.pack.info.ages.question)
        return age if isinstance(age, int | float) else None

    def rule(self, rule: Rule) -> Rule:
        """A rule of the assessment with its words in the language spoken."""
        return self.pack.rules[rule.id]

    def marked(self, text: str, lapsed: bool) -> str:
        """A text with its mark when what it says is past its review date."""
        return say(UNDER_REVIEW, text=text) if lapsed else text

    def lapsed(self, findings: Iterable[str]) -> bool:
        """Whether one of some findings is past its review date."""
        return not lapsed_findings(self.assessment.pack, self.assessment.today).isdisjoint(findings)

    @property
    def weighed(self) -> bool:
        """Whether the patient said of anything how much it matters; otherwise every theme counts alike."""
        return bool(self.assessment.answers.importances)

    def withheld(self, argument: Argument) -> bool:
        """Whether a reason rests on a sensitive answer that is not to be said."""
        return not self.include_sensitive and private(self.pack, argument.because)

    def question(self, name: str) -> str:
        """A question's short name inside a sentence."""
        question = self.pack.questions[name]
        return (
            say(PRIVATE_QUESTION) if question.sensitive and not self.include_sensitive else lower_first(question.short)
        )

    def answer(self, name: str, answer: object) -> str:
        """An answer as a cause: what was named from a list speaks for itself; "no" or "every day" needs its question."""
        if isinstance(answer, bool | int | float):
            return self.question(name)
        words = in_words(self.pack.questions[name], answer)
        return words if isinstance(answer, list) else f"{self.question(name)} – {words}"

    def waiting(self, entry: Waiting) -> Reason:
        """A rule that may apply, in words; worded once, however many options it speaks of."""
        if entry.rule.id not in self._waiting:
            rule = self.rule(entry.rule)
            lapsed = under_review(self.assessment.pack, entry.rule, self.assessment.today)
            self._waiting[rule.id] = Reason(
                rule=rule.id,
                effect=rule.effect,
                text=self.marked(getattr(rule, self.reader), lapsed),
                because="",
                certainty="",
                sources=(),
                theme=self.pack.themes[rule.theme].label if rule.theme else "",
                waits_for=tuple(dict.fromkeys(self.question(name) for name in entry.waits_for)),
                basis=rule.basis or "",
                under_review=lapsed,
            )
        return self._waiting[entry.rule.id]

    def questions(self, names: Iterable[str], most: int = 4) -> str:
        return listed(dict.fromkeys(self.question(name) for name in names), most)

    def pain(self, name: str) -> str:
        pain = self.pack.pains[name]
        return pain.patient if self.reader == "patient" else pain.label


def safety_axis(voice: Voice, standing: Standing) -> Axis:
    """Safety in words, marked when a rule that brought it about is past its review date."""
    axis = _safety_axis(voice, standing)
    if axis.shape != "open" and _still_open(voice, standing):
        reach = say(SAFETY_REACH[max(standing.safety.high, standing.lasting.high)])
        axis = replace(axis, still=say("still open: an answer can {reach}", reach=reach))
    if any(argument.under_review for argument in _applying(standing, standing.safety.low)):
        return replace(axis, detail=f"{axis.detail} {say(SAFETY_UNDER_REVIEW)}".strip())
    return axis


def _safety_axis(voice: Voice, standing: Standing) -> Axis:
    """ "Nothing found against it" is said only when nothing could still speak against it."""
    low, high = standing.safety.low, standing.safety.high
    heading = say("Safety")
    if high == Safety.NOT_CHECKED:
        as_now = voice.pack.options[standing.option].kind == "as_now"
        words = (
            say("This tool does not check your present treatment")
            if as_now
            else say("This tool has not checked this treatment for you")
        )
        return Axis(heading, "info", words)
    still = _still_open(voice, standing)
    match low:
        case Safety.EXCLUDED:
            return Axis(heading, "stop", say("Ruled out: {causes}", causes=_causes(voice, standing, low)))
        case Safety.NOT_NOW:
            return Axis(
                heading,
                "stop",
                say("Not now: {causes}", causes=_causes(voice, standing, low)),
                _later(voice, standing, still),
            )
        case Safety.SPECIALIST:
            return Axis(heading, "ask", say("Ask first: {who}", who=_specialists(voice, standing)), still)
        case Safety.CAUTION:
            return Axis(
                heading, "ask", say("Points to talk about: {causes}", causes=_causes(voice, standing, low)), still
            )
    if high == Safety.CLEAR and standing.lasting.high == Safety.CLEAR:
        return Axis(heading, "clear", say("Nothing found against it"))
    waits = say_count(
        "Not settled: {number} safety question open",
        "Not settled: {number} safety questions open",
        len(_safety_waits(standing)),
    )
    return Axis(heading, "open", waits, still)


def _applying(standing: Standing, low: Safety) -> list[Argument]:
    if low <= Safety.CLEAR:
        return []
    return [argument for argument in standing.arguments if rule_safety(argument.rule) == low]


def _causes(voice: Voice, standing: Standing, low: Safety) -> str:
    """The answers behind the strongest effect, shortly."""
    causes = []
    for argument in _applying(standing, low):
        if voice.withheld(argument):
            causes.append(say(PRIVATE_CAUSE))
        else:
            causes += [voice.answer(name, answer) for name, answer in telling(voice.pack, argument.because).items()]
    return listed(dict.fromkeys(causes), most=3)


def _specialists(voice: Voice, standing: Standing) -> str:
    named = [
        say(PRIVATE_SPECIALIST) if voice.withheld(argument) else voice.rule(argument.rule).specialist or ""
        for argument in _applying(standing, Safety.SPECIALIST)
    ]
    return listed(dict.fromkeys(filter(None, named)), most=3)


def _later(voice: Voice, standing: Standing, still: str) -> str:
    """What would have to change for "not now" to pass, and what would hold then."""
    untils = [
        say(PRIVATE_UNTIL) if voice.withheld(argument) else voice.rule(argument.rule).until or ""
        for argument in _applying(standing, Safety.NOT_NOW)
    ]
    later = say("This can change when {what}.", what=listed(dict.fromkeys(untils), most=3))
    if standing.lasting.low >= Safety.CAUTION:
        later += " " + say("Other points would still be there then.")
    return f"{later} {still}".strip()


def _safety_waits(standing: Standing) -> set[str]:
    """The questions that rules about safety wait for."""
    return {name for entry in standing.may_apply if rule_safety(entry.rule) > Safety.CLEAR for name in entry.waits_for}


def _still_open(voice: Voice, standing: Standing) -> str:
    """Which questions could still make safety graver, and how grave."""
    strongest = max(standing.safety.high, standing.lasting.high)
    reached = max(standing.safety.low, standing.lasting.low)
    if strongest <= max(reached, Safety.CLEAR):
        return ""
    questions = [
        question
        for entry in sorted(standing.may_apply, key=lambda entry: -rule_safety(entry.rule))
        if rule_safety(entry.rule) > reached
        for question in entry.waits_for
    ]
    named = list(dict.fromkeys(questions))
    if not named:
        return ""
    reach = say(SAFETY_REACH[strongest])
    if len(named) == 1:
        return say("Still open: {questions}. An answer can {reach}.", questions=voice.questions(named), reach=reach)
    return say("Still open: {questions}. The answers can {reach}.", questions=voice.questions(named), reach=reach)


def concerning(standing: Standing) -> list[PainEvidence]:
    """The pains to speak of, the main one first: those the patient has; while none is known, a few that are possible.

    Nothing is told of a pain that is only one of many possible: evidence never crosses to another pain.
    """
    entries = sorted(standing.evidence, key=lambda entry: entry.main is False)
    return [entry for entry in entries if entry.certain] or (entries if len(entries) <= _FEW else [])


def evidence_axes(voice: Voice, standing: Standing) -> tuple[Axis, ...]:
    """One axis for each pain the patient has or may have, the main one first."""
    if standing.evidence_range[0] == Evidence.NATURAL_COURSE:
        return ()
    return tuple(_evidence_axis(voice, standing, entry) for entry in concerning(standing)) or (
        Axis(say("Evidence"), "open", say("Not looked up yet"), say("It depends on the pain that the talk is about.")),
    )


def _evidence_axis(voice: Voice, standing: Standing, entry: PainEvidence) -> Axis:
    words = say(EVIDENCE[entry.low][voice.reader])
    option = voice.pack.options[standing.option]
    if option.kind == "alternative":
        designs = {voice.pack.findings[finding].design for finding in entry.findings}
        if not designs:
            words = say(NOT_IN_PACK[voice.reader])
        elif designs == {"guideline"}:
            words = say(GUIDELINE_ONLY[voice.reader])
    open_ = entry.low != entry.high
    if open_:
        words = say(
            "From “{low}” to “{high}”",
            low=lower_first(words),
            high=lower_first(say(EVIDENCE[entry.high][voice.reader])),
        )
    pain = voice.pain(entry.pain)
    heading = say("Evidence for {pain}", pain=pain) if entry.certain else say("Evidence, if it is {pain}", pain=pain)
    detail = _label(voice, entry) if option.kind == "vns" else ""
    if voice.lapsed(entry.findings):
        detail = f"{detail} {say(EVIDENCE_UNDER_REVIEW)}".strip()
    return Axis(heading, "open" if open_ else "info", words, detail)


def _label(voice: Voice, entry: PainEvidence) -> str:
    """Where it is authorised for exactly this use. What the pack does not know is said once, not for every region."""
    regions = {region.id: region.label for region in voice.pack.info.regions}
    said = [
        f"{label}: {say(LABEL[entry.label[region]])}"
        for region, label in regions.items()
        if entry.label[region] != "not_known"
    ]
    unknown = [label for region, label in regions.items() if entry.label[region] == "not_known"]
    if unknown:
        said.append(say("none found for {regions}", regions=listed(unknown)))
    return say("Approved for exactly this use – {where}.", where="; ".join(said)) if said else ""


def lean_axis(voice: Voice, standing: Standing) -> Axis | None:
    """How the reasons weigh, or why nothing is shown; missing where the option has no lean at all."""
    axis = _lean_axis(voice, standing)
    if axis and any(argument.rule.is_argument and argument.under_review for argument in standing.arguments):
        return replace(axis, detail=f"{axis.detail} {say(LEAN_UNDER_REVIEW)}".strip())
    return axis


def _lean_axis(voice: Voice, standing: Standing) -> Axis | None:
    if standing.safety.high == Safety.NOT_CHECKED:
        return None
    if len(standing.lean) > _FEW_LEANS:
        return Axis(say("Reasons"), "open", say("Not settled"), say("Too much is still open to weigh them."))
    words = LEAN if voice.weighed else LEAN_UNWEIGHED
    if len(standing.lean) > 1:
        possible = [lower_first(say(words[lean])) for lean in Lean if lean in standing.lean]
        return Axis(say("Reasons"), "open", say("Not settled"), say("Still possible: {leans}.", leans=listed(possible)))
    (lean,) = standing.lean
    if lean is Lean.BALANCED and (held_back := _held_back(voice, standing)):
        return Axis(say("Reasons"), "info", say(HELD_BACK), held_back)
    if lean is not Lean.NONE:
        return Axis(say("Reasons"), "info", say(words[lean]))
    return Axis(say("Reasons"), "info", say(words[lean]), _why_none(voice.assessment, standing))


def _held_back(voice: Voice, standing: Standing) -> str:
    """Why a lean is balanced although the reasons for the option weigh more: they are not close, and are not called so."""
    ratio = Fraction(str(voice.pack.info.weights.lean_ratio))
    if uncapped(standing.reasons_for, standing.reasons_against, ratio) != {Lean.MORE_FOR}:
        return ""
    if standing.safety.high > Safety.CAUTION:
        return say("More speaks for it than against it, but its safety for you comes first.")
    return say("More speaks for it than against it, but the studies are too early to lean on.")


def _why_none(assessment: Assessment, standing: Standing) -> str:
    if assessment.first:
        return say("Something else comes first.")
    if standing.safety.low == Safety.EXCLUDED:
        return say("It is ruled out, and nothing outweighs that.")
    if standing.reasons_for.high == 0 and standing.reasons_against.high == 0:
        return say("There is nothing to weigh yet.")
    return say("There is too little evidence to say that the reasons for it weigh more.")


def scales(voice: Voice, standing: Standing) -> Scales | None:
    """The two bars, as shares of the longer side's possible length."""
    if standing.safety.high == Safety.NOT_CHECKED or standing.safety.low == Safety.EXCLUDED or voice.assessment.first:
        return None
    longest = max(standing.reasons_for.high, standing.reasons_against.high)
    if not longest:
        return None
    pro, contra = _share(standing.reasons_for, longest), _share(standing.reasons_against, longest)
    alt = say("Two bars. Reasons for: {pro}. Reasons against: {contra}.", pro=_length(pro), contra=_length(contra))
    caption = (
        say("Reasons for (above) and reasons against (below), as you weighed them; these are not chances.")
        if voice.weighed
        else say("Reasons for (above) and reasons against (below), counted alike; these are not chances.")
    )
    return Scales(pro, contra, caption, bars(pro, contra), alt)


def _share(weight: Weight, longest: int) -> tuple[float, float]:
    return weight.low / longest, weight.high / longest


def _length(share: tuple[float, float]) -> str:
    low, high = (round(100 * end) for end in share)
    if low == high:
        return say("{low} in 100 of the longest", low=low)
    return say("{low} to {high} in 100 of the longest, still open", low=low, high=high)


def tipping(voice: Voice, standing: Standing) -> tuple[str, ...]:
    """What would tip the scales, in words: what would give one side the lead, or take it away."""
    sentences = []
    for tip in standing.tipping_points:
        if not {tip.before, tip.after} & {Lean.MORE_FOR, Lean.MORE_AGAINST}:
            continue
        theme = lower_first(voice.pack.themes[tip.theme].label)
        after = say(AFTER[tip.after])
        sentences.append(
            say("If “{theme}” mattered more to you: {after}.", theme=theme, after=after)
            if tip.at > tip.importance
            else say("If “{theme}” mattered less to you: {after}.", theme=theme, after=after)
        )
    return tuple(sentences)


def fits(voice: Voice, standing: Standing) -> tuple[tuple[str, str, str], ...]:
    """How an option fits what the patient said matters: theme by theme, never summed up and never a ranking."""
    lines = []
    for theme, importance in voice.assessment.answers.importances.items():
        mine = [a for a in standing.arguments if a.rule.theme == theme and (a.counts or a.under_review)]
        said = [
            say("For: {text}", text=_own(voice, argument))
            if argument.rule.effect == "for"
            else say("Against: {text}", text=_own(voice, argument))
            for argument in sorted(mine, key=lambda argument: argument.rule.effect == "against")
        ]
        words = " ".join(said) or say("No rule says anything about this here.")
        lines.append((voice.pack.themes[theme].label, say(IMPORTANCE[importance]), words))
    return tuple(lines)


def _own(voice: Voice, argument: Argument) -> str:
    if voice.withheld(argument):
        return say(PRIVATE_CAUSE) + "."
    return voice.marked(str(getattr(voice.rule(argument.rule), voice.reader)), argument.under_review)


def reasons(voice: Voice, standing: Standing, *effects: str) -> tuple[Reason, ...]:
    """The rules that apply with one of these effects, the gravest or weightiest first."""
    chosen = [argument for argument in standing.arguments if argument.rule.effect in effects]
    chosen.sort(key=lambda argument: (-rule_safety(argument.rule), -(argument.weight or 0)))
    return tuple(reason(voice, argument) for argument in chosen)


def safety_reasons(voice: Voice, standing: Standing) -> tuple[Reason, ...]:
    return reasons(voice, standing, *SAFETY_EFFECTS)


def reason(voice: Voice, argument: Argument) -> Reason:
    """One rule that applies, in words."""
    rule = voice.rule(argument.rule)
    hidden = voice.withheld(argument)
    words = rule.patient if voice.reader == "patient" else rule.clinician
    sure = say(CERTAINTY[argument.certainty][voice.reader]) + "." if argument.certainty else ""
    return Reason(
        rule=rule.id if not hidden else "",
        effect=rule.effect,
        text=voice.marked(say(PRIVATE) if hidden else words, argument.under_review),
        because="" if hidden else because_of(voice.assessment, voice.pack, argument),
        certainty=sure,
        sources=() if hidden else voice.citations.cite(rule.sources, rule.findings),
        theme=voice.pack.themes[rule.theme].label if rule.theme else "",
        counts=argument.counts or not rule.is_argument,
        basis=rule.basis or "",
        under_review=argument.under_review,
    )


def waiting(voice: Voice, entries: Iterable[Waiting]) -> tuple[Reason, ...]:
    """The rules that may apply, the gravest first, with what they wait for."""
    return tuple(voice.waiting(entry) for entry in sorted(entries, key=lambda entry: -rule_safety(entry.rule)))
