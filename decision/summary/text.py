"""A summary as plain text: what the command line prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill

from decision.language import say, speaking
from decision.summary.model import Axis, OptionSummary, Preparation, Reason, Summary

SHAPES = {"stop": "✗ ", "ask": "! ", "open": "? ", "clear": "○ ", "info": ""}
_WIDTH = 100


def as_text(summary: Summary) -> str:
    """The whole summary, wrapped at 100 columns."""
    with speaking(summary.language):
        return "\n".join(_lines(summary)).rstrip() + "\n"


def _lines(summary: Summary) -> Iterator[str]:
    yield from (summary.title, summary.subtitle, *summary.banner, "")
    yield summary.headline
    for notice in (*summary.first, *summary.conflicts):
        yield from ("", f"{notice.heading.upper()}: {notice.text}", *filter(None, (notice.because, notice.contact)))
    if summary.untried_line:
        yield from ("", *_wrapped(summary.untried_line, ""))
    yield from _block(say("What could help first"), (preparation_line(p) for p in summary.prepare if not p.waits_for))
    for option in summary.options:
        yield from ("", *_option(option))
    yield from _block(say("Still open"), (f"{line.label}: {line.could_change}" for line in summary.open_questions))
    yield from _block(say("Not known"), summary.not_known)
    yield from _block(say("What we do not know"), summary.unknowns)
    yield from _block(say("Sources"), (f"[{source.number}] {source.text}" for source in summary.sources))
    yield from ("", summary.pack_line, summary.footer, summary.made_with)


def _option(option: OptionSummary) -> Iterator[str]:
    yield f"{option.name} ({option.long_name})"
    for axis in filter(None, (option.safety, *option.evidence, option.lean)):
        yield from _wrapped(axis_line(axis), "  ")
    for heading, reasons in (
        (say("Safety"), option.safety_reasons),
        (say("For"), option.reasons_for),
        (say("Against"), option.reasons_against),
    ):
        for reason in reasons:
            yield from _wrapped(f"{heading}: {reason_line(reason)}", "  - ", "    ")
    for sentence in option.tipping:
        yield from _wrapped(say("What would tip it: {sentence}", sentence=sentence), "  ")


def axis_line(axis: Axis) -> str:
    """An axis on one line: heading, shape, words, detail."""
    return f"{axis.heading}: {SHAPES[axis.shape]}{axis.words}. {axis.detail}".replace(".. ", ". ").strip()


def reason_line(reason: Reason) -> str:
    """A reason on one line, with the answers behind it, how sure it is and its sources."""
    numbers = "".join(f"[{number}]" for number in reason.sources)
    return " ".join(filter(None, (reason.text, reason.because, reason.certainty, numbers)))


def preparation_line(preparation: Preparation) -> str:
    """What could help first on one line, with why it comes up, the answers behind it and its sources."""
    numbers = "".join(f"[{number}]" for number in preparation.sources)
    return " ".join(filter(None, (preparation.step, preparation.text, preparation.because, numbers)))


def _block(heading: str, lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    if every:
        yield from ("", heading)
        for line in every:
            yield from _wrapped(line, "  - ", "    ")


def _wrapped(text: str, first: str, then: str | None = None) -> Iterator[str]:
    yield from fill(text, _WIDTH, initial_indent=first, subsequent_indent=first if then is None else then).split("\n")
