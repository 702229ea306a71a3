"""Run a pack's example patients, and tell which expectations do not come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decision.engine.assess import asked, assess
from decision.engine.assessment import Assessment, Lean, SafetyRange, Standing
from decision.pack.examples import OF_PAINS, OF_QUESTIONS
from decision.pack.pack import Pack
from decision.pack.vignette import Expected, SafetyExpected, Vignette

_Found = tuple[str, str, str, str]
"""What a difference is about, what was expected, what came out, and because of what."""

_APPLIES, _NOT, _MAY = "applies", "does not apply", "may apply"


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation of a vignette that did not come out; `place` is where the vignette stands, if that is known."""

    vignette: str
    about: str
    expected: str
    got: str
    because: str = ""
    place: str = ""

    def __str__(self) -> str:
        place, because = f"{self.place}: " if self.place else "", f", because {self.because}" if self.because else ""
        return f"{place}{self.vignette}: {self.about}: expected {self.expected}, got {self.got}{because}"


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome of all vignettes of one pack."""

    vignettes: int
    differences: tuple[Difference, ...]


def run(pack: Pack) -> Run:
    """Assess every vignette and hold it against what it expects."""
    differences: list[Difference] = []
    for vignette, answers in zip(pack.vignettes, pack.patients, strict=True):
        differences += disagreements(vignette, assess(pack, answers, today=pack.seen_on(vignette)))
    return Run(len(pack.vignettes), tuple(differences))


def disagreements(vignette: Vignette, assessment: Assessment) -> list[Difference]:
    """Every expectation of a vignette that an assessment does not meet."""
    found: list[_Found] = []
    for key, expected in vignette.expect.items():
        if isinstance(expected, Expected):
            found += (
                (f"{key} {about}", want, got, why) for about, want, got, why in _of_option(expected, assessment, key)
            )
        else:
            found += _of_conversation(key, expected, assessment)
    place = assessment.pack.places.get(f"vignette:{vignette.name}", "")
    return [Difference(vignette.name, *difference, place=place) for difference in found]


def _of_conversation(key: str, expected: Iterable[str], assessment: Assessment) -> Iterator[_Found]:
    if key in OF_QUESTIONS:
        found = assessment.stakes if key.endswith("open") else asked_of(assessment)
        wrong = [q for q in expected if (q in found) == key.startswith("not_")]
        if wrong:
            yield key, _words(wrong), key.removeprefix("not_") if key.startswith("not_") else f"not {key}", ""
        return
    if key in OF_PAINS:
        there = pains_of(assessment)[key]
        if set(expected) != set(there):
            yield key.replace("_", " "), _words(expected), _words(there), ""
        return
    rules = assessment.pack.rules
    if key == "may_apply":
        if missing := {rule for rule in expected if rule not in assessment.may_apply or rules[rule].options}:
            yield key, _words(missing), "does not wait", ""
        return
    if key == "conflicts":
        got = {conflict.rule.id for conflict in assessment.conflicts if conflict.rule}
    else:
        effect = "conflict" if key == "conflicts_may" else key.removesuffix("_may")
        do = assessment.may_apply if key.endswith("_may") else assessment.applies
        got = {rule for rule in do if rules[rule].effect == effect}
    if set(expected) != got:
        yield key, _words(expected), _words(got), ""


def asked_of(assessment: Assessment) -> tuple[str, ...]:
    """The questions that the form shows to this patient."""
    return asked(assessment.pack, assessment.answers, today=assessment.today)


def pains_of(assessment: Assessment) -> dict[str, list[str]]:
    """The pains of a patient as an example expects them: those that are there, those that may be, and the main ones."""
    entries = next(iter(assessment.values())).evidence
    return {
        "pains": [entry.pain for entry in entries if entry.certain],
        "pains_may": [entry.pain for entry in entries if not entry.certain],
        "main_pains": [entry.pain for entry in entries if entry.main],
        "main_pains_may": [entry.pain for entry in entries if entry.main is None],
    }


def _of_option(expected: Expected, assessment: Assessment, option: str) -> Iterator[_Found]:
    of_standing = (expected.safety, expected.lasting, expected.evidence, expected.lean, expected.weighs)
    if any(one is not None for one in of_standing):  # most examples are of one rule, and need no standing
        yield from _of_standing(expected, assessment[option])
    yield from _rules(expected, assessment, option)


def _of_standing(expected: Expected, standing: Standing) -> Iterator[_Found]:
    for name, wanted, got in (
        ("safety", expected.safety, standing.safety),
        ("lasting safety", expected.lasting, standing.lasting),
    ):
        if wanted is not None and _range_words(wanted) != _words_of(got):
            yield name, _range_words(wanted), _words_of(got), _grounds(standing)
    yield from _evidence(expected, standing)
    leans = [lean.value for lean in Lean if lean in standing.lean]
    if expected.lean is not None and sorted(expected.lean) != sorted(leans):
        yield "lean", _words(expected.lean), _words(leans), _grounds(standing)
    if expected.weighs is None:
        return
    applies = {argument.rule.id: argument for argument in standing.arguments}
    for rule, weight in expected.weighs.items():
        found = applies[rule].weight if rule in applies else None
        if found is None or abs(found - weight) > 1e-9:
            yield f"weight of {rule}", f"{weight:g}", "nothing" if found is None else f"{found:g}", ""


def _evidence(expected: Expected, standing: Standing) -> Iterator[_Found]:
    found = {entry.pain: entry for entry in standing.evidence}
    for pain, wanted in (expected.evidence or {}).items():
        ends = [wanted, wanted] if isinstance(wanted, str) else wanted
        got = [found[pain].low.word, found[pain].high.word] if pain in found else ["no such pain"]
        if ends != got:
            why = _words(found[pain].findings) if pain in found else ""
            yield f"evidence for {pain}", _words(ends), _words(got), why


def _rules(expected: Expected, assessment: Assessment, option: str) -> Iterator[_Found]:
    def does(name: str) -> str:
        rule = assessment.pack.rules.get(name)
        if rule is None or option not in rule.options:
            return _NOT
        return _APPLIES if name in assessment.applies else _MAY if name in assessment.may_apply else _NOT

    for rule in expected.applies or ():
        if (got := does(rule)) != _APPLIES:
            yield f"rule {rule}", _APPLIES, got, ""
    for rule in expected.not_ or ():
        if (got := does(rule)) != _NOT:
            applies = {argument.rule.id: argument for argument in assessment[option].arguments}
            found = applies[rule].because if rule in applies else {}
            because = _words(f"{q}: {a:g}" if isinstance(a, float) else f"{q}: {a}" for q, a in found.items())
            yield f"rule {rule}", _NOT, got, because if found else ""
    for rule, questions in (expected.waits_for or {}).items():
        got = does(rule)
        waits = assessment.explain.waits_for(rule) if got == _MAY else ()
        if got != _MAY or set(waits) != set(questions):
            yield f"rule {rule} waits for", _words(questions), _words(waits) if waits else got, ""


def _range_words(wanted: str | SafetyExpected) -> str:
    return wanted if isinstance(wanted, str) else f"{wanted.low} to {wanted.high}"


def _words_of(got: SafetyRange) -> str:
    return got.low.word if got.settled else f"{got.low.word} to {got.high.word}"


def _grounds(standing: Standing) -> str:
    return _words([*(a.rule.id for a in standing.arguments), *(f"{w.rule.id}?" for w in standing.may_apply)][:6])


def _words(items: Iterable[str]) -> str:
    return ", ".join(sorted(items)) or "nothing"
