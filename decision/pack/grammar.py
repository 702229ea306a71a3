"""A condition as it stands in a file, read into its tree.

    when:
      any:
        - implants: {includes: pacemaker}
        - all: [{pulse: {below: 50 bpm}}, {not: {sex: male}}]
        - is: refractory_pain

Everything wrong is reported with its path, and reading goes on, so that an editor sees all of it at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from decision.pack.condition import All, Always, Any, AtLeast, Condition, Named, Not, Operator, Period, Test
from decision.pack.model import Question
from decision.pack.problem import did_you_mean

Path = tuple[str | int, ...]
Report = Callable[[Path, str, str], None]
"""Takes the path of a fault, what it is, and how to mend it."""

COMPARISONS: tuple[Operator, ...] = ("below", "at_most", "above", "at_least", "between")
_ITEMS = {"includes": "includes_any", "includes_any": "includes_any", "includes_all": "includes_all"}
_AMOUNT = re.compile(r"([-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(?:\s+(.+))?$")
_PERIOD = re.compile(r"([0-9]+) (day|month|year)s?$")
_CIRCLE = "definitions that use each other in a circle"
_WORDS = ("all", "any", "not", "at_least", "is")


def amount(value: object) -> tuple[float, str | None] | None:
    """A number with its unit, as written: `3`, `0.5`, `50 bpm`; nothing if it is neither.

    >>> amount("29.9 mL/min")
    (29.9, 'mL/min')
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return float(value), None
        except OverflowError:
            return None
    match = _AMOUNT.match(value.strip()) if isinstance(value, str) else None
    return (float(match[1]), match[2]) if match else None


