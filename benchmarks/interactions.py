"""How many taps a consultation takes, for every whole patient of the pack: `python benchmarks/interactions.py`.

Writes `docs/interactions.md`. The form is filled in as the guided way brings it up. A patient's own answers are given
one by one; what is left on a screen is answered by one tap on "none of these", or with "not known" where no such answer
exists. A number is one interaction (typed), a choice one, a choice from a list two (open, pick), and "Next" one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from decision import Pack, assess, load_pack
from decision.engine.guide import next_screen, none_of_these
from decision.pack.answers import NONE, NOT_KNOWN
from decision.pack.model import Question
from decision.ui.form import MANY

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "interactions.md"


@dataclass(frozen=True, slots=True)
class Count:
    """Interactions of one consultation: up to a first picture, and until no further answer could change anything."""

    patient: str
    first: int
    complete: int
    screens: int
    still_open: int


def counts(pack: Pack) -> Iterator[Count]:
    """One count for every vignette that tells a whole patient's story."""
    for vignette in pack.vignettes:
        if vignette.story:
            yield count(pack, vignette.name, vignette.given)


def count(pack: Pack, name: str, given: Mapping[str, object]) -> Count:
    answers: dict[str, object] = {}
    shown: list[str] = []
    first = total = screens = 0
    while (screen := next_screen(assess(pack, answers), shown)) and screen.part != "wishes":
        screens += 1
        shown += screen.questions
        nothing = none_of_these(assess(pack, answers), screen)
        together = 0
        for question in (pack.questions[asked] for asked in screen.questions):
            answer = given.get(question.id, nothing.get(question.id, _otherwise(question)))
            answers[question.id] = answer
            if answer == nothing.get(question.id):
                together = 1
            else:
                total += taps(question, answer)
        total += together + 1
        first = first or total
    return Count(name, first, total, screens, len(assess(pack, answers).open_questions))


def _otherwise(question: Question) -> object:
    return [NONE] if question.kind == "choices" else False if question.kind == "yes_no" else NOT_KNOWN


def taps(question: Question, answer: object) -> int:
    """What one answer takes."""
    if question.kind == "number":
        return 1
    opened = question.kind == "choice" and len(question.choice_ids) + 1 > MANY
    return (len(answer) if isinstance(answer, list) else 1) + opened


def page(pack: Pack) -> str:
    """The table as Markdown."""
    rows = "".join(
        f"| {each.patient} | {each.first} | {each.complete} | {each.screens} |\n"
        for each in sorted(counts(pack), key=lambda each: each.patient)
    )
    return (
        "# How many taps a consultation takes\n\n"
        "Made by `python benchmarks/interactions.py` from the whole patients among the pack's vignettes; its first lines say "
        "how it counts. *First picture* is after the opening questions, *complete* when no further answer could change "
        "anything. What matters to the patient comes after that and can be left out.\n\n"
        "| Patient | First picture | Complete | Screens |\n|---|---|---|---|\n" + rows
    )


if __name__ == "__main__":
    PAGE.write_text(page(load_pack(ROOT / "rules" / "vns-pain")), encoding="utf-8")
    print(f"written: {PAGE.name}")
