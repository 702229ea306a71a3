"""Save an edit of a pack, and publish it once a second person has read it.

A text is saved as it was typed, never made anew from data, so that comments and layout stay. What is saved is checked
first, is written whole or not at all, never replaces somebody else's newer edit, and leaves the former text in the
pack's history. Every edit makes the pack and the rules that were edited drafts again; only a person who edited nothing
of it makes them reviewed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from sqlite3 import OperationalError

from decision.authoring import checkout, history, signing
from decision.authoring.effects import Effects, over_vignettes
from decision.authoring.unsaved import check_with
from decision.authoring.vignettes import run
from decision.language import day, speaking
from decision.pack.loading import kind_of, load_pack
from decision.pack.pack import Pack
from decision.pack.problem import PackError, Problem
from decision.pack.yaml_text import decode

INFO = "pack.yaml"
CHANGES = "CHANGES.md"
_BOM = b"\xef\xbb\xbf"
_HEAD = "# Changes\n\nWhat changed, whom it affects, and who agreed. The newest version comes first.\n"


class PublishingError(Exception):
    """Nothing was saved, and why; the words are for the author."""


class RefusedError(PublishingError):
    """The pack would hold mistakes: all of them are in `problems`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("the pack would hold mistakes")


class ChangedMeanwhileError(PublishingError):
    """Somebody else saved the file `name` after it was opened; `theirs` is what stands there now."""

    def __init__(self, name: str, theirs: str) -> None:
        self.name = name
        self.theirs = theirs
        super().__init__(f"somebody else has changed {name} since you opened it")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it was opened: its name inside the pack, its text with plain line ends, and a hash of its bytes."""

    name: str
    text: str
    seal: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A file as it was opened, and the text that takes its place: ends of lines plain, one at the end of the text."""

    opened: Opened
    text: str

    @classmethod
    def typed(cls, opened: Opened, text: str) -> Edit:
        """The edit that makes a file hold a text as somebody typed it."""
        return cls(opened, text.replace("\r\n", "\n").rstrip("\n") + "\n")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save or a review did: its entry in the history, whether it became a draft again, and what git did."""

    entry: history.Entry
    back_to_draft: bool
    committed: str


def file_names(folder: Path) -> tuple[str, ...]:
    """The files of a pack that can be edited, in the order of their names."""
    return tuple(place.relative_to(folder).as_posix() for place in sorted(folder.rglob("*.yaml")))


def open_file(folder: Path, name: str) -> Opened:
    """Open one file of a pack.

    Raises:
        PublishingError: it is none of the pack's files, or cannot be read as text.
    """
    raw = _read(_place(folder, name))
    text, slip = decode(raw)
    if slip:
        raise PublishingError(f"{name}:{slip.mark.line}:{slip.mark.column}: {slip.what} ({slip.mend})")
    return Opened(name, text, hashlib.sha256(raw).hexdigest())


def save(folder: Path, edits: Sequence[Edit], *, name: str, reason: str, now: datetime) -> Saved:
    """Save edits of one or several files together.

    Args:
        folder: the pack's folder.
        edits: the files as they were when the author opened them, with their new texts.
        name: who edited them.
        reason: why, in words for whoever reads CHANGES.md.
        now: the moment, with its time zone.

    Raises:
        PublishingError: nothing was saved. `RefusedError` for a pack with mistakes, `ChangedMeanwhileError` when
            somebody else was first.
    """
    name, reason = _line(name, "your name"), _line(reason, "the reason")
    texts = {edit.opened.name: edit.text for edit in edits if edit.text != edit.opened.text}
    if not texts:
        raise PublishingError("nothing was changed")
    with _alone(folder):
        _unchanged(folder, edits)
        was_signed = signing.status(_text_of(folder, INFO)) == "reviewed"
        texts = _unsigned(folder, texts)
        pack = _checked(folder, texts)
        entry = _entry(folder, "edit", now, name, reason, texts, pack)
        former = _version(folder)
        told = _edit_words(entry, pack, _lines(edits), over_vignettes(former, pack) if former else None)
        _write(folder, {**texts, CHANGES: _told(folder, told)}, entry)
        names = ", ".join(edit.opened.name for edit in edits if edit.opened.name in texts)
        committed = checkout.commit(folder, _touched(folder, texts), name=name, message=f"{names}: {reason}")
        return Saved(entry, was_signed, committed)


def _unsigned(folder: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as a draft: nobody signs by typing, and a rule that was edited is not the one that was reviewed."""
    former: dict[str, dict[str, object]] = {}
    for name in file_names(folder):
        if kind_of(name) == "rules":
            former |= signing.entries(_text_of(folder, name))
    drafts = {
        name: signing.rules_draft(text, former) if kind_of(name) == "rules" else text for name, text in texts.items()
    }
    info = texts.get(INFO) or _text_of(folder, INFO)
    return {**drafts, INFO: signing.draft(info)} if signing.status(info) == "reviewed" else drafts


