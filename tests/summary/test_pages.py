"""Every example on paper, in every language, print size and paper: within its pages, no card split, nothing cut off."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decision import Pack, assess, load_pack, summarise
from decision.bundled import default_pack
from decision.language import speaking
from decision.summary.handout import PAGES, handout_pdf, options_in_full, pages_of
from decision.summary.model import Summary
from decision.summary.sheet import whole

PACK: Pack = load_pack(default_pack())
DAY = date(2026, 11, 24)
PATIENTS = [place for place, vignette in enumerate(PACK.vignettes) if vignette.story]
PAPERS = ("a4", "us-letter")
LANGUAGES = PACK.languages
SHARES = 4
"""Parts in which the examples are gone through, so that two workers share the work."""


def told(place: int, language: str = "en") -> Summary:
    vignette = PACK.vignettes[place]
    return summarise(assess(PACK, vignette.given, today=vignette.today or DAY), reader="patient", language=language)


def read(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def same(text: str) -> str:
    """Letters and digits only: how lines are broken does not matter."""
    return re.sub(r"\W", "", text)


def different(places: range, language: str) -> Iterator[tuple[int, Summary]]:
    """The examples whose sheets differ in at least one word; half of them say no word that another does not."""
    seen = set()
    for place in places:
        summary = told(place, language)
        with speaking(language):
            words = json.dumps(whole(summary, options_in_full(summary)).data, sort_keys=True)
        if words not in seen:
            seen.add(words)
            yield place, summary


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_keeps_to_its_pages_in_every_print_size_on_every_paper(language: str, share: int) -> None:
    step = len(PACK.vignettes) // SHARES + 1
    printed = 0
    for place, summary in different(range(len(PACK.vignettes))[share * step : (share + 1) * step], language):
        for size, most in PAGES.items():
            for paper in PAPERS:
                pdf = handout_pdf(summary, print_size=size, paper=paper)
                assert pages_of(pdf) <= most, (PACK.vignettes[place].name, size, paper)
                printed += 1
    assert printed >= 6


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_every_card_of_every_patient_stays_whole_and_nothing_stands_below_the_foot(paper: str, language: str) -> None:
    for place in PATIENTS:
        summary = told(place, language)
        reader = pypdf.PdfReader(io.BytesIO(handout_pdf(summary, paper=paper)))
        printed = [same(page.extract_text()) for page in reader.pages]
        for option in summary.options:
            here = [page for page in printed if same(option.living) in page]
            assert all(same(option.what) in page for page in here), (PACK.vignettes[place].name, option.name)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.data())
def test_any_example_on_any_paper_tells_what_the_summary_tells(data) -> None:
    place = data.draw(st.integers(0, len(PACK.vignettes) - 1))
    size, paper = data.draw(st.sampled_from(list(PAGES))), data.draw(st.sampled_from(PAPERS))
    summary = told(place)
    text = same(" ".join(read(handout_pdf(summary, print_size=size, paper=paper))))
    for words in (summary.decision, summary.headline, summary.untried_line, *summary.unknowns, *summary.banner):
        assert same(words) in text
    for option in summary.options:
        assert same(option.name) in text
        if option.kind == "vns":
            assert same(option.safety.words) in text
