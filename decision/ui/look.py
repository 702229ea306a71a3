"""How the page looks beyond its theme: a quiet sheet of paper, big enough to read from a chair away."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
.block-container {padding-top: 4.2rem; max-width: 1500px;}
h1, h2, h3 {letter-spacing: -0.01em;}
.stMarkdown p, .stMarkdown li {line-height: 1.5; max-width: 68ch;}
[class*="st-key-card"] {height: 100%;}
[class*="st-key-card"] p {margin-bottom: 0.35rem;}
.st-key-summary {border-left: 1px solid var(--st-border-color, #8f8a7d); padding-left: 1.4rem;}
[data-testid="stBaseButton-pills"], [data-testid="stBaseButton-pillsActive"] {min-height: 2.2rem;}
a {text-underline-offset: 0.15em;}
@media (min-width: 901px) {
  [data-testid="stColumn"]:has(> div .st-key-form) {
    position: sticky; top: 3.8rem; align-self: flex-start; max-height: calc(100vh - 4.2rem); overflow-y: auto;
  }
}
@media (max-width: 900px) {.st-key-summary {border-left: 0; padding-left: 0;}}
@media (prefers-reduced-motion: reduce) {* {animation: none !important; transition: none !important;}}
@media print {header, [data-testid="stToolbar"] {display: none;}}
</style>
"""


def apply() -> None:
    """Add the style to a page; called once by every page."""
    st.html(_STYLE)


def banner(lines: tuple[str, ...]) -> None:
    """What stands at the head of every page: the state of the rules, and that nothing here is a prescription."""
    st.caption(" · ".join(line.rstrip(".") for line in lines))


def plain(text: str) -> str:
    """A text from the pack or an answer, so that Markdown reads no markup, colour or picture into it.

    >>> plain("2*3 [a](b)")
    '2\\\\*3 \\\\[a\\\\](b)'
    """
    for mark in "\\`*_{}[]#|<>$~":
        text = text.replace(mark, "\\" + mark)
    return text
