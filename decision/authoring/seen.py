"""An example patient with what the rules make of the answers: what changes of a pack are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from decision.authoring.coverage import seen_by
from decision.authoring.vignettes import disagreements
from decision.engine.assess import assess
from decision.engine.compiled import CompiledPack
from decision.engine.index import Verdicts
from decision.pack.answers import Answers, parse_answers
from decision.pack.condition import Value
from decision.pack.pack import Pack
from decision.pack.vignette import Expected, Vignette


@dataclass(frozen=True)
class Example:
    """`known` are the answers as given, `answers` those that are not in doubt."""

    vignette: Vignette
    known: Answers
    answers: Mapping[str, Value]
    contradictory: bool
    day: date
    verdicts: Verdicts

    @cached_property
    def stated(self) -> Mapping[str, list[tuple[str, object]]]:
        """By rule: the option it is stated under, and its truth (true, false) or the questions it waits for."""
        found: dict[str, list[tuple[str, object]]] = {}
        for option, expected in self.of_options.items():
            for rule in expected.applies or ():
                found.setdefault(rule, []).append((option, True))
            for rule in expected.not_ or ():
                found.setdefault(rule, []).append((option, False))
            for rule, questions in (expected.waits_for or {}).items():
                found.setdefault(rule, []).append((option, frozenset(questions)))
        return found

    @cached_property
    def of_options(self) -> Mapping[str, Expected]:
        """What it expects of options."""
        return {key: one for key, one in self.vignette.expect.items() if isinstance(one, Expected)}

    @cached_property
    def axes_stated(self) -> Mapping[str, Expected]:
        """The options whose safety or lean it states."""
        return {o: e for o, e in self.of_options.items() if e.safety is not None or e.lasting is not None or e.lean}

    @cached_property
    def of_conversation(self) -> frozenset[str]:
        """What it expects of the conversation."""
        return frozenset(self.vignette.expect).difference(self.of_options)


def seen(pack: Pack, ready: CompiledPack, vignette: Vignette) -> Example:
    """An example as this pack sees it."""
    known, day = parse_answers(pack, vignette.given), pack.seen_on(vignette)
    answers, contradictory = seen_by(pack, ready, known, day)
    return Example(vignette, known, answers, contradictory, day, ready.index.verdicts(answers, day))


def noticed(vignette: Vignette, changed: Pack) -> bool:
    """Whether an example comes out otherwise with the changed pack."""
    return bool(disagreements(vignette, assess(changed, vignette.given, today=changed.seen_on(vignette))))
