"""Every text of the code has words in every language: with the same blanks, none guessed, and compiled as committed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from decision.language import DOMAIN, FOLDER, LANGUAGES, say, say_count, speaking

ROOT = Path(__file__).resolve().parent.parent.parent
OTHERS = [language for language in LANGUAGES if language != "en"]
KEYWORDS = ["-k", "say", "-k", "mark", "-k", "say_count:1,2"]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The texts in the code, gathered as `make words` gathers them."""
    out = tmp_path_factory.mktemp("words") / "texts.pot"
    command = ["-q", "extract", "-F", "pyproject.toml", "--no-default-keywords", *KEYWORDS, "-o", str(out), "decision"]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *command], check=True, cwd=ROOT)
    with out.open("rb") as file:
        return read_po(file)


def catalogue(language: str) -> Catalog:
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=language)


def entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def forms(texts: str | tuple[str, ...] | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def blanks(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_code_has_words_and_no_words_are_left_over(wanted: Catalog, language: str) -> None:
    held = catalogue(language)
    texts = [forms(message.id)[0] for message in entries(wanted)]
    without = [key for key in texts if (found := held.get(key)) is None or not all(forms(found.string))]
    assert not without, "these have no words yet: `make words`, then write them into the .po, then `make words` again"
    left_over = {forms(message.id)[0] for message in entries(held)} - set(texts)
    assert not left_over


@pytest.mark.parametrize("language", OTHERS)
def test_words_have_the_blanks_of_their_text_and_no_others(language: str) -> None:
    differing = [
        words
        for message in entries(catalogue(language))
        for words in forms(message.string)
        if blanks(words) != set().union(*(blanks(text) for text in forms(message.id)))
    ]
    assert differing == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_words_are_guessed(language: str) -> None:
    assert [message.id for message in entries(catalogue(language)) if message.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_says_what_the_catalogue_says(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        compiled = {forms(message.id)[0]: forms(message.string) for message in entries(read_mo(file))}
    assert compiled == {forms(message.id)[0]: forms(message.string) for message in entries(catalogue(language))}


def test_words_for_one_and_many_stand_together_where_they_are_said() -> None:
    apart = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "decision").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say_count"
        if not all(isinstance(text, ast.Constant) for text in call.args[:2])
    ]
    assert not apart, "marked apart, the two would be two texts, and the number could not choose between their words"


def test_a_text_inside_a_formatted_string_is_gathered(wanted: Catalog) -> None:
    assert "The options" in wanted  # board.py says it between braces


def test_a_number_chooses_the_words_for_one_or_many() -> None:
    with speaking("es"):
        assert say("Not known") == "No se sabe"
        one, many = "{number} private question", "{number} private questions"
        assert say_count(one, many, 1) == "1 pregunta privada"
        assert say_count(one, many, 2) == "2 preguntas privadas"
