"""The handout as one web page: the words of the PDF, marked for what they are, loading nothing from anywhere."""

import itertools
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from decision import Pack, assess, load_pack, summarise
from decision.summary.handout import handout, handout_html
from decision.summary.model import Summary

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
KNEE = {"age": 50, "sex": "male", "pain": "knee", "implants": ["pump", "none"], "matters_effort": 2}
EMPTY = {"meta", "br", "rect", "link", "img"}


def summary(reader: str = "patient", **answers: object) -> Summary:
    return summarise(assess(TINY, {**KNEE, **answers}, today=date(2026, 6, 1)), reader=reader)


class Reading(HTMLParser):
    """The elements in order, the words, and whether every element is closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.well_formed = True
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self.well_formed &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += f" {data} "


@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_it_loads_nothing_and_holds_its_own_typeface(reader: str) -> None:
    page = handout_html(summary(reader))
    loading = [attributes for tag, attributes in Reading(page).tags if {"src", "href", "srcset"} & set(attributes)]
    assert loading == []
    assert all(url.startswith("data:font/woff2") for url in re.findall(r'url\("([^"]+)"', page))
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert len(page.encode()) < 400_000


@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_headings_nest_and_tables_have_header_cells(reader: str) -> None:
    read = Reading(handout_html(summary(reader)))
    assert read.well_formed
    assert read.open == []
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    names = [tag for tag, _ in read.tags]
    assert {"table", "th", "ul", "main", "header", "footer"} <= set(names)
    assert dict(read.tags)["html"] == {"lang": "en", "dir": "ltr"}


def test_the_words_and_numbers_are_those_of_the_summary_r20() -> None:
    told = summary()
    words = Reading(handout_html(told)).words
    (option,) = [option for option in told.options if option.id == "examplimab"]
    for text in (told.problem, told.decision, option.what, option.living, *option.benefits[0].sentences[1:]):
        assert text in words
    for point, _ in (*option.good, *option.bad):
        assert point in words
    assert "Looked through by Dr A" in Reading(handout_html(told, released_by="Dr A")).words
    assert "Preview, not released" in words


def test_pictures_have_their_numbers_as_text_d4() -> None:
    pictures = [attributes for tag, attributes in Reading(handout_html(summary())).tags if tag == "svg"]
    assert pictures
    assert all(attributes["role"] == "img" and "100" in str(attributes["aria-label"]) for attributes in pictures)


def test_what_someone_types_is_never_read_as_markup() -> None:
    page = handout_html(summary(), released_by='<script>x</script> "&')
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_private_answers_are_not_on_the_page_for_the_patient() -> None:
    assert "Dark thoughts" not in handout_html(summary(mood=True))
    assert "Dark thoughts" in handout_html(summary("clinician", mood=True))


def test_one_function_prints_both_forms() -> None:
    assert handout(summary(), "html", print_size="giant", paper="a4").startswith(b"<!doctype html>")
    assert handout(summary(), "pdf", print_size="giant", paper="a4").startswith(b"%PDF")


def test_every_patient_of_the_pack_has_a_page(shipped: Pack) -> None:
    for vignette in shipped.vignettes:
        if vignette.story:
            read = Reading(handout_html(summarise(assess(shipped, vignette.given), reader="patient")))
            assert read.well_formed, vignette.name
            assert "None" not in re.findall(r"\bNone\b(?!\.)", read.words), vignette.name
