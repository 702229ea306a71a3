"""Type on paper: the bundled typeface, the templates, and the compiler that refuses a file nobody could read aloud.

typst writes PDF/UA-1 and stops without title, language, alternative text or a glyph, so accessibility cannot be lost
unseen. Texts travel as data and are never read as markup. What a handout says is decided elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from decision.language import say

PrintSize = Literal["clear", "large", "giant"]
Paper = Literal["a4", "us-letter"]

ASSETS = Path(__file__).resolve().parent.parent / "assets"
TYPEFACE = "Source Sans 3"
WEB_TYPEFACE = "Sheet Sans"
"""The same letters, cut down for HTML and named anew, as the licence of the typeface asks of a changed file."""
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


class HandoutError(ValueError):
    """A handout that cannot be printed, in words for whoever asked for it."""


Block = tuple[str, tuple[Any, ...]]
"""A block of a sheet: the name by which `heights.typ` draws it, and what stands in it."""
Height = tuple[float, float, float]
"""How tall a block is, and the space that it asks for above and below, in points; 0 where it asks for no more than the usual."""

_AT_WORK = Lock()
"""A compiler is kept for each template and takes one sheet at a time; two that are asked for at once wait for each other."""


def typeset(template: str, data: Mapping[str, Any], day: date, fonts: Path | None = None) -> bytes:
    """Print plain values with a template of `ASSETS` as PDF/UA-1. The same values give the same bytes everywhere.

    Args:
        template: a file name such as `patient.typ`.
        data: what the template reads; texts only, never markup.
        day: written into the file as the day it was made.
        fonts: a folder with further typefaces, for scripts that the bundled one does not have.

    Raises:
        HandoutError: a character that no typeface at hand has; the message shows it.
    """
    values = json.dumps({**data, "fonts": _names(fonts)}, ensure_ascii=False)
    try:
        with _AT_WORK:
            pdf = _compiler(template, fonts).compile(
                format="pdf",
                sys_inputs={"data": values},
                pdf_standards=["ua-1"],
                timestamp=int(datetime.combine(day, time(), UTC).timestamp()),
            )
    except typst.TypstError as error:
        missing = _missing(error)
        if not missing:
            raise
        raise HandoutError(
            say(
                "a character cannot be printed: the typeface of the handout does not have {characters}",
                characters=", ".join(f"“{character}” (U+{ord(character[0]):04X})" for character in missing),
            )
        ) from None
    assert isinstance(pdf, bytes)
    return pdf


@dataclass(slots=True)
class Measures:
    """What the blocks of sheets of one look measure, in points: the text of a page, the inset of a card, and the usual space
    between blocks. Of a block no word is kept, only its hash: some words are a patient's."""

    page: float = 0.0
    inset: float = 0.0
    usual: float = 0.0
    heights: dict[int, Height] = field(default_factory=dict)

    def height(self, block: Block) -> Height | None:
        """The height of a block that was measured before."""
        return self.heights.get(hash(block))


def measured(blocks: Iterable[Block], look: Mapping[str, Any], fonts: Path | None = None) -> Measures:
    """Measure the blocks of a patient's sheet, each by itself; those that were measured before are not measured again.

    Args:
        blocks: as `heights.typ` draws them.
        look: what the templates read besides: size, paper, language and the words that are the same on every sheet.
        fonts: a folder with further typefaces, for scripts that the bundled one does not have.
    """
    names = _names(fonts)
    known = _measures(json.dumps([look, names], sort_keys=True))
    if len(known.heights) > _MOST:
        known.heights.clear()
    if new := [block for block in dict.fromkeys(blocks) if known.height(block) is None]:
        compiler = typst.Compiler(
            input=str(ASSETS / "heights.typ"), root=str(ASSETS), font_paths=_fonts(fonts), ignore_system_fonts=True,
            sys_inputs={"data": json.dumps({**_NO_SHEET, **look, "fonts": names, "blocks": new}, ensure_ascii=False)},
        )  # fmt: skip
        told = json.loads(compiler.query("<heights>", field="value", one=True))
        known.page, known.inset, known.usual = told["page"], told["inset"], told["usual"]
        known.heights.update(zip(map(hash, new), map(tuple, told["heights"]), strict=True))
    return known


_MOST = 20_000
"""Heights that are kept for one look before all are forgotten: a few hundred different patients."""
_NO_SHEET = {"title": "-", "year": 2000, "month": 1, "day": 1, "preview": False, "released": "", "footer": ""}
"""What the page asks for and no block depends on."""


@lru_cache(maxsize=24)
def _measures(look: str) -> Measures:
    return Measures()


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of this room has."""
    return len(re.findall(rb"/Type ?/Page\b", pdf))


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that the bundled typeface does not have, in order.

    >>> unprintable("Dr Żółć"), unprintable("Dr 医")
    ((), ('医',))
    """
    probe = f'#set document(title: "a")\n#set text(font: "{TYPEFACE}", fallback: false)\n= a \n #sys.inputs.text'
    compiler = typst.Compiler(
        input=probe.encode(),  # type: ignore[misc]  # the stub's type variable cannot be solved from bytes
        font_paths=[str(ASSETS / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"text": text},
    )
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        return _missing(error) or (text,)
    return ()


def _missing(error: typst.TypstError) -> tuple[str, ...]:
    """The texts that typst could not find letters for."""
    told = f"{error} {getattr(error, 'diagnostic', '')}"
    return tuple(dict.fromkeys(re.findall(r"the text `\"(.+?)\"` could not be displayed", told)))


@lru_cache(maxsize=8)
def _compiler(template: str, fonts: Path | None) -> typst.Compiler:
    return typst.Compiler(
        input=str(ASSETS / template), root=str(ASSETS), font_paths=_fonts(fonts), ignore_system_fonts=True
    )


@lru_cache(maxsize=8)
def _fonts(further: Path | None) -> typst.Fonts:
    folders = [str(ASSETS / "fonts"), *([str(further)] if further else [])]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _names(further: Path | None) -> list[str]:
    return [TYPEFACE, *(sorted(_families(further)) if further else ())]


@lru_cache(maxsize=8)
def _families(folder: Path) -> tuple[str, ...]:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]).families()
    return tuple(family for family in found if family not in (TYPEFACE, WEB_TYPEFACE))
