"""The options at a glance: one small card for each, in the pack's order, so that place is not a ranking.

The cards are one piece of HTML instead of dozens of page elements: they change with every answer, and must be there
before the hand leaves the mouse. Every text in them is escaped.
"""

from __future__ import annotations

from html import escape

from decision.language import say
from decision.summary.model import Axis, Card, Glance, Notice, Preparation
from decision.summary.text import SHAPES
from decision.summary.words import listed


def so_far(seen: Glance) -> str:
    """What can be said so far, as HTML: what comes first, the options, and what nobody knows."""
    notices = "".join(_notice(notice) for notice in (*seen.first, *seen.conflicts))
    lines = "".join(f"<li>{escape(line)}</li>" for line in seen.unknowns)
    unknown = f"<h3>{escape(say('What we do not know'))}</h3><ul>{lines}</ul>"
    return f'{notices}{before_options(seen)}{cards(seen)}<section class="vc-unknown">{unknown}</section>'


def before_options(seen: Glance) -> str:
    """What comes before a new treatment: first treatments without a full trial, then what could help first."""
    said = f"<p><strong>{escape(seen.untried_line)}</strong></p>" if seen.untried_line else ""
    for heading, entries in (
        (say("What counts as a full trial"), seen.untried),
        (say("What could help first"), seen.prepare),
    ):
        said += _folded(heading, entries)
    return f'<section class="vc-before">{said}</section>' if said else ""


def _folded(heading: str, entries: tuple[Preparation, ...]) -> str:
    """A list that opens on a click, and the questions that could still bring more; nothing while nothing applies."""
    now = [entry for entry in entries if not entry.waits_for]
    if not now:
        return ""
    lines = [" ".join(filter(None, (entry.step, entry.text, entry.because))) for entry in now]
    waits = dict.fromkeys(name for entry in entries for name in entry.waits_for)
    if waits:
        lines.append(say("Not asked yet, and could add to this list: {questions}.", questions=listed(waits, most=8)))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<details><summary>{escape(heading)}</summary><ul>{items}</ul></details>"


def _notice(notice: Notice) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in (notice.text, notice.because, notice.contact) if line)
    return f'<section class="vc-notice" role="alert"><h3>{escape(notice.heading)}</h3>{lines}</section>'


def cards(seen: Glance) -> str:
    """A card for every option of this talk, as HTML."""
    inner = "".join(_card(option) for option in seen.options)
    return f'<section class="vc-board" aria-label="{escape(say("The options"))}">{inner}</section>'


def _card(option: Card) -> str:
    lines = "".join(axis_html(axis) for axis in axes(option))
    if not option.evidence and option.kind == "as_now":
        lines += f"<p>{escape(option.what)}</p>"
    return f'<article class="vc-card" id="card-{escape(option.id)}"><h3>{escape(option.name)}</h3>{lines}</article>'


def axes(option: Card) -> list[Axis]:
    """The axes of an option that have something to say."""
    return [axis for axis in (option.safety, *option.evidence, option.lean) if axis]


def axis_html(axis: Axis) -> str:
    """One axis: its heading, its shape (which says nothing that the words do not), its words and the detail."""
    shape = SHAPES[axis.shape].strip()
    mark = f'<span class="vc-shape" aria-hidden="true">{shape}</span> ' if shape else ""
    detail = f"<small>{escape(axis.detail)}</small>" if axis.detail else ""
    return (
        f'<p class="vc-axis vc-{axis.shape}"><span class="vc-heading">{escape(axis.heading)}:</span> '
        f"<strong>{mark}{escape(axis.words)}</strong>{detail}</p>"
    )
