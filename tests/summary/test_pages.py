"""Every example patient on paper: within the pages of its print size, no card split, nothing over the foot of a page."""

import io
import re
from datetime import date
from functools import cache

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision import Pack, assess, load_pack, summarise
from decision.bundled import default_pack
from decision.summary.handout import PAGES, handout_pdf, pages_of
from decision.summary.model import Summary

PACK: Pack = load_pack(default_pack())
DAY = date(2026, 11, 24)
PATIENTS = [place for place, vignette in enumerate(PACK.vignettes) if vignette.story]
PAPERS = ("a4", "us-letter")
LANGUAGES = PACK.languages


@cache
def told(place: int, language: str = "en") -> Summary:
    vignette = PACK.vignettes[place]
    return summarise(assess(PACK, vignette.given, today=vignette.today or DAY), reader="patient", language=language)


def read(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def same(text: str) -> str:
    """Letters and digits only: how lines are broken does not matter."""
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", list(PAGES))
def test_every_patient_of_the_pack_keeps_to_the_pages_and_every_card_stays_whole(size, paper, language) -> None:
    for place in PATIENTS if size == "clear" else PATIENTS[::3]:
        name, summary = PACK.vignettes[place].name, told(place, language)
        pdf = handout_pdf(summary, print_size=size, paper=paper)
        assert pages_of(pdf) <= PAGES[size], name
        if (size, paper) == ("clear", "us-letter"):
            printed = [same(page) for page in read(pdf)]
            for option in summary.options:
                here = [page for page in printed if same(option.living) in page]
                assert all(same(option.what) in page for page in here), (name, option.name)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.data())
def test_any_example_on_any_paper_keeps_to_the_pages_and_tells_what_the_summary_tells(data) -> None:
    place = data.draw(st.integers(0, len(PACK.vignettes) - 1))
    size, paper = data.draw(st.sampled_from(list(PAGES))), data.draw(st.sampled_from(PAPERS))
    summary = told(place)
    printed = read(handout_pdf(summary, print_size=size, paper=paper))
    assert len(printed) <= PAGES[size], PACK.vignettes[place].name
    text = same(" ".join(printed))
    for words in (summary.decision, summary.headline, summary.untried_line, *summary.unknowns, *summary.banner):
        assert same(words) in text
    for option in summary.options:
        assert same(option.name) in text
        if option.kind == "vns":
            assert same(option.safety.words) in text