def _unchanged(folder: Path, edits: Sequence[Edit]) -> None:
    for edit in edits:
        raw = _read(_place(folder, edit.opened.name))
        if hashlib.sha256(raw).hexdigest() != edit.opened.seal:
            raise ChangedMeanwhileError(edit.opened.name, decode(raw)[0])


def _checked(folder: Path, texts: Mapping[str, str]) -> Pack:
    checked = check_with(folder, texts)
    if checked.pack is None or not checked.usable:
        raise RefusedError(remark.problem for remark in checked.errors)
    return checked.pack


def _lines(edits: Sequence[Edit]) -> dict[str, tuple[int, int]]:
    """How many lines came in and went out, by file."""
    counted = {}
    for edit in edits:
        lines = difference(edit.opened.text, edit.text)
        more, less = (sum(line.startswith(mark) for line in lines) for mark in "+-")
        counted[edit.opened.name] = (more, less)
    return counted


def awaiting_review(folder: Path) -> tuple[history.Entry, ...]:
    """The edits since the last review, the oldest first.

    Raises:
        HistoryError: an entry of the history cannot be read.
    """
    waiting: list[history.Entry] = []
    for entry in history.entries(folder):
        waiting = [] if entry.kind == "review" else [*waiting, entry]
    return tuple(waiting)


def edited_elsewhere(folder: Path, pack: Pack) -> bool:
    """Whether files were changed outside the app since the last entry of the history."""
    done = history.entries(folder)
    return bool(done) and done[-1].fingerprint != pack.fingerprint


def review(folder: Path, *, name: str, role: str, seen: str, now: datetime) -> Saved:
    """Make a pack reviewed: a second person has read what stands in it.

    Args:
        folder: the pack's folder.
        name: who reviewed it; nobody who edited it since the last review, and none of its authors if that is unknown.
        role: what makes them the one to review it, as in "Consultant in pain medicine".
        seen: the fingerprint of the pack that they read.
        now: the moment, with its time zone.

    Raises:
        PublishingError: it stays what it was; the words say why.
        HistoryError: an entry of the history cannot be read, so nobody can say who edited the pack.
    """
    name, role = _line(name, "your name"), _line(role, "your role")
    with _alone(folder):
        try:
            pack = load_pack(folder)
        except PackError as error:
            raise RefusedError(error.problems) from None
        if pack.fingerprint != seen:
            raise PublishingError("the rules have changed since you read them; read them again")
        if pack.info.status == "reviewed":
            raise PublishingError("this version is reviewed already")
        edits = awaiting_review(folder)
        by = {entry.name for entry in edits}
        if not edits or edited_elsewhere(folder, pack):
            by |= {person.name for person in pack.info.authors}
        if _same(name) in {_same(author) for author in by}:
            raise PublishingError("a second person reviews: somebody who edited these rules cannot review them too")
        if differing := run(pack).differences:
            raise PublishingError(f"{len(differing)} expectations of example patients are not met: {differing[0]}")
        texts = {INFO: signing.reviewed(_text_of(folder, INFO), name, role)}
        for file in file_names(folder):
            if kind_of(file) == "rules" and (signed_rules := signing.rules_reviewed(_text_of(folder, file))):
                texts[file] = signed_rules
        texts = {file: text for file, text in texts.items() if text != _text_of(folder, file)}
        signed = _checked(folder, texts)
        entry = _entry(folder, "review", now, name, role, texts, signed)
        _write(folder, {**texts, CHANGES: _told(folder, _review_words(entry, signed, edits))}, entry)
        committed = checkout.commit(
            folder, _touched(folder, texts), name=name, message=f"{pack.info.id} {pack.info.version}: reviewed"
        )
        return Saved(entry, False, committed)


def difference(before: str, after: str) -> tuple[str, ...]:
    """Two texts as a unified diff with three lines around each change, without its two lines of file names."""
    return tuple(unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=3))[2:]


class _alone:  # noqa: N801 - reads as a word in `with`
    """One save at a time in one pack, with what can go wrong with its folder put into words."""

    def __init__(self, folder: Path) -> None:
        self._lock = history.one_at_a_time(folder)

    def __enter__(self) -> None:
        try:
            self._lock.__enter__()
        except (OSError, OperationalError) as error:
            raise PublishingError(f"the pack's folder cannot be written now ({error})") from None

    def __exit__(self, *what: object) -> None:
        self._lock.__exit__(None, None, None)
        if isinstance(what[1], OSError):
            raise PublishingError(f"the files could not be written ({what[1].strerror}); nothing was changed") from None


def _place(folder: Path, name: str) -> Path:
    if name not in file_names(folder):
        raise PublishingError(f"the pack has no file {name}")
    return folder / name


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        raise PublishingError(f"{place.name} cannot be read ({error.strerror})") from None


