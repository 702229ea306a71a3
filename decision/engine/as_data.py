"""An assessment as plain data: the object that `vns-choice assess --json` prints.

Its shape is a contract (`docs/assessment.schema.json`): keys may be added, never taken away.
"""

from __future__ import annotations

from datetime import date

from decision.engine.assessment import Argument, Assessment, Lean, Standing, Waiting
from decision.engine.review import lapsed_findings, under_review
from decision.pack.pack import Pack

_LEANS = tuple(Lean)


def as_data(assessment: Assessment) -> dict[str, object]:
    """The whole assessment, JSON-ready, everything in the pack's order."""
    pack, today, info = assessment.pack, assessment.today, assessment.pack.info
    return {
        "pack": {
            "id": info.id,
            "version": info.version,
            "status": info.status,
            "review_by": info.review_by.isoformat(),
            "fingerprint": assessment.pack.fingerprint,
            "under_review": assessment.today > info.review_by,
        },
        "today": assessment.today.isoformat(),
        "options": {option: _standing(pack, today, standing) for option, standing in assessment.items()},
        "first": [_argument(argument) for argument in assessment.first],
        "first_may_apply": [_waiting(pack, today, waiting) for waiting in assessment.first_may],
        "untried": [_argument(argument) for argument in assessment.untried],
        "untried_may_apply": [_waiting(pack, today, waiting) for waiting in assessment.untried_may],
        "prepare": [_argument(argument) for argument in assessment.prepare],
        "prepare_may_apply": [_waiting(pack, today, waiting) for waiting in assessment.prepare_may],
        "conflicts": [
            {
                "rule": conflict.rule.id if conflict.rule else None,
                "questions": list(conflict.questions),
                "clinician": conflict.rule.clinician if conflict.rule else "",
            }
            for conflict in assessment.conflicts
        ],
        "open_questions": [
            {
                "question": entry.question,
                "options": list(entry.options),
                "could_reach": entry.could_reach,
                "alone": entry.alone,
            }
            for entry in assessment.open_questions
        ],
        "not_known": list(assessment.not_known),
    }


def _standing(pack: Pack, today: date, standing: Standing) -> dict[str, object]:
    lapsed = lapsed_findings(pack, today)
    return {
        "safety": {"low": standing.safety.low.word, "high": standing.safety.high.word},
        "lasting": {"low": standing.lasting.low.word, "high": standing.lasting.high.word},
        "evidence": [
            {
                "pain": entry.pain,
                "certain": entry.certain,
                "main": entry.main,
                "low": entry.low.word,
                "high": entry.high.word,
                "label": dict(entry.label),
                "findings": list(entry.findings),
                "under_review": not lapsed.isdisjoint(entry.findings),
            }
            for entry in standing.evidence
        ],
        "lean": [lean.value for lean in _LEANS if lean in standing.lean],
        "reasons": {
            "for": [standing.reasons_for.low / 1000, standing.reasons_for.high / 1000],
            "against": [standing.reasons_against.low / 1000, standing.reasons_against.high / 1000],
        },
        "arguments": [_argument(argument) for argument in standing.arguments],
        "may_apply": [_waiting(pack, today, waiting) for waiting in standing.may_apply],
        "tipping_points": [
            {"theme": tip.theme, "importance": tip.importance, "at": tip.at, "from": tip.before, "to": tip.after}
            for tip in standing.tipping_points
        ],
    }


def _argument(argument: Argument) -> dict[str, object]:
    rule = argument.rule
    return {
        "rule": rule.id,
        "effect": rule.effect,
        "theme": rule.theme,
        "weight": argument.weight,
        "certainty": argument.certainty,
        "clinician": rule.clinician,
        "patient": rule.patient,
        "because": dict(argument.because),
        "findings": list(rule.findings),
        "sources": list(rule.sources),
        "under_review": argument.under_review,
    }


def _waiting(pack: Pack, today: date, waiting: Waiting) -> dict[str, object]:
    rule = waiting.rule
    return {
        "rule": rule.id,
        "effect": rule.effect,
        "waits_for": list(waiting.waits_for),
        "clinician": rule.clinician,
        "under_review": under_review(pack, rule, today),
    }
