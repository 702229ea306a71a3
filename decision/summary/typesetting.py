"""Type on paper: the bundled typeface, the templates, and the compiler that refuses a file nobody could read aloud.

typst writes PDF/UA-1 and stops without title, language, alternative text or a glyph, so accessibility cannot be lost
unseen. Texts travel as data and are never read as markup. What a handout says is decided elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
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


class CardTooTallError(Exception):
    """A card that does not fit on one page, although the template was asked not to split any."""


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
        CardTooTallError: only if `data` forbids to split cards.
    """
    families = [TYPEFACE, *(sorted(_families(fonts)) if fonts else ())]
    values = json.dumps({**data, "fonts": families}, ensure_ascii=False)
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
        if "taller than a page" in str(error):
            raise CardTooTallError from None
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
    folders = [str(ASSETS / "fonts"), *([str(fonts)] if fonts else [])]
    return typst.Compiler(input=str(ASSETS / template), root=str(ASSETS), font_paths=folders, ignore_system_fonts=True)


@lru_cache(maxsize=8)
def _families(folder: Path) -> tuple[str, ...]:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]).families()
    return tuple(family for family in found if family not in (TYPEFACE, WEB_TYPEFACE))
