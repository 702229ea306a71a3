"""What the example patients try of each rule, and the text of one entry as it stands in its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from decision.engine.assess import settle
from decision.engine.compiled import compiled, rule_key
from decision.pack.pack import Pack
from decision.pack.vignette import Expected, Vignette
from decision.pack.yaml_text import parse


@dataclass(frozen=True, slots=True)
class Tried:
    """The names of the vignettes in which a rule applies and may apply, of those that name it, and how many are left."""

    applies: tuple[str, ...]
    may_apply: tuple[str, ...]
    does_not_apply: int
    named: tuple[str, ...]


def tried(pack: Pack) -> Mapping[str, Tried]:
    """What the vignettes try, by rule: every rule that is in use, in the pack's order."""
    ready = compiled(pack)
    applies: dict[str, list[str]] = {rule.id: [] for rule in pack.rules.values() if rule.status != "retired"}
    may: dict[str, list[str]] = {rule: [] for rule in applies}
    named: dict[str, list[str]] = {rule: [] for rule in applies}
    for vignette, answers in zip(pack.vignettes, pack.patients, strict=True):
        situation, _ = settle(pack, ready, answers, pack.seen_on(vignette))
        for rule in applies:
            bits = ready.index.spans[rule_key(rule)]
            effect = pack.rules[rule].effect  # what an answer in doubt has brought about stays for safety alone
            decided = situation.verdicts.true if effect in ("for", "against", "untried", "prepare") else situation.true
            if bits & decided:
                applies[rule].append(vignette.name)
            elif bits & situation.possible:
                may[rule].append(vignette.name)
        for rule in set(_named(vignette)) & applies.keys():
            named[rule].append(vignette.name)
    every = len(pack.vignettes)
    return {
        rule: Tried(
            tuple(applies[rule]), tuple(may[rule]), every - len(applies[rule]) - len(may[rule]), tuple(named[rule])
        )
        for rule in applies
    }


def _named(vignette: Vignette) -> Iterator[str]:
    for expected in vignette.expect.values():
        if isinstance(expected, Expected):
            yield from (*(expected.applies or ()), *(expected.not_ or ()), *(expected.waits_for or ()))
        else:
            yield from expected


def entry_text(text: str, line: int) -> str:
    """The lines of one entry of a list, exactly as they stand there.

    Args:
        text: the file.
        line: where the entry starts, counted from 1, as `pack.places` tells it.

    >>> entry_text("# all\\n- id: a\\n  x: 1  # one\\n\\n# next\\n- id: b\\n", 2)
    '- id: a\\n  x: 1  # one'
    """
    lines = text.split("\n")
    end = next((start for start in _starts(text) if start > line), len(lines) + 1) - 1
    while end > line and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "\n".join(lines[line - 1 : end])


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    """The lines where the entries of the outermost list start."""
    return tuple(sorted(mark.line for path, mark in parse(text).values.items() if len(path) == 1))