@dataclass(frozen=True, slots=True)
class Grammar:
    """Reads conditions over the questions of one pack; `definitions` is the plain data of the named ones."""

    questions: Mapping[str, Question]
    definitions: Mapping[str, object]
    report: Report

    def read(self, data: object, path: Path, inside: tuple[str, ...] = ()) -> Condition:
        """The tree of a condition. After a fault the part is `Always(False)`: the pack is refused anyway."""
        if not isinstance(data, Mapping) or not data:
            quoted = isinstance(data, str) and data.strip().startswith("{")
            mend = "take the quotes around it away" if quoted else "see docs/pack-format.md"
            return self._wrong(path, "a condition must be a mapping such as {age: {below: 12 years}}", mend)
        if len(data) > 1:
            return self._wrong(
                path, "a condition with several keys", "say which you mean: 'all' of them, or 'any' of them, as a list"
            )
        ((word, body),) = data.items()
        here = (*path, word)
        match word:
            case "all":
                return All(self._parts(body, here, inside))
            case "any":
                return Any(self._parts(body, here, inside))
            case "not":
                return Not(self.read(body, here, inside))
            case "at_least":
                return self._at_least(body, here, inside)
            case "is":
                return self._named(body, here, inside)
            case "answered":
                return self._wrong(
                    here, "a condition cannot ask whether a question was answered", "test the answer itself"
                )
        return self._test(word, body, here)

    def _wrong(self, path: Path, what: str, mend: str) -> Always:
        self.report(path, what, mend)
        return Always(False)

    def _parts(self, body: object, path: Path, inside: tuple[str, ...]) -> tuple[Condition, ...]:
        if not isinstance(body, list) or not body:
            self.report(path, f"'{path[-1]}' takes a list of conditions", "write each on a line of its own after '- '")
            return ()
        return tuple(self.read(part, (*path, place), inside) for place, part in enumerate(body))

    def _at_least(self, body: object, path: Path, inside: tuple[str, ...]) -> Condition:
        if not isinstance(body, Mapping) or set(body) != {"count", "of"}:
            return self._wrong(path, "'at_least' takes 'count' and 'of'", "write at_least: {count: 2, of: [ … ]}")
        parts = self._parts(body["of"], (*path, "of"), inside)
        count = body["count"]
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= max(1, len(parts)):
            return self._wrong(
                (*path, "count"), f"'count' must be a whole number from 1 to {len(parts)}", "the parts stand under 'of'"
            )
        return AtLeast(count, parts)

    def _named(self, name: object, path: Path, inside: tuple[str, ...]) -> Condition:
        if not isinstance(name, str) or name not in self.definitions:
            return self._wrong(path, f"unknown definition '{name}'", did_you_mean(str(name), list(self.definitions)))
        if name in inside:
            circle = " → ".join([*inside[inside.index(name) :], name])
            return self._wrong(path, f"{_CIRCLE}: {circle}", "break the circle")
        circles: list[tuple[str, str]] = []

        def only_circles(_: Path, what: str, mend: str) -> None:
            if what.startswith(_CIRCLE):  # every other fault of a definition is told where it stands
                circles.append((what, mend))

        inner = Grammar(self.questions, self.definitions, only_circles)
        named = Named(name, inner.read(self.definitions[name], (), (*inside, name)))
        if inside and circles:
            return self._wrong(path, *circles[0])
        return named

    def _test(self, word: str, body: object, path: Path) -> Condition:
        question = self.questions.get(word)
        if question is None:
            return self._wrong(path, f"unknown question '{word}'", did_you_mean(word, [*self.questions, *_WORDS]))
        match question.kind:
            case "yes_no":
                return self._yes_no(question, body, path)
            case "choice":
                return self._choice(question, body, path)
            case "choices":
                return self._choices(question, body, path)
            case "number":
                return self._number(question, body, path)
            case "date":
                return self._date(question, body, path)
        return self._wrong(path, "how much something matters is not a test", "it weighs arguments by itself")

    def _yes_no(self, question: Question, body: object, path: Path) -> Condition:
        if isinstance(body, bool):
            return Test(question.id, "equals", (body,))
        return self._wrong(path, f"'{question.id}' is answered true or false", "YAML means true and false only")

    def _choice(self, question: Question, body: object, path: Path) -> Condition:
        if isinstance(body, Mapping) and list(body) == ["any_of"]:
            return Test(question.id, "any_of", self._known(question, body["any_of"], (*path, "any_of")))
        if isinstance(body, (Mapping, list)):
            return self._wrong(
                path,
                f"'{question.id}' has one answer",
                f"write {question.id}: CHOICE, or {question.id}: {{any_of: [ … ]}}",
            )
        return Test(question.id, "equals", self._known(question, [body], path, listed=False))

    def _choices(self, question: Question, body: object, path: Path) -> Condition:
        if not isinstance(body, Mapping) or len(body) != 1 or (word := next(iter(body))) not in _ITEMS:
            return self._wrong(
                path,
                f"several answers to '{question.id}' may hold",
                "say includes: CHOICE, includes_any: [ … ] or includes_all: [ … ]",
            )
        listed = word != "includes"
        operands = self._known(question, body[word] if listed else [body[word]], (*path, word), listed)
        operator: Operator = "includes_all" if word == "includes_all" else "includes_any"
        return Test(question.id, operator, operands)

    def _known(self, question: Question, given: object, path: Path, listed: bool = True) -> tuple[str, ...]:
        if not isinstance(given, list) or not given:
            self.report(path, "a list of choices is wanted here", "write [one, another]")
            return ("",)
        for place, choice in enumerate(given):
            here = (*path, place) if listed else path
            if choice in ("none", "not_known"):
                self.report(here, f"'{choice}' cannot be tested", "test for what was chosen, inside 'not' if need be")
            elif choice not in question.choice_ids:
                what = f"'{question.id}' has no choice '{_shown(choice)}'"
                self.report(here, what, did_you_mean(str(choice), question.choice_ids))
        return tuple(str(choice) for choice in given)

    def _number(self, question: Question, body: object, path: Path) -> Condition:
        if not isinstance(body, Mapping) or len(body) != 1 or (word := next(iter(body))) not in COMPARISONS:
            return self._wrong(
                path, f"'{question.id}' is a number", f"compare it: {', '.join(COMPARISONS)}, with its unit"
            )
        ends = body[word] if word == "between" else [body[word]]
        here = (*path, word)
        if not isinstance(ends, list) or len(ends) != (2 if word == "between" else 1):
            return self._wrong(here, "'between' takes two ends", "write between: [12 years, 17 years]")
        numbers = [
            self._threshold(question, end, (*here, i) if word == "between" else here) for i, end in enumerate(ends)
        ]
        if any(number is None for number in numbers):
            return Always(False)
        operands = tuple(number for number in numbers if number is not None)
        operator: Operator = next(one for one in COMPARISONS if one == word)
        self._possible(question, operator, operands, here)
        return Test(question.id, operator, operands)

    def _threshold(self, question: Question, given: object, path: Path) -> float | None:
        read = amount(given)
        if read is None:
            self._wrong(path, f"'{_shown(given)}' is not a plain number", _number_mend(given, question.unit))
            return None
        number, unit = read
        if unit != question.unit:
            wanted = f"in {question.unit}" if question.unit else "without a unit"
            found = f"'{unit}'" if unit else "no unit"
            mend = (
                f"write {number:g} {question.unit}"
                if question.unit and not unit
                else "convert the number, then the unit"
            )
            self.report(path, f"'{question.id}' is {wanted}, but the threshold has {found}", mend)
        return number

    def _possible(self, question: Question, operator: Operator, ends: Sequence[float], path: Path) -> None:
        low, high = question.range or (float("-inf"), float("inf"))
        first, last = ends[0], ends[-1]
        never = {
            "below": first <= low,
            "at_most": first < low,
            "above": first >= high,
            "at_least": first > high,
            "between": first > last or last < low or first > high,
        }[operator]
        always = {
            "below": first > high,
            "at_most": first >= high,
            "above": first < low,
            "at_least": first <= low,
            "between": first <= low and last >= high,
        }[operator]
        if never or always:
            self.report(
                path,
                f"impossible threshold: this test {'can never' if never else 'would always'} hold",
                f"'{question.id}' runs from {low:g} to {high:g}",
            )

    def _date(self, question: Question, body: object, path: Path) -> Condition:
        found = _PERIOD.match(str(body["within"])) if isinstance(body, Mapping) and list(body) == ["within"] else None
        if found is None:
            return self._wrong(path, f"'{question.id}' is a date", "write within: 5 years (or days, months)")
        unit = found[2]
        return Test(
            question.id,
            "within",
            (Period(int(found[1]), "days" if unit == "day" else "months" if unit == "month" else "years"),),
        )


def _shown(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _number_mend(given: object, unit: str | None) -> str:
    example = f"50 {unit}" if unit else "50"
    if isinstance(given, str) and re.match(r"0[0-9]+", given):
        return f"leave the leading zero out, as in {example}"
    return f"write a plain decimal, as in {example}"
