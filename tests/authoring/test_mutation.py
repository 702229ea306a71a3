"""Small slips: noticed exactly when an example fails, and called harmless only when nobody could tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import NO_CONFLICT, TODAY, packs, patient

from decision import Pack, assess, load_pack
from decision.authoring.examples import Statement, examples, expectations
from decision.authoring.mutation import mutants
from decision.authoring.seen import noticed
from decision.authoring.survival import Trial, try_all
from decision.authoring.vignettes import disagreements
from decision.engine.assess import asked
from decision.pack.vignette import Vignette

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"

few = settings(max_examples=25, deadline=None)


@st.composite
def tried_packs(draw: st.DrawFn, **effects: tuple[str, ...]) -> Pack:
    """A random pack with examples that state some of what comes out: rules, weights, safety, leans, the conversation."""
    pack = draw(packs(most=4, **effects))
    talks = {"untried": {"effect": "untried", "treatments": ["t"]}, "prepare": {"effect": "prepare"}, "first": {}}
    rules = {
        name: rule.model_copy(update=talks[draw(st.sampled_from(sorted(talks)))]) if rule.effect == "first" else rule
        for name, rule in pack.rules.items()
    }
    pack = replace(pack, rules=rules)
    vignettes = []
    for number in range(draw(st.integers(0, 4))):
        given_ = draw(patient())[1]
        assessment = assess(pack, given_, today=TODAY)
        some = draw(st.lists(st.sampled_from(sorted(pack.rules)), unique=True, max_size=3))
        statements = []
        for rule in map(pack.rules.__getitem__, some):
            about = draw(st.sampled_from(["rule", "weight", "safety"]))
            statements.append(Statement(about, rule.id, rule.options[0] if rule.options else None))
        expect = expectations(assessment, statements)
        for option in draw(st.lists(st.sampled_from(["ear", "neck"]), unique=True)):
            expect.setdefault(option, {})["lean"] = [lean.value for lean in assessment[option].lean]
        if draw(st.booleans()):
            expect["open"] = list(assessment.stakes)
        about = draw(st.sampled_from(["nothing", "asked", "pains", "pains_may"]))
        if about != "nothing":
            expect |= expectations(assessment, [Statement(about, name, None) for name in ("pregnant", "pulse")])
        vignettes.append(Vignette.model_validate({"name": f"v{number}", "given": given_, "expect": expect}))
    return replace(pack, vignettes=tuple(vignettes))


@few
@given(tried_packs())
def test_a_slip_is_noticed_exactly_when_an_example_comes_out_otherwise(pack):
    trial = Trial(pack, TODAY)
    assert not any(noticed(vignette, pack) for vignette in pack.vignettes)
    for mutant in mutants(pack):
        changed = mutant.applied_to(pack)
        slow = any(noticed(vignette, changed) for vignette in pack.vignettes)
        assert trial.notices(mutant) == slow, mutant


def test_a_slip_in_a_rule_on_dates_is_judged_alike_on_every_day() -> None:
    tiny = load_pack(TINY)
    days = (tiny.info.released, tiny.info.released.replace(year=tiny.info.released.year + 1))
    outcomes = [try_all(tiny, day) for day in days]
    told = [{(s.mutant.owner, s.mutant.change) for s in outcome.survivors} for outcome in outcomes]
    assert told[0] == told[1]
    assert any(owner == "rule fresh-pain" for owner, _ in told[0])
    alike = [{(mutant.owner, mutant.change) for mutant in outcome.equivalent} for outcome in outcomes]
    assert alike[0] == alike[1]


def said_of(pack: Pack, given_: dict[str, object]) -> dict[str, object]:
    """All that an example can state of a patient."""
    assessment = assess(pack, given_, today=TODAY)
    return {
        option: (
            standing.safety, standing.lasting, [(a.rule.id, a.weight) for a in standing.arguments],
            [(w.rule.id, w.waits_for) for w in standing.may_apply],
        )
        for option, standing in assessment.items()
    } | {
        "first": ([a.rule.id for a in assessment.first], [w.rule.id for w in assessment.first_may]),
        "asked": asked(pack, given_, today=TODAY),
        "pains": [(e.pain, e.certain, e.main) for e in next(iter(assessment.values())).evidence],
    }  # fmt: skip


@few
@given(packs(effects=("excludes", "caution", "for", "first"), most=2), st.lists(patient(), min_size=1, max_size=5))
def test_a_slip_called_harmless_changes_nothing_for_anybody(pack, people):
    trial = Trial(pack, TODAY)
    for mutant in mutants(pack):
        if mutant.kind not in ("effect", "option") and trial.telling(mutant) is None:
            changed = mutant.applied_to(pack)
            for person in (one for some in people for one in some):
                assert said_of(pack, person) == said_of(changed, person), mutant


@few
@given(packs(effects=NO_CONFLICT, most=2))
def test_the_examples_offered_for_survivors_leave_none(pack):
    before = try_all(pack, TODAY)
    assert before.killed == 0
    written, left = examples(pack, [survivor.task for survivor in before.survivors], TODAY)
    after = try_all(replace(pack, vignettes=tuple(written)), TODAY)
    assert left == []
    assert after.survivors == ()
    assert after.killed == len(before.survivors)


def test_the_same_pack_meets_the_same_slips(shipped: Pack) -> None:
    first, again, other = ([m.change for m in mutants(shipped, seed)] for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert {mutant.kind for mutant in mutants(shipped)} == {
        "threshold",
        "any_all",
        "leaf",
        "effect",
        "option",
        "choice",
    }


def test_the_form_is_slipped_in_too(shipped: Pack) -> None:
    """Hiding a question that mattered, or showing evidence for another pain, harms as much as a slip in a rule."""
    of_form = [mutant for mutant in mutants(shipped) if mutant.of_form]
    gated = {f"question {q.id}" for q in shipped.questions.values() if q.ask_when is not None}
    pains = {f"pain {pain}" for pain in shipped.pains}
    assert {mutant.owner for mutant in of_form} == gated | pains
    assert {mutant.kind for mutant in of_form} >= {"any_all", "leaf", "choice"}
    assert all(mutant.place.startswith(("pack.yaml:", "questions/")) for mutant in of_form)


def test_an_example_that_says_what_is_asked_notices_a_slip_in_it(shipped: Pack) -> None:
    given = {"sex": "male", "pain_condition": "migraine", "other_pains": ["none"]}
    right = {"name": "A man with migraine", "given": given, "expect": {
        "asked": ["migraine_pattern"], "not_asked": ["pregnant"], "pains": [], "main_pains": [],
    }}  # fmt: skip
    (man,) = replace(shipped, vignettes=(Vignette.model_validate(right),)).vignettes
    assert disagreements(man, assess(shipped, given, today=TODAY)) == []
    by_owner = {m.owner: m for m in mutants(shipped) if m.of_form and ("asked when: not" in m.change or m.pain)}
    assert noticed(man, by_owner["question pregnant"].applied_to(shipped))
    wrong = {
        **right,
        "expect": {"asked": ["pregnant"], "not_asked": ["migraine_pattern"], "main_pains": ["fibromyalgia"]},
    }
    told = [str(d) for d in disagreements(Vignette.model_validate(wrong), assess(shipped, given, today=TODAY))]
    assert told == [
        "A man with migraine: asked: expected pregnant, got not asked",
        "A man with migraine: not_asked: expected migraine_pattern, got asked",
        "A man with migraine: main pains: expected fibromyalgia, got nothing",
    ]


def test_every_slip_in_the_shipped_pack_that_makes_a_difference_is_noticed(shipped: Pack) -> None:
    outcome = try_all(shipped, date(2026, 11, 25))
    assert [f"{s.mutant.owner}: {s.mutant.change}" for s in outcome.survivors] == []
    assert outcome.undecided == ()
    assert outcome.killed > 1000
