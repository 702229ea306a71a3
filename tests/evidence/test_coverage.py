"""Every fact of the evidence dossier is in the shipped pack, or left out for a reason that may be given."""

from collections import Counter
from pathlib import Path

from decision import Pack
from decision.authoring.evidence_coverage import as_page, coverage, read_ids, used_in

IDS = Path(__file__).parent / "dossier-ids.yaml"
PAGE = Path(__file__).parents[2] / "docs" / "evidence-coverage.md"


def test_every_fact_is_used_or_left_out_as_unverified_or_duplicate(shipped: Pack) -> None:
    lines = coverage(shipped, read_ids(IDS))
    assert [line.entry.id for line in lines if line.state == "missing"] == []
    assert Counter(line.state for line in lines)["used"] > 500


def test_no_unverified_fact_stands_behind_anything_in_the_pack(shipped: Pack) -> None:
    lines = coverage(shipped, read_ids(IDS))
    assert [line.entry.id for line in lines if line.places and not line.entry.verified] == []


def test_a_duplicate_names_another_fact_that_is_used(shipped: Pack) -> None:
    used = {line.entry.id for line in coverage(shipped, read_ids(IDS)) if line.state == "used"}
    duplicates = [entry for entry in read_ids(IDS) if entry.duplicate_of]
    assert duplicates
    assert [entry.id for entry in duplicates if entry.duplicate_of not in used] == []
    assert [entry.id for entry in duplicates if entry.id in used] == []


def test_the_pack_names_no_fact_that_the_dossier_does_not_have(shipped: Pack) -> None:
    assert set(used_in(shipped)) - {entry.id for entry in read_ids(IDS)} == set()


def test_the_list_holds_each_fact_once() -> None:
    counted = Counter(entry.id for entry in read_ids(IDS))
    assert [name for name, times in counted.items() if times > 1] == []


def test_the_coverage_page_is_up_to_date(shipped: Pack) -> None:
    assert PAGE.read_text(encoding="utf-8") == as_page(coverage(shipped, read_ids(IDS)))
