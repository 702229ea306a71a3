"""Where the page and the shipped pack are: beside the package in a clone, inside it once installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """The folder that holds `app.py`, `rules/` and `.streamlit/`."""
    clone = _PACKAGE.parent
    return clone if (clone / "app.py").is_file() and (clone / "rules").is_dir() else _PACKAGE / "_bundled"


def app_file() -> Path:
    """The Streamlit script."""
    return home() / "app.py"


def default_pack() -> Path:
    """The pack that is shipped."""
    return home() / "rules" / "vns-pain"
