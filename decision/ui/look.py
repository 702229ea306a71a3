"""How the page looks beyond its theme: a quiet sheet of paper, big enough to read from a chair away.

Everything hand-written about the look is here: spacing, the cards and tables of `board`, `compare` and `why_view`, and the
big type of the talk view. Colours come from the theme, so that light and dark need no rule of their own.
"""

from __future__ import annotations

import re

import streamlit as st

_STYLE = """
<style>
.block-container {padding-top: 3.6rem; max-width: 1500px;}
h1, h2, h3 {letter-spacing: -0.01em;}
.stMarkdown p, .stMarkdown li {line-height: 1.5; max-width: 68ch;}
[data-testid="stButtonGroup"] button {min-height: 2.2rem; height: auto; max-width: 100%;}
[data-testid="stButtonGroup"] button * {white-space: normal; overflow: visible; text-align: left;}
[data-testid^="stBaseButton-primary"] p {color: light-dark(#ffffff, #16191d);}
.st-key-banner p {max-width: none;}
.st-key-jump {display: none;}
.st-key-tools h1 {padding: 0;}
a {text-underline-offset: 0.15em;}
.st-key-summary {border-left: 1px solid var(--st-border-color, #8f8a7d); padding-left: 1.4rem;}
.st-key-language-bar {position: fixed; top: 0.6rem; right: 1rem; z-index: 1000000; width: auto;}

.vc-board {display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: 0.75rem;}
.vc-card {border: 1px solid var(--st-border-color, #8f8a7d); border-radius: 6px; padding: 0.8rem 1rem 0.6rem;
  overflow-wrap: anywhere;}
.vc-card h3 {font-size: 1.1rem; margin: 0 0 0.5rem; padding: 0;}
.vc-notice {border: 2px solid currentColor; border-radius: 6px; padding: 0.6rem 1rem; margin-bottom: 0.75rem;}
.vc-notice h3, .vc-unknown h3 {font-size: 1.1rem; margin: 0 0 0.4rem; padding: 0;}
.vc-unknown {margin-top: 1rem;}
.vc-axis {margin: 0 0 0.45rem; line-height: 1.4;}
.vc-axis .vc-heading {display: block; font-size: 0.85rem;}
.vc-axis small {display: block; font-size: 0.85rem;}
.vc-shape {display: inline-block; min-width: 1.1em; font-weight: 700;}

.vc-compare {border-collapse: collapse; table-layout: fixed; width: 100%; line-height: 1.4; font-size: 0.95rem;}
.vc-compare caption {text-align: left; padding-bottom: 0.5rem;}
.vc-compare th, .vc-compare td {border-top: 1px solid var(--st-border-color, #8f8a7d); padding: 0.6rem 0.8rem 0.6rem 0;
  text-align: left; vertical-align: top; overflow-wrap: anywhere;}
.vc-compare ul {padding-left: 1.1rem; margin: 0.2rem 0;}
.vc-compare thead th:first-child {width: 11%;}
.vc-compare thead th:nth-child(2) {width: 17%;}
.vc-compare dl, .vc-rule dl {margin: 0; padding: 0;}
.vc-compare dt, .vc-rule dt {font-weight: 600; font-size: 0.85rem;}
.vc-compare dd, .vc-rule dd {margin: 0 0 0.3rem;}
.vc-rule {border-top: 1px solid var(--st-border-color, #8f8a7d); padding: 0.5rem 0;}
.vc-rule summary {cursor: pointer; line-height: 1.45;}
.vc-rule summary small {display: block; font-size: 0.9rem;}
.vc-rule dl, .vc-rule ul {margin: 0.5rem 0 0.5rem 1.1rem;}
.vc-sides {display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1.2rem;}
.vc-lines {font-size: 0.85rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; color: inherit;
  background: transparent; padding: 0;}
.vc-lines > * {display: block; text-decoration: none;}
.vc-lines ins, .vc-lines del {font-weight: 700; border-left: 3px solid currentColor; padding-left: 0.4rem;}
.vc-lines del {font-weight: 400; border-left-style: dotted;}
.vc-sides pre {margin: 0.5rem 0; padding: 0.7rem 0.9rem; font-size: 0.85rem; line-height: 1.45; white-space: pre-wrap;
  overflow-wrap: anywhere; border: 1px solid var(--st-border-color, #8f8a7d); border-radius: 6px; color: inherit;
  background: transparent;}

.st-key-talk .stMarkdown p, .st-key-talk .stMarkdown li, .st-key-talk .vc-axis {font-size: 1.33rem; max-width: 60ch;}
.st-key-talk .stMarkdown p:has(> small) {font-size: 1.1rem;}

@media (min-width: 901px) {
  [data-testid="stColumn"]:has(> div .st-key-form) {
    position: sticky; top: 3.8rem; align-self: flex-start; max-height: calc(100vh - 4.2rem); overflow-y: auto;
  }
}
@media (max-width: 900px) {
  .st-key-summary {border-left: 0; padding-left: 0;}
  .st-key-jump {display: block; position: fixed; bottom: 0; left: 0; right: 0; z-index: 10; padding: 0.5rem 1rem;
    background: light-dark(#fdfcf9, #16191d); border-top: 1px solid var(--st-border-color, #8f8a7d);}
  .vc-compare thead {position: absolute; left: -9999px;}
  .vc-compare tr, .vc-compare th, .vc-compare td {display: block; border: 0;}
  .vc-compare tr {border-top: 2px solid var(--st-border-color, #8f8a7d); padding: 0.6rem 0;}
  .vc-compare tbody th {font-size: 1.15rem;}
  .vc-compare td::before {content: attr(data-label); display: block; font-weight: 700;}
}
@media (prefers-reduced-motion: reduce) {* {animation: none !important; transition: none !important;}}
@media print {header, [data-testid="stToolbar"], .st-key-form, .st-key-tools, .st-key-jump {display: none;}}
</style>
"""


def apply() -> None:
    """Add the style to a page; called once by every page."""
    st.html(_STYLE)


def page_language(language: str) -> None:
    """Tell the browser the language of the page, so that a screen reader speaks it rightly."""
    st.html(f"<script>document.documentElement.lang = '{language}'</script>", unsafe_allow_javascript=True)


def banner(lines: tuple[str, ...]) -> None:
    """What stands at the head of every page: the state of the rules, and that nothing here is a prescription."""
    with st.container(key="banner"):
        st.caption(" · ".join(line.rstrip(".") for line in lines))


def plain(text: str) -> str:
    """A text from the pack or an answer, so that Markdown reads no markup, colour, picture, link or list into it.

    >>> plain("2*3 [a](b) & 1 < 2")
    '2\\\\*3 \\\\[a\\\\](b) &amp; 1 \\\\< 2'
    >>> plain("1. one"), plain("- two")
    ('1\\\\. one', '\\\\- two')
    >>> ascii(plain(":material/home: at https://example.org"))
    "':\\\\u2060material/home: at https:\\\\u2060//example.org'"
    """
    text = text.replace("&", "&amp;")
    for mark in "\\`*_{}[]#|<>$~":
        text = text.replace(mark, "\\" + mark)
    text = re.sub(r"(?m)^(\s*\d+)([.)])", r"\1\\\2", text)
    text = re.sub(r"(?m)^(\s*)([-+])", r"\1\\\2", text)
    return re.sub(r":(?=[^\W\d]|[/+])", ":\u2060", text)  # nothing to see, but no icon, colour or link either
