"""The self-audit: every item of the standards has a verdict with a reason, and a pack that is broken is told so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decision import Pack, load_pack
from decision.authoring.audit.checking import CHECKS
from decision.authoring.audit.items import VERDICTS, parts
from decision.authoring.audit.report import UNCONFIRMED, Judged, attributes, audit, counts
from decision.authoring.audit.subject import Subject
from decision.cli import app
from decision.language import speaking

ROOT = Path(__file__).resolve().parent.parent.parent
TINY = load_pack(ROOT / "tests" / "packs" / "tiny")
DAY = date(2026, 6, 1)
RANGES = {
    "Q": range(1, 7), "C": range(1, 11), "B": range(1, 29), "U": range(1, 10), "O": range(1, 15), "R": range(1, 21),
    "L": range(1, 7), "P": [*range(1, 13), *range(15, 27)], "K": range(1, 21), "T": range(1, 12), "A": range(1, 9),
    "D": range(1, 9), "M": range(1, 3), "W": range(1, 4), "F": range(1, 5),
}  # fmt: skip
PEOPLE = ("B12", "B13", "B14", "B15", "B16", "B17", "B22", "B23", "A8", "N2.4", "N4.2", "N4.4", "F4h")


def judged(pack: Pack, day: date = DAY) -> dict[str, Judged]:
    return {one.item.id: one for _, items in audit(pack, day) for one in items}


def changed(**fields: object) -> Pack:
    return replace(TINY, info=TINY.info.model_copy(update=fields))


def with_option(**fields: object) -> Pack:
    option = TINY.options["examplimab"].model_copy(update=fields)
    return replace(TINY, options={**TINY.options, option.id: option})


def with_rule(name: str, **fields: object) -> Pack:
    return replace(TINY, rules={**TINY.rules, name: TINY.rules[name].model_copy(update=fields)})


def with_finding(name: str, **fields: object) -> Pack:
    return replace(TINY, findings={**TINY.findings, name: TINY.findings[name].model_copy(update=fields)})


def test_every_id_of_the_checklists_is_there_once() -> None:
    ids = [item.id for part in parts() for item in part.items]
    assert len(ids) == len(set(ids))
    wanted = {f"{letter}{number}" for letter, numbers in RANGES.items() for number in numbers}
    wanted |= {"F4a", "F4b", "F4c-i", "F4c-ii", "F4c-iii", "F4d", "F4e", "F4f", "F4g", "F4h"}
    wanted |= {"N1.1a", "N1.1b", "N1.1c", "N1.2a", "N1.2b", "N1.2c", *(f"N1.{n}" for n in range(3, 9))}
    wanted |= {f"N{part}.{n}" for part, most in ((2, 6), (3, 4), (4, 4)) for n in range(1, most + 1)}
    assert set(ids) == wanted


def test_every_item_is_decided_by_a_check_or_stated_never_both() -> None:
    audit(TINY, DAY)
    items = {item.id: item for part in parts() for item in part.items}
    assert {name for name, item in items.items() if item.stated is None} == set(CHECKS)
    assert all(item.reason for item in items.values() if item.stated)


@pytest.mark.parametrize("which", ["tiny", "shipped"])
def test_every_item_has_a_verdict_with_a_reason(which: str, shipped: Pack) -> None:
    found = judged(TINY if which == "tiny" else shipped, DAY if which == "tiny" else date(2026, 11, 25))
    assert all(one.verdict in VERDICTS and len(one.reason) > 10 for one in found.values())
    assert sum(one.computed for one in found.values()) > 120


def test_wording_that_was_not_confirmed_is_never_claimed_as_met(shipped: Pack) -> None:
    unconfirmed = [one for one in judged(shipped).values() if one.item.unconfirmed]
    assert len(unconfirmed) >= 22
    assert all(one.verdict != "met" and UNCONFIRMED in one.reason for one in unconfirmed)


def test_what_needs_real_people_is_said_and_not_met_by_code(shipped: Pack) -> None:
    found = judged(shipped)
    for name in PEOPLE:
        assert found[name].verdict in ("not_met", "partly"), name
        assert "Needs real people" in found[name].reason, name


def test_a_draft_without_reviewers_is_not_called_reviewed(shipped: Pack) -> None:
    assert judged(shipped)["B15"].verdict == "not_met"
    assert judged(shipped)["C6"].verdict == "partly"


NO_SPEECH = {"clinician": "words", "patient": ""}
BROKEN = [
    ("Q1", changed(problem="")),
    ("Q2", changed(decision="Try it?")),
    ("Q3", replace(TINY, options={name: o for name, o in TINY.options.items() if o.kind != "as_now"})),
    ("Q4", with_option(good=[])),
    ("Q5", with_option(bad=[])),
    ("Q6", with_option(living=TINY.options["examplimab"].living.model_copy(update={"patient": ""}))),
    ("C2", with_rule("pacemaker-excludes", sources=[])),
    ("C2", with_finding("knee-trial", sources=[])),
    ("C4", with_rule("pacemaker-excludes", review_by=DAY - timedelta(days=1))),
    ("C4", changed(review_by=DAY - timedelta(days=1))),
    ("C5", with_finding("knee-trial", certainty_reason="")),
    ("C6", changed(funding="")),
    ("B4", with_finding("knee-trial", population="")),
    ("B18", changed(evidence_method="")),
    ("F4c-i", changed(logic="")),
    ("F4c-iii", changed(validation="")),
    ("R2", with_rule("knee-relief", patient="It helped 30% of people in one study.")),
    ("R3", with_rule("knee-relief", patient="It helped 1 in 3 people in one study.")),
    ("R4", with_finding("knee-trial", time=None)),
    ("R18", with_rule("knee-relief", patient="Multiply the number by three.")),
    ("R19", with_option(burdens=TINY.options["examplimab"].burdens.model_copy(update={"surgery": ""}))),
    ("R1", with_rule("knee-relief", patient="Side effects are rare.")),
    ("L3", with_rule("knee-relief", patient=" ".join(["word"] * 25) + ".")),
    ("L5", with_rule("knee-relief", patient="The patient has less pain.")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "pack"), BROKEN, ids=[f"{name}-{place}" for place, (name, _) in enumerate(BROKEN)])
def test_a_pack_that_is_broken_turns_the_item_to_not_met(name: str, pack: Pack) -> None:
    assert judged(TINY)[name].verdict in ("met", "partly")
    assert judged(pack)[name].verdict == "not_met"


def test_the_shipped_pack_loses_items_when_purpose_limits_or_wishes_are_taken_out(shipped: Pack) -> None:
    without_wishes = {name: q for name, q in shipped.questions.items() if q.kind != "importance"}
    cases = {
        "F4a": replace(shipped, info=shipped.info.model_copy(update={"not_for": "Pain of recent onset."})),
        "B9": replace(shipped, questions=without_wishes),
        "B18": replace(shipped, info=shipped.info.model_copy(update={"evidence_method": ""})),
    }
    for name, pack in cases.items():
        subject = Subject(pack, DAY)
        item = next(item for part in parts() for item in part.items if item.id == name)
        assert judged(shipped)[name].verdict == "met"
        assert CHECKS[name](subject, item).verdict == "not_met"


def test_the_verdicts_do_not_depend_on_the_language_of_the_page() -> None:
    with speaking("es"):
        in_spanish = audit(changed(title="Another title"), DAY)
    in_english = audit(changed(title="Another title"), DAY)
    verdicts = [
        [(one.item.id, one.verdict) for _, items in found for one in items] for found in (in_spanish, in_english)
    ]
    assert verdicts[0] == verdicts[1]


def test_words_that_steer_take_the_directive_item_away() -> None:
    assert judged(TINY)["F3"].verdict == "met"
    assert judged(with_rule("knee-relief", patient="You should have it."))["F3"].verdict == "partly"


def test_the_source_attributes_say_which_facts_about_a_person_are_used(shipped: Pack) -> None:
    found = {one.item.id: one for one in attributes(audit(shipped, DAY))}
    assert next(iter(found)) == "F4a"
    assert {f"O{n}" for n in range(1, 14)} < set(found)
    assert "sex (" in found["O10"].reason
    assert "age (" in found["O11"].reason
    assert found["O5"].reason.startswith("Not used")
    asked = TINY.questions["sex"].model_copy(update={"id": "ethnicity", "label": "What is your ethnic group?"})
    wider = replace(TINY, questions={**TINY.questions, "ethnicity": asked})
    assert judged(wider)["O6"].reason.startswith("Used: ethnicity")


def test_the_command_prints_every_item_and_json_agrees() -> None:
    folder = str(ROOT / "tests" / "packs" / "tiny")
    text = CliRunner().invoke(app, ["audit", folder])
    data = json.loads(CliRunner().invoke(app, ["audit", folder, "--format", "json"]).stdout)
    items = [item for part in data["standards"] for item in part["items"]]
    assert text.exit_code == 0
    assert all(f"\n  {item['id']}: " in text.stdout for item in items)
    assert sum(data["counts"].values()) == len(items)
    assert data["counts"] == counts(audit(TINY, date.today()))
