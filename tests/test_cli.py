"""The commands, run as a user runs them: words, JSON with a published schema, exit states, no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"
EXAMPLE = ROOT / "examples" / "fibromyalgia.yaml"


def run(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    command = [sys.executable, "-m", "decision.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text("age: 50\npain: knee\nimplants: [pacemaker]\n", "utf-8")
    return file


def test_assess_says_it_in_words() -> None:
    done = run("assess", EXAMPLE)
    assert done.returncode == 0, done.stderr
    assert "Ear device" in done.stdout
    assert "Discussion summary, not a prescription" in done.stdout


def test_assess_prints_json_that_fits_the_published_schema(answers: Path) -> None:
    schema = json.loads((ROOT / "docs" / "assessment.schema.json").read_text("utf-8"))
    for arguments in (("assess", EXAMPLE, "--json"), ("assess", answers, "--json", "--pack", TINY)):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
        jsonschema.validate(json.loads(done.stdout), schema)
    told = json.loads(done.stdout)
    assert told["options"]["examplimab"]["safety"] == {"low": "excluded", "high": "excluded"}
    assert told["options"]["examplimab"]["arguments"][0]["because"] == {"implants": ["pacemaker"]}


@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_handout_writes_a_pdf(answers: Path, tmp_path: Path, reader: str) -> None:
    out = tmp_path / "out.pdf"
    done = run("handout", answers, "-o", out, "--pack", TINY, "--reader", reader, "--released-by", "Dr A")
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_name_that_cannot_be_printed_is_wrong_use(answers: Path, tmp_path: Path) -> None:
    done = run("handout", answers, "-o", tmp_path / "out.pdf", "--pack", TINY, "--released-by", "医生")
    assert done.returncode == 2
    assert "typeface" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_check_finds_no_error_in_the_shipped_pack() -> None:
    done = run("check")
    assert done.returncode == 0, done.stdout
    assert "0 errors" in done.stdout


def test_check_tells_every_problem_and_fails(tmp_path: Path) -> None:
    done = run("check", ROOT / "tests" / "bad_packs" / "unknown-key")
    assert done.returncode == 1
    assert "mend:" in done.stdout


def test_test_runs_the_vignettes(tmp_path: Path) -> None:
    done = run("test", TINY)
    assert done.returncode == 0
    assert "3 example patients, 0 differences" in done.stdout
    assert "not tried: knee-relief" in done.stdout


@pytest.mark.parametrize(
    "text", ["agee: 3\n", "age: [\n", "", "\ufeff- a\n", "age: 999\n", "implants: [secret]\n", '{"age": '], ids=repr
)
def test_a_wrong_answers_file_is_one_line_a_problem_and_never_a_traceback(tmp_path: Path, text: str) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(text, "utf-8")
    done = run("assess", file, "--pack", TINY)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for line in done.stderr.strip().split("\n"):
        assert line.startswith(f"{file.as_posix()}:")
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("assess", "nowhere.yaml"), ("assess",), ("handout", "x"), ("--port", "no"), ("asess",)]
)
def test_wrong_use_is_status_two_without_a_traceback(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    ["", "assess", "handout", "check", "test", "schema", "new", "new rule", "new finding", "new vignette", "new pack"],
)
def test_every_command_has_help_with_an_example(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    assert "vns-choice" in done.stdout
    assert "Example" in done.stdout or command == ""


def test_the_version_is_said() -> None:
    assert run("--version").stdout.startswith("vns-choice ")


def test_editing_rules_is_off_unless_asked_for() -> None:
    assert "--edit-rules" in run("--help").stdout
    assert "--edit-rules" in run("assess", EXAMPLE, "--edit-rules").stderr
