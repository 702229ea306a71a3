"""Which texts of the code are spoken: what `make words` gathers for the catalogues.

Babel's own reader of Python passes over calls that stand inside an f-string, so that their texts would stay English for
ever without a sign. This one reads the syntax tree, in which such a call is a call like any other.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import BinaryIO

Message = tuple[int, str, str | tuple[str | None, ...], list[str]]


def extract(file: BinaryIO, keywords: Collection[str], comment_tags: object, options: object) -> Iterator[Message]:
    """Every call of a keyword with its texts, as Babel wants them: (line, keyword, texts, comments).

    A text that is made at run time, as in `say(label)`, has no words here: it was marked where it is defined.

    >>> from io import BytesIO
    >>> list(extract(BytesIO(b'f"{say(\\'Safety\\')}: {words}"'), {"say"}, (), {}))
    [(1, 'say', 'Safety', [])]
    """
    for call in ast.walk(ast.parse(file.read())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in keywords:
            texts = tuple(map(_text, call.args))
            if texts and texts[0] is not None:
                yield call.lineno, call.func.id, texts if len(texts) > 1 else texts[0], []


def _text(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
