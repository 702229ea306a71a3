"""The commands for rule editors, run as they run them: what is printed, what is written, and the exit state."""

import json
import shutil
from pathlib import Path

import pytest
from test_cli import run

ROOT = Path(__file__).resolve().parent.parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    pack = shutil.copytree(TINY, tmp_path / "pack")
    shutil.copytree(Path(__file__).parent / "doubtful_packs" / "contradiction", pack, dirs_exist_ok=True)
    return Path(pack)


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_an_error_fails_the_check_in_every_format(wrong: Path, form: str) -> None:
    done = run("check", wrong, "--format", form)
    assert done.returncode == 1
    assert "contradiction" in done.stdout
    assert done.stderr == ""


def test_warnings_fail_it_only_when_asked(tmp_path: Path) -> None:
    assert run("check", TINY).returncode == 0
    assert run("check", TINY, "--strict").returncode == 1


def test_a_folder_that_is_no_pack_is_told_in_every_format(tmp_path: Path) -> None:
    for form in ("text", "json", "github", "sarif"):
        done = run("check", tmp_path, "--format", form)
        assert done.returncode == 1
        assert "holds no pack.yaml" in done.stdout
        assert "Traceback" not in done.stderr


def test_schemas_are_written_beside_the_pack_and_are_no_part_of_it(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    done = run("schema", pack)
    assert done.returncode == 0, done.stderr
    written = json.loads((pack / ".schema" / "rules.json").read_text("utf-8"))
    assert "examplimab" in written["$defs"]["option"]["enum"]
    told = json.loads(done.stdout.partition("\n")[2])
    assert f"{pack.as_posix()}/rules/*.yaml" in told["yaml.schemas"][f"{pack.as_posix()}/.schema/rules.json"]
    assert run("check", pack).returncode == 0


def test_one_schema_can_be_printed_and_an_unknown_kind_is_wrong_use() -> None:
    assert json.loads(run("schema", TINY, "--kind", "vignettes").stdout)["title"].startswith(
        "vignettes of the pack tiny"
    )
    done = run("schema", TINY, "--kind", "rulez")
    assert done.returncode == 2
    assert "vignettes" in done.stderr


def test_a_pack_with_a_fault_gets_no_schema_but_is_told_why(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (pack / "options.yaml").unlink()
    done = run("schema", pack)
    assert done.returncode == 1
    assert "options.yaml" in done.stderr
    assert not (pack / ".schema").exists()
