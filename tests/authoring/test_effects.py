"""What a change of rules does, told in words: to one patient and to the example patients."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from decision import assess, load_pack
from decision.authoring.effects import over_vignettes, shifts
from decision.authoring.tried import entry_text, tried
from decision.authoring.unsaved import check_with
from decision.bundled import default_pack
from decision.language import speaking
from decision.pack.pack import Pack
from decision.pack.vignette import Vignette
from decision.summary.rule_sentence import rule_sentence

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"


@pytest.fixture(scope="module")
def tiny() -> Pack:
    return load_pack(TINY)


def changed(file: str, old: str, new: str) -> Pack:
    text = (TINY / file).read_text("utf-8")
    assert old in text
    pack = check_with(TINY, {file: text.replace(old, new)}).pack
    assert pack is not None
    return pack


def told(old: Pack, new: Pack, answers: dict[str, object]) -> list[tuple[str, str]]:
    return [(shift.about, shift.axis) for shift in shifts(assess(old, answers), assess(new, answers))]


def test_safety_that_moves_is_told_before_and_after_with_its_rule(tiny: Pack) -> None:
    new = changed("rules/safety.yaml", "{includes: pacemaker}", "{includes: pump}")
    (shift, *_) = shifts(assess(tiny, {"implants": ["pacemaker"]}), assess(new, {"implants": ["pacemaker"]}))
    assert (shift.about, shift.axis, shift.rules) == ("Examplimab", "Safety", ("pacemaker-excludes",))
    assert shift.before.startswith("Ruled out")
    assert not shift.after.startswith("Ruled out")


def test_evidence_lean_and_what_comes_first_are_told(tiny: Pack) -> None:
    weaker = changed("evidence/findings.yaml", "result: benefit", "result: no_difference")
    assert ("Examplimab", "Evidence for knee pain") in told(tiny, weaker, {"pain": "knee", "age": 50})
    lighter = changed("rules/talk.yaml", "strength: 3", "strength: 1")
    answers: dict[str, object] = {"pain": "knee", "age": 50, "implants": ["pump", "none"]}
    assert {about for about, _ in told(tiny, lighter, answers)} == {"Examplimab"}
    quiet = changed("rules/talk.yaml", "when: {mood: true}", "when: {all: [{mood: true}, {dialysis: true}]}")
    assert ("The talk", "What else is brought up") in told(tiny, quiet, {"mood": True, "dialysis": False})


def test_an_option_that_is_new_is_told(tiny: Pack) -> None:
    new = changed("options.yaml", "- id: walking\n", "- id: strolling\n")
    assert {about for about, axis in told(tiny, new, {"age": 50}) if axis == "Option"} == {"Walking"}
    assert len(told(tiny, new, {"age": 50})) == 2


def test_a_new_day_of_release_is_told_where_an_example_turns_on_a_date(tiny: Pack) -> None:
    recent = {
        "name": "Recent",
        "given": {"started": "2025-11-15"},
        "expect": {"examplimab": {"applies": ["fresh-pain"]}},
    }
    before = replace(tiny, vignettes=(Vignette.model_validate(recent),))
    later = replace(before, info=before.info.model_copy(update={"released": date(2027, 1, 1)}))
    assert over_vignettes(before, before).unmet == ()
    seen = over_vignettes(before, later)
    assert [name for name, _ in seen.moved] == ["Recent"]
    assert [difference.about for difference in seen.unmet] == ["examplimab rule fresh-pain"]


def test_where_nothing_changes_nothing_is_told(tiny: Pack) -> None:
    assert told(tiny, load_pack(TINY), {"implants": ["pacemaker"], "mood": True, "age": 50}) == []
    assert over_vignettes(tiny, load_pack(TINY)).moved == ()


def test_every_example_patient_concerned_is_named_with_what_it_expects(tiny: Pack) -> None:
    found = over_vignettes(tiny, changed("rules/safety.yaml", "{includes: pacemaker}", "{includes: pump}"))
    assert found.patients == 3
    assert [name for name, _ in found.moved] == ["A pacemaker rules examplimab out"]
    assert {difference.vignette for difference in found.unmet} == {"A pacemaker rules examplimab out"}


def test_patients_whose_standing_changes_come_before_those_for_whom_only_what_is_open_differs(shipped: Pack) -> None:
    """A limit that asks for one thing more: it rules an option out for some, and is one question more for others."""
    name, old = "rules/exclusions.yaml", "when: {conditions: {includes: haemophilia}}"
    text = (default_pack() / name).read_text("utf-8")
    assert old in text
    edited = text.replace(old, "when: {any: [{conditions: {includes: haemophilia}}, {substances: true}]}")
    new = check_with(default_pack(), {name: edited}).pack
    assert new is not None
    found = over_vignettes(shipped, new)
    given = {vignette.name: vignette for vignette in new.vignettes}
    lows = {
        name: [
            [standing.safety.low for standing in assess(pack, given[name].given, today=given[name].today).values()]
            for pack in (shipped, new)
        ]
        for name, _ in found.moved
    }
    names = [name for name, _ in found.moved]
    assert 0 < found.restood < len(names)
    assert all(lows[name][0] == lows[name][1] for name in names[found.restood :])
    assert any(lows[name][0] != lows[name][1] for name in names[: found.restood])


def test_a_new_example_patient_that_only_the_new_version_can_read_is_held_against_it(tiny: Pack) -> None:
    text = (
        (TINY / "questions/20-pain.yaml")
        .read_text("utf-8")
        .replace("{id: pump, label: Pump}", "{id: pump, label: Pump}, {id: lead, label: Lead}")
    )
    patients = (TINY / "vignettes/all.yaml").read_text("utf-8")
    patients += "- name: A lead\n  given: {implants: [lead]}\n  expect: {examplimab: {applies: [pump-effort]}}\n"
    new = check_with(TINY, {"questions/20-pain.yaml": text, "vignettes/all.yaml": patients}).pack
    assert new is not None
    found = over_vignettes(tiny, new)
    assert found.unreadable == ("A lead",)
    assert [difference.vignette for difference in found.unmet] == ["A lead"]


def test_the_other_language_is_spoken_as_far_as_the_pack_speaks_it(tiny: Pack) -> None:
    new = changed("rules/safety.yaml", "{includes: pacemaker}", "{includes: pump}")
    with speaking("es"):
        (shift, *_) = shifts(assess(tiny, {"implants": ["pacemaker"]}), assess(new, {"implants": ["pacemaker"]}))
    assert (shift.about, shift.axis) == ("Examplimab", "Seguridad")


def test_what_the_examples_try_is_what_assessing_them_shows(shipped: Pack) -> None:
    found = tried(shipped)
    assert list(found) == [rule.id for rule in shipped.rules.values() if rule.status != "retired"]
    for vignette in shipped.vignettes[::40]:
        assessment = assess(shipped, vignette.given, today=shipped.seen_on(vignette))
        applies = {argument.rule.id for standing in assessment.values() for argument in standing.arguments}
        applies |= {a.rule.id for a in (*assessment.first, *assessment.untried, *assessment.prepare)}
        counted = {rule for rule, entry in found.items() if vignette.name in entry.applies}
        assert counted - {c.rule.id for c in assessment.conflicts if c.rule} == applies


def test_every_rule_is_one_sentence_and_has_its_own_text_and_no_other(shipped: Pack) -> None:
    root = Path(__file__).resolve().parent.parent.parent / "rules" / "vns-pain"
    texts = {place.relative_to(root).as_posix(): place.read_text("utf-8") for place in root.rglob("*.yaml")}
    for rule in shipped.rules.values():
        assert rule_sentence(shipped, rule).endswith(".")
        file, _, line = shipped.places[f"rule:{rule.id}"].rpartition(":")
        text = entry_text(texts[file], int(line))
        assert text.startswith(f"- id: {rule.id}\n")
        assert text.count("\n- id:") == 0
        assert "review_by:" in text.rsplit("\n", 1)[-1]
        assert text in texts[file]
