"""A second measure of reading age, by the library textstat: an extra for rule editors, `[reading]` (decision 0010)."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

MISSING = "the library textstat is not installed: pip install 'vns-choice[reading]'"


class MissingLibraryError(RuntimeError):
    """textstat is not installed."""


@lru_cache(maxsize=4096)
def reading_age(text: str) -> float:
    """The Flesch-Kincaid grade of an English text, plus five years. The first answer takes most of a second.

    Raises:
        MissingLibraryError: see `MISSING`.
    """
    if find_spec("textstat") is None:
        raise MissingLibraryError(MISSING)
    import textstat

    return float(textstat.flesch_kincaid_grade(text)) + 5
