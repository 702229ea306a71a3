"""The why view: every rule of an option that applied, did not, or waits; one click opens rule, condition and sources."""

from __future__ import annotations

from html import escape

import streamlit as st

from decision.engine.assessment import Assessment
from decision.language import current, say, say_count
from decision.summary.model import Summary
from decision.summary.why import RuleLine, State, why
from decision.ui import objecting

_OPTION = "why option"
_ORDER: tuple[State, ...] = ("applies", "waits", "does_not_apply")


def show(assessment: Assessment, summary: Summary, *, include_sensitive: bool) -> None:
    """Draw the rules of the option that is chosen."""
    st.header(say("Why it says so"), anchor=False)
    names = {option.id: option.name for option in summary.options}
    if st.session_state.get(_OPTION) not in names:
        st.session_state[_OPTION] = next(iter(names))
    chosen = st.pills(say("Option"), list(names), format_func=names.__getitem__, key=_OPTION, required=True)
    lines = why(assessment, str(chosen), reader=summary.reader, language=current(), include_sensitive=include_sensitive)
    if not lines:
        st.write(say("This pack holds no rule about this option. It says nothing for or against it."))
    for state in _ORDER:
        found = [line for line in lines if line.state == state]
        if found:
            st.subheader(_heading(state, len(found)), anchor=False)
            if state == "applies":
                for line in found:
                    _to_object(line)
            else:
                st.html("".join(_line(line) for line in found))


def _to_object(line: RuleLine) -> None:
    """A rule that applies, with the place to disagree beside it."""
    words, beside = st.columns([5, 1])
    with words:
        st.html(_line(line))
    with beside:
        objecting.show(line.rule)


def _heading(state: State, number: int) -> str:
    match state:
        case "applies":
            return say_count("{number} rule applies", "{number} rules apply", number)
        case "waits":
            return say_count("{number} rule waits for an answer", "{number} rules wait for answers", number)
        case "does_not_apply":
            return say_count("{number} rule does not apply", "{number} rules do not apply", number)


def _line(line: RuleLine) -> str:
    sources = "".join(_source(text, link) for text, link in line.sources) or f"<li>{escape(say('No source.'))}</li>"
    rows = (
        (say("Rule"), f"{line.rule} ({line.place}, {line.status})"),
        (say("Holds when"), line.when),
        (say("How sure"), line.certainty),
        (say("Rests on"), line.basis),
    )
    inner = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    return (
        f'<details class="vc-rule"><summary><strong>{escape(line.effect)}.</strong> {escape(line.text)} '
        f"<small>{escape(line.because)}</small></summary><dl>{inner}</dl><ul>{sources}</ul></details>"
    )


def _source(text: str, link: str | None) -> str:
    shown = escape(text)
    if link:
        shown += f' <a href="{escape(link)}" rel="noreferrer" target="_blank">{escape(link)}</a>'
    return f"<li>{shown}</li>"
