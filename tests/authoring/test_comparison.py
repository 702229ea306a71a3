"""A change of rules, told by whom it touches: examples, and patients of a register with no row lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from decision import load_pack
from decision.authoring.comparison import changes, vignettes_of
from decision.authoring.register import read_register
from decision.pack.problem import ProblemsError

ROOT = Path(__file__).resolve().parent.parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"


def run(*arguments: str | Path, before: str = "pass") -> subprocess.CompletedProcess[str]:
    code = f"import sys; {before}; from decision.cli import main; sys.argv = ['vns-choice', *sys.argv[1:]]; main()"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The tiny pack with its exclusion for a pacemaker turned into a caution."""
    folder = tmp_path / "changed"
    shutil.copytree(TINY, folder)
    file = folder / "rules" / "safety.yaml"
    file.write_text(file.read_text("utf-8").replace("effect: excludes", "effect: caution", 1), "utf-8")
    vignettes = folder / "vignettes" / "all.yaml"
    vignettes.write_text(vignettes.read_text("utf-8").replace("safety: excluded, ", ""), "utf-8")
    return folder


def test_a_change_is_told_with_what_it_was_what_it_is_and_which_rule(changed: Path) -> None:
    found = changes(load_pack(TINY), load_pack(changed), {"implants": ["pacemaker"]}, pd.Timestamp("2026-11-25").date())
    told = [str(change) for change in found]
    assert told[0].startswith(
        "examplimab safety: excluded → caution to not now, because pacemaker-excludes says caution"
    )


def test_examples_are_seen_on_their_own_day_and_those_of_one_name_are_all_looked_at(tmp_path: Path) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    old = load_pack(folder)
    (folder / "vignettes" / "twins.yaml").write_text(
        "- {name: Twin, given: {age: 30}, expect: {}}\n- {name: Twin, given: {age: 40}, today: 2025-02-03, expect: {}}\n"
    )
    new = load_pack(folder)
    found = list(vignettes_of(old, new))
    assert len(found) == len(new.vignettes) == len(old.vignettes) + 2
    assert {day for name, _, day in found if name != "Twin"} == {old.info.released}
    assert [(given["age"], day.year) for name, given, day in found if name == "Twin"] == [(30, 2026), (40, 2025)]
    assert {name for name, *_ in vignettes_of(new, old)} == {name for name, *_ in found}


def test_compare_names_the_examples_and_the_patients_and_every_row_it_cannot_read(
    changed: Path, tmp_path: Path
) -> None:
    register = tmp_path / "register.csv"
    register.write_text("patient,age,implants\na,50,pacemaker;none\nb,sixty,none\nc,50,none\nd,51\ne,,\n", "utf-8")
    done = run("compare", TINY, changed, "--cohort", register)
    assert done.returncode == 1
    assert "row 1\n" in done.stdout
    assert "example patient A pacemaker rules examplimab out" in done.stdout
    assert "of 3 patients of the register affected" in done.stdout
    assert "2 rows could not be read" in done.stdout
    assert "row 2: " in done.stderr
    assert "row 4: " in done.stderr
    assert "sixty" not in done.stderr
    assert "columns that are no questions: patient" in done.stderr


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_every_kind_of_register_says_the_same(tmp_path: Path, ending: str) -> None:
    rows = [
        {"age": 50, "implants": ["pump", "none"], "dialysis": True},
        {"age": None, "implants": [], "dialysis": None},
    ]
    file = tmp_path / f"register.{ending}"
    if ending == "csv":
        file.write_text("age,implants,dialysis\n50,pump; none,TRUE\n,,\n", "utf-8")
    elif ending == "jsonl":
        file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    else:
        pd.DataFrame(rows).to_parquet(file)
    found = read_register(file, (load_pack(TINY),))
    assert found.problems == []
    assert found.patients[0] == (1, {"age": 50, "implants": ["pump", "none"], "dialysis": True})
    assert [number for number, _ in found.patients] == [1, 2]
    assert not any(found.patients[1][1].values())


