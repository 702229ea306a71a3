"""A summary on paper: the patient's handout and the clinician's record, as tagged PDF (PDF/UA-1) or one HTML file.

The patient's handout takes the fullest form that keeps to its pages. It is released by a named clinician; until then
every page says so. What the sheet holds is decided in `sheet`, how it looks in the templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from decision.language import say, speaking
from decision.summary.chosen import MOST_IN_FULL, SECTIONS, chosen_sections, options_in_full
from decision.summary.fitting import Fitting, Step
from decision.summary.fullness import CARDS, FULLEST, LAST_ORDERS, ORDERS, OVERLONG
from decision.summary.model import Summary
from decision.summary.record import record
from decision.summary.sheet import cut, readability, sheet, whole, with_reading
from decision.summary.typesetting import (
    HandoutError,
    Paper,
    PrintSize,
    pages_of,
    typeset,
    unprintable,
)
from decision.summary.web_page import web_page

__all__ = [
    "FORMATS",
    "MOST_IN_FULL",
    "PAGES",
    "SECTIONS",
    "Format",
    "HandoutError",
    "Paper",
    "PrintSize",
    "Summary",
    "handout",
    "handout_html",
    "handout_pdf",
    "options_in_full",
    "pages_of",
    "readability",
    "too_long",
    "unprintable",
]

Format = Literal["pdf", "html"]
FORMATS: dict[Format, str] = {"pdf": "application/pdf", "html": "text/html"}

PAGES: dict[PrintSize, int] = {"clear": 4, "large": 8, "giant": 14}
"""How many pages the patient's handout keeps to in each print size."""


def handout(summary: Summary, format: Format = "pdf", **how: Any) -> bytes:  # noqa: A002 - the word on the page
    """Print a summary in one of `FORMATS`; see `handout_pdf` and `handout_html` for the rest."""
    if format == "html":
        return handout_html(
            summary, **{key: value for key, value in how.items() if key not in ("paper", "fonts")}
        ).encode()
    return handout_pdf(summary, **how)


def handout_pdf(
    summary: Summary,
    *,
    print_size: PrintSize = "clear",
    paper: Paper = "a4",
    released_by: str | None = None,
    in_full: Sequence[str] | None = None,
    sections: Iterable[str] | None = None,
    fonts: Path | None = None,
) -> bytes:
    """Print a summary: for the patient the handout, for the clinician the record.

    Args:
        summary: from `summarise`; its reader decides which of the two is printed.
        print_size: body text of 14, 18 or 24 points, re-flowed and not scaled.
        paper: `a4` or `us-letter`.
        released_by: the clinician who looked the handout through. Left out, each patient page says "preview, not
            released".
        in_full: ids of the options that the patient's sheet shows in full, in their order, three at most; the others
            get a line each. Left out: see `options_in_full`. Carrying on as now is always there.
        sections: ids of `SECTIONS` in the order wanted. Left out: all. Those of `ALWAYS` stay anyway:
            what can be said so far, the options and what nobody knows.
        fonts: a folder with further typefaces, for scripts that the bundled one does not have.

    Raises:
        HandoutError: a character that no typeface at hand has, or options or sections that cannot be shown.
    """
    with speaking(summary.language):
        rest = {"size": print_size, "paper": paper} | _release(summary, released_by)
        if summary.reader == "clinician":
            return typeset("record.typ", record(summary) | rest, summary.date, fonts)
        wanted = None if sections is None else list(sections)
        return _that_fits(summary, in_full, wanted, rest, fonts)


def too_long(pdf: bytes, print_size: PrintSize) -> str:
    """What to say, and what helps, where a patient's handout has more pages than it keeps to; empty where it has not."""
    pages, most = pages_of(pdf), PAGES[print_size]
    if pages <= most:
        return ""
    return say(
        "With these choices the sheet takes {pages} pages, however little is told. It is meant to have {most} at most. "
        "To shorten it, show fewer options in full, leave out a section, or choose another print size.",
        pages=pages,
        most=most,
    )


def _that_fits(
    summary: Summary,
    in_full: Sequence[str] | None,
    sections: Sequence[str] | None,
    rest: dict[str, Any],
    fonts: Path | None,
) -> bytes:
    """The patient's sheet, as full as keeps to its pages with every card whole.

    Where even the least does not, the sheet is as long as it has to be: nothing is lost for the sake of a limit.
    """
    most = PAGES[rest["size"]]
    usual, last = (ORDERS, LAST_ORDERS) if sections is None else ((tuple(chosen_sections(sections)),), ())
    shown = [options_in_full(summary)[:cards] for cards in CARDS] if in_full is None else [in_full]
    fittings = (Fitting(whole(summary, ids, sections), rest["size"], rest["paper"], most, fonts) for ids in shown)
    first = None
    for fitting in fittings:
        first = first or fitting
        for orders in (usual, last):
            for step in _taking_back(fitting.grown(orders)):
                pdf = _set(fitting, step, rest, fonts)
                if pages_of(pdf) <= most:
                    return pdf
    assert first is not None
    return _set(first, Step(OVERLONG, usual[0]), rest, fonts)


def _taking_back(path: Sequence[Step]) -> Iterator[Step]:
    """The last step, and where it was reckoned wrongly ever larger strides back to the first."""
    back = 1
    while back < len(path):
        yield path[-back]
        back *= 2
    yield from path[:1]


def _set(fitting: Fitting, step: Step, rest: dict[str, Any], fonts: Path | None) -> bytes:
    summary = fitting.whole.summary
    data = with_reading(cut(fitting.whole, step.fullness), summary) | {"sections": step.order} | rest
    for card, (splits, *rows) in zip(data["options"], fitting.splits(data), strict=True):
        card["splits"] = splits
        for part, tall in zip((*card["parts"], *card["numbers"]), rows, strict=True):
            part["splits"] = tall
    return typeset("patient.typ", data, summary.date, fonts)


def handout_html(
    summary: Summary,
    *,
    print_size: PrintSize = "clear",
    released_by: str | None = None,
    in_full: Sequence[str] | None = None,
    sections: Iterable[str] | None = None,
) -> str:
    """The same as one HTML file that loads nothing from anywhere, with styles for screen and paper.

    A web page has no last line, so the patient's sheet is told in its fullest form.

    Raises:
        HandoutError: options or sections that cannot be shown.
    """
    with speaking(summary.language):
        data = record(summary) if summary.reader == "clinician" else sheet(summary, FULLEST, in_full, sections)
        return web_page(summary.reader, data | {"size": print_size} | _release(summary, released_by))


def _release(summary: Summary, released_by: str | None) -> dict[str, Any]:
    name = (released_by or "").strip()
    return {
        "preview": summary.reader == "patient" and not name,
        "released": say("Looked through by {name}", name=name) if name else "",
    }
