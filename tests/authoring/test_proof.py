"""Proofs agree with the evaluator: proved of everybody, or broken by a patient who really breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import QUESTIONS, TODAY, conditions, packs, patient

from decision import Pack
from decision.authoring.comparison import changes
from decision.authoring.mutation import mutants
from decision.authoring.proof import Proof, Sameness, breaks
from decision.authoring.solver import Patients, neither
from decision.engine.truth import guarded, truth
from decision.pack.answers import parse_answers
from decision.pack.condition import All, Not, Test
from decision.pack.guarantees import Guarantee

few = settings(max_examples=30, deadline=None)
DAY = date(2026, 11, 25)


@st.composite
def guarantees(draw: st.DrawFn) -> Guarantee:
    word = draw(st.sampled_from(["caution", "specialist", "not_now", "excluded"]))
    options = draw(st.lists(st.sampled_from(["ear", "neck"]), min_size=1, unique=True))
    then = draw(
        st.sampled_from(
            [
                {"options": options, "safety_at_least": word},
                {"options": options, "could_be": word},
                {"options": options, "never": "clear"},
                {"held_back": True},
            ]
        )
    )
    when = draw(st.sampled_from(["whenever", "while_unknown"]))
    plain = {"id": "g", "text": "words", when: draw(conditions), "then": then, "sources": ["s"]}
    return Guarantee.model_validate(plain)


@few
@given(packs(), guarantees(), st.lists(patient(), max_size=6))
def test_a_proved_guarantee_is_broken_by_nobody_and_a_broken_one_by_the_patient_shown(pack, guarantee, people):
    pack = replace(pack, guarantees={"g": guarantee})
    (proof,) = Proof(pack, TODAY).guarantees()
    if proof.broken_by is not None:
        assert breaks(pack, guarantee, TODAY, proof.broken_by)
    else:
        assert not any(breaks(pack, guarantee, TODAY, person) for some in people for person in some)


@few
@given(conditions, patient())
def test_the_solver_knows_each_truth_exactly_as_the_evaluator_does(condition, answers):
    condition = guarded(condition, QUESTIONS)
    everybody = Patients(QUESTIONS, TODAY)
    true, false = everybody.rails(condition)
    found = {True: everybody.find(true), False: everybody.find(false), None: everybody.find(neither([true, false]))}
    pack = _pack()
    for wanted, somebody in found.items():
        assert somebody is None or truth(condition, parse_answers(pack, somebody), TODAY) is wanted
    for person in answers:
        assert found[truth(condition, parse_answers(pack, person), TODAY)] is not None


@few
@given(packs(most=4), st.data(), st.lists(patient(), max_size=5))
def test_two_packs_are_called_the_same_only_if_nobody_differs(pack, data, people):
    mutant = data.draw(st.sampled_from(list(mutants(pack))))
    changed = mutant.applied_to(pack)
    differing = list(Sameness(pack, changed, TODAY).differing())
    if not differing:
        assert not any(changes(pack, changed, person, TODAY) for some in people for person in some)
    assert list(Sameness(pack, pack, TODAY).differing()) == []


def test_a_rule_that_can_apply_to_nobody_is_found(shipped: Pack) -> None:
    rule = shipped.rules["tcvns-active-implant"]
    pacemaker = Test("implants", "includes_any", ("pacemaker",))
    dead = rule.model_copy(update={"when": All((pacemaker, Not(pacemaker)))})
    proofs = {
        proof.rule: proof for proof in Proof(replace(shipped, rules={**shipped.rules, rule.id: dead}), DAY).rules()
    }
    assert not proofs[rule.id].answered
    assert not proofs[rule.id].open
    assert all(proof.answered and proof.open for name, proof in proofs.items() if name != rule.id)


def test_the_shipped_pack_promises_twenty_things_from_labels_and_keeps_them(shipped: Pack) -> None:
    proofs = list(Proof(shipped, DAY).guarantees())
    assert len(proofs) >= 20
    assert [proof.guarantee.id for proof in proofs if not proof.holds] == []
    assert all(proof.guarantee.sources and proof.guarantee.evidence_ids for proof in proofs)


@pytest.mark.parametrize("rule", ["tcvns-active-implant", "tavns-very-slow-pulse", "penfs-psoriasis"])
def test_a_lost_exclusion_breaks_a_guarantee_with_the_smallest_patient(shipped: Pack, rule: str) -> None:
    rules = {name: one for name, one in shipped.rules.items() if name != rule}
    pack = replace(shipped, rules=rules)
    broken = [proof for proof in Proof(pack, DAY).guarantees() if not proof.holds]
    assert broken
    for proof in broken:
        assert proof.broken_by is not None
        assert breaks(pack, proof.guarantee, DAY, proof.broken_by)
        assert proof.guarantee.while_unknown is not None or len(proof.broken_by) == 1


def test_a_guarantee_that_speaks_of_nobody_does_not_hold(shipped: Pack) -> None:
    guarantee = next(iter(shipped.guarantees.values()))
    assert guarantee.whenever is not None
    empty = guarantee.model_copy(update={"whenever": All((guarantee.whenever, Not(guarantee.whenever)))})
    (proof,) = Proof(replace(shipped, guarantees={empty.id: empty}), DAY).guarantees()
    assert not proof.holds
    assert not proof.of_somebody


def _pack() -> Pack:
    from strategies import pack_of

    return pack_of([], [])
