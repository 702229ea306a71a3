"""The compare view: all options in one table, each in the same frame: safety, benefit, harm, burden, how sure."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from decision.language import say
from decision.summary.model import Number, OptionSummary, Summary
from decision.summary.words import NO_NUMBER
from decision.ui.board import axis_html


def show(summary: Summary) -> None:
    """Draw the table. Rows keep the pack's order; on a narrow page each row becomes a card."""
    st.header(say("All options side by side"), anchor=False)
    st.html(table(summary))


def table(summary: Summary) -> str:
    """The table as HTML, every text escaped."""
    heads = (say("Option"), say("Safety"), say("Possible benefit"), say("Side effects"), say("What it asks of you"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    rows = "".join(_row(option, heads) for option in summary.options)
    caption = escape(say("The order is fixed and no ranking."))
    return (
        f'<table class="vc-compare"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(option: OptionSummary, heads: tuple[str, ...]) -> str:
    harms = _listed([*_counted(option.harms), *(escape(text) for text, _ in option.bad[:3])])
    burdens = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in option.burdens)
    cells = (axis_html(option.safety), _benefit(option), harms, f"<dl>{burdens}</dl>")
    inner = "".join(f'<td data-label="{escape(head)}">{cell}</td>' for head, cell in zip(heads[1:], cells, strict=True))
    tried = f"<br><small>{escape(option.tried)}</small>" if option.tried else ""
    return f'<tr><th scope="row">{escape(option.name)}{tried}</th>{inner}</tr>'


def _benefit(option: OptionSummary) -> str:
    evidence = "".join(axis_html(axis) for axis in option.evidence)
    counted = _counted(option.benefits)
    counted += [escape(sentence) for sentence in option.no_number]
    if option.kind == "vns" and not counted:
        counted = [escape(say(NO_NUMBER))]
    return evidence + _listed([*counted, *(escape(text) for text, _ in option.good[:3])])


def _counted(numbers: Iterable[Number]) -> list[str]:
    """Up to two findings that were counted in people, with how sure they are."""
    chosen = [number for number in numbers if number.figure][:2]
    return [
        f"<strong>{escape(number.caption)}</strong>: {escape(' '.join((*number.sentences[1:], number.counted)))} "
        f"<em>{escape(number.how_sure)}</em>"
        for number in chosen
    ]


def _listed(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""
