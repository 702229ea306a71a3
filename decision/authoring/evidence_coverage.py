"""Which facts of the evidence dossier a pack uses, where, and which it leaves out and why.

The dossier itself is not part of the project; what is kept of it is the list of its ids
(`tests/evidence/dossier-ids.yaml`), each with the file it stands in, whether it was verified, and, for a fact that says
the same as another, which one. To write the page anew:

    python -m decision.authoring.evidence_coverage tests/evidence/dossier-ids.yaml > docs/evidence-coverage.md
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from decision.bundled import default_pack
from decision.pack.loading import load_pack
from decision.pack.pack import Pack
from decision.pack.record import Record
from decision.pack.yaml_text import decode, parse

State = Literal["used", "unverified", "duplicate", "missing"]


class DossierId(Record):
    """One fact of the dossier by its id. A figure of level `secondary` was not read in the original: it is shown to no patient."""

    id: str
    file: str
    verified: bool
    level: Literal["primary", "secondary", "mixed", "none"]
    duplicate_of: Annotated[str | None, Field(description="the fact that says the same")] = None


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one fact: where the pack uses it, or why it does not. `missing` is a fault, and so is a fact that
    is used although it is unverified."""

    entry: DossierId
    places: tuple[str, ...]

    @property
    def state(self) -> State:
        if self.places:
            return "used"
        if not self.entry.verified:
            return "unverified"
        return "duplicate" if self.entry.duplicate_of else "missing"


def read_ids(place: Path) -> list[DossierId]:
    """The list of the dossier's ids; `ValidationError` for a list that does not fit."""
    text, _ = decode(place.read_bytes())
    return TypeAdapter(list[DossierId]).validate_python(parse(text).data)


def coverage(pack: Pack, ids: list[DossierId]) -> list[Line]:
    """What became of every fact, in the order of the list."""
    places = used_in(pack)
    return [Line(entry, tuple(places.get(entry.id, ()))) for entry in ids]


def used_in(pack: Pack) -> dict[str, list[str]]:
    """By id of the dossier, the entries of the pack that name it among their `evidence_ids`."""
    found: dict[str, list[str]] = {}
    for part in fields(pack):
        entries = getattr(pack, part.name)
        if isinstance(entries, Mapping):
            for name, entry in entries.items():
                for one in _evidence_ids(entry):
                    if name not in found.setdefault(one, []):
                        found[one].append(name)
    return found


def _evidence_ids(entry: object) -> Iterator[str]:
    if isinstance(entry, Record):
        yield from getattr(entry, "evidence_ids", ())
        for name in type(entry).model_fields:
            yield from _evidence_ids(getattr(entry, name))
    elif isinstance(entry, list):
        for one in entry:
            yield from _evidence_ids(one)


def as_page(lines: list[Line]) -> str:
    """The coverage as a Markdown page, one table for each file of the dossier."""
    files = list(dict.fromkeys(line.entry.file for line in lines))
    page = [
        "# Evidence coverage",
        "",
        "Written by `decision/authoring/evidence_coverage.py`; do not edit. Every fact of the evidence dossier is used in",
        "`rules/vns-pain`, or left out for one of two reasons: it is unverified, or it says the same as another.",
        "",
        "| file | facts | used | unverified | duplicate | missing |",
        "|---|---|---|---|---|---|",
    ]
    for file in files:
        count = Counter(line.state for line in lines if line.entry.file == file)
        cells = " | ".join(str(count[state]) for state in ("used", "unverified", "duplicate", "missing"))
        page.append(f"| {file} | {count.total()} | {cells} |")
    for file in files:
        page += ["", f"## {file}", "", "| fact | in the pack |", "|---|---|"]
        page += [f"| `{line.entry.id}` | {_told(line)} |" for line in lines if line.entry.file == file]
    return "\n".join(page) + "\n"


def _told(line: Line) -> str:
    match line.state:
        case "used":
            return ", ".join(f"`{place}`" for place in line.places)
        case "unverified":
            return "left out: unverified"
        case "duplicate":
            return f"left out: duplicate of `{line.entry.duplicate_of}`"
    return "**missing**"


if __name__ == "__main__":
    sys.stdout.write(as_page(coverage(load_pack(default_pack()), read_ids(Path(sys.argv[1])))))
