"""Editing the rules in the app: three steps, none of which can be jumped over.

What is typed is checked, its effect is looked at, then it is saved with a name and a reason.
Unsaved texts outlive a look at another page and the end of a consultation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import cast

import streamlit as st

from decision.authoring import history
from decision.authoring.checks import Remark, Report, Severity
from decision.authoring.effects import Effects, over_vignettes, shifts
from decision.authoring.publishing import (
    ChangedMeanwhileError,
    Edit,
    Opened,
    PublishingError,
    RefusedError,
    Saved,
    difference,
    file_names,
    open_file,
    save,
)
from decision.authoring.skeleton import added
from decision.authoring.unsaved import check_with
from decision.engine.assess import assess
from decision.language import day, say, say_count, speaking
from decision.pack.pack import Pack
from decision.pack.problem import Problem
from decision.pack.yaml_text import decode
from decision.ui import editor, own_view, packs, rule_news, rules_beginning, state
from decision.ui.look import plain
from decision.ui.mishap import guarded

_FILE = "rule file"
_NAME = "rule editor's name"
_MOST = 12
"""How many example patients are listed with what changes for them."""


@dataclass
class _Draft:
    """One file that is being edited. `revision` counts the texts that the page, not the person, put into the editor."""

    opened: Opened
    text: str
    revision: int = 0
    sent: int = 0

    @property
    def edit(self) -> Edit:
        return Edit.typed(self.opened, self.text)

    @property
    def changed(self) -> bool:
        return self.edit.text != self.opened.text

    def put(self, text: str) -> None:
        """Put a text into the editor in place of what stands there."""
        self.text, self.revision, self.sent = text, self.revision + 1, 0


@dataclass
class _Desk:
    """Everything unsaved in this window, and what was found out about it."""

    file: str = ""
    drafts: dict[str, _Draft] = field(default_factory=dict)
    checked: tuple[object, Report] | None = None
    looked: tuple[object, Effects | None] | None = None
    clash: ChangedMeanwhileError | None = None
    said: tuple[str, ...] = ()
    place: tuple[str, int] | None = None
    """The file and line that somebody asked to be taken to."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(draft.edit for draft in self.drafts.values() if draft.changed)


def _desk() -> _Desk:
    return cast(_Desk, st.session_state.setdefault(state.RULE_EDITS, _Desk()))


def go_to(file: str, line: int) -> None:
    """Open a file at a line; for a callback, before the page is drawn again."""
    st.session_state[_FILE] = file
    _desk().place = (file, line)


@st.fragment
@guarded
def edit() -> None:
    """Draw the editor, what the checks say, what the edit changes, and the way to save it."""
    with speaking(state.language()):
        folder, desk = packs.folder(), _desk()
        files = file_names(folder)
        if not files:
            st.error(say("There are no rules to show. `vns-choice check` tells why."))
            return
        if st.session_state.get(_FILE, desk.file) not in files:
            desk.file = next((name for name in files if name.startswith("rules/")), files[0])
        st.session_state.setdefault(_FILE, desk.file)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = desk.file = str(st.selectbox(say("File"), files, key=_FILE, width=420))
            draft = _opened(folder, name)
            if draft is None:
                return
            line = _place_to_go(desk, name, draft)
            rules_beginning.offer(name, checked_pack(folder, desk), lambda entry: _begin(desk, name, draft, entry))
        checked = _check(folder, desk)
        ours = [r for r in checked.remarks if r.problem.file == f"{folder.as_posix()}/{name}"]
        editor.draw(
            editor.Sheet(
                label=say("Text of {file}", file=name), text=draft.text, revision=f"{name}:{draft.revision}",
                sent=draft.sent, line=line, unsaved=bool(desk.edits),
            ),
            [_stroke(remark) for remark in ours],
            _typed,
        )  # fmt: skip
        _remarks(folder, (*checked.errors, *(r for r in ours if r.severity is Severity.WARNING)))
        _ways_back(folder, name, draft)
        for told in desk.said:  # here, where the button was with which it was saved
            st.success(plain(told))
        if desk.clash:
            _clash(folder, desk, desk.clash)
        elif desk.edits:
            names = ", ".join(edit.opened.name for edit in desk.edits)
            st.markdown(plain(say("Changed and not saved yet: {files}.", files=names)))
            _look_and_save(folder, desk, checked)
        else:
            st.markdown(say("Nothing is changed yet."))


