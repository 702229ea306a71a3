"""What the clinician's record holds: answers, standings, every argument with rule, certainty and source, and what is
needed to make the same record again, as plain values for PDF and HTML alike."""

from __future__ import annotations

from typing import Any

from decision.language import mark, say
from decision.summary.model import Number, OptionSummary, Reason, Summary
from decision.summary.sheet import heading, shaped
from decision.summary.text import SHAPES, preparation_line, reason_line
from decision.summary.words import EFFECT, listed, lower_first

WORDS = {
    "glance": mark("At a glance"), "answers": mark("Answers"), "question": mark("Question"), "answer": mark("Answer"), "open": mark("Still open"),
    "not_known": mark("What is not known"), "sources": mark("Sources"), "again": mark("To make this record again"),
    "what": mark("What"), "which": mark("Which"), "disagreements": mark("The clinician disagrees with"),
    "before": mark("What comes before a new treatment"),
    "own_view": mark("The clinician's view, noted before looking"),
}  # fmt: skip
"""The words that the templates of the record print, beside those of the patient's sheet."""


def record(summary: Summary) -> dict[str, Any]:
    """Everything that a template of the clinician's record prints, as plain values."""
    common = heading(summary)
    return common | {
        "words": common["words"] | {key: say(text) for key, text in WORDS.items()},
        "glance": _glance(summary),
        "before": _before(summary),
        "answers": [[f"{line.section}: {line.label}", line.answer] for line in summary.answers],
        "options": [_option(option) for option in summary.options],
        "open": [f"{line.label}: {line.could_change}" for line in summary.open_questions],
        "unknowns": [*summary.not_known, *summary.unknowns],
        "disagreements": list(summary.disagreements),
        "own_view": summary.own_view,
        "sources": [
            f"[{source.number}] {source.text}{' ' + source.link if source.link else ''}" for source in summary.sources
        ],
        "again": [
            [say("Software, rules and their fingerprint"), summary.made_with],
            [say("Fingerprint of rules, answers and date"), summary.fingerprint],
            [say("Date of the talk"), summary.date.isoformat()],
        ],
        "about": summary.pack_line,
    }


def _glance(summary: Summary) -> dict[str, Any]:
    """Every option on one row: name, safety, evidence, lean. One pain stands at the head of its column, several in it."""
    pains = dict.fromkeys(axis.heading for option in summary.options for axis in option.evidence)
    one = next(iter(pains)) if len(pains) == 1 else ""
    rows = []
    for option in summary.options:
        still = f" ({option.safety.still})" if option.safety.still else ""
        evidence = (axis.words if one else f"{axis.heading}: {lower_first(axis.words)}" for axis in option.evidence)
        rows.append(
            [
                option.name,
                f"{SHAPES[option.safety.shape]}{option.safety.words}{still}",
                "; ".join(evidence) or "–",
                option.lean.words if option.lean else "–",
            ]
        )
    return {"columns": [say("Option"), say("Safety"), one or say("Evidence"), say("Reasons")], "rows": rows}


def _before(summary: Summary) -> list[str]:
    """Treatments without a full trial and what could help first, with rule and sources; then what may apply."""
    return [
        f"{entry.rule or say('private')}: {preparation_line(entry)}"
        + (" " + say("Waits for: {questions}.", questions=listed(entry.waits_for, most=9)) if entry.waits_for else "")
        for entry in sorted((*summary.untried, *summary.prepare), key=lambda entry: bool(entry.waits_for))
    ]


def _option(option: OptionSummary) -> dict[str, Any]:
    parts = [
        (say("Rules on safety"), [_rule(reason) for reason in option.safety_reasons]),
        (say("Reasons for"), [_rule(reason) for reason in option.reasons_for]),
        (say("Reasons against"), [_rule(reason) for reason in option.reasons_against]),
        (say("What would tip it"), list(option.tipping)),
        (say("May apply, and waits for"), _waiting(option)),
        (say("Findings"), [_finding(number) for number in option.benefits]),
    ]
    return {
        "name": f"{option.name}: {option.long_name}",
        "axes": [
            {"heading": axis.heading, "text": shaped(axis)}
            for axis in filter(None, (option.safety, *option.evidence, option.lean))
        ],
        "parts": [{"heading": heading, "lines": lines} for heading, lines in parts if lines],
    }


def _waiting(option: OptionSummary) -> list[str]:
    """The rules that may apply, gathered by what they wait for: one line for each effect."""
    by_effect: dict[str, list[str]] = {}
    for reason in option.waiting:
        by_effect.setdefault(reason.effect, []).append(f"{reason.rule} ({', '.join(reason.waits_for)})")
    return [f"{say(EFFECT[effect])}: {'; '.join(rules)}" for effect, rules in by_effect.items()]


def _rule(reason: Reason) -> str:
    return f"{reason.rule or say('private')} ({lower_first(say(EFFECT[reason.effect]))}): {reason_line(reason)}"


def _finding(number: Number) -> str:
    cited = "".join(f"[{source}]" for source in number.sources)
    said = " ".join(filter(None, (*number.sentences, number.counted, number.how_sure, number.how_direct)))
    return f"{number.caption}: {said} {cited}"
