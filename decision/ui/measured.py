"""How the tool measures up, on screen: every item of the standards, and the source attributes on a screen of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from types import MappingProxyType

import streamlit as st

from decision.authoring.audit.items import VERDICTS, Part, Verdict
from decision.authoring.audit.report import Audit, Judged, attributes, audit, counts
from decision.language import current, day, mark, say, say_count
from decision.pack.pack import Pack
from decision.ui.look import plain

_VERDICTS: dict[Verdict, tuple[str, str]] = {
    "met": ("●", mark("Met")),
    "partly": ("◐", mark("Partly")),
    "not_met": ("○", mark("Not met")),
    "not_applicable": ("–", mark("Does not apply")),
}
"""Each verdict's shape and words."""


def standards(pack: Pack) -> None:
    """Draw every checklist with its items; computed for the pack in use."""
    st.header(say("Measured against published standards"), anchor=False)
    found = _looked_at(pack)
    number = counts(found)
    st.write(plain(" · ".join(f"{say(_VERDICTS[verdict][1])}: {number[verdict]}" for verdict in VERDICTS)))
    st.write(
        say(
            "A check decides an item wherever software can. The words are ours; the published documents are the authority. "
            "No conformity is claimed where the wording was not confirmed, and some items need real people."
        )
    )
    _english()
    st.html("".join(_part(part, items) for part, items in found))


def source_attributes(pack: Pack) -> None:
    """Draw the source attributes of the pack in use (ONC O1 to O13, FDA F4a to F4h)."""
    st.header(say("Source attributes"), anchor=False)
    st.write(
        say(
            "What the rules in use are made of, and which facts about a person they use. Everything behind it can be read."
        )
    )
    _english()
    spoken = pack.spoken(current())
    says = {name: told(spoken) for name, told in _SAYS.items()}
    st.html(_table(attributes(_looked_at(pack)), say("Source attributes of these rules"), says))


def _sources(pack: Pack) -> str:
    return say_count(
        "{number} source, with its words on the page “Evidence”.",
        "{number} sources, each with its words on the page “Evidence”.",
        len(pack.sources),
    )


_SAYS: dict[str, Callable[[Pack], str]] = {
    "F4a": lambda pack: " ".join((pack.info.intended_use, pack.info.intended_users, pack.info.intended_patients)),
    "F4c-i": lambda pack: pack.info.logic,
    "F4c-ii": lambda pack: pack.info.evidence_method,
    "F4c-iii": lambda pack: pack.info.validation,
    "F4f": _sources,
    "O1": _sources,
    "O2": lambda pack: ", ".join(f"{person.name} ({person.role})" for person in pack.info.authors),
    "O3": lambda pack: pack.info.funding,
    "O4": lambda pack: f"{pack.info.version}, {day(pack.info.released)}",
}
"""Attributes that the pack puts into words of its own."""


def _looked_at(pack: Pack) -> Audit:
    with st.spinner(say("Looking at every item; this takes a few seconds.")):
        return audit(pack, date.today())


def _english() -> None:
    if current() != "en":
        st.caption(say("The items and reasons are in English."))


def _part(part: Part, items: tuple[Judged, ...]) -> str:
    tally = ", ".join(
        f"{say(_VERDICTS[verdict][1])} {number}"
        for verdict in VERDICTS
        if (number := sum(judged.verdict == verdict for judged in items))
    )
    head = f"<strong>{escape(part.title)}</strong> <small>{escape(tally)}</small>"
    return f'<details class="vc-rule"><summary>{head}</summary>{_table(items, part.title)}</details>'


def _table(items: tuple[Judged, ...], caption: str, says: Mapping[str, str] = MappingProxyType({})) -> str:
    heads = "".join(f'<th scope="col">{escape(say(text))}</th>' for text in _HEADS)
    rows = "".join(_row(judged, says.get(judged.item.id, "")) for judged in items)
    return (
        f'<table class="vc-compare" lang="en"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


_HEADS = (mark("Item"), mark("Verdict"), mark("What it asks"), mark("Why"))


def _row(judged: Judged, said: str) -> str:
    shape, words = _VERDICTS[judged.verdict]
    verdict = f'<span class="vc-shape" aria-hidden="true">{shape}</span> {escape(say(words))}'
    why = escape(judged.reason)
    if said:
        why += f'<details lang="{current()}"><summary>{escape(say("What the rules say"))}</summary>{escape(said)}</details>'
    cells = zip(_HEADS[1:], (verdict, escape(judged.item.words), why), strict=True)
    inner = "".join(f'<td data-label="{escape(say(head))}">{cell}</td>' for head, cell in cells)
    return f'<tr><th scope="row">{escape(judged.item.id)}</th>{inner}</tr>'
