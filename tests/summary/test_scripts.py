"""Other scripts: the sheet in a made-up translation, every letter replaced, right to left and in wide characters.

The words mean nothing; the numbers, blanks and order are those of the real sheet. It proves the layout, not a language.
The typefaces are Debian's and only for tests; a clinic that needs a script brings a folder with its own.
"""

import gettext
import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfua
import pikepdf
import pypdf
import pytest

import decision.language
from decision import Pack, assess, summarise
from decision.pack.words import words_of
from decision.summary.handout import PAGES, HandoutError, handout_html, handout_pdf
from decision.summary.model import Summary

LETTERS = {"he": "אבגדהוזחטיכלמנסעפצקרשת", "zh": "的一是不了人我在有他这中大来上国个到说们"}
TYPEFACES = {
    "he": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "fonts-dejavu-core"),
    "zh": ("droid/DroidSansFallbackFull.ttf", "fonts-droid-fallback"),
}
GIVEN = {
    "age": 52, "pain_condition": "fibromyalgia", "implants": ["none"], "heart": ["none"], "voice_work": True,
    "matters_voice": 3, "matters_surgery": 2, "breathing": "not_known",
}  # fmt: skip


def put_into(language: str, text: str) -> str:
    """A text with every Latin letter replaced, blanks such as {number} kept; Chinese has no spaces and fewer letters."""
    letters = LETTERS[language]

    def word(found: re.Match[str]) -> str:
        if found[0].startswith("{"):
            return found[0]
        changed = "".join(letters[ord(letter) % len(letters)] for letter in found[0])
        return changed[: max(1, len(changed) // 3)] if language == "zh" else changed

    changed = re.sub(r"\{[^}]*\}|[A-Za-zÀ-ÿ]+", word, text)
    return changed.replace(" ", "") if language == "zh" and "{" not in text else changed


class Pseudo(gettext.NullTranslations):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def gettext(self, message: str) -> str:
        return put_into(self.language, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return put_into(self.language, one if number == 1 else many)


def translated(language: str, tree: object) -> object:
    match tree:
        case str():
            return put_into(language, tree)
        case list():
            return [translated(language, entry) for entry in tree]
        case dict():
            return {key: translated(language, entry) for key, entry in tree.items()}
    return tree


@pytest.fixture(params=["he", "zh"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language that the program and the pack speak for one test."""
    real = decision.language._catalogue
    monkeypatch.setitem(decision.language.LANGUAGES, request.param, "Pseudo")
    monkeypatch.setattr(decision.language, "_catalogue", lambda name: Pseudo(name) if name in LETTERS else real(name))
    return request.param


@pytest.fixture
def told(language: str, shipped: Pack) -> Summary:
    pack = replace(shipped, words={**shipped.words, language: translated(language, words_of(shipped))})
    return summarise(assess(pack, GIVEN, today=date(2026, 6, 1)), reader="patient", language=language)


@pytest.fixture
def fonts(language: str, tmp_path: Path) -> Path:
    *files, package = TYPEFACES[language]
    there = Path("/usr/share/fonts/truetype")
    if not (there / files[0]).exists() and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", package], check=False)
    if not (there / files[0]).exists():
        if os.environ.get("CI"):
            pytest.fail(f"{package} is not installed: the script was NOT tested")
        pytest.skip(f"{package} is not installed: the script was NOT tested")
    for file in files:
        shutil.copy(there / file, tmp_path)
    return tmp_path


def test_a_script_of_another_direction_or_width_keeps_to_the_same_pages(told: Summary, fonts: Path) -> None:
    for size in ("clear",):
        pdf = handout_pdf(told, print_size=size, fonts=fonts)
        assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) <= PAGES[size]
        (fonts / "sheet.pdf").write_bytes(pdf)
        findings = pdfua.validate(str(fonts / "sheet.pdf")).findings
        assert [str(finding) for finding in findings if finding.severity.name == "ERROR"] == []
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert str(document.Root.Lang) == told.language


def test_right_to_left_mirrors_the_page(told: Summary, fonts: Path, language: str) -> None:
    """The label of the box for the patient's name stands on the side where a line of the script begins."""
    first = pypdf.PdfReader(io.BytesIO(handout_pdf(told, fonts=fonts))).pages[0]
    label = put_into(language, "Patient label").split()[0]
    found: list[float] = []

    def visit(text: str, matrix: list[float], inner: list[float], *_: object) -> None:
        if text.strip() == label:
            found.append(matrix[4] + inner[4])

    first.extract_text(visitor_text=visit)
    middle = float(first.mediabox.width) / 2
    assert found
    assert {place > middle for place in found} == {language == "he"}


def test_the_web_page_says_its_language_and_direction(told: Summary, language: str) -> None:
    page = handout_html(told)
    assert f'<html lang="{language}" dir="{"rtl" if language == "he" else "ltr"}">' in page
    assert "Source" not in page.split("</style>")[1]


def test_without_a_typeface_the_missing_character_is_shown(told: Summary, language: str) -> None:
    with pytest.raises(HandoutError) as refused:
        handout_pdf(told)
    assert any(letter in str(refused.value) for letter in LETTERS[language])
