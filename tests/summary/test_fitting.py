"""A sheet grows as far as its pages reach, and what is reckoned to fit is what the typesetter then prints."""

import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from growth import EVERY, FULLNESS
from pypdf import PdfReader

from decision import Pack, assess, summarise
from decision.language import speaking
from decision.summary import handout, typesetting
from decision.summary.chosen import options_in_full
from decision.summary.fitting import Fitting
from decision.summary.fullness import FULLEST, LEAST, ORDERS
from decision.summary.handout import PAGES, handout_pdf, pages_of
from decision.summary.model import Summary
from decision.summary.sheet import cut, whole

DAY = date(2026, 11, 24)


def patients(pack: Pack, language: str = "en") -> list[Summary]:
    shown = [vignette for vignette in pack.vignettes if vignette.story][::4]
    return [summarise(assess(pack, v.given, today=DAY), reader="patient", language=language) for v in shown]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", list(PAGES))
def test_nearly_every_sheet_is_set_once(
    shipped: Pack, monkeypatch: pytest.MonkeyPatch, size: Any, language: str
) -> None:
    typeset, settings = handout.typeset, list[str]()

    def noted(template: str, *what: Any) -> bytes:
        settings.append(template)
        return typeset(template, *what)

    monkeypatch.setattr(handout, "typeset", noted)
    told = patients(shipped, language)
    for summary in told:
        handout_pdf(summary, print_size=size)
    assert len(told) <= len(settings) <= 1.5 * len(told)


def texts(data: dict[str, Any]) -> set[str]:
    """What a cut sheet tells, but for the sentences that have a shorter form."""
    found = {*data["before"], *data["unknowns"], *data["questions"]}
    found |= {" ".join(row) for table in ("practice", "wishes") for row in data[table]["rows"]}
    for card in data["options"]:
        found |= {f"{card['id']} {point}" for part in card["parts"] for point in part["points"]}
        found |= {f"{card['id']} {number['caption']}" for number in card["numbers"]}
    return found


def test_every_step_of_growth_tells_all_that_the_step_before_told(shipped: Pack) -> None:
    for summary in patients(shipped)[:4]:
        with speaking("en"):
            everything = whole(summary)
        told = [texts(cut(everything, fullness)) for fullness in FULLNESS]
        assert all(fuller >= less for fuller, less in pairwise(told))
        assert told[0] > told[-1]
    assert (FULLNESS[0], FULLNESS[-1]) == (FULLEST, LEAST)


def test_more_pages_never_tell_less(shipped: Pack) -> None:
    for summary in patients(shipped)[:4]:
        with speaking("en"):
            everything = whole(summary, options_in_full(summary))
            worth = []
            for pages in range(3, 9):
                grown = Fitting(everything, "clear", "a4", pages).grown(ORDERS[:1])
                worth.append(grown[-1].worth if grown else -1)
        assert worth == sorted(worth)
        assert worth[-1] > worth[1]


def test_a_card_taller_than_a_page_is_split_in_larger_print_and_never_in_clear_print(shipped: Pack) -> None:
    summary = patients(shipped)[1]
    with speaking("en"):
        everything = whole(summary, options_in_full(summary))
        giant = Fitting(everything, "giant", "a4", PAGES["giant"]).splits(cut(everything, FULLEST))
        assert any(card for card, *_ in giant)
        assert not any(any(rows) for _, *rows in giant)
        clear = Fitting(everything, "clear", "a4", PAGES["clear"])
        cards = clear.splits(cut(everything, clear.grown(ORDERS)[-1].fullness))
        assert not any(card for card, *_ in cards)


@pytest.mark.parametrize("size", list(PAGES))
def test_a_sheet_is_the_same_whatever_was_printed_before(shipped: Pack, size: Any) -> None:
    told = patients(shipped)
    chosen = [option.id for option in told[0].options if option.kind != "as_now"][:3]
    typesetting._measures.cache_clear()
    cold = handout_pdf(told[0], print_size=size, in_full=chosen)
    typesetting._measures.cache_clear()
    for other in told[1:5]:
        handout_pdf(other, print_size=size)
    assert handout_pdf(told[0], print_size=size, in_full=chosen) == cold


def lowest(pdf: bytes) -> float:
    """How far above the lower edge of the paper the lowest text of all pages stands, in points."""
    found: list[float] = []

    def seen(text: str, page: list[float], place: list[float], *_: object) -> None:
        if text.strip():
            found.append(place[5] * page[3] + page[5])

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=seen)
    return min(found)


@pytest.mark.parametrize("size", list(PAGES))
def test_no_word_stands_below_the_page_even_where_one_row_is_taller_than_it(shipped: Pack, size: Any) -> None:
    summary = patients(shipped)[0]
    assert lowest(handout_pdf(summary, print_size=size)) > 20
    endless = replace(summary.options[0], living="One of very manywords. " * 330)
    long = replace(summary, options=(endless, *summary.options[1:]))
    pdf = handout_pdf(long, print_size=size, in_full=[endless.id])
    assert lowest(pdf) > 20
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert text.count("manywords") == 330


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", list(PAGES))
def test_no_word_of_a_patients_sheet_stands_below_the_page(shipped: Pack, size: Any, language: str) -> None:
    for summary in patients(shipped, language):
        for paper in ("a4", "us-letter"):
            assert lowest(handout_pdf(summary, print_size=size, paper=paper)) > 20, (summary.subtitle, paper)


def test_where_the_pages_are_too_few_the_sheet_is_longer_and_not_emptier(shipped: Pack) -> None:
    summary = next(told for told in patients(shipped) if len(told.options) > 6)
    chosen = [option.id for option in summary.options if option.kind != "as_now"][:3]
    pdf = handout_pdf(summary, in_full=chosen, print_size="clear")
    text = re.sub(r"\W", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))
    assert pages_of(pdf) > PAGES["clear"]
    for name in chosen:
        option = next(option for option in summary.options if option.id == name)
        assert re.sub(r"\W", "", dict(option.burdens)["Time each day"]) in text


def test_whatever_is_left_out_the_sheet_says_so(shipped: Pack) -> None:
    for summary in patients(shipped)[:3]:
        with speaking("en"):
            everything = whole(summary, options_in_full(summary))
            full = texts(cut(everything, replace(FULLEST, points=99, safety=99, harms=99)))
            for fullness in EVERY:
                told = cut(everything, fullness)
                assert bool(told["more"]) or texts(told) >= full, fullness
