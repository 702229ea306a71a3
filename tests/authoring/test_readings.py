"""What a command keeps of a pack's files for the next one: the same as reading them anew, or it is not used."""

import os
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from decision import PackError, load_pack
from decision.authoring.checks import check
from decision.authoring.readings import VARIABLE, load, readings
from decision.bundled import default_pack
from decision.pack import yaml_text
from decision.pack.loading import texts_of

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """Where readings are kept in this test."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def pack(tmp_path) -> Path:
    return copytree(TINY, tmp_path / "tiny")


@pytest.fixture
def read_anew(monkeypatch) -> list[str]:
    """The texts that the YAML reader gets to see."""
    seen: list[str] = []

    def parse(text: str) -> yaml_text.Document:
        seen.append(text)
        return yaml_text.parse(text)

    monkeypatch.setattr("decision.authoring.readings.parse", parse)
    return seen


def same(one: yaml_text.Document, other: yaml_text.Document) -> bool:
    return (one.data, dict(one.values), dict(one.keys)) == (other.data, dict(other.values), dict(other.keys))


def test_what_was_kept_is_what_reading_anew_would_give_with_every_place(kept, read_anew) -> None:
    folder = default_pack()
    texts = [yaml_text.decode(raw)[0] for raw in texts_of(folder)[0].values()]
    for turn in ("first", "second"):
        with readings(folder) as parse:
            assert all(same(parse(text), yaml_text.parse(text)) for text in texts), turn
    assert len(read_anew) == len(texts)


_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)
_data = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words.filter(bool), inner, max_size=3),
    max_leaves=12,
)


@given(_data)
def test_any_text_is_kept_as_it_was_read(tmp_path_factory, data: object) -> None:
    text, folder = yaml.safe_dump(data, allow_unicode=True), tmp_path_factory.mktemp("any")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "kept"))
        for _ in range(2):
            with readings(folder) as parse:
                document = parse(text)
    anew = yaml_text.parse(text)
    assert anew.slips or same(document, anew)


def test_what_a_reader_does_with_it_is_not_kept(kept, read_anew) -> None:
    text = "- {id: a, options: [one]}\n"
    for _ in range(3):
        with readings(TINY) as parse:
            document = parse(text)
            assert document.data == [{"id": "a", "options": ["one"]}]
            document.data[0]["options"].append("two")
            del document.data[0]["id"]
    assert read_anew == [text]


def test_only_the_file_that_was_changed_is_read_again(kept, pack, read_anew) -> None:
    load(pack)
    read_anew.clear()
    assert load(pack).fingerprint == load_pack(pack).fingerprint
    assert read_anew == []
    changed = pack / "rules" / "safety.yaml"
    changed.write_text(changed.read_text("utf-8") + "# looked at again\n", encoding="utf-8")
    load(pack)
    assert read_anew == [changed.read_text("utf-8")]


def test_a_fault_is_told_at_the_same_place_each_time(kept, pack) -> None:
    file = pack / "rules" / "safety.yaml"
    file.write_text(file.read_text("utf-8").replace("effect:", "efect:", 1), encoding="utf-8")
    told = []
    for _ in range(2):
        with readings(pack) as parse:
            told.append([remark.problem for remark in check(pack, parse=parse).remarks])
    assert told[0] == told[1] == [remark.problem for remark in check(pack).remarks]
    assert told[0]


def test_a_text_that_cannot_be_read_is_never_kept(kept, pack, read_anew) -> None:
    file = pack / "rules" / "safety.yaml"
    file.write_text("- id: [", encoding="utf-8")
    for _ in range(2):
        read_anew.clear()
        with pytest.raises(PackError):
            load(pack)
    assert read_anew == ["- id: ["]


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "no seal"])
def test_what_is_not_whole_is_not_used(kept, pack, read_anew, damage: str) -> None:
    load(pack)
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    ruined = {
        "cut": whole[:-9],
        "changed": whole.replace(b"excludes", b"caution"),
        "empty": b"",
        "no seal": whole.partition(b"\n")[2],
    }
    assert ruined[damage] != whole
    file.write_bytes(ruined[damage])
    read_anew.clear()
    assert load(pack).fingerprint == load_pack(pack).fingerprint
    assert len(read_anew) == len(texts_of(pack)[0])


def test_nothing_is_kept_where_that_is_switched_off_or_impossible(tmp_path, pack, monkeypatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    load(pack)
    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a file"))
    load(pack)
    assert sorted(place.name for place in tmp_path.iterdir()) == ["a file", "tiny"]


def test_what_nobody_looked_at_for_a_month_is_deleted(kept, pack) -> None:
    load(pack)
    (file,) = kept.iterdir()
    os.utime(file, (0, 0))
    other = copytree(TINY, pack.parent / "other")
    load(other)
    assert len(list(kept.iterdir())) == 1
    assert not file.exists()
