"""Pictures as SVG, drawn once for page and paper: an icon array and the two bars of the scales.

Shapes and lightness carry the meaning, so that a photocopy says the same; colours are fixed, because a picture inside
an `<img>` knows nothing of the page's theme. The same numbers stand as text beside every picture.
"""

from __future__ import annotations

from functools import cache

_INK = "#1a1a1a"
_FILL = "#1b4f8a"
_PAPER = "#ffffff"
_LINE = "#6b675e"


@cache
def icon_array(filled: int) -> str:
    """A hundred rounded squares in ten rows, filled from the bottom left.

    Args:
        filled: how many of 100 are filled, 0 to 100.

    >>> icon_array(30).count(_FILL)
    30
    """
    if not 0 <= filled <= 100:
        raise ValueError("an icon array shows 0 to 100 of 100")
    squares = []
    for place in range(100):
        row, column = divmod(place, 10)
        x, y = 2 + column * 14, 128 - row * 14
        fill = _FILL if place < filled else _PAPER
        squares.append(f'<rect x="{x}" y="{y}" width="11" height="11" rx="3" fill="{fill}" stroke="{_LINE}"/>')
    return _svg(142, 142, "".join(squares))


def bars(reasons_for: tuple[float, float], reasons_against: tuple[float, float]) -> str:
    """Two bars, one over the other; what is settled is filled, what is still open is hatched.

    Args:
        reasons_for: where the bar surely ends and where it may end, each 0 to 1 of the full length.
        reasons_against: the same for the other side.
    """
    hatch = (
        '<defs><pattern id="open" width="6" height="6" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{_PAPER}"/><rect width="2" height="6" fill="{_LINE}"/></pattern></defs>'
    )
    parts = [hatch]
    for row, (low, high), fill in ((0, reasons_for, _FILL), (1, reasons_against, "#8a5a1b")):
        y = 4 + row * 26
        parts.append(f'<rect x="1" y="{y}" width="318" height="18" fill="{_PAPER}" stroke="{_LINE}"/>')
        parts.append(f'<rect x="1" y="{y}" width="{318 * high:.1f}" height="18" fill="url(#open)"/>')
        parts.append(f'<rect x="1" y="{y}" width="{318 * low:.1f}" height="18" fill="{fill}" stroke="{_INK}"/>')
    return _svg(320, 52, "".join(parts))


def _svg(width: int, height: int, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img"><rect width="{width}" height="{height}" fill="{_PAPER}"/>{body}</svg>'
    )
