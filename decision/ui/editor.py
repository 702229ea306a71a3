"""The editor of rule texts: CodeMirror with the marks of the checks, or a plain text box.

It knows nothing about rules: a text comes in with its marks, and what was typed goes out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse

from decision.language import say

VARIABLE = "VNS_CHOICE_EDIT_RULES"
"""Environment variable: `on` when rules can be edited in the app."""
ADDRESS = "/vns-choice/editor.js"
"""Where the app serves the bundle; only while rules can be edited."""

_BUNDLE = Path(__file__).resolve().parent.parent / "assets" / "editor" / "editor.js"
_KEY = "rule-editor"
_PLAIN = "plain editor"
_LOADER = f"""
let ready;
export default function (component) {{
  ready ??= import(window.location.origin + "{ADDRESS}");
  ready.then((editor) => editor.draw(component), () => component.setStateValue("failed", true));
  return () => ready.then((editor) => editor.forget(component.parentElement), () => {{}});
}}
"""
_HTML = '<div class="editor"></div><p id="editor-keys"></p>'
_CSS = "#editor-keys {font-size: 0.85rem; margin: 0.3rem 0 0; color: var(--st-text-color);}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the editor shows.

    `revision` names the text: another one makes the editor take up `text`, the same one leaves what is being typed alone.
    `sent` counts what came from the editor, so that marks of an older text are not drawn. `line` is where to go.
    """

    label: str
    text: str
    revision: str
    sent: int = 0
    line: int | None = None
    unsaved: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """One mark at a place of the text; line and column count from 1."""

    line: int
    column: int
    width: int
    severity: str
    message: str


def switched_on() -> bool:
    """Whether rules can be edited in the app."""
    return os.environ.get(VARIABLE) == "on"


async def bundle(_: Request) -> FileResponse:
    """The bundle, for the component to load."""
    return FileResponse(_BUNDLE, media_type="text/javascript")


def draw(sheet: Sheet, strokes: Sequence[Stroke], typed: Callable[[str, str, int], None]) -> None:
    """Draw the editor, or a plain text box where that was chosen or the editor cannot be loaded.

    Args:
        sheet: the text and its name.
        strokes: what the checks mark in it.
        typed: called before the page is drawn again with the revision, the new text and its count.
    """
    failed = bool(st.session_state.get("editor failed"))
    if failed:
        st.info(say("The editor could not be loaded, so here is a plain text box."))
    elif not st.toggle(say("Plain text box in place of the editor"), key=_PLAIN):
        _component(sheet, strokes, typed)
        return
    name = f"plain-{sheet.revision}"
    st.session_state.setdefault(name, sheet.text)
    st.text_area(
        sheet.label, key=name, height=520,
        on_change=lambda: typed(sheet.revision, str(st.session_state[name]), sheet.sent + 1),
    )  # fmt: skip


def _component(sheet: Sheet, strokes: Sequence[Stroke], typed: Callable[[str, str, int], None]) -> None:
    def take() -> None:
        edit: dict[str, Any] = st.session_state[_KEY].get("edit") or {}
        if edit:
            typed(str(edit["revision"]), str(edit["text"]), int(edit["sent"]))

    def give_up() -> None:
        st.session_state["editor failed"] = True

    show = st.components.v2.component("vns_choice_editor", html=_HTML, css=_CSS, js=_LOADER)
    show(
        key=_KEY,
        data={
            "label": sheet.label,
            "keys": say("Tab leaves the editor. Ctrl+] and Ctrl+[ indent. F8 goes to the next mark. Ctrl+F searches."),
            "text": sheet.text,
            "revision": sheet.revision,
            "sent": sheet.sent,
            "line": sheet.line,
            "dirty": sheet.unsaved,
            "problems": [
                {"line": s.line, "column": s.column, "width": s.width, "severity": s.severity, "message": s.message}
                for s in strokes
            ],
        },
        on_edit_change=take,
        on_failed_change=give_up,
    )
