"""Drafts in a real database file: nothing lost, nothing readable, nothing overwritten unseen, nothing kept too long."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from decision.records.drafts import KEPT, ChangedElsewhereError, Drafts, new_link

START = datetime(2026, 11, 24, 9, 0)
ANSWERS = {"answers": {"age": 52, "pain_condition": "fibromyalgia", "suicidal_thoughts": True}}


class Clock:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts.sqlite"


@pytest.fixture
def drafts(file: Path, clock: Clock) -> Drafts:
    return Drafts(f"sqlite:///{file}", now=clock)


def test_a_draft_is_there_again_after_a_restart(drafts: Drafts, file: Path, clock: Clock) -> None:
    link = new_link()
    drafts.save(link, ANSWERS, after=None)
    found = Drafts(f"sqlite:///{file}", now=clock).open(link)
    assert found is not None
    assert (found.content, found.version) == (ANSWERS, 1)


def test_another_link_opens_nothing(drafts: Drafts) -> None:
    drafts.save(new_link(), ANSWERS, after=None)
    assert drafts.open(new_link()) is None


def test_the_file_holds_no_answer_and_no_link(drafts: Drafts, file: Path) -> None:
    link = new_link()
    drafts.save(link, ANSWERS, after=None)
    kept = b"".join(part.read_bytes() for part in file.parent.iterdir())
    for secret in (link, "fibromyalgia", "suicidal", "age"):
        assert secret.encode() not in kept


def test_what_another_window_saved_is_never_overwritten_unseen(drafts: Drafts) -> None:
    link = new_link()
    first = drafts.save(link, {"answers": {"age": 52}}, after=None)
    drafts.save(link, {"answers": {"age": 53}}, after=first)
    with pytest.raises(ChangedElsewhereError):
        drafts.save(link, {"answers": {"age": 54}}, after=first)
    found = drafts.open(link)
    assert found is not None
    assert found.content == {"answers": {"age": 53}}
    assert drafts.version(link) == 2


def test_a_deleted_draft_is_not_brought_back_by_another_window(drafts: Drafts, file: Path) -> None:
    link = new_link()
    version = drafts.save(link, ANSWERS, after=None)
    drafts.delete(link)
    assert drafts.open(link) is None
    with pytest.raises(ChangedElsewhereError):
        drafts.save(link, ANSWERS, after=version)
    with sqlite3.connect(file) as raw:
        assert raw.execute("select count(*) from drafts").fetchone() == (0,)


def test_a_draft_is_kept_a_day_after_its_last_change_and_then_deleted(drafts: Drafts, clock: Clock, file: Path) -> None:
    link = new_link()
    version = drafts.save(link, ANSWERS, after=None)
    clock.time += KEPT - timedelta(minutes=1)
    drafts.save(link, ANSWERS, after=version)
    clock.time += KEPT - timedelta(minutes=1)
    assert drafts.open(link) is not None
    clock.time += timedelta(minutes=2)
    assert drafts.open(link) is None
    assert drafts.forget_old() == 1
    with sqlite3.connect(file) as raw:
        assert raw.execute("select count(*) from drafts").fetchone() == (0,)


def test_a_damaged_draft_opens_as_none_and_never_as_a_wrong_one(drafts: Drafts, file: Path) -> None:
    link = new_link()
    drafts.save(link, ANSWERS, after=None)
    with sqlite3.connect(file) as raw:
        ((sealed,),) = raw.execute("select sealed from drafts").fetchall()
        raw.execute("update drafts set sealed = ?", (sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:],))
    assert drafts.open(link) is None


def test_one_sealed_text_cannot_stand_in_for_another(drafts: Drafts, file: Path) -> None:
    mine, other = new_link(), new_link()
    drafts.save(mine, {"answers": {"age": 30}}, after=None)
    drafts.save(other, {"answers": {"age": 80}}, after=None)
    with sqlite3.connect(file) as raw:
        raw.execute("update drafts set sealed = (select sealed from drafts d where d.name <> drafts.name)")
    assert drafts.open(mine) is None


def test_a_draft_whose_day_is_over_is_not_revived_by_a_window_left_open(
    drafts: Drafts, clock: Clock, file: Path
) -> None:
    link = new_link()
    version = drafts.save(link, ANSWERS, after=None)
    clock.time += timedelta(days=30)
    assert drafts.version(link) is None
    with pytest.raises(ChangedElsewhereError):
        drafts.save(link, ANSWERS, after=version)
    assert drafts.open(link) is None


def test_each_saving_deletes_what_is_over(drafts: Drafts, clock: Clock, file: Path) -> None:
    drafts.save(new_link(), ANSWERS, after=None)
    clock.time += KEPT
    drafts.save(new_link(), ANSWERS, after=None)
    with sqlite3.connect(file) as raw:
        assert raw.execute("select count(*) from drafts").fetchone() == (1,)


def test_looking_now_and_then_deletes_what_is_over_within_minutes(drafts: Drafts, clock: Clock) -> None:
    drafts.save(new_link(), ANSWERS, after=None)
    clock.time += KEPT - timedelta(seconds=10)
    assert drafts.forget_old_now_and_then() == 0
    clock.time += timedelta(seconds=20)
    assert drafts.forget_old_now_and_then() == 0  # it looked a moment ago
    clock.time += timedelta(minutes=5)
    assert drafts.forget_old_now_and_then() == 1


def everything(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in folder.iterdir())


def sealed_text(file: Path) -> bytes:
    raw = sqlite3.connect(file)
    ((sealed,),) = raw.execute("select sealed from drafts").fetchall()
    raw.close()
    return bytes(sealed)


@pytest.mark.parametrize("way", ["deleted", "over"])
def test_of_a_draft_that_is_gone_no_file_holds_the_sealed_text(
    drafts: Drafts, clock: Clock, file: Path, way: str
) -> None:
    link = new_link()
    drafts.save(link, ANSWERS, after=None)
    sealed = sealed_text(file)
    assert sealed in everything(file.parent)
    if way == "deleted":
        drafts.delete(link)
    else:
        clock.time += KEPT
        assert drafts.forget_old() == 1
    assert sealed not in everything(file.parent)


def test_a_file_of_an_earlier_kind_is_taken_over_without_its_side_files(file: Path, clock: Clock) -> None:
    link = new_link()
    Drafts(f"sqlite:///{file}", now=clock).save(link, ANSWERS, after=None)
    raw = sqlite3.connect(file)
    assert raw.execute("pragma journal_mode = wal").fetchone() == ("wal",)
    raw.close()
    again = Drafts(f"sqlite:///{file}", now=clock)
    assert again.open(link) is not None
    sealed = sealed_text(file)
    again.delete(link)
    assert sealed not in everything(file.parent)


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such permissions")
def test_nobody_else_on_the_machine_may_read_the_file(drafts: Drafts, file: Path, clock: Clock) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    Drafts(f"sqlite:///{file}", now=clock)
    assert file.stat().st_mode & 0o777 == 0o600
