"""A sheet grows as far as its pages reach, and what is reckoned to fit is what the typesetter then prints."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from decision import Pack, assess, summarise
from decision.language import speaking
from decision.summary import handout
from decision.summary.chosen import options_in_full
from decision.summary.fitting import Fitting
from decision.summary.fullness import FULLEST, FULLNESS, LEAST, ORDERS
from decision.summary.handout import PAGES, handout_pdf
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
        fullest = cut(everything, FULLEST)
        assert any(Fitting(everything, "giant", "a4", PAGES["giant"]).splits(fullest))
        clear = Fitting(everything, "clear", "a4", PAGES["clear"])
        assert not any(clear.splits(cut(everything, clear.grown(ORDERS)[-1].fullness)))
