"""The example patients of the shipped pack come out as expected, and every rule is tried in all three ways."""

import pytest

from decision import load_pack
from decision.authoring.coverage import TRUTHS, measure
from decision.authoring.vignettes import disagreements, run
from decision.bundled import default_pack
from decision.engine.assess import assess
from decision.pack.vignette import Vignette

PACK = load_pack(default_pack())


@pytest.mark.parametrize("vignette", PACK.vignettes, ids=lambda vignette: vignette.name[:100])
def test_vignette(vignette: Vignette) -> None:
    found = disagreements(vignette, assess(PACK, vignette.given, today=PACK.seen_on(vignette)))
    assert [str(difference) for difference in found] == []


def test_a_run_tries_every_vignette() -> None:
    outcome = run(PACK)
    assert (outcome.vignettes, outcome.differences) == (len(PACK.vignettes), ())


def test_every_rule_was_seen_to_apply_not_to_apply_and_to_wait() -> None:
    decisions = measure(PACK, PACK.info.released).decisions
    assert decisions.keys() == {rule.id for rule in PACK.rules.values() if rule.status != "retired"}
    assert {rule for rule, decision in decisions.items() if decision.seen != set(TRUTHS)} == set()


def test_a_wrong_expectation_is_told_with_what_came_out() -> None:
    wrong = Vignette.model_validate(
        {"name": "wrong", "given": {"implants": ["pacemaker"]}, "expect": {"tcvns": {"safety": "clear"}}}
    )
    (difference,) = disagreements(wrong, assess(PACK, wrong.given))
    assert str(difference).startswith("wrong: tcvns safety: expected clear, got excluded, because tcvns-active-implant")