def _opened(folder: Path, name: str) -> _Draft | None:
    """The draft of a file. An untouched one is opened anew, so that nobody begins with an old text."""
    drafts = _desk().drafts
    try:
        held = drafts.get(name)
        if held is None or not held.changed:
            opened = open_file(folder, name)
            if held is None:
                drafts[name] = _Draft(opened, opened.text)
            elif held.opened.seal != opened.seal:
                held.opened = opened
                held.put(opened.text)
    except PublishingError as error:
        st.error(plain(str(error)))
        return None
    return drafts[name]


def _typed(revision: str, text: str, sent: int) -> None:
    """Take over what was typed, unless the page has put another text into the editor since."""
    name, _, number = revision.rpartition(":")
    desk = _desk()
    draft = desk.drafts.get(name)
    if draft is not None and draft.revision == int(number):
        draft.text, draft.sent = text, sent
        desk.said = ()


def _begin(desk: _Desk, name: str, draft: _Draft, entry: str) -> None:
    """Put a beginning at the end of the file and go there."""
    line = added(draft.edit.text, "").count("\n") + 1
    draft.put(added(draft.edit.text, entry))
    desk.place = (name, line)


def checked_pack(folder: Path, desk: _Desk) -> Pack | None:
    """The pack as it would be with the edits, or as it is in use while they hold mistakes."""
    return _check(folder, desk).pack or packs.latest().pack


def _place_to_go(desk: _Desk, name: str, draft: _Draft) -> int | None:
    """A choice of the entries of the file; the editor goes to the one chosen, or to where somebody asked to be taken."""

    def forget() -> None:
        desk.place = None

    entries = {
        line.split("id:", 1)[1].strip(): number
        for number, line in enumerate(draft.text.split("\n"), 1)
        if line.startswith(("- id:", "  - id:"))
    }
    chosen = None
    if entries:
        chosen = st.selectbox(
            say("Go to"), list(entries), index=None, key=f"go to {name}", placeholder=say("an entry"), width=360,
            on_change=forget,
        )  # fmt: skip
    if desk.place is not None and desk.place[0] == name:
        return desk.place[1]
    return entries.get(str(chosen))


def _check(folder: Path, desk: _Desk) -> Report:
    key = (packs.latest(), desk.edits)
    if desk.checked is None or desk.checked[0] != key:
        desk.checked = (key, check_with(folder, {edit.opened.name: edit.text for edit in desk.edits}))
    return desk.checked[1]


def lines(changed: Iterable[str]) -> None:
    """Lines that went out and came in, with the signs that tell them apart without colour."""
    tags = {"+": "ins", "-": "del"}
    shown = (
        f"<{tag}>{escape(line)}</{tag}>" if (tag := tags.get(line[:1])) else f"<span>{escape(line)}</span>"
        for line in changed
    )
    st.html(f'<pre class="vc-lines" lang="en">{"".join(shown)}</pre>')


def _stroke(remark: Remark) -> editor.Stroke:
    problem = remark.problem
    severity = "info" if remark.severity is Severity.NOTE else remark.severity.value
    message = "\n".join(part for part in (problem.what, problem.why, problem.mend) if part)
    return editor.Stroke(problem.line, problem.column, problem.width, severity, message)


def _remarks(folder: Path, remarks: Iterable[Remark]) -> None:
    """Every error, and the warnings of this file, in words: what the colours in the editor cannot say aloud."""
    every = tuple(remarks)
    for severity in (Severity.ERROR, Severity.WARNING):
        found = [remark.problem for remark in every if remark.severity is severity]
        if not found:
            continue
        if severity is Severity.ERROR:
            st.error(
                say_count(
                    "{number} mistake. Nothing is saved until it is mended.",
                    "{number} mistakes. Nothing is saved until they are mended.",
                    len(found),
                )
            )
            _problems(folder, found)
        else:
            with st.expander(
                say_count(
                    "{number} thing to look at in this file", "{number} things to look at in this file", len(found)
                )
            ):
                _problems(folder, found)


