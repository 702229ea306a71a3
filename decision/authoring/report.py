"""A report on a pack as text, as JSON, as marks on a pull request (GitHub), and as SARIF for code scanners and editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from decision.authoring.checks import CHECKS, FORMAT, Remark, Report, Severity
from decision.authoring.counting import count
from decision.version import __version__

Format = Literal["text", "json", "github", "sarif"]

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def written(report: Report, form: Format, notes: bool = False, most: int | None = None) -> str:
    """The report in one of the formats. In the text notes are counted, and told when `notes` is set; of more than `most`
    remarks the first are told."""
    match form:
        case "json":
            return json.dumps(as_data(report), indent=1, ensure_ascii=False)
        case "github":
            return "\n".join(map(_github, report.remarks))
        case "sarif":
            return json.dumps(as_sarif(report), indent=1, ensure_ascii=False)
    return _text(report, notes, most)


def counted(report: Report) -> str:
    """How many remarks of each severity, and how much was looked at, in one line."""
    found = ", ".join(count(len(report.of(severity)), severity) for severity in Severity)
    pack = report.pack
    if pack is None:
        return f"{report.folder}: {found}; the pack is not used as it stands, and was not looked at further"
    looked = ", ".join(
        count(len(entries), thing)
        for entries, thing in (
            (pack.rules, "rule"),
            (pack.questions, "question"),
            (pack.options, "option"),
            (pack.findings, "finding"),
            (pack.sources, "source"),
        )
    )
    return f"{pack.info.id} {pack.info.version} ({pack.info.status}): {found} in {looked}"


def _text(report: Report, notes: bool, most: int | None) -> str:
    shown = [remark for remark in report.remarks if notes or remark.severity is not Severity.NOTE]
    blocks = [_block(remark) for remark in sorted(shown, key=lambda r: list(Severity).index(r.severity))[:most]]
    if len(shown) > len(blocks):
        blocks.append(f"… and {len(shown) - len(blocks)} more")
    if report.reading is not None:
        blocks.append(f"Words for patients: {report.reading.sentence[0].lower()}{report.reading.sentence[1:]}")
    if report.reading_by_library is not None:
        blocks.append(
            f"By the library textstat: {report.reading_by_library:.1f} years (Flesch-Kincaid grade plus five years)."
        )
    return "\n\n".join([*blocks, counted(report)])


def _block(remark: Remark) -> str:
    problem = str(remark.problem)
    head, _, rest = problem.partition("\n")
    if remark.check == FORMAT:
        return problem
    return f"{head} [{remark.severity}: {remark.check}]\n{rest}"


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data; keys may be added, never removed."""
    return {
        "pack": report.folder,
        "usable": report.usable,
        "reading_age": round(report.reading.age, 1) if report.reading else None,
        "reading_age_by_library": None if report.reading_by_library is None else round(report.reading_by_library, 1),
        "counts": {str(severity): len(report.of(severity)) for severity in Severity},
        "remarks": [
            {
                "check": remark.check,
                "severity": str(remark.severity),
                "file": remark.problem.file,
                "line": remark.problem.line,
                "column": remark.problem.column,
                "width": remark.problem.width,
                "what": remark.problem.what,
                "why": remark.problem.why,
                "mend": remark.problem.mend,
            }
            for remark in report.remarks
        ],
    }


def _github(remark: Remark) -> str:
    """A workflow command: GitHub shows it beside the line it is about."""
    problem = remark.problem
    end = problem.column + problem.width
    place = {
        "file": problem.file, "line": str(problem.line), "col": str(problem.column), "endColumn": str(end),
        "title": f"{remark.check}: {problem.what}",
    }  # fmt: skip
    properties = ",".join(f"{name}={_escaped(value, inside=True)}" for name, value in place.items())
    message = "\n".join(filter(None, (problem.what, f"Why: {problem.why}", f"Mend: {problem.mend}")))
    return f"::{_GITHUB[remark.severity]} {properties}::{_escaped(message)}"


def _escaped(text: str, inside: bool = False) -> str:
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if inside else {})
    return "".join(signs.get(letter, letter) for letter in text)


def as_sarif(report: Report) -> dict[str, Any]:
    """The report as a SARIF 2.1.0 log of one run."""
    rules = [_sarif_rule(FORMAT, "A file that departs from the format of a pack.", Severity.ERROR)]
    rules += [_sarif_rule(one.id, " ".join((one.__doc__ or "").split()), one.severity) for one in CHECKS]
    index = {rule["id"]: place for place, rule in enumerate(rules)}
    return {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "vns-choice check", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(remark, index) for remark in report.remarks],
            }
        ],
    }


def _sarif_rule(name: str, meaning: str, severity: Severity) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": meaning},
        "defaultConfiguration": {"level": str(severity)},
    }


def _sarif_result(remark: Remark, index: Mapping[str, int]) -> dict[str, Any]:
    problem = remark.problem
    return {
        "ruleId": remark.check,
        "ruleIndex": index[remark.check],
        "level": str(remark.severity),
        "message": {"text": _sentences((problem.what, f"why: {problem.why}", f"mend: {problem.mend}"))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": problem.file},
                    "region": {
                        "startLine": problem.line,
                        "startColumn": problem.column,
                        "endColumn": problem.column + problem.width,
                    },
                }
            }
        ],
    }


def _sentences(parts: Iterable[str]) -> str:
    return ". ".join(f"{part[0].upper()}{part[1:]}".rstrip(".") for part in parts) + "."
