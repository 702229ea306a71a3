"""Many patients at once: cell by cell what the recursive evaluator says of each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import NO_CONFLICT, QUESTIONS, conditions, packs, patient

from decision.engine.columns import Cohort, places
from decision.engine.truth import guarded, truth
from decision.pack.answers import parse_answers
from decision.pack.condition import All, Any, AtLeast, Not, Period, Test

quiet = packs(effects=NO_CONFLICT)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@settings(deadline=None, max_examples=150)
@given(quiet, st.lists(conditions, min_size=1, max_size=4), st.lists(patient(), max_size=4), st.data())
def test_the_column_wise_evaluator_and_the_recursive_one_agree_on_every_cell(pack, many, some, data):
    every = [parse_answers(pack, one) for answers in some for one in answers]
    days = data.draw(st.lists(DAYS, min_size=len(every), max_size=len(every)))
    cohort = Cohort(every, days)
    guards = [guarded(condition, QUESTIONS) for condition in many]
    columns = [cohort.column(condition) for condition in guards]
    for condition, column in zip(guards, columns, strict=True):
        for place, (answers, day) in enumerate(zip(every, days, strict=True)):
            cell = True if column.true >> place & 1 else False if column.false >> place & 1 else None
            assert cell is truth(condition, answers, day)
        assert column.true & column.false == 0
    together = cohort.together(columns)
    for place, (answers, day) in enumerate(zip(every, days, strict=True)):
        (truths,) = (truths for truths, bits in together.items() if bits >> place & 1)
        assert truths == tuple(truth(condition, answers, day) for condition in guards)
    assert list(places(cohort.for_any(guards))) == [
        place
        for place, (answers, day) in enumerate(zip(every, days, strict=True))
        if any(truth(condition, answers, day) for condition in guards)
    ]


@given(st.lists(st.tuples(st.none() | DAYS, DAYS), max_size=8), st.integers(0, 40), st.data())
def test_each_patient_is_held_against_a_day_of_their_own(patients, count, data):
    recent = Test("operation", "within", (Period(count, data.draw(st.sampled_from(["days", "months", "years"]))),))
    condition = data.draw(
        st.sampled_from([recent, Not(recent), Any((recent, Test("age", "below", (9.0,)))), AtLeast(1, (recent,))])
    )
    answers = [{} if when is None else {"operation": when} for when, _ in patients]
    days = [day + timedelta(days=1) for _, day in patients]
    column = Cohort(answers, days).column(condition)
    for place, (given_, day) in enumerate(zip(answers, days, strict=True)):
        cell = True if column.true >> place & 1 else False if column.false >> place & 1 else None
        assert cell is truth(condition, given_, day)


def test_nobody_is_in_an_empty_cohort():
    nobody = Cohort([], [])
    column = nobody.column(All((Test("age", "below", (9.0,)),)))
    assert (column.true, column.false) == (0, 0)
    assert nobody.together([column]) == {}
    assert reduce(or_, nobody.together([]).values(), 0) == 0
