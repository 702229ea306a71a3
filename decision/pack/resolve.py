"""What needs the whole pack to judge: do names exist, do conditions fit their questions, is anything left unsaid.

Takes the files as the models read them and makes the pack, reporting every problem at its place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from decision.pack.answers import fits
from decision.pack.condition import Condition, questions_of
from decision.pack.examples import check_vignettes
from decision.pack.findings import Finding, Regulation
from decision.pack.grammar import Grammar, Report
from decision.pack.guarantees import Guarantee, faults
from decision.pack.loading import Kind, PackFile, PackFiles
from decision.pack.model import SAFETY_EFFECTS, Definition, Option, PackInfo, Question, Rule, Section
from decision.pack.pack import Pack
from decision.pack.problem import did_you_mean
from decision.pack.words import SET_ASIDE, differences, words_of

Path = tuple[str | int, ...]
Entry = TypeVar("Entry")


def resolve(files: PackFiles, fingerprint: str) -> Pack:
    """Make the pack of its files; what is wrong is added to `files.problems`."""
    return _Resolver(files).pack(fingerprint)


class _Resolver:
    def __init__(self, files: PackFiles) -> None:
        self.files = files
        self.places: dict[str, str] = {}
        self.where = files.entries

    def pack(self, fingerprint: str) -> Pack:
        (info_file,) = self.files.of("pack")
        info: PackInfo = info_file.content
        sections, questions = self._questions()
        self.questions = questions
        definitions = self._entries("definitions", "definition")
        self.definitions = {name: self._raw("definition", name)["when"] for name in definitions}
        questions = {name: self._gated(question) for name, question in questions.items()}
        self.questions = questions
        self._circles(questions)
        info = self._pains(info, info_file)
        findings = self._entries("findings", "finding")
        for file in self.files.of("vignettes"):
            for place, vignette in enumerate(file.content):
                line = file.document.at((place,)).line
                self.places.setdefault(f"vignette:{vignette.name}", f"{file.name}:{line}")
        words = {
            file.name.removeprefix("words/").removesuffix(".yaml"): file.content for file in self.files.of("words")
        }
        pack = Pack(
            info=info,
            sections=sections,
            questions=MappingProxyType(questions),
            options=MappingProxyType(self._entries("options", "option")),
            definitions=MappingProxyType({name: self._defined(one) for name, one in definitions.items()}),
            rules=MappingProxyType({name: self._when(rule) for name, rule in self._entries("rules", "rule").items()}),
            findings=MappingProxyType({name: one for name, one in findings.items() if one.status == "in_use"}),
            retired_findings=MappingProxyType({name: one for name, one in findings.items() if one.status == "retired"}),
            regulations=MappingProxyType(self._entries("regulatory", "regulation")),
            claims=MappingProxyType(self._entries("claims", "claim")),
            sources=MappingProxyType(self._entries("sources", "source")),
            vignettes=tuple(v for file in self.files.of("vignettes") for v in file.content),
            words=MappingProxyType({name: tree for name, tree in words.items() if SET_ASIDE not in tree}),
            words_set_aside=MappingProxyType(
                {name: str(tree[SET_ASIDE]) for name, tree in words.items() if SET_ASIDE in tree}
            ),
            places=MappingProxyType(self.places),
            fingerprint=fingerprint,
            guarantees=MappingProxyType(
                {name: self._promised(one) for name, one in self._entries("guarantees", "guarantee").items()}
            ),
            measures=MappingProxyType(self._entries("measures", "measure")),
            treatments=MappingProxyType(self._entries("treatments", "treatment")),
        )
        self._links(pack, info_file)
        if not self.files.problems:
            check_vignettes(self.files, pack)
            self._words(pack)
        return pack

    def _words(self, pack: Pack) -> None:
        wanted = words_of(pack)
        for file in self.files.of("words"):
            if SET_ASIDE in file.content:
                if not isinstance(reason := file.content[SET_ASIDE], str) or not reason.strip():
                    self.files.report(
                        file, (SET_ASIDE,), "it is not said why these words are set aside",
                        "nobody could tell when patients are to have them again", f"{SET_ASIDE}: what it waits for",
                    )  # fmt: skip
                continue
            for path, what, mend in differences(wanted, file.content):
                self.files.report(
                    file, path, what, "a patient would read two languages at once, or another number", mend
                )

    # reading entries

    def _entries(self, kind: Kind, word: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for file in self.files.of(kind):
            for place, entry in enumerate(file.content):
                self._remember(word, entry.id, file, (place,))
                found.setdefault(entry.id, entry)
        return found

    def _questions(self) -> tuple[tuple[tuple[Section, tuple[str, ...]], ...], dict[str, Question]]:
        sections: list[tuple[Section, tuple[str, ...]]] = []
        found: dict[str, Question] = {}
        for file in self.files.of("questions"):
            for place, question in enumerate(file.content.questions):
                self._remember("question", question.id, file, ("questions", place))
                found.setdefault(question.id, question)
            sections.append((file.content.section, tuple(q.id for q in file.content.questions)))
        return tuple(sections), found

    def _remember(self, word: str, name: str, file: PackFile, path: Path) -> None:
        line = file.document.at(path).line
        earlier = self.places.setdefault(f"{word}:{name}", f"{file.name}:{line}")
        if (word, name) in self.where:
            self.files.report(
                file,
                (*path, "id"),
                f"the {word} '{name}' is there already ({earlier})",
                "one of the two would be lost without a word",
                "give one of them another id; or remove the file, if it is a copy",
            )
        self.where.setdefault((word, name), (file, path))

    def _raw(self, word: str, name: str) -> Any:
        file, path = self.where[word, name]
        data = file.document.data
        for part in path:
            data = data[part]
        return data

    def _report(self, word: str, name: str, path: Path, what: str, why: str, mend: str) -> None:
        file, base = self.where[word, name]
        self.files.report(file, (*base, *path), what, why, mend)

    # conditions

    def _condition(self, word: str, name: str, key: str, why: str) -> Condition:
        file, base = self.where[word, name]
        return Grammar(self.questions, self.definitions, self._reporter(file, why)).read(
            self._raw(word, name)[key], (*base, key), inside=(name,) if word == "definition" else ()
        )

    def _reporter(self, file: PackFile, why: str) -> Report:
        def report(path: Path, what: str, mend: str) -> None:
            self.files.report(file, path, what, why, mend, key=path in file.document.keys)

        return report

    def _when(self, rule: Rule) -> Rule:
        why = f"rule '{rule.id}' could not be applied, so its advice would be missing"
        return rule.model_copy(update={"when": self._condition("rule", rule.id, "when", why)})

    def _defined(self, definition: Definition) -> Definition:
        why = f"every rule that uses '{definition.id}' would be missing"
        return definition.model_copy(update={"when": self._condition("definition", definition.id, "when", why)})

    def _promised(self, guarantee: Guarantee) -> Guarantee:
        why = f"guarantee '{guarantee.id}' could not be proved, so nobody would see it broken"
        keys = [key for key in ("whenever", "while_unknown") if getattr(guarantee, key) is not None]
        read = {key: self._condition("guarantee", guarantee.id, key, why) for key in keys}
        return guarantee.model_copy(update=read)

    def _gated(self, question: Question) -> Question:
        if question.ask_when is None:
            return question
        why = f"question '{question.id}' would never be asked, or always"
        gate = self._condition("question", question.id, "ask_when", why)
        if not fits(question, question.otherwise):
            self._report(
                "question", question.id, ("otherwise",), f"'otherwise' is no answer to '{question.id}'",
                "the rules that read it could not tell what holds when it is not asked",
                "give a value that the question itself could have",
            )  # fmt: skip
        return question.model_copy(update={"ask_when": gate})

    def _circles(self, questions: Mapping[str, Question]) -> None:
        reads = {q.id: questions_of(q.ask_when) for q in questions.values() if q.ask_when is not None}
        for start in reads:
            if start in _reachable(start, reads):
                self._report(
                    "question", start, ("ask_when",), f"'{start}' is only asked when it is answered: 'ask_when' runs in a circle",
                    "nobody would ever be asked", "let it depend on another question",
                )  # fmt: skip

    def _pains(self, info: PackInfo, file: PackFile) -> PackInfo:
        pains = []
        for place, pain in enumerate(info.pains):
            read: dict[str, Condition] = {}
            self.places[f"pain:{pain.id}"] = f"{file.name}:{file.document.at(('pains', place)).line}"
            for key in ("main", "also"):
                raw = file.document.data["pains"][place].get(key)
                if raw is None:
                    continue
                why = f"evidence for '{pain.id}' would not be found"
                reporter = self._reporter(file, why)
                read[key] = Grammar(self.questions, self.definitions, reporter).read(raw, ("pains", place, key))
            pains.append(pain.model_copy(update=read))
        return info.model_copy(update={"pains": pains})

    # links

    def _links(self, pack: Pack, info_file: PackFile) -> None:
        self._info(pack, info_file)
        for question in pack.questions.values():
            self._question(pack, question)
        for option in pack.options.values():
            self._option(pack, option)
        for rule in pack.rules.values():
            self._rule(pack, rule)
        for finding in (*pack.findings.values(), *pack.retired_findings.values()):
            self._finding(pack, finding)
        for regulation in pack.regulations.values():
            self._regulation(pack, regulation)
        for guarantee in pack.guarantees.values():
            for path, what, why, mend in faults(guarantee, pack.options, pack.sources):
                self._report("guarantee", guarantee.id, path, what, why, mend)
        for claim in pack.claims.values():
            self._known("claim", claim.id, "sources", claim.sources, "source", pack.sources)
        for word, entries in (("measure", pack.measures.values()), ("treatment", pack.treatments.values())):
            for entry in entries:
                self._known(word, entry.id, "sources", entry.sources, "source", pack.sources)
                if isinstance(entry.pains, list):
                    self._known(word, entry.id, "pains", entry.pains, "pain", pack.pains)

    def _known(
        self, word: str, name: str, key: str, ids: Sequence[str], thing: str, known: Collection[str], path: Path = ()
    ) -> None:
        for place, one in enumerate(ids):
            if one not in known:
                self._report(
                    word, name, (*path, key, place), f"unknown {thing} '{one}'",
                    f"{word} '{name}' points to nothing, so nobody could check it", did_you_mean(one, list(known)),
                )  # fmt: skip

    def _in_use(self, pack: Pack, word: str, name: str, ids: Sequence[str], path: Path) -> None:
        """Report the retired findings among those that something in force rests on."""
        for place, one in enumerate(ids):
            if one in pack.retired_findings:
                self._report(
                    word, name, (*path, "findings", place), f"the finding '{one}' is retired",
                    f"{word} '{name}' would still tell a patient what no longer holds",
                    "name another finding, or retire a rule that has no other: status: retired",
                )  # fmt: skip

    def _info(self, pack: Pack, file: PackFile) -> None:
        age = pack.questions.get(pack.info.ages.question)
        if age is None or age.kind != "number":
            self.files.report(
                file, ("ages", "question"), f"'{pack.info.ages.question}' is not a question that takes a number",
                "evidence could not be held against the ages that were studied", "name the question that asks the age",
            )  # fmt: skip
        groups = {group.id for group in pack.info.groups}
        for place, pain in enumerate(pack.info.pains):
            if pain.group not in groups:
                self.files.report(
                    file, ("pains", place, "group"), f"unknown group '{pain.group}'",
                    f"the alternatives for '{pain.id}' would be missing", did_you_mean(pain.group, sorted(groups)),
                )  # fmt: skip
        for key, ids in (
            ("pains", [pain.id for pain in pack.info.pains]),
            ("themes", [theme.id for theme in pack.info.themes]),
            ("groups", [group.id for group in pack.info.groups]),
        ):
            for place, one in enumerate(ids):
                if one in ids[:place]:
                    self.files.report(
                        file, (key, place, "id"), f"'{one}' is there already", "one of the two would be lost",
                        "give one of them another id",
                    )  # fmt: skip
        if not any(option.kind == "as_now" for option in pack.options.values()):
            self.files.report(
                file, (), "no option of the kind 'as_now'", "carrying on as now is always one of the choices",
                "add it to options.yaml",
            )  # fmt: skip

    def _question(self, pack: Pack, question: Question) -> None:
        self._known("question", question.id, "sources", question.sources, "source", pack.sources)
        if question.theme is not None and question.theme not in pack.themes:
            self._report(
                "question", question.id, ("theme",), f"unknown theme '{question.theme}'",
                "how much it matters would weigh nothing", did_you_mean(question.theme, list(pack.themes)),
            )  # fmt: skip
        rivals = [q.id for q in pack.questions.values() if q.theme is not None and q.theme == question.theme]
        if len(rivals) > 1 and rivals[0] != question.id:
            self._report(
                "question", question.id, ("theme",), f"'{rivals[0]}' asks about this theme already",
                "the two answers could differ", "remove one of the questions",
            )  # fmt: skip

    def _option(self, pack: Pack, option: Option) -> None:
        known = partial(self._known, "option", option.id)
        findings = {**pack.findings, **pack.retired_findings}
        known("groups", option.groups, "group", [group.id for group in pack.info.groups])
        known("sources", option.sources, "source", pack.sources)
        self._tried(pack, option)
        for key in ("good", "bad", "true_of_everyone"):
            for place, point in enumerate(getattr(option, key)):
                known("sources", point.sources, "source", pack.sources, path=(key, place))
                known("findings", getattr(point, "findings", []), "finding", findings, path=(key, place))
                self._in_use(pack, "option", option.id, getattr(point, "findings", []), (key, place))
        self._same_as(pack, option)

    def _same_as(self, pack: Pack, option: Option) -> None:
        for key, effect in (("good", "for"), ("bad", "against")):
            rules = [
                rule.id
                for rule in pack.rules.values()
                if rule.effect == effect and option.id in rule.options and rule.status != "retired"
            ]
            for place, point in enumerate(getattr(option, key)):
                for nth, name in enumerate(point.same_as):
                    if name not in rules:
                        self._report(
                            "option", option.id, (key, place, "same_as", nth), f"'{name}' is no rule '{effect}' '{option.id}'",
                            "a patient whom it speaks to would read the same point twice", did_you_mean(name, rules),
                        )  # fmt: skip

    def _tried(self, pack: Pack, option: Option) -> None:
        if option.tried is None:
            return
        question, harm = (
            pack.questions.get(option.tried.question),
            "a patient would not read that this was tried already",
        )
        if question is None or question.kind != "choice":
            self._report(
                "option", option.id, ("tried", "question"), f"'{option.tried.question}' is not a question with choices", harm,
                did_you_mean(option.tried.question, [q.id for q in pack.questions.values() if q.kind == "choice"]),
            )  # fmt: skip
            return
        choices = [choice.id for choice in question.choices]
        for choice, how in option.tried.choices.items():
            if choice not in choices:
                self._report(
                    "option", option.id, ("tried",), f"'{question.id}' has no choice '{choice}' for '{how}'", harm,
                    f"name its choice: {how}: …. Choices: {', '.join(choices)}",
                )  # fmt: skip

    def _rule(self, pack: Pack, rule: Rule) -> None:
        known = partial(self._known, "rule", rule.id)
        known("options", rule.options, "option", pack.options)
        known("prepares_for", rule.prepares_for, "option", pack.options)
        known("sources", rule.sources, "source", pack.sources)
        known("findings", rule.findings, "finding", {**pack.findings, **pack.retired_findings})
        if rule.status != "retired":
            self._in_use(pack, "rule", rule.id, rule.findings, ())
        known("questions", rule.questions, "question", pack.questions)
        known("treatments", rule.treatments, "treatment", pack.treatments)
        for place, name in enumerate(rule.treatments):
            if name in pack.treatments and pack.treatments[name].line in ("against", "definition", "too_little"):
                self._report(
                    "rule", rule.id, ("treatments", place), f"'{name}' is no gap when it was not tried (line: {pack.treatments[name].line})",
                    "a patient would be told to have missed something that nobody asks for", "remove it",
                )  # fmt: skip
        if rule.theme is not None and rule.theme not in pack.themes:
            self._report(
                "rule", rule.id, ("theme",), f"unknown theme '{rule.theme}'", "the argument would weigh nothing",
                did_you_mean(rule.theme, list(pack.themes)),
            )  # fmt: skip
        unsourced = rule.basis == "no_statement_found" and rule.effect in ("caution", "first")
        if not rule.sources and not rule.findings and not unsourced and rule.effect != "conflict":
            self._report(
                "rule", rule.id, ("effect",), f"'{rule.effect}' without a source",
                "nobody could check what it tells a patient",
                "name 'sources' or 'findings', or say 'basis: no_statement_found' on a caution",
            )  # fmt: skip
        for place, option in enumerate(rule.options):
            if (
                option in pack.options
                and pack.options[option].safety == "not_checked"
                and (rule.effect in SAFETY_EFFECTS or rule.is_argument)
            ):
                self._report(
                    "rule", rule.id, ("options", place), f"the pack does not examine '{option}' (safety: not_checked)",
                    "one rule alone would look like a whole check", "remove the option, or examine it fully",
                )  # fmt: skip

    def _finding(self, pack: Pack, finding: Finding) -> None:
        known = partial(self._known, "finding", finding.id)
        known("sources", finding.sources, "source", pack.sources)
        pains = list(pack.pains)
        known("pains", finding.pains, "pain", pains)
        for key, one, those in (
            ("pain", finding.pain, pains),
            ("option", finding.option, list(pack.options)),
        ):
            if one is not None and one not in those:
                self._report(
                    "finding", finding.id, (key,), f"unknown {key} '{one}'", "the finding would never be shown",
                    did_you_mean(one, those),
                )  # fmt: skip
        weak = all(source in pack.sources and pack.sources[source].weak for source in finding.sources)
        if finding.shown_to_patients and (finding.people or finding.scale) and weak:
            self._report(
                "finding", finding.id, ("shown_to_patients",), "a figure that nobody has read in the original",
                "a patient would see a number at second hand", "say shown_to_patients: false, or read the original",
            )  # fmt: skip

    def _regulation(self, pack: Pack, position: Regulation) -> None:
        known = partial(self._known, "regulation", position.id)
        known("sources", position.sources, "source", pack.sources)
        if isinstance(position.pains, list):
            known("pains", position.pains, "pain", pack.pains)
        if position.option not in pack.options:
            self._report(
                "regulation", position.id, ("option",), f"unknown option '{position.option}'",
                "its label would not be shown", did_you_mean(position.option, list(pack.options)),
            )  # fmt: skip


def _reachable(start: str, reads: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(reads[start])
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += reads.get(one, ())
    return found
