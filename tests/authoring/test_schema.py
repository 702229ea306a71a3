"""The schemas fit the packs, say what every key means, and do in the real yaml-language-server what editors need."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from language_server import LanguageServer
from pydantic import BaseModel

from decision import load_pack
from decision.authoring.meanings import MEANINGS
from decision.authoring.schema import FILES, KINDS, schemas, settings
from decision.pack.loading import SHAPES, kind_of
from decision.pack.yaml_text import parse

ROOT = Path(__file__).resolve().parent.parent.parent
PACKS = [ROOT / "rules" / "vns-pain", ROOT / "tests" / "packs" / "tiny"]
BAD = ROOT / "tests" / "bad_packs"
NO_SERVER = "npm is not there or could not install yaml-language-server: completion in editors was NOT tested"


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_every_file_of_a_good_pack_fits_its_schema(folder: Path) -> None:
    made = schemas(load_pack(folder))
    seen = set()
    for place in sorted(folder.rglob("*.yaml")):
        kind = kind_of(place.relative_to(folder).as_posix())
        assert kind is not None
        seen.add(kind)
        judge = jsonschema.Draft202012Validator(made[kind])
        found = [f"{place.name} {list(e.absolute_path)}: {e.message}" for e in judge.iter_errors(_read(place))]
        assert found == []
    assert {"pack", "questions", "rules", "vignettes"} <= seen


@pytest.mark.parametrize(
    "name",
    [
        "missing-unit", "several-questions", "test-of-another-kind", "unknown-choice", "unknown-definition",
        "unknown-effect", "unknown-finding", "unknown-key", "unknown-option", "unknown-question", "unknown-source",
        "unknown-theme", "wrong-unit", "missing-specialist", "missing-patient-words", "vignette-unknown-rule",
        "vignette-impossible-answer", "no-for-false", "yes-for-true", "octal-number",
    ],
)  # fmt: skip
def test_what_the_pack_refuses_in_one_file_its_schema_marks_too(name: str) -> None:
    made = schemas(load_pack(PACKS[1]))
    (place,) = (BAD / name).rglob("*.yaml")
    kind = kind_of(place.relative_to(BAD / name).as_posix())
    assert kind is not None
    assert list(jsonschema.Draft202012Validator(made[kind]).iter_errors(_read(place)))


def test_the_schemas_are_schemas() -> None:
    for schema in schemas(load_pack(PACKS[0])).values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_key_of_every_file_has_a_meaning() -> None:
    todo = [shape for kind in KINDS for shape in _models(SHAPES[kind]._type)]
    without: dict[str, list[str]] = {}
    seen: set[type[BaseModel]] = set()
    while todo:
        shape = todo.pop()
        if shape in seen:
            continue
        seen.add(shape)
        keys = {info.alias or name for name, info in shape.model_fields.items()}
        if missing := sorted(keys - MEANINGS.get(shape.__name__, {}).keys()):
            without[shape.__name__] = missing
        todo += [one for info in shape.model_fields.values() for one in _models(info.annotation)]
    assert without == {}, "write what these keys mean in decision/authoring/meanings.py"
    assert len(seen) > 20


def _models(kind: object) -> list[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [kind]
    return [one for part in get_args(kind) for one in _models(part)]


def test_vs_code_is_told_in_the_repository_which_schema_is_for_which_files() -> None:
    told = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert told["yaml.schemas"].items() >= settings("rules/vns-pain")["yaml.schemas"].items()
    assert set(FILES) >= set(KINDS)


def _read(place: Path) -> object:
    return parse(place.read_text("utf-8")).data


# in the editor


@pytest.fixture(scope="session")
def yaml_language_server(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that starts yaml-language-server, installed for this run."""
    npm, node = shutil.which("npm"), shutil.which("node")
    place = tmp_path_factory.mktemp("yaml-language-server")
    if npm and node:
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "yaml-language-server@2"]
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            return [
                node,
                str(place / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"),
                "--stdio",
            ]
    if os.environ.get("CI"):
        pytest.fail(NO_SERVER)
    pytest.skip(NO_SERVER)


@pytest.fixture(scope="module")
def editor(yaml_language_server: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """An editor with the tiny pack open, wired as `.vscode/settings.json` wires it."""
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(PACKS[1], folder / "rules" / "tiny")
    place = folder / "rules" / "tiny" / ".schema"
    place.mkdir()
    for kind, schema in schemas(load_pack(PACKS[1])).items():
        (place / f"{kind}.json").write_text(json.dumps(schema), "utf-8")
    wired = settings("rules/tiny")["yaml.schemas"]
    server = LanguageServer(yaml_language_server, folder, {(folder / at).as_uri(): to for at, to in wired.items()})
    yield server
    server.close()


RULE = """\
- id: fresh
  options: [examplimab]
  effect: caution
  when: {started: {within: 3 months}}
  clinician: Fresh pain.
  patient: Your pain is new.
  sources: [label-a]
  status: draft
  review_by: 2027-01-01
"""
NEW = "rules/tiny/rules/new-{}.yaml"


def test_a_good_rule_has_no_mark(editor: LanguageServer) -> None:
    assert editor.marks(NEW, RULE) == []


def test_the_questions_of_the_pack_are_offered_in_a_condition(editor: LanguageServer) -> None:
    offered = editor.completions(NEW, RULE.replace("when: {started: {within: 3 months}}", "when:\n    |"))
    assert {"clearance", "implants", "pregnant", "all", "any", "is"} <= offered.keys()
    assert "What is your clearance?" in offered["clearance"]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("when:\n    implants:\n      includes: |", {"pacemaker", "pump"}),
        ("when:\n    sex: |", {"female", "male"}),
        ("when:\n    is: |", {"slow_kidneys"}),
        ("when:\n    clearance:\n      |", {"below", "at_most", "between"}),
        ("when:\n    all:\n      - clearance:\n          below: |", {"… mL/min"}),
    ],
)
def test_choices_definitions_and_units_are_offered(editor: LanguageServer, condition: str, wanted: set[str]) -> None:
    offered = editor.completions(NEW, RULE.replace("when: {started: {within: 3 months}}", condition))
    assert wanted <= offered.keys()


