"""Coverage agrees with its definition tried out by brute force, and the shipped pack reaches all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import NO_CONFLICT, QUESTIONS, TODAY, conditions, packs, patient

from decision import Pack
from decision.authoring.coverage import TRUTHS, measure
from decision.authoring.examples import Task, as_yaml, examples, statement
from decision.authoring.search import by_question, patients, plain, space, worth
from decision.engine.truth import guarded, test_truth, truth
from decision.pack.answers import parse_answers
from decision.pack.condition import All, Always, Any, AtLeast, Condition, Named, Not, Test
from decision.pack.condition import tests_of as leaves_of
from decision.pack.vignette import Vignette

few = settings(max_examples=40, deadline=None)


def with_leaves(condition: Condition, leaves: list[bool | None]) -> Condition:
    """The condition with its leaves replaced, left to right, by fixed truths; unknown is a question nobody answers."""
    match condition:
        case Test():
            value = leaves.pop(0)
            return Test("smoker", "equals", (True,)) if value is None else Always(value)
        case Not(part):
            return Not(with_leaves(part, leaves))
        case Named(name, part):
            return Named(name, with_leaves(part, leaves))
        case All(parts):
            return All(tuple(with_leaves(part, leaves) for part in parts))
        case Any(parts):
            return Any(tuple(with_leaves(part, leaves) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(with_leaves(part, leaves) for part in parts))
    return condition


def brute(condition: Condition, vectors: list[tuple[bool | None, ...]]) -> set[int]:
    """The leaves that two vectors show deciding on their own, by the definition itself."""

    def worth_of(leaves: tuple[bool | None, ...]) -> bool | None:
        return truth(with_leaves(condition, list(leaves)), {}, TODAY)

    found = set()
    for one, other in product(vectors, vectors):
        for place in range(len(one)):
            if one[place] is not True or other[place] is not False or worth_of(one) is worth_of(other):
                continue
            one_turned = (*one[:place], False, *one[place + 1 :])
            other_turned = (*other[:place], True, *other[place + 1 :])
            if worth_of(one_turned) is worth_of(other) and worth_of(other_turned) is worth_of(one):
                found.add(place)
    return found


def with_examples(pack: Pack, some: list[dict[str, object]]) -> Pack:
    vignettes = [Vignette(name=f"v{place}", given=given_, expect={}) for place, given_ in enumerate(some)]
    return replace(pack, vignettes=tuple(vignettes))


@few
@given(packs(effects=NO_CONFLICT, most=3), st.lists(patient().map(lambda p: p[1]), min_size=1, max_size=6))
def test_what_examples_show_is_what_the_definition_says(pack, some):
    coverage = measure(with_examples(pack, some), TODAY)
    for rule in pack.rules.values():
        leaves = [guarded(leaf, pack.questions) for leaf in leaves_of(rule.when)]
        vectors = [tuple(truth(leaf, parse_answers(pack, one), TODAY) for leaf in leaves) for one in some]
        decision = coverage.decisions[rule.id]
        assert decision.leaf_seen == [{vector[place] for vector in vectors} for place in range(len(leaves))]
        assert decision.seen == {
            truth(guarded(rule.when, pack.questions), parse_answers(pack, one), TODAY) for one in some
        }
        decided = {place for place in range(len(leaves)) if decision.decides(place)}
        assert decided == brute(rule.when, list(dict.fromkeys(vectors)))


@few
@given(conditions, patient())
def test_the_search_meets_every_patient_and_each_patient_it_names_is_as_it_says(condition, answers):
    condition = guarded(condition, QUESTIONS)
    where = space(QUESTIONS, leaves_of(condition), TODAY)
    found = {tuple(truths.values()): (truths, asked) for truths, asked in where.combinations([condition])}
    tests = [test for some in by_question([condition]).values() for test in some]
    pack = _pack()
    for one in answers:
        known = parse_answers(pack, one)
        assert tuple(test_truth(test, known.get(test.question), TODAY) for test in tests) in found
    for truths, asked in list(found.values())[:40]:
        for example in patients([condition], asked, most=3):
            known = parse_answers(pack, plain(example, QUESTIONS))
            assert {test: test_truth(test, known.get(test.question), TODAY) for test in tests} == truths
            assert truth(condition, known, TODAY) is worth(condition, truths)


@few
@given(packs(effects=NO_CONFLICT, most=3))
def test_the_examples_it_offers_fill_every_gap_that_can_be_filled(pack):
    gaps = measure(pack, TODAY).gaps()
    tasks = [Task(found, (statement(pack.rules[goal.rule]),)) for goal, found in gaps.missing.items()]
    written, left = examples(pack, tasks, TODAY)
    full = measure(replace(pack, vignettes=tuple(written)), TODAY)
    assert left == []
    assert full.gaps().missing == {}
    assert set(full.gaps().impossible) == set(gaps.impossible)


def test_a_test_that_another_makes_superfluous_is_told_apart_from_one_that_is_missing(shipped: Pack) -> None:
    adult, old = Test("age", "at_least", (18.0,)), Test("age", "at_least", (65.0,))
    rule = next(iter(shipped.rules.values())).model_copy(update={"when": All((adult, old))})
    pack = replace(shipped, rules={rule.id: rule}, vignettes=())
    gaps = measure(pack, TODAY).gaps()
    assert [(goal.what, goal.leaf) for goal in gaps.impossible] == [("decides", 0)]
    assert len(gaps.missing) == 3 + 6 + 2


def test_the_shipped_pack_is_tried_completely(shipped: Pack) -> None:
    coverage = measure(shipped, date(2026, 11, 25))
    gaps = coverage.gaps()
    assert gaps.missing == {}
    assert gaps.too_large == ()
    assert all(set(TRUTHS) == decision.seen for decision in coverage.decisions.values())
    assert {goal.what for goal in gaps.impossible} <= {"decides"}


def test_examples_are_written_as_the_pack_reads_them(shipped: Pack) -> None:
    from decision.pack.yaml_text import parse

    pack = replace(shipped, vignettes=())
    gaps = measure(pack, TODAY).gaps()
    some = list(gaps.missing.items())[:60]
    written, _ = examples(pack, [Task(found, (statement(pack.rules[g.rule]),)) for g, found in some], TODAY)
    document = parse(as_yaml(written))
    assert document.slips == []
    assert [Vignette.model_validate(one) for one in document.data] == written


def _pack() -> Pack:
    from strategies import pack_of

    return pack_of([], [])