def test_a_file_that_is_no_register_is_told(tmp_path: Path) -> None:
    for name, content in (
        ("register.txt", b"age\n1\n"),
        ("register.parquet", b"nonsense"),
        ("register.csv", b"\xff\xfe\x00"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ProblemsError) as caught:
            read_register(tmp_path / name, (load_pack(TINY),))
        assert caught.value.problems[0].mend


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity", "1e999", "9" * 400])
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_number_that_is_none_is_told_with_its_row(tmp_path: Path, ending: str, number: str) -> None:
    file = tmp_path / f"register.{ending}"
    bare = {"nan": "NaN", "inf": "Infinity"}.get(number, number)
    lines = ["age", "50", number] if ending == "csv" else ['{"age": 50}', f'{{"age": {bare}}}']
    file.write_text("\n".join(lines), "utf-8")
    found = read_register(file, (load_pack(TINY),))
    assert found.patients == [(1, {"age": 50})]
    assert [problem.what.partition("'age'")[0] for problem in found.problems] == ["row 2: "]


def test_a_line_of_json_nested_too_deeply_is_told_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    file.write_text('{"age": ' + "[" * 200_000 + "]" * 200_000 + '}\n{"age": 50}\n', "utf-8")
    found = read_register(file, (load_pack(TINY),))
    assert found.patients == [(2, {"age": 50})]
    assert [problem.line for problem in found.problems] == [1]


def test_a_line_of_json_ends_at_its_newline_and_nowhere_else(tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    file.write_bytes('{"age": 50, "remark": "one\u2028two\u0085"}\r\n{"age": 60}\n'.encode())
    found = read_register(file, (load_pack(TINY),))
    assert found.problems == []
    assert found.patients == [(1, {"age": 50}), (2, {"age": 60})]


def test_a_cell_too_long_to_be_read_is_told_and_nothing_after_it_is_guessed(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(f'age,remark\n50,\n60,"{"x" * 140_000}\n70,"\n', "utf-8")
    found = read_register(file, (load_pack(TINY),))
    assert found.patients == [(1, {"age": 50})]
    (problem,) = found.problems
    assert problem.what.startswith("row 2: ")
    assert "after it" in problem.what
    file.write_text(f"age,{'x' * 140_000}\n50,\n", "utf-8")
    with pytest.raises(ProblemsError, match="names of the columns"):
        read_register(file, (load_pack(TINY),))


def test_since_reads_the_former_rules_from_git(changed: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-C", str(changed.parent)]
    old = changed.parent / "pack"
    shutil.copytree(TINY, old)
    for command in (["init", "-q"], ["add", "pack"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    shutil.rmtree(old)
    shutil.copytree(changed, old)
    done = run("compare", "--since", "HEAD", old)
    assert done.returncode == 0, done.stderr
    assert "examplimab safety: excluded → caution" in done.stdout
    for revision in ("nowhere", "--output=x"):
        wrong = run("compare", f"--since={revision}", old)
        assert wrong.returncode == 2
        assert "Traceback" not in wrong.stderr


def test_since_without_git_and_a_beginning_in_an_unfilled_pack_say_what_to_do(tmp_path: Path) -> None:
    alone = shutil.copytree(TINY, tmp_path / "alone")
    done = run("compare", "--since", "HEAD", alone)
    assert done.returncode == 2
    assert "is in no git repository: name the folder of the former rules" in done.stderr
    assert run("new", "pack", tmp_path / "lamp", "--treatment", "lamp").returncode == 0
    done = run("new", "rule", "my-rule", "--pack", tmp_path / "lamp", "--into", "rules/limits.yaml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("nothing was begun: mend these first\n")


def test_prove_shows_the_patient_who_breaks_a_guarantee(changed: Path) -> None:
    text = "- id: safe\n  text: It is ruled out.\n  whenever: {implants: {includes: pacemaker}}\n"
    text += "  then: {options: [examplimab], safety_at_least: excluded}\n  sources: [label-a]\n"
    (changed / "guarantees.yaml").write_text(text, "utf-8")
    done = run("prove", changed)
    assert done.returncode == 1
    assert "given: {implants: [pacemaker]}" in done.stdout
    assert "guarantees.yaml:1: guarantee safe does not hold" in done.stdout
    same, differing = run("prove", TINY, TINY), run("prove", TINY, changed)
    assert same.returncode == 0
    assert "say the same of every possible patient" in same.stdout
    assert differing.returncode == 1
    assert "pacemaker-excludes says caution (before: excludes)" in differing.stdout


def test_without_z3_prove_says_how_to_get_it() -> None:
    done = run("prove", TINY, before="sys.modules['z3'] = None")
    assert done.returncode == 2
    assert done.stderr.strip() == "this needs z3, which is not installed: pip install 'vns-choice[authoring]'"


def test_test_and_mutate_print_what_is_missing_and_junit_says_it_too(tmp_path: Path) -> None:
    from xml.etree import ElementTree

    out = tmp_path / "out.xml"
    tested = run("test", TINY, "--missing", "--junit", out)
    assert tested.returncode == 0, tested.stderr
    suites = ElementTree.parse(out).getroot()
    assert {suite.get("name"): suite.get("failures") for suite in suites} == {"vignettes": "0", "coverage": "1"}
    full = tmp_path / "full"
    shutil.copytree(TINY, full)
    (full / "vignettes" / "coverage-tests.yaml").write_text(tested.stdout, "utf-8")
    again = run("test", full)
    assert "not tried" not in again.stdout
    slips = run("mutate", full, "--missing")
    (full / "vignettes" / "coverage-changes.yaml").write_text(slips.stdout, "utf-8")
    noticed = run("mutate", full)
    assert noticed.returncode == 0, noticed.stdout
    assert run("mutate", TINY).returncode == 1


@pytest.mark.parametrize("command", ["test", "mutate", "prove", "compare"])
def test_every_command_has_help_with_an_example_and_no_traceback(command: str, tmp_path: Path) -> None:
    assert "Example" in run(command, "--help").stdout
    wrong = run(command, tmp_path / "nowhere", *([tmp_path / "nowhere"] if command == "compare" else []))
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
