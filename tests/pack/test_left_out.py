"""What a pack keeps and does not use: words that wait for a translator, findings that no longer hold."""

import json
import shutil
from pathlib import Path

import pytest
from test_cli import run

from decision import PackError, assess, load_pack
from decision.pack.words import not_retold, words_of

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    return folder


def speak(pack: Path, *first_lines: str, without: str = "") -> None:
    """Give the pack a file of words, one line for each part of it, perhaps without those of one rule."""
    tree = words_of(load_pack(TINY))
    tree["rules"] = {name: words for name, words in tree["rules"].items() if name != without}
    lines = [*first_lines, *(f"{key}: {json.dumps(part, ensure_ascii=False)}" for key, part in tree.items() if part)]
    (pack / "words").mkdir(exist_ok=True)
    (pack / "words" / "es.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def problems(pack: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    return [str(problem) for problem in caught.value.problems]


def change(pack: Path, file: str, old: str, new: str) -> None:
    place = pack / file
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")


def test_words_that_are_missing_are_told_with_the_text_to_translate_and_a_way_that_needs_no_translator(
    pack: Path,
) -> None:
    speak(pack, without="pacemaker-excludes")
    (problem,) = problems(pack)
    assert "the words for rules.pacemaker-excludes are missing" in problem
    assert "below 'rules:' add, translated: pacemaker-excludes: {\"clinician\": " in problem
    assert "or write 'set_aside: waits for a translator' as the first line" in problem


def test_words_that_are_set_aside_hold_nothing_up_and_are_not_spoken(pack: Path) -> None:
    speak(pack)
    assert load_pack(pack).languages == ("en", "es")
    speak(pack, "set_aside: waits for a translator", without="pacemaker-excludes")
    loaded = load_pack(pack)
    assert loaded.languages == ("en",)
    assert loaded.words_set_aside == {"es": "waits for a translator"}
    with pytest.raises(ValueError, match="no words in the language 'es'"):
        loaded.spoken("es")


@pytest.mark.parametrize("reason", ["true", '""', "[a]"])
def test_words_are_not_set_aside_without_a_reason(pack: Path, reason: str) -> None:
    speak(pack, f"set_aside: {reason}")
    assert "it is not said why these words are set aside" in problems(pack)[0]


def test_a_retired_finding_is_kept_with_its_words_and_counts_for_nothing(pack: Path) -> None:
    speak(pack)
    before = assess(load_pack(pack), {"pain": "knee"})["examplimab"].evidence
    assert [finding for entry in before for finding in entry.findings] == ["knee-trial"]
    change(pack, "evidence/findings.yaml", "  shown_to_patients", "  status: retired\n  shown_to_patients")
    for file in ("rules/safety.yaml", "rules/talk.yaml", "options.yaml"):
        place = pack / file
        place.write_text(place.read_text("utf-8").replace("[knee-trial]", "[stomach]"), "utf-8")
    loaded = load_pack(pack)
    assert "knee-trial" in loaded.retired_findings
    after = assess(loaded, {"pain": "knee"})["examplimab"].evidence
    assert [finding for entry in after for finding in entry.findings] == []
    assert {entry.high.word for entry in after} == {"not_studied"}


def test_what_rests_on_a_retired_finding_is_told_unless_it_is_retired_too(pack: Path) -> None:
    change(pack, "evidence/findings.yaml", "  shown_to_patients", "  status: retired\n  shown_to_patients")
    told = problems(pack)
    assert told
    assert all("the finding 'knee-trial' is retired" in problem for problem in told)


def test_a_comparison_names_the_words_whose_translation_was_left_behind(pack: Path, tmp_path: Path) -> None:
    speak(pack)
    former = tmp_path / "former"
    shutil.copytree(pack, former)
    assert list(not_retold(load_pack(former), load_pack(pack))) == []
    change(pack, "rules/safety.yaml", "Fresh pain.", "Recent pain.")
    assert list(not_retold(load_pack(former), load_pack(pack))) == [("es", "rules.fresh-pain.clinician")]
    done = run("compare", str(former), str(pack))
    assert "words/es.yaml: rules.fresh-pain.clinician still says the former words" in done.stdout
    change(pack, "words/es.yaml", "Fresh pain.", "Dolor reciente.")
    assert list(not_retold(load_pack(former), load_pack(pack))) == []
