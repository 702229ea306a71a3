"""What is printed, read back from the PDF: the same words, tagged for screen readers, every page complete."""

import io
import itertools
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pypdf
import pytest

from decision import Pack, assess, load_pack, summarise
from decision.bundled import default_pack
from decision.summary.handout import HandoutError, handout_pdf, options_in_full, pages_of, readability, unprintable
from decision.summary.model import Summary

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")
DAY = date(2026, 6, 1)
KNEE = {"age": 50, "sex": "male", "pain": "knee", "implants": ["pump", "none"], "matters_effort": 2}


def summary(reader: str = "patient", **answers: object) -> Summary:
    return summarise(assess(TINY, {**KNEE, **answers}, today=DAY), reader=reader)


def pages(pdf: bytes) -> list[str]:
    """The words of each page, as a reader extracts them."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def tags(pdf: bytes) -> list[str]:
    """The kinds of structure elements, in reading order."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


@pytest.mark.parametrize("size", ["clear", "large", "giant"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_every_page_says_what_it_is_t8(size: str, paper: str, reader: str) -> None:
    printed = pages(handout_pdf(summary(reader), print_size=size, paper=paper))
    for number, text in enumerate(printed, start=1):
        assert "Talking about examplimab" in text
        assert f"Page {number} of {len(printed)}" in text
        assert "Discussion summary, not a prescription" in text
        assert "draft rules 1.2.0" in text
        assert "1 June 2026" in text
        assert "ask at the clinic" in text


def test_the_words_are_those_of_the_summary_r20() -> None:
    told = summary()
    text = " ".join(pages(handout_pdf(told)))
    (option,) = [option for option in told.options if option.id == "examplimab"]
    (number,) = option.benefits
    for words in (told.problem, told.decision, option.safety.words, option.what, option.living, *number.sentences[1:]):
        assert words.rstrip(".") in text
    for point, _ in (*option.good, *option.bad):
        assert point in text


def test_until_it_is_released_each_patient_page_says_so() -> None:
    assert all("Preview, not released" in text for text in pages(handout_pdf(summary())))
    released = pages(handout_pdf(summary(), released_by="Dr Ada Example"))
    assert all("Looked through by Dr Ada Example" in text and "Preview" not in text for text in released)
    assert all("Preview" not in text for text in pages(handout_pdf(summary("clinician"))))


def test_the_file_is_tagged_named_and_in_a_language_d1_d2_d3_d4() -> None:
    pdf = handout_pdf(summary())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("en")
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Talking about examplimab"
    found = tags(pdf)
    assert {"/H1", "/H2", "/L", "/LI", "/Figure"} <= set(found)
    assert found.index("/H1") < found.index("/H2")


@pytest.mark.parametrize("size", ["clear", "large", "giant"])
@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_two_validators_find_no_error_d7(size: str, reader: str, tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(handout_pdf(summary(reader), print_size=size))
    errors = [str(finding) for finding in pdfua.validate(str(file)).findings if finding.severity.name == "ERROR"]
    assert errors == []
    result = outloud.check(str(file))
    assert result.errors in (0, []), result


def test_pictures_have_their_numbers_as_text_d4() -> None:
    alts: list[str] = []
    with pikepdf.open(io.BytesIO(handout_pdf(summary()))) as document:
        alts = [str(o.Alt) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    assert any("30 out of 100 people" in alt for alt in alts)


def test_the_typeface_travels_with_the_file_d5() -> None:
    with pikepdf.open(io.BytesIO(handout_pdf(summary()))) as document:
        names = {str(o.FontName) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile3" in o}
        names |= {str(o.FontName) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o}
    assert names
    assert all("SourceSans3" in name for name in names)


@pytest.mark.parametrize(
    ("reader", "size"), [("patient", "clear"), ("patient", "large"), ("patient", "giant"), ("clinician", "clear")]
)
def test_nothing_runs_over_the_foot_of_a_page_t6(shipped: Pack, reader: str, size: str) -> None:
    """Words of the body stand above the footer line in every size, however long the lists are."""
    given = {"age": 52, "pain_condition": "fibromyalgia", "implants": ["pacemaker", "none"], "matters_surgery": 3}
    told = summarise(assess(shipped, given, today=DAY), reader=reader)
    for sheet in pypdf.PdfReader(io.BytesIO(handout_pdf(told, print_size=size))).pages:
        words = places(sheet)
        assert lowest_of_body(words, told.footer) > foot(words)


def places(sheet: pypdf.PageObject) -> list[tuple[float, str]]:
    """Every run of text with its height above the lower edge of the page, in points."""
    found: list[tuple[float, str]] = []

    def visit(text: str, matrix: list[float], inner: list[float], *_: object) -> None:
        if text.strip():
            found.append((inner[5] * matrix[3] + matrix[5], text))

    sheet.extract_text(visitor_text=visit)
    return found


def foot(words: list[tuple[float, str]]) -> float:
    return max(y for y, text in words if "not a prescription ·" in text)


def lowest_of_body(words: list[tuple[float, str]], footer: str) -> float:
    """The height of the lowest words that are not of the footer, which ends with a measure of the page's own words."""
    whole = f"{footer} · Reading age: "
    return min(
        y
        for y, text in words
        if re.sub(r"\d+$", "", text.strip()) not in whole and not text.strip().startswith("Page ")
    )


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert handout_pdf(summary()) == handout_pdf(summary())


def test_nothing_personal_is_in_the_file_but_on_the_page() -> None:
    with pikepdf.open(io.BytesIO(handout_pdf(summary(), released_by="Dr Ada Example"))) as document:
        told = str(dict(document.docinfo)) + str(document.Root.get("/Metadata", ""))
        with document.open_metadata() as metadata:
            told += str(metadata)
    assert "Ada" not in told


def test_private_answers_are_not_printed_for_the_patient() -> None:
    text = " ".join(pages(handout_pdf(summary(mood=True))))
    assert "Dark thoughts" not in text
    assert "Your thoughts come first" not in text
    assert "Call the invented line." in text
    assert "Dark thoughts" in " ".join(pages(handout_pdf(summary("clinician", mood=True))))


def test_the_record_holds_every_answer_and_rule_with_its_id() -> None:
    text = " ".join(pages(handout_pdf(summary("clinician"))))
    for words in ("knee-relief", "pump-effort", "Moderate certainty", "Age", "50 years", TINY.fingerprint[:12]):
        assert words in text


def test_the_sheet_shows_what_was_chosen_in_full_and_the_rest_in_a_line_t10() -> None:
    told = summary()
    assert options_in_full(told) == ("examplimab", "walking")
    text = " ".join(pages(handout_pdf(told, in_full=("walking",))))
    assert "Your other choices" in text
    assert "Examplimab: This is examplimab." in text
    with pytest.raises(HandoutError, match="at most 3"):
        handout_pdf(told, in_full=("a", "b", "c", "d"))


def test_unless_chosen_otherwise_what_was_studied_in_this_pain_is_shown_in_full() -> None:
    shipped = load_pack(default_pack())
    adult = {"age": 50, "cluster_pattern": "episodic", "attack_aim": "stop"}
    for given, expected in (
        ({**adult, "pain_condition": "cluster_headache"}, ("tcvns", "high-flow-oxygen")),
        ({**adult, "pain_condition": "cluster_headache", "implants": ["pacemaker"]}, ("tavns", "high-flow-oxygen")),
        ({"age": 50}, ("tavns", "psychological-therapy")),
    ):
        told = summarise(assess(shipped, given, today=DAY), reader="patient")
        assert options_in_full(told) == expected


def test_a_name_that_cannot_be_printed_is_refused_with_its_characters() -> None:
    assert unprintable("Dr Żółć-Ωmega O'Brien") == ()
    assert unprintable("Dr 医A生") == ("医", "生")
    with pytest.raises(HandoutError, match=r"typeface of the handout does not have “医”.*U.533B.*“生”"):
        handout_pdf(summary(), released_by="医生")


def test_what_someone_types_is_never_read_as_markup() -> None:
    name = '#read("/etc/passwd") *x* $y$'
    assert name in " ".join(pages(handout_pdf(summary(), released_by=name)))


def test_the_sheet_says_its_reading_age_on_every_page_and_with_its_formula_l1_l6() -> None:
    told = summary()
    printed = pages(handout_pdf(told))
    age = f"{readability(told).age:.0f}"
    assert all(f"Reading age: {age}" in text for text in printed)
    assert f"Reading age: {age} years (Flesch-Kincaid grade (1975) plus five years)" in " ".join(printed)


def test_pages_are_counted_as_a_reader_counts_them() -> None:
    for size in ("clear", "giant"):
        pdf = handout_pdf(summary(), print_size=size)
        assert pages_of(pdf) == len(pages(pdf))


def test_the_bytes_do_not_depend_on_where_in_the_world_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for zone in ("UTC", "Pacific/Auckland"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        made.append(handout_pdf(summary("clinician")))
    monkeypatch.undo()
    time.tzset()
    assert made[0] == made[1]


def test_the_record_names_what_is_needed_to_make_it_again() -> None:
    told, other = summary("clinician"), summary("clinician", age=51)
    text = " ".join(pages(handout_pdf(told)))
    assert told.fingerprint in text.replace(" ", "")
    assert told.fingerprint == summary("clinician").fingerprint != other.fingerprint
    assert handout_pdf(told) == handout_pdf(summary("clinician"))


def test_the_outline_lists_every_option_and_tables_have_header_cells_d3_d6() -> None:
    told = summary()
    pdf = handout_pdf(told)
    outline = str(pypdf.PdfReader(io.BytesIO(pdf)).outline)
    for words in ("Examplimab", "Carry on as now", "What we do not know", "How sure do you feel?", "Where to call"):
        assert words in outline
    found = tags(pdf)
    assert {"/Table", "/THead", "/TH", "/TD", "/L", "/LI"} <= set(found)
    levels = [int(tag[2]) for tag in found if tag in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_words_are_read_out_in_the_order_of_the_page_d1() -> None:
    told = summary()
    text = " ".join(pages(handout_pdf(told)))
    order = (
        told.problem, told.decision, "What we can say so far", "What matters to you", "What it is", "Good points",
        "Bad points", "What we do not know", "Questions you may want to ask", "How sure do you feel?", "What we agreed",
        "Where to call", "About this sheet",
    )  # fmt: skip
    places_ = [text.find(words) for words in order]
    assert -1 not in places_
    assert places_ == sorted(places_)


def test_two_sheets_that_are_asked_for_at_once_are_both_printed() -> None:
    wanted = [summary(age=age) for age in range(30, 46)]
    with ThreadPoolExecutor(4) as pool:
        printed = list(pool.map(handout_pdf, wanted))
    assert printed == [handout_pdf(each) for each in wanted]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("size", ["clear", "large", "giant"])
def test_the_header_stands_on_the_paper_and_undecided_has_a_line_of_its_own(
    shipped: Pack, size: str, paper: str, language: str
) -> None:
    """A printer leaves out about five millimetres at each edge."""
    given = {"age": 52, "pain_condition": "fibromyalgia"}
    told = summarise(assess(shipped, given, today=DAY), reader="patient", language=language)
    fine = {"en": "It is fine to be undecided.", "es": "Está bien no haber decidido."}[language]
    by_when = {"en": "By when:", "es": "Para cuándo:"}[language]
    found = []
    for sheet in pypdf.PdfReader(io.BytesIO(handout_pdf(told, print_size=size, paper=paper))).pages:
        words = places(sheet)
        top = max(y for y, _ in words)
        assert top + 11 < float(sheet.mediabox.height) - 14
        found += [(y, text) for y, text in words if fine in text or by_when in text]
    (asked, _), (undecided, text) = sorted(found, reverse=True)
    assert text.strip() == fine
    assert undecided < asked - 10
