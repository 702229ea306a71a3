"""Every fact of the evidence dossier is in the shipped pack, or left out for a reason that may be given."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from decision import Pack
from decision.authoring.evidence_coverage import DossierId, as_page, coverage, read_ids, used_in
from decision.pack.record import Record

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


def told_to_patients(entry: object) -> Iterator[tuple[list[str], str]]:
    """Every text for patients of an entry and its parts, with the facts behind it; withheld findings left out."""
    if isinstance(entry, list):
        for one in entry:
            yield from told_to_patients(one)
    elif isinstance(entry, Record):
        facts = getattr(entry, "evidence_ids", [])
        step = getattr(entry, "step", None)
        texts = [getattr(entry, "patient", None), getattr(entry, "text", None), step and step.patient]
        if facts and getattr(entry, "shown_to_patients", True):
            yield from ((facts, text) for text in texts if text)
        for name in type(entry).model_fields:
            yield from told_to_patients(getattr(entry, name))


def test_no_figure_that_was_read_only_at_second_hand_reaches_a_patient(shipped: Pack) -> None:
    level = {entry.id: entry.level for entry in read_ids(IDS)}
    parts = [part for field in fields(shipped) if isinstance(part := getattr(shipped, field.name), Mapping)]
    told = [pair for part in parts for entry in part.values() for pair in told_to_patients(entry)]
    assert len(told) > 500
    secondary = [text for facts, text in told if all(level[fact] == "secondary" for fact in facts)]
    assert secondary
    assert [text for text in secondary if re.search(r"\d", text)] == []


def test_a_fact_that_nothing_uses_is_told_as_missing(shipped: Pack) -> None:
    (line,) = coverage(shipped, [DossierId(id="ben-new", file="benefit", verified=True, level="primary")])
    assert line.state == "missing"
    assert "| `ben-new` | **missing** |" in as_page([line])
