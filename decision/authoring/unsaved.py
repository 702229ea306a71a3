"""A pack as it would be with edits that are not saved yet, looked at by the same checks as `vns-choice check`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from decision.authoring.checks import Report, check_texts
from decision.pack.loading import texts_of


def check_with(folder: Path, edits: Mapping[str, str]) -> Report:
    """Check a pack as if some of its files held other texts.

    Args:
        folder: the pack's folder.
        edits: new texts by the name of the file inside the pack, as in `rules/for.yaml`.
    """
    return check_texts({**texts_of(folder)[0], **edits}, name=folder.as_posix())
