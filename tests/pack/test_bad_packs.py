"""Every mistake a pack can hold is told at its place, with what, why and how to mend it (see `tests/bad_packs`).

A case is a folder with the files that differ from the good pack `tests/packs/tiny`, beside the report they must give.
"""

import shutil
from pathlib import Path

import pytest

from decision import PackError, load_pack

TESTS = Path(__file__).resolve().parent.parent
GOOD = TESTS / "packs" / "tiny"
HARMLESS = {"byte-order-mark", "windows-line-ends"}
CASES = sorted(case for case in (TESTS / "bad_packs").iterdir() if case.is_dir())


def build(case: Path, folder: Path) -> Path:
    """The good pack with the files of one case in place of its own."""
    pack = folder / "pack"
    shutil.copytree(GOOD, pack)
    shutil.copytree(case, pack, dirs_exist_ok=True)
    (pack / "expected.txt").unlink()
    return pack


@pytest.mark.parametrize("case", [case for case in CASES if case.name not in HARMLESS], ids=lambda case: case.name)
def test_a_mistake_gives_exactly_its_report(case: Path, tmp_path: Path) -> None:
    pack = build(case, tmp_path)
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    assert str(caught.value).replace(pack.as_posix(), "PACK") + "\n" == (case / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_how_an_editor_saved_a_file_changes_nothing(name: str, tmp_path: Path) -> None:
    pack = load_pack(build(TESTS / "bad_packs" / name, tmp_path))
    assert pack.definitions.keys() == load_pack(GOOD).definitions.keys()


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(GOOD, pack)
    for case in ("unknown-source", "unknown-finding", "wrong-unit"):
        shutil.copytree(TESTS / "bad_packs" / case, pack, dirs_exist_ok=True)
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    found = {problem.what.split(" '")[0] for problem in caught.value.problems}
    assert found == {"unknown source", "unknown finding", "'clearance' is in mL/min, but the threshold has"} | found
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("make", [lambda folder: folder / "nowhere", lambda folder: folder], ids=["missing", "no pack"])
def test_a_folder_that_is_no_pack_is_told(make, tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(make(tmp_path))
    assert "name the folder of a pack" in str(caught.value)


def test_every_problem_says_what_why_and_how_to_mend_it(tmp_path: Path) -> None:
    for case in CASES:
        if case.name in HARMLESS:
            continue
        with pytest.raises(PackError) as caught:
            load_pack(build(case, tmp_path / case.name))
        for problem in caught.value.problems:
            assert problem.what, case.name
            assert problem.why, case.name
            assert problem.mend, case.name
            assert problem.line >= 1, case.name
            assert problem.column >= 1, case.name
