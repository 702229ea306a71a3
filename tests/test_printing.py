"""`vns-choice handout`: one file, a web page, a folder of answers; what was wrong is listed at the end."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"
KNEE = "age: 50\npain: knee\nimplants: [none]\n"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    command = [sys.executable, "-m", "decision.cli", "handout", *map(str, arguments), "--pack", str(TINY)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    answers = tmp_path / "answers"
    answers.mkdir()
    (answers / "smith-ada.yaml").write_text(KNEE, "utf-8")
    (answers / "torn.yaml").write_text("age: lots\npaint: knee\n", "utf-8")
    (answers / "zoe.json").write_text('{"age": 61, "pain": "back"}', "utf-8")
    (answers / "notes.txt").write_text("not answers", "utf-8")
    return answers


def test_a_folder_prints_on_past_a_bad_file_and_lists_it_at_the_end(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "-o", tmp_path / "sheets")
    assert done.returncode == 1
    assert sorted(file.name for file in (tmp_path / "sheets").iterdir()) == ["handout-001.pdf", "handout-003.pdf"]
    assert "handout-001.pdf  smith-ada.yaml" in done.stdout
    assert "2 of 3 printed" in done.stderr
    assert "torn.yaml:1" in done.stderr.replace("torn.yaml:1:6", "torn.yaml:1")
    assert "unknown question 'paint'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_faults_is_done_and_names_no_patient_in_a_file_name(folder: Path, tmp_path: Path) -> None:
    (folder / "torn.yaml").unlink()
    done = run(folder, "-o", tmp_path / "new" / "sheets", "--format", "html", "--reader", "clinician")
    assert done.returncode == 0, done.stderr
    assert [file.name for file in sorted((tmp_path / "new" / "sheets").iterdir())] == [
        "record-001.html",
        "record-002.html",
    ]


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    done = run(tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "holds no answers file" in done.stderr


def test_the_ending_chooses_the_web_page(folder: Path, tmp_path: Path) -> None:
    done = run(folder / "smith-ada.yaml", "-o", tmp_path / "sheet.html", "--released-by", "Dr A")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sheet.html").read_text("utf-8").startswith("<!doctype html>")


def test_options_sections_and_the_day_are_chosen(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    asked = ("--options", "walking", "--sections", "agreed,options", "--today", "2026-06-01")
    done = run(folder / "smith-ada.yaml", "-o", out, *asked)
    assert done.returncode == 0, done.stderr
    first = out.read_bytes()
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(first)).pages)
    assert "1 June 2026" in text
    assert "How sure do you feel?" not in text
    assert text.index("What we agreed") < text.index("This is walking.")
    assert "What we do not know" in text
    assert run(folder / "smith-ada.yaml", "-o", out, *asked).returncode == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize("wrong", [("--options", "wakling"), ("--sections", "x"), ("--language", "xx")])
def test_what_cannot_be_shown_is_wrong_use_with_what_can(folder: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    done = run(folder / "smith-ada.yaml", "-o", tmp_path / "sheet.pdf", *wrong)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "sheet.pdf").exists()


def test_the_sheet_tells_how_it_measures_itself(folder: Path, tmp_path: Path) -> None:
    done = run(folder / "smith-ada.yaml", "-o", tmp_path / "sheet.pdf", "--measures")
    assert "Reading age:" in done.stdout
    assert "met  L3 P8" in done.stdout
