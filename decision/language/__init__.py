"""The language that a page or a summary speaks. English stands in the code; other languages are gettext catalogues.

`LANGUAGES` names each language in itself. The words of a pack come from the pack's own `words/`, not from here.
Catalogues are made from the code by `make words`; the compiled ones are committed, so that nothing is compiled at a clinic.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "es": "Español"}
FOLDER = Path(__file__).resolve().parent
DOMAIN = "vns-choice"

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language])


def current() -> str:
    """The language spoken at the moment: a key of `LANGUAGES`."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within a `with` block.

    >>> with speaking("es"):
    ...     say("Not known")
    'No se sabe'

    Raises:
        ValueError: a language that is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there are no words for the language {language!r}; there are: {', '.join(LANGUAGES)}")
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def say(text: str, /, **values: object) -> str:
    """A text of the code in the language spoken, with its values filled in.

    >>> say("Reviewed by: {names}.", names="nobody yet")
    'Reviewed by: nobody yet.'
    """
    found = _catalogue(_language.get()).gettext(text)
    return found.format(**values) if values else found


def say_count(one: str, many: str, number: int, /, **values: object) -> str:
    """A text that depends on a number; `{number}` stands for it.

    >>> say_count("{number} question", "{number} questions", 3)
    '3 questions'
    """
    return _catalogue(_language.get()).ngettext(one, many, number).format(number=number, **values)


def joined(items: str, last: str) -> str:
    """The last part of a list joined to the parts before it, as it is pronounced.

    >>> joined("skin, heart", "implants")
    'skin, heart and implants'
    >>> with speaking("es"):
    ...     joined("piel", "corazón"), joined("piel", "Implantes")
    ('piel y corazón', 'piel e Implantes')
    """
    if current() == "es" and re.match("h?i(?!e)", last, re.IGNORECASE):
        return f"{items} e {last}"
    return say("{items} and {last}", items=items, last=last)


def mark(text: str, /) -> str:
    """Mark a text for the catalogues where it is defined; it is put into words with `say` where it is used."""
    return text


_MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip


def day(value: date) -> str:
    """A date as it is read aloud.

    >>> day(date(2026, 11, 4))
    '4 November 2026'
    """
    return say("{day} {month} {year}", day=value.day, month=say(_MONTHS[value.month - 1]), year=value.year)


def number(value: float) -> str:
    """A number with the decimal mark of the language.

    >>> number(52), number(0.5)
    ('52', '0.5')
    >>> with speaking("es"):
    ...     number(0.5)
    '0,5'
    """
    text = f"{value:g}"
    return text.replace(".", ",") if current() == "es" else text
