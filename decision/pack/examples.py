"""Whether the example patients of a pack speak of what the pack has: questions, options, rules, and words for standings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from decision.pack.answers import parse_answers
from decision.pack.loading import PackFile, PackFiles
from decision.pack.pack import Pack
from decision.pack.problem import AnswersError, did_you_mean
from decision.pack.vignette import Expected, SafetyExpected, Vignette

SAFETY_WORDS = ("not_checked", "clear", "caution", "specialist", "not_now", "excluded")
EVIDENCE_WORDS = (
    "not_studied",
    "uncontrolled",
    "no_benefit_shown",
    "conflicting",
    "early_signal",
    "promising",
    "established",
    "natural_course",
)
CONVERSATION = (
    *(f"{key}{wait}" for key in ("first", "conflicts", "untried", "prepare") for wait in ("", "_may")),
    "may_apply",
)
"""What an example can expect of the rules of the conversation: those that apply, those that wait."""
OF_PAINS = ("pains", "pains_may", "main_pains", "main_pains_may")
"""What an example can expect of the pains: exactly these are there, exactly these may be; all of them, and the main ones."""
OF_QUESTIONS = ("open", "not_open", "asked", "not_asked")
"""Expectations that name questions: what is still open, and what the form asks."""
LEAN_WORDS = ("none", "more_against", "balanced", "more_for")

Path = tuple[str | int, ...]


def check_vignettes(files: PackFiles, pack: Pack) -> None:
    """Report every answer and every expectation of the examples that the pack does not have."""
    every = [(file, (place,), one) for file in files.of("vignettes") for place, one in enumerate(file.content)]
    try:
        every_answer_fits = len(pack.patients) == len(every)
    except AnswersError:
        every_answer_fits = False
    for file, path, vignette in every:
        if not every_answer_fits:
            _answers(files, pack, vignette, file, path)
        _expectations(files, pack, vignette, file, path)


def _answers(files: PackFiles, pack: Pack, vignette: Vignette, file: PackFile, path: Path) -> None:
    try:
        parse_answers(pack, vignette.given)
    except AnswersError as error:
        given = list(vignette.given)
        for problem in error.problems:
            here = (*path, "given", given[problem.line - 1])
            files.report(file, here, problem.what, _why(vignette), problem.mend, key=True)


def _why(vignette: Vignette) -> str:
    return f"the example '{vignette.name}' would test nothing"


def _expectations(files: PackFiles, pack: Pack, vignette: Vignette, file: PackFile, path: Path) -> None:
    why = _why(vignette)
    for key, expected in vignette.expect.items():
        here = (*path, "expect", key)
        if isinstance(expected, Expected):
            _expected(files, pack, expected, file, here, why, key)
            continue
        known = _named_by(key, pack)
        if known is None:
            mend = did_you_mean(key, [*CONVERSATION, *OF_PAINS, *OF_QUESTIONS, *pack.options])
            files.report(file, here, f"unknown expectation '{key}'", why, mend, key=True)
            continue
        for number, name in enumerate(expected):
            _one_of(files, file, (*here, number), name, known, why)


def _named_by(key: str, pack: Pack) -> Mapping[str, object] | None:
    """What an expectation that is not of an option names; nothing if there is no such expectation."""
    if key in OF_QUESTIONS:
        return pack.questions
    return pack.pains if key in OF_PAINS else pack.rules if key in CONVERSATION else None


def _expected(
    files: PackFiles, pack: Pack, expected: Expected, file: PackFile, path: Path, why: str, option: str
) -> None:
    if option not in pack.options:
        files.report(file, path, f"unknown option '{option}'", why, did_you_mean(option, list(pack.options)), key=True)

    def mine() -> list[str]:  # of another option's rules the nearest name would mislead
        return [rule.id for rule in pack.rules.values() if option in rule.options]

    for name in ("safety", "lasting"):
        value = getattr(expected, name)
        if isinstance(value, SafetyExpected):
            for end in ("low", "high"):
                _one_of(files, file, (*path, name, end), getattr(value, end), SAFETY_WORDS, why)
        elif value is not None:
            _one_of(files, file, (*path, name), value, SAFETY_WORDS, why)
    for pain, level in (expected.evidence or {}).items():
        _one_of(files, file, (*path, "evidence", pain), pain, pack.pains, why)
        for word in [level] if isinstance(level, str) else level:
            _one_of(files, file, (*path, "evidence", pain), word, EVIDENCE_WORDS, why)
    for place, lean in enumerate(expected.lean or ()):
        _one_of(files, file, (*path, "lean", place), lean, LEAN_WORDS, why)
    for name, rules in (("applies", expected.applies), ("not", expected.not_)):
        for place, rule in enumerate(rules or ()):
            _one_of(files, file, (*path, name, place), rule, pack.rules, why, mine)
    for rule, questions in (expected.waits_for or {}).items():
        _one_of(files, file, (*path, "waits_for", rule), rule, pack.rules, why, mine)
        for place, question in enumerate(questions):
            _one_of(files, file, (*path, "waits_for", rule, place), question, pack.questions, why)
    for rule in expected.weighs or ():
        _one_of(files, file, (*path, "weighs", rule), rule, pack.rules, why, mine)


def _one_of(
    files: PackFiles,
    file: PackFile,
    path: Path,
    word: str,
    known: Collection[str],
    why: str,
    likely: Callable[[], list[str]] | None = None,
) -> None:
    """Report a word that is not known; what is suggested for it is one of those that are `likely` there."""
    if word not in known:
        files.report(file, path, f"unknown id '{word}'", why, did_you_mean(word, likely() if likely else list(known)))
