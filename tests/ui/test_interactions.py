"""A consultation is short: counted for the whole patients of the pack, and published as counted."""

from __future__ import annotations

from interactions import PAGE, counts, page

from decision import Pack

MOST_WITHOUT_RISKS = 30


def test_a_patient_without_risk_factors_is_through_in_thirty_interactions(shipped: Pack) -> None:
    found = [each for each in counts(shipped) if "no risk" in each.patient]
    assert len(found) >= 3
    assert [each for each in found if each.complete > MOST_WITHOUT_RISKS] == []


def test_the_opening_questions_give_a_first_picture_in_few_taps(shipped: Pack) -> None:
    found = list(counts(shipped))
    assert len(found) >= 10
    assert [each for each in found if each.first > 10] == []


def test_the_published_counts_are_those_of_today(shipped: Pack) -> None:
    assert PAGE.read_text("utf-8") == page(shipped)