def test_sources_findings_options_and_themes_are_offered(editor: LanguageServer) -> None:
    assert {"trial-a", "label-a"} <= editor.completions(NEW, RULE.replace("[label-a]", "[|]")).keys()
    assert {"examplimab", "otherine"} <= editor.completions(NEW, RULE.replace("[examplimab]", "[|]")).keys()
    assert {"relief", "effort"} <= editor.completions(NEW, RULE + "  theme: |\n").keys()
    assert "knee-trial" in editor.completions(NEW, RULE + "  findings:\n    - |\n")


def test_a_misspelt_key_question_and_unit_are_marked(editor: LanguageServer) -> None:
    ((text, said),) = editor.marks(NEW, RULE.replace("sources:", "source:"))
    assert text == "source"
    assert "source" in said
    marked = [text for text, _ in editor.marks(NEW, RULE.replace("{started: {within: 3 months}}", "{startde: true}"))]
    assert "startde" in marked
    marked = [
        text for text, _ in editor.marks(NEW, RULE.replace("{started: {within: 3 months}}", "{age: {below: 5 kg}}"))
    ]
    assert "5 kg" in marked
    (two,) = editor.marks(NEW, RULE.replace("{started: {within: 3 months}}", "{sex: male, mood: true}"))
    assert two[0] == "{sex: male, mood: true}"


def test_a_key_and_a_question_say_what_they_mean_when_the_pointer_rests_on_them(editor: LanguageServer) -> None:
    assert "What has to pass first" not in editor.hover(NEW, RULE.replace("effect", "eff|ect"))
    assert "What follows: excludes" in editor.hover(NEW, RULE.replace("effect", "eff|ect"))
    shown = editor.hover(NEW, RULE.replace("started", "sta|rted"))
    assert "When did it start?" in shown
    assert "Fresh pain differs" in shown


def test_the_first_line_of_a_file_can_name_its_schema_in_any_editor(editor: LanguageServer) -> None:
    named = "# yaml-language-server: $schema=../.schema/rules.json\n"
    anywhere = "rules/tiny/elsewhere/new-{}.yaml"
    assert [text for text, _ in editor.marks(anywhere, named + RULE.replace("sources:", "source:"))] == ["source"]
    assert editor.marks(anywhere, RULE.replace("sources:", "source:")) == []


def test_definitions_and_vignettes_have_schemas_of_their_own(editor: LanguageServer) -> None:
    assert (
        editor.marks("rules/tiny/rules/definitions.yaml", "- {id: old, label: Old, when: {age: {above: 80 years}}}\n")
        == []
    )
    offered = editor.completions(
        "rules/tiny/vignettes/new-{}.yaml", "- name: One\n  given:\n    sex: |\n  expect: {}\n"
    )
    assert {"female", "male", "not_known"} <= offered.keys()
