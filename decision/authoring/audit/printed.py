"""Whether the printed sheet is what it ought to be, as far as this program can see: it prints one, and reads its template."""

from __future__ import annotations

import re
from functools import cache

from decision.authoring.audit.checking import Outcome, decides, met, not_met, partly, unless
from decision.authoring.audit.subject import Subject
from decision.language import day
from decision.summary.handout import handout_pdf
from decision.summary.typesetting import ASSETS
from decision.summary.words import DISCLAIMER, OTHER_FORMATS


@cache
def _templates() -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(ASSETS.glob("*.typ")))


def _sizes() -> dict[str, float]:
    return {name: float(size) for name, size in re.findall(r"\b(clear|large|giant): ([\d.]+)pt", _templates())}


@decides("T1")
def clear_print(_: Subject) -> Outcome:
    size = _sizes().get("clear", 0.0)
    said = f"Body text in clear print is {size:g} point, in Source Sans 3."
    return met(said) if size >= 14 else partly(said) if size >= 12 else not_met(said)


@decides("T2")
def larger_print(_: Subject) -> Outcome:
    sizes = _sizes()
    large, giant = sizes.get("large", 0.0), sizes.get("giant", 0.0)
    said = f"Large print is {large:g} and giant print {giant:g} point, re-flowed; one tap chooses."
    return met(said) if 16 <= large <= 18 and giant >= 20 else not_met(said)


@decides("T4")
def emphasis(_: Subject) -> Outcome:
    odd = re.findall(r"#(?:emph|underline|upper|smallcaps)\b|style: \"italic\"", _templates())
    return unless(odd, "emphasis by slope, line or capitals", "Emphasis is bold only.")


@decides("T8")
def each_page(subject: Subject) -> Outcome:
    wanted = (DISCLAIMER, OTHER_FORMATS, day(subject.today), subject.pack.info.version)
    bare = [s.subtitle for s in subject.for_patients if not all(words in s.footer for words in wanted)]
    if "counter(page)" not in _templates():
        return not_met("Pages are not numbered.")
    return unless(
        bare,
        "sheets without date, version, disclaimer or other formats",
        "Each page has title, page number, date, version, disclaimer and other formats.",
    )


@decides("T9")
def unbroken(_: Subject) -> Outcome:
    whole = "breakable: false" in _templates()
    return met("Boxes, pictures and short tables keep together.") if whole else not_met("Boxes may break across pages.")


@decides("T11")
def room(_: Subject) -> Outcome:
    return (
        met("There are lines for what was agreed and what comes next.")
        if "#write-line(" in _templates()
        else not_met("No lines to write on.")
    )


@decides("D1", "D2", "D3", "D5")
def accessible(subject: Subject) -> Outcome:
    sizes = ("clear", "large", "giant")
    faulty = [size for size in sizes if not handout_pdf(subject.for_patients[0], print_size=size).startswith(b"%PDF")]  # type: ignore[arg-type]
    return unless(
        faulty,
        "sizes that could not be printed",
        "One sheet was printed in three sizes; the writer refuses a file that breaks PDF/UA-1 (tags, title, language, headings, lists, fonts).",
    )
