"""Our reading age beside that of a maintained library, over every text that the shipped pack holds for patients."""

import socket
from statistics import mean

import pytest
import textstat

from decision import Pack
from decision.authoring.checks.words import ENOUGH, for_patients
from decision.summary.readability import LIMIT, measure

MOST_APART, MOST_APART_ON_AVERAGE = 3.0, 0.5
"""Years; decision 0010 says where the two readings come from."""


class Rules:
    """What `for_patients` looks at, without the files of the pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.rules = [rule for rule in pack.rules.values() if rule.status != "retired"]


@pytest.fixture(scope="module")
def texts(shipped: Pack) -> dict[str, str]:
    """Every text for patients, as `vns-choice check` measures them, by where it stands."""
    found = {f"{name}: {path}": text for _, name, path, text in for_patients(Rules(shipped))}
    assert len(found) > 1000
    return found


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise AssertionError("the library asked for the network")

    for way in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, way, closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)


def age(text: str) -> float:
    return textstat.flesch_kincaid_grade(text) + 5


def test_every_text_for_patients_reads_at_eleven_by_the_library_too(texts: dict[str, str]) -> None:
    long = {place: text for place, text in texts.items() if measure([text]).words >= ENOUGH}
    assert len(long) > 20
    assert {place: found for place, text in long.items() if round(found := age(text)) > LIMIT} == {}


def test_all_words_for_patients_together_read_at_eleven_by_both_and_the_two_agree(texts: dict[str, str]) -> None:
    ours, theirs = measure(texts.values()).age, age(" ".join(text.rstrip(".!?") + "." for text in texts.values()))
    assert max(ours, theirs) <= LIMIT
    assert abs(ours - theirs) <= MOST_APART_ON_AVERAGE


def test_our_measure_of_a_text_stays_near_the_librarys(texts: dict[str, str]) -> None:
    apart = [age(text) - found.age for text in texts.values() if (found := measure([text])).words >= ENOUGH]
    assert abs(mean(apart)) <= MOST_APART_ON_AVERAGE
    assert max(map(abs, apart)) <= MOST_APART
