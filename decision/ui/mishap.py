"""What happens when something unexpected goes wrong: a calm word with an id, every answer kept, a log without values."""

from __future__ import annotations

import functools
import logging
import secrets
import traceback
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from decision.language import say

P = ParamSpec("P")


def guarded(draw: Callable[P, None]) -> Callable[P, None]:
    """A page that meets an unexpected error with a calm word and an id, and keeps everything said."""

    @functools.wraps(draw)
    def drawn(*given: P.args, **named: P.kwargs) -> None:
        try:
            draw(*given, **named)
        except Exception as error:
            report(error)

    return drawn


def report(error: Exception) -> None:
    """Tell an unexpected error on the page, and its place, without any value, in the log."""
    name = secrets.token_hex(4)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    # The message of an error can hold an answer; its type and place cannot.
    logging.getLogger(__name__).error("error %s: %s at %s", name, type(error).__name__, " < ".join(reversed(places)))
    st.error(
        say(
            "Something went wrong in the program (error {id}). Your answers are kept. Take your last step back, or load "
            "the page again.",
            id=name,
        )
    )