def _problems(folder: Path, found: list[Problem]) -> None:
    for problem in found[:_MOST]:
        where = problem.file.removeprefix(f"{folder.as_posix()}/")
        why = (plain(text) for text in (problem.why, problem.mend) if text)
        head = f"- **{plain(where)}:{problem.line}:{problem.column}** {plain(problem.what)}"
        st.markdown("  \n  ".join((head, *why)))
        if where != _desk().file and where in file_names(folder):
            st.button(
                say("Open {file} there", file=where), key=f"open {where}:{problem.line}:{problem.column}:{problem.what}",
                on_click=go_to, args=(where, problem.line),
            )  # fmt: skip
    if len(found) > _MOST:
        st.markdown(say("And {number} more.", number=len(found) - _MOST))


def _ways_back(folder: Path, name: str, draft: _Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if draft.changed:
            st.button(say("Take the changes in this file back"), on_click=lambda: draft.put(draft.opened.text))
        try:
            former = {entry.number: entry for entry in reversed(history.entries(folder)) if name in entry.files}
        except history.HistoryError as error:
            st.warning(plain(str(error)))
            return
        if not former:
            return
        with st.popover(say("Former versions")):
            chosen = st.selectbox(
                say("As it was before"), list(former), key=f"former {name}",
                format_func=lambda number: entry_line(former[number]),
            )  # fmt: skip
            st.button(
                say("Put that text into the editor"), on_click=_bring_back, args=(folder, former[chosen], name, draft)
            )


def _bring_back(folder: Path, entry: history.Entry, name: str, draft: _Draft) -> None:
    draft.put(decode(history.former(folder, entry, name))[0])


def entry_line(entry: history.Entry) -> str:
    """Who did what, when and why."""
    when = f"{day(entry.when.date())}, {entry.when:%H:%M}"
    what = say("review as {role}", role=entry.reason) if entry.kind == "review" else entry.reason
    return f"{when} · {entry.name} · {what}"


def _look_and_save(folder: Path, desk: _Desk, checked: Report) -> None:
    for edit in desk.edits:
        with st.expander(say("Lines that change in {file}", file=edit.opened.name)):
            lines(difference(edit.opened.text, edit.text))
    if checked.pack is None or not checked.usable:
        return
    key = (packs.latest(), desk.edits)
    seen = desk.looked[1] if desk.looked and desk.looked[0] == key else None
    if desk.looked is None or desk.looked[0] != key:
        place = st.empty()
        with place.container():
            st.markdown(say("Before it can be saved, look at what it changes."))
            if not st.button(say("See what this changes"), type="primary"):
                return
        with place, st.spinner(say("Every example patient is looked at with both versions.")):
            before = packs.latest()
            seen = over_vignettes(before.pack, checked.pack) if before.pack and not before.problems else None
            desk.looked = (key, seen)
        place.empty()
    _effects(checked.pack, seen)
    with st.form("save rules", border=True):
        name = st.text_input(say("Your name"), value=st.session_state.get(_NAME, ""))
        reason = st.text_input(say("Reason, in words for whoever reads what changed"))
        if st.form_submit_button(say("Save as draft"), type="primary"):
            st.session_state[_NAME] = name
            _save(folder, desk, name, reason)


def _effects(new: Pack, found: Effects | None) -> None:
    """What the edit changes: for this patient, and for the example patients."""
    st.header(say("What this changes"), anchor=False)
    old = packs.latest().pack
    if old is not None and state.answers() and not own_view.awaited():
        st.markdown(f"**{say('In this consultation')}**")
        moved = shifts(
            assess(old, state.fitting(old), today=date.today()), assess(new, state.fitting(new), today=date.today())
        )
        if not moved:
            st.markdown(say("For this patient nothing changes."))
        elif state.show_private() or not rule_news.private(old, new):
            rule_news.tell(moved)
        else:
            st.markdown(say("Something changes for this patient. Show private answers to see what."))
    st.markdown(f"**{say('For the example patients')}**")
    if found is None:
        st.markdown(say("Not compared: the files as they stand hold mistakes and are not in use."))
        return
    told = say("{moved} of {all} example patients are told something else.", moved=len(found.moved), all=found.patients)
    if 0 < found.restood < len(found.moved):
        told += " " + say("{number} of them get another standing, and come first.", number=found.restood)
    if found.restood < len(found.moved):
        told += " " + say("Otherwise only what is still open differs, or how it is told.")
    st.markdown(told)
    for name, moved in found.moved[:_MOST]:
        with st.expander(plain(name)):
            rule_news.tell(moved)
    if len(found.moved) > _MOST:
        names = "; ".join(name for name, _ in found.moved[_MOST:])
        st.markdown(plain(say("And: {names}.", names=names)))
    if found.not_retold:
        st.warning(
            say("These words changed and their translation did not. Patients would still read the former words:")
        )
        for language, name in found.not_retold[:_MOST]:
            st.markdown(f"- {plain(f'words/{language}.yaml: {name}')}")
        if len(found.not_retold) > _MOST:
            st.markdown(say("And {number} more.", number=len(found.not_retold) - _MOST))
    if found.unreadable:
        st.markdown(plain(say("Only readable with the edit: {names}.", names="; ".join(found.unreadable))))
    if found.unmet:
        st.warning(
            say(
                "Not what the example patients expect. It can be saved as a draft, and not be published, until they agree:"
            )
        )
        for unmet in found.unmet[:_MOST]:
            st.markdown(f"- {plain(str(unmet))}")


def _save(folder: Path, desk: _Desk, name: str, reason: str) -> None:
    try:
        done = save(folder, desk.edits, name=name, reason=reason, now=datetime.now(UTC))
    except ChangedMeanwhileError as error:
        desk.clash = error
        st.rerun()
    except RefusedError as error:
        desk.checked = None
        st.error(say("The rules would hold mistakes, so nothing was saved."))
        for problem in error.problems[:_MOST]:
            st.markdown(f"- {plain(problem.one_line())}")
    except PublishingError as error:
        st.error(plain(say("Nothing was saved: {why}.", why=str(error))))
    else:
        for saved in done.entry.files:
            if saved in desk.drafts:
                draft = desk.drafts[saved]
                draft.opened = open_file(folder, saved)
                if draft.edit.text != draft.opened.text:
                    draft.put(draft.opened.text)
        desk.looked = None
        desk.said = _said(done)
        st.rerun()


def _said(done: Saved) -> tuple[str, ...]:
    lines = [
        say("Saved: {files}.", files=", ".join(done.entry.files)) + (f" {done.committed}" if done.committed else "")
    ]
    if done.back_to_draft:
        lines.append(say("The rules were reviewed and are a draft again until a second person has read them."))
    return tuple(lines)


def _clash(folder: Path, desk: _Desk, clash: ChangedMeanwhileError) -> None:
    """Somebody else was first: both texts are kept, and the author says which goes on."""
    st.error(
        say(
            "Somebody else has changed {file} since you opened it. Nothing was overwritten, and your text stands above as "
            "you typed it.",
            file=clash.name,
        )
    )
    draft = desk.drafts[clash.name]
    st.markdown(say("Their text on the lines with “−”, yours on those with “+”:"))
    lines(difference(clash.theirs, draft.edit.text))
    with st.container(horizontal=True):
        st.button(say("My text holds their change now"), on_click=_go_on, args=(folder, desk, clash, draft, True))
        st.button(say("Give mine up and open theirs"), on_click=_go_on, args=(folder, desk, clash, draft, False))


def _go_on(folder: Path, desk: _Desk, clash: ChangedMeanwhileError, draft: _Draft, mine: bool) -> None:
    opened = open_file(folder, clash.name)
    if mine and opened.text != clash.theirs:  # yet another edit came in while they were reading
        desk.clash = ChangedMeanwhileError(clash.name, opened.text)
        return
    draft.opened, desk.clash = opened, None
    if not mine:
        draft.put(opened.text)
