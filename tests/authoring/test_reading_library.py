"""`vns-choice check --library`: reading ages by a maintained library beside our own, over every text for patients."""

import importlib.util
import shutil
import socket
from pathlib import Path
from statistics import mean

import pytest
from click.testing import Result
from typer.testing import CliRunner

from decision.authoring import library
from decision.authoring.checks import Report, Severity, check
from decision.authoring.checks.words import ENOUGH, for_patients
from decision.authoring.library import reading_age
from decision.bundled import default_pack
from decision.cli import app
from decision.pack.loading import load_pack
from decision.summary.readability import LIMIT, measure

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"
MOST_APART, MOST_APART_ON_AVERAGE = 3.0, 0.5
"""Years; decision 0010 says where the two readings come from."""


class Rules:
    """What `for_patients` looks at, without the files of the pack."""

    def __init__(self, pack) -> None:
        self.pack = pack
        self.rules = [rule for rule in pack.rules.values() if rule.status != "retired"]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise AssertionError("the library asked for the network")

    for way in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, way, closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)


@pytest.fixture(scope="module")
def report() -> Report:
    return check(default_pack(), library=True)


def test_every_text_of_the_shipped_pack_reads_at_eleven_by_the_library_too(report: Report) -> None:
    assert [remark for remark in report.remarks if remark.severity is not Severity.NOTE] == []
    assert report.reading_by_library is not None
    assert report.reading is not None
    assert max(report.reading_by_library, report.reading.age) <= LIMIT
    assert abs(report.reading_by_library - report.reading.age) <= MOST_APART_ON_AVERAGE


def test_our_measure_of_a_text_stays_near_the_librarys() -> None:
    texts = [text for _, _, _, text in for_patients(Rules(load_pack(default_pack())))]
    long = [text for text in texts if measure([text]).words >= ENOUGH]
    apart = [reading_age(text) - measure([text]).age for text in long]
    assert len(long) > 20
    assert abs(mean(apart)) <= MOST_APART_ON_AVERAGE
    assert max(map(abs, apart)) <= MOST_APART


def test_a_text_that_only_the_library_finds_hard_is_told_when_it_is_asked(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(TINY, pack)
    hard = (
        "It eased pain in one study. People whose physiological idiosyncrasies antagonise anaesthetists were "
        "catastrophically underrepresented. We know of no other study of it, and none is under way here just now."
    )
    talk = pack / "rules" / "talk.yaml"
    talk.write_text(talk.read_text("utf-8").replace("It eased knee pain in one study.", hard), "utf-8")
    told = check(pack, library=True)
    assert "hard-words" in {remark.check for remark in told.remarks}


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", str(TINY), *arguments])


def test_the_command_tells_the_librarys_age_only_when_it_is_asked() -> None:
    assert "textstat" not in command().output
    assert "By the library textstat: " in command("--library").output


def test_a_library_that_is_missing_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(library, "find_spec", lambda name: None if name == "textstat" else find(name))
    reading_age.cache_clear()
    told = command("--library")
    assert told.exit_code == 2
    assert "pip install 'vns-choice[reading]'" in told.output