def _text_of(folder: Path, name: str) -> str:
    return decode(_read(folder / name))[0]


def _line(text: str, what: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise PublishingError(f"{what} is missing")
    return words


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _version(folder: Path) -> Pack | None:
    try:
        return load_pack(folder)
    except PackError:
        return None


def _entry(
    folder: Path, kind: str, now: datetime, name: str, reason: str, texts: Mapping[str, str], pack: Pack
) -> history.Entry:
    return history.Entry.model_validate(
        {
            "number": history.next_number(folder), "kind": kind, "when": now, "name": name, "reason": reason,
            "files": tuple(texts), "fingerprint": pack.fingerprint,
        }
    )  # fmt: skip


def _edit_words(entry: history.Entry, pack: Pack, lines: Mapping[str, tuple[int, int]], effects: Effects | None) -> str:
    files = ", ".join(
        f"`{file}` ({more} {'line' if more == 1 else 'lines'} in, {less} out)"
        for file, (more, less) in lines.items()
        if more or less
    )
    with speaking("en"):
        return (
            f"## {pack.info.version}, edited {day(entry.when.date())}, draft\n\n"
            f"**What changed.** {files}: {entry.reason}\n\n"
            f"**Whom it affects.** {_affected(effects)}\n\n"
            f"**Who agreed.** Edited by {entry.name}. Nobody else has read it yet.\n"
        )


def _affected(effects: Effects | None) -> str:
    if effects is None:
        return "Not compared: the version before held mistakes and was not in use."
    if not effects.moved:
        return f"None of the {effects.patients} example patients."
    names = "; ".join(f"“{name}”" for name, _ in effects.moved[:5])
    more = f" and {len(effects.moved) - 5} more" if len(effects.moved) > 5 else ""
    return (
        f"{len(effects.moved)} of {effects.patients} example patients are told something else, {effects.restood} of them get "
        f"another standing: {names}{more}."
    )


def _review_words(entry: history.Entry, pack: Pack, edits: tuple[history.Entry, ...]) -> str:
    with speaking("en"):
        what = f"Read, with the edits made since the last review ({len(edits)})," if edits else "Read"
        by = ", ".join(dict.fromkeys(edit.name for edit in edits))
        return (
            f"## {pack.info.version}, reviewed {day(entry.when.date())}\n\n"
            f"**What changed.** Nothing in the rules. {what} by a second person.\n\n"
            "**Whom it affects.** Everyone: pages and sheets no longer say that the rules are a draft.\n\n"
            f"**Who agreed.** Reviewed by {entry.name} ({entry.reason})" + (f" after edits by {by}.\n" if by else ".\n")
        )


def _told(folder: Path, words: str) -> str:
    """CHANGES.md with an entry before the newest one."""
    place = folder / CHANGES
    text = decode(_read(place))[0] if place.exists() else _HEAD
    start = text.find("\n## ")
    head, tail = (text[: start + 1], text[start + 1 :]) if start >= 0 else (text.rstrip("\n") + "\n\n", "")
    return f"{head}{words}" + (f"\n{tail}" if tail else "")


def _touched(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    return [folder / name for name in (*texts, CHANGES)]


def _write(folder: Path, texts: Mapping[str, str], entry: history.Entry) -> None:
    """Write every file whole beside its place, then move all into place; on a failure put back what was moved.

    Of an edit `pack.yaml` goes first and of a review last: a reader in between finds a draft, never a signature under
    rules that nobody has signed.
    """
    former = {name: (folder / name).read_bytes() for name in texts if (folder / name).exists()}
    fresh: dict[str, Path] = {}
    moved: list[str] = []
    done: Path | None = None
    try:
        for name in sorted(texts, key=lambda name: (name == INFO) == (entry.kind == "review")):
            place = (folder / name).resolve()
            fresh[name] = place.with_name(f".{place.name}.new")
            _fill(fresh[name], _as_before(texts[name], former.get(name)))
            if name in former:
                shutil.copymode(place, fresh[name])
        done = history.add(folder, entry, {name: former[name] for name in entry.files})
        for name, file in fresh.items():
            os.replace(file, (folder / name).resolve())
            moved.append(name)
    except OSError:
        for name in moved:
            if name in former:
                (folder / name).write_bytes(former[name])
            else:
                (folder / name).unlink(missing_ok=True)
        if done is not None:
            shutil.rmtree(done, ignore_errors=True)
        for file in fresh.values():
            file.unlink(missing_ok=True)
        raise


def _as_before(text: str, former: bytes | None) -> bytes:
    """The bytes of a text with the line ends and the byte-order mark that the file had."""
    raw = text.encode()
    if former and b"\r\n" in former:
        raw = raw.replace(b"\n", b"\r\n")
    return _BOM + raw if former and former.startswith(_BOM) else raw


def _fill(place: Path, content: bytes) -> None:
    with open(place, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
