"""How a patient's sheet is made to fill its pages: it grows from the least, step by step, as long as all of it fits.

The typesetter measures every block once; pages are then filled with heights, not with text, so that trying a step costs next
to nothing. What the sheet holds is decided in `sheet`, how much may be told in `fullness`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from decision.summary.fullness import FULLEST, GROWTH, LEAST, Fullness, fuller_by
from decision.summary.sheet import Whole, cut
from decision.summary.typesetting import Block, Height, Paper, PrintSize, measured

_SPLIT = ("text", "about")
"""Blocks that break across pages between any two lines; shorter ones hardly ever do, since no line is left alone."""
_SPLIT_IN_LARGER = (*_SPLIT, "wishes")
"""In larger print a table of wishes is a list of lines, and can be taller than a page."""
_USUAL_ORDER = 4
"""What it is worth, beside the steps of growth, that a sheet has the order that other sheets have."""
_SLACK = 1.0
"""Points that a page is reckoned shorter than it is: a sheet that fits by a hair may not fit by rounding."""
_DIGIT = re.compile(r"[0-9]")
"""All digits are equally wide, so a number that was told to somebody of another age need not be measured again."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way to print a sheet: how much it tells, in which order of sections, and what that is worth."""

    fullness: Fullness
    order: tuple[str, ...]
    worth: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block on a page: its height and the space it asks for above and below, in points; whether it breaks between any two
    lines; and for a card its rows, between which it breaks where it is taller than a page."""

    height: float
    above: float
    below: float
    splits: bool = False
    rows: tuple[_Piece, ...] = ()


class Fitting:
    """One sheet in one print size on one paper, with its blocks measured; `most` is the number of pages it keeps to."""

    def __init__(self, whole: Whole, size: PrintSize, paper: Paper, most: int, fonts: Path | None = None) -> None:
        self.whole, self._most, self._fonts = whole, most, fonts
        self._wide = size == "clear"
        self._split_kinds = _SPLIT if self._wide else _SPLIT_IN_LARGER
        look = {key: whole.data[key] for key in ("language", "rtl", "words", "headings")}
        self._look = look | {"size": size, "paper": paper}
        self._pieces: dict[Block, _Piece] = {}
        self._steps: dict[Fullness, dict[str, list[_Piece]]] = {}
        self._measure(block for fullness in _ALIKE for block in self._blocks(fullness))

    def _blocks(self, fullness: Fullness) -> Iterator[Block]:
        for section in _sections(cut(self.whole, fullness), self._wide).values():
            for kind, values in section:
                yield from values if kind == "card" else ()
                yield kind, () if kind == "card" else values

    def _measure(self, blocks: Iterable[Block]) -> None:
        self._measures = measured(blocks, self._look, self._fonts)
        self._page = self._measures.page - _SLACK
        self._room = self._page - 2 * self._measures.inset  # for the rows of a card

    def grown(self, orders: Iterable[tuple[str, ...]]) -> list[Step]:
        """The steps up to the fullest sheet that fits, the fullest last; none where not even the least fits.

        Of several orders the one is taken whose sheet is worth most; the first is worth something by itself.
        """
        paths = [(_USUAL_ORDER * (not place), self._path(order)) for place, order in enumerate(orders)]
        return max(paths, key=lambda found: found[0] + found[1][-1].worth if found[1] else -1, default=(0, []))[1]

    def splits(self, data: Mapping[str, Any]) -> list[list[bool]]:
        """For each card of a cut sheet, and then for each of its rows, whether it is taller than a page and has to be split."""
        cards = (self._piece(_card(option)) for option in data["options"])
        return [[card.height > self._page, *(row.height > self._room for row in card.rows[1:])] for card in cards]

    def _path(self, order: tuple[str, ...]) -> list[Step]:
        if not self._fits(LEAST, order):
            return []
        path, refused = [Step(LEAST, order)], set[str]()
        for growth in GROWTH:
            last = path[-1]
            fuller = fuller_by(last.fullness, growth)
            if growth.field in refused or not self._fits(fuller, order):
                refused.add(growth.field)
            else:
                path.append(Step(fuller, order, last.worth + growth.worth))
        return path

    def _fits(self, fullness: Fullness, order: Sequence[str]) -> bool:
        sections = self._sections(fullness)
        pieces = [piece for name in ("top", *order, "end") for piece in sections[name]]
        if any(piece.height > self._page and not piece.splits and (self._wide or not piece.rows) for piece in pieces):
            return False  # only a card may be taller than a page, and on a sheet of four pages not even that
        return self._pages(pieces) <= self._most

    def _pages(self, pieces: Iterable[_Piece]) -> int:
        pages, used, below = 1, 0.0, 0.0
        for piece in pieces:
            used += self._gap(below, piece.above) if used else 0.0
            if piece.rows and piece.height > self._page:
                further, used = self._split(piece.rows, used)
                pages += further
            elif used + piece.height <= self._page:
                used += piece.height
            else:
                pages += 1
                used = used + piece.height - self._page if piece.splits else piece.height
            below = piece.below
        return pages

    def _split(self, rows: Iterable[_Piece], used: float) -> tuple[int, float]:
        """How many further pages a split card needs, and how much of the last of them; its inset is on every page."""
        name, first, *others = rows
        top = name.height + self._gap(name.below, first.above) + first.height  # a name stays with its first row
        pages, used, below = 0, used, 0.0
        for place, row in enumerate([replace(first, height=top), *others]):
            end = used + (self._gap(below, row.above) if place else 0.0) + row.height
            if end > self._room:
                pages, end = pages + 1, row.height
            while end > self._room:  # a row that is taller than a page
                pages, end = pages + 1, end - self._room
            used, below = end, row.below
        return pages, used + 2 * self._measures.inset

    def _sections(self, fullness: Fullness) -> dict[str, list[_Piece]]:
        if fullness not in self._steps:
            sections = _sections(cut(self.whole, fullness), self._wide)
            self._steps[fullness] = {name: [*map(self._piece, section)] for name, section in sections.items()}
        return self._steps[fullness]

    def _piece(self, block: Block) -> _Piece:
        if block not in self._pieces:
            kind, values = block
            self._pieces[block] = (
                self._card(values) if kind == "card" else _Piece(*self._height(block), splits=kind in self._split_kinds)
            )
        return self._pieces[block]

    def _card(self, blocks: Iterable[Block]) -> _Piece:
        rows = tuple(map(self._piece, blocks))
        gaps = sum(self._gap(row.below, following.above) for row, following in pairwise(rows))
        height = sum(row.height for row in rows) + gaps + 2 * self._measures.inset
        _, above, below = self._height(("card", ()))
        return _Piece(height, above, below, rows=rows)

    def _height(self, block: Block) -> Height:
        height = self._measures.height(block)
        if height is None:
            self._measure([block])
            height = self._measures.height(block)
        assert height is not None
        return height

    def _gap(self, below: float, above: float) -> float:
        return max(below, above) or self._measures.usual


def _alike() -> Iterator[Fullness]:
    """Fullnesses that between them hold nearly every block of every step of growth, so that one measuring does for all."""
    for count in sorted({step.value for step in GROWTH if type(step.value) is int} | {0}):
        for details in (False, True):
            yield replace(
                LEAST,
                points=count,
                safety=count,
                harms=count,
                unknowns=count,
                wishes=count,
                details=details,
                others=details,
            )
    lines, burdens = [1, *_values("lines")], [(), *_values("burdens")]
    for questions in (LEAST.questions, *_values("questions")):
        yield from (replace(FULLEST, questions=questions, lines=count) for count in lines)
    yield from (replace(FULLEST, burdens=shown) for shown in burdens)


def _values(field: str) -> list[Any]:
    return [step.value for step in GROWTH if step.field == field]


_ALIKE = tuple(_alike())


def _sections(data: Mapping[str, Any], wide: bool) -> dict[str, list[Block]]:
    """The blocks of a cut sheet by section, as `heights.typ` draws them; a card holds the blocks that it is made of.

    In larger print the tables are lists of lines, which may part between any two.
    """
    columns, rows = _table(data["practice"])
    glance, lines = _table(data["glance"])
    return {
        "top": [*_top(data)],
        "glance": [
            ("glance", (data["headline"], glance, lines if wide else ())),
            *(("glance-line", (line,)) for line in lines if not wide),
        ],
        "before": [*_listed(data["headings"]["before"], data["before"])],
        "others": [*_others(data["headings"]["others"], data["others"], data["unchecked"])],
        "options": [
            *map(_card, data["options"]),
            ("about_numbers", (tuple(data["about_numbers"]),)),
        ],
        "practice": [("practice", (columns, rows if wide else rows[:1]))] * bool(rows)
        + [("practice-line", (columns, row)) for row in rows[1:] if not wide],
        "unknowns": [*_listed(data["headings"]["unknowns"], data["unknowns"])],
        "wishes": [("wishes", (*_table(data["wishes"]), data["wishes"]["note"]))],
        "questions": [("questions", (tuple(data["questions"]), data["lines"]))],
        "sure": [("sure", (tuple(data["sure"]),))],
        "agreed": [("agreed", (data["lines"], data["undecided"]))],
        "end": [
            ("call", (tuple(data["call"]),)),
            ("about", (data["more"], data["words"]["no_order"], data["about"])),
        ],
    }


def _top(data: Mapping[str, Any]) -> Iterator[Block]:
    yield "opening", (data["title"], data["date"], data["subtitle"])
    for notice in data["notices"]:
        yield "notice", (notice["heading"], notice["text"], notice["because"], notice["contact"])
    yield "text", (data["problem"],)
    yield "decision", (data["decision"],)
    yield "banner", (tuple(data["banner"]),)
    if data["untried"]:
        yield "untried", (data["untried"],)


def _listed(heading: str, points: Sequence[str]) -> Iterator[Block]:
    """A heading stays with its first point."""
    for place, point in enumerate(points):
        yield ("bullet", (point,)) if place else ("listed", (heading, (point,)))


def _others(heading: str, options: Sequence[Mapping[str, Any]], unchecked: str) -> Iterator[Block]:
    told = [(option["name"], option["what"]) for option in options if option["what"]]
    named = ", ".join(option["name"] for option in options if not option["what"])
    for place, (name, what) in enumerate(told):
        yield ("other", (name, what)) if place else ("others", (heading, name, what))
    if named:
        yield ("named", (f"{named}.",)) if told else ("others", (heading, named, ""))
    if unchecked:
        yield "unchecked", (unchecked,)


def _table(table: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    return tuple(table["columns"]), tuple(tuple(row) for row in table["rows"])


def _card(card: Mapping[str, Any]) -> Block:
    rows = (("row", (part["label"], part["text"], tuple(part["points"]))) for part in card["parts"])
    return "card", (("name", (card["name"],)), *rows, *map(_number, card["numbers"]))


def _number(number: Mapping[str, Any]) -> Block:
    pictures = tuple((shown["label"], shown["svg"], shown["alt"]) for shown in number["pictures"])
    kind = "pictured" if pictures else "number"
    return kind, (number["caption"], tuple(number["sentences"]), _DIGIT.sub("0", number["sure"]), pictures)
