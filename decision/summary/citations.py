"""Sources as numbers, in the order in which a summary first mentions them."""

from __future__ import annotations

from collections.abc import Iterable

from decision.language import say
from decision.pack.findings import Source
from decision.pack.pack import Pack
from decision.summary.model import Cited


class Citations:
    """Numbers sources from 1 on; the same source keeps its number."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._numbers: dict[str, int] = {}

    def cite(self, sources: Iterable[str], findings: Iterable[str] = ()) -> tuple[int, ...]:
        """The numbers of some sources, and of those behind some findings."""
        named = [*sources, *(source for finding in findings for source in self._pack.findings[finding].sources)]
        return tuple(sorted({self._numbers.setdefault(source, len(self._numbers) + 1) for source in named}))

    def cited(self) -> tuple[Cited, ...]:
        """Everything cited so far, in order."""
        return tuple(
            Cited(number, source, citation(self._pack.sources[source]), self._pack.sources[source].link)
            for source, number in self._numbers.items()
        )


def citation(source: Source) -> str:
    """One source as a line of a reference list; weak ones say how they were read."""
    parts = [source.authors, source.title, source.published_in, str(source.year) if source.year else None]
    line = ". ".join(part.strip().rstrip(".") for part in parts if part)
    if source.identifier:
        line += f". {source.identifier}"
    return line + (f". {say('Read at second hand')}" if source.weak else "") + "."
