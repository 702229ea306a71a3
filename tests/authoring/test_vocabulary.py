"""Words that are never used: in the pack, in the code, on what is printed and drawn."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from decision import Pack, assess, load_pack, summarise
from decision.authoring.vocabulary import (
    FILE,
    Spoken,
    code_texts,
    of_code,
    of_pack,
    of_summary,
    of_text,
    pack_texts,
    slips,
)
from decision.summary.handout import handout_pdf

TINY = load_pack(Path(__file__).resolve().parent.parent / "packs" / "tiny")


def found(text: str, **how: object) -> list[str]:
    return [slip.word.lower() for slip in slips([Spoken("here", text, **how)])]  # type: ignore[arg-type]


def test_every_word_is_written_in_small_letters_since_texts_are_first_looked_through_in_them() -> None:
    data = yaml.safe_load(FILE.read_text("utf-8"))
    words = [*(word for entry in data["never"] for word in entry["words"]), *data["claims"]]
    assert words == [word.lower() for word in words]
    assert found("YOU SHOULD TRY IT") == ["should"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("You should try the ear device.", "should"),
        ("It is recommended for you.", "recommended"),
        ("The ear device is safe.", "safe"),
        ("A breakthrough for pain.", "breakthrough"),
        ("There is hope.", "hope"),
        ("You failed two medicines.", "failed"),
        ("It is the best option.", "best option"),
        ("The options are ranked by an overall score.", "ranked"),
        ("You need to stop smoking.", "you need to"),
        ("Secondary gain was noted.", "secondary gain"),
    ],
)
def test_words_that_order_promise_rank_or_blame_are_found(text: str, word: str) -> None:
    assert word in found(text)


@pytest.mark.parametrize("text", ["Safety", "The order is fixed and no ranking.", "Heart failure is asked about.",
                                  "It was tried and did not help enough.", "The safety questions are open.",
                                  "Do you feel sure about the best choice for you?"])  # fmt: skip
def test_headings_and_plain_words_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_what_a_source_says_is_exempt_only_where_the_source_stands_beside_it() -> None:
    label = "The label says that it should be off during diathermy."
    assert found(label, sourced=True) == []
    assert found(label) == ["should"]
    assert found("“The patient should be told.”", sourced=True) == []
    assert found("The patient should be told.", sourced=True) == ["should"]


def test_a_benefit_is_no_fact_where_certainty_is_low() -> None:
    assert found("It reduces pain.", sourced=True, certainty="low") == ["reduces"]
    assert found("It reduces pain.", sourced=True, certainty="moderate") == []
    assert found("Nobody knows whether it reduces pain.", sourced=True, certainty="very_low") == []
    assert found("In one study it reduced pain.", sourced=True, certainty="low") == []


def test_no_text_of_the_code_orders_promises_or_ranks() -> None:
    texts = list(code_texts())
    assert len(texts) > 500
    assert [str(slip) for slip in of_code()] == []


def test_a_slip_in_the_code_is_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text('x = 1\nsay_count("One is safe", "{number} are safe", 2)\n', "utf-8")
    assert [slip.place for slip in of_code(tmp_path)] == ["page.py:2", "page.py:2"]


@pytest.mark.parametrize("voice", ["patient", "clinician"])
def test_a_slip_in_a_rule_is_found_in_both_voices(voice: str) -> None:
    rule = TINY.rules["knee-relief"].model_copy(update={voice: "You should have this."})
    pack = replace(TINY, rules={**TINY.rules, rule.id: rule})
    assert of_pack(TINY) == []
    assert [slip.place for slip in of_pack(pack)] == [f"rule knee-relief {voice}"]


def test_no_text_of_the_shipped_pack_slips(shipped: Pack) -> None:
    assert [str(slip) for slip in of_pack(shipped)] == []


def test_every_text_of_a_pack_is_told_with_the_entry_and_the_path_where_it_stands(shipped: Pack) -> None:
    spoken = list(pack_texts(shipped))
    assert len(spoken) > 2000
    assert [text.place for text in spoken if text.where is None] == []


def test_a_retired_rule_says_nothing_any_more() -> None:
    rule = TINY.rules["knee-relief"].model_copy(update={"patient": "You should have this.", "status": "retired"})
    assert of_pack(replace(TINY, rules={**TINY.rules, rule.id: rule})) == []


def test_no_summary_of_an_example_patient_slips_for_either_reader(shipped: Pack) -> None:
    told = set()
    stories = [vignette for vignette in shipped.vignettes if vignette.story]
    for vignette in stories:
        assessment = assess(shipped, vignette.given, today=shipped.info.released)
        for reader in ("patient", "clinician"):
            told |= {str(slip) for slip in of_summary(summarise(assessment, reader=reader), shipped)}
    assert len(stories) >= 10
    assert told == set()


def test_a_slip_in_a_summary_is_found() -> None:
    summary = summarise(assess(TINY, {"pain": "knee"}, today=TINY.info.released))
    assert of_summary(summary, TINY) == []
    assert [slip.word for slip in of_summary(replace(summary, headline="You should choose."), TINY)] == ["should"]


@pytest.mark.parametrize("reader", ["patient", "clinician"])
def test_no_printed_sheet_slips(shipped: Pack, reader: str) -> None:
    stories = [vignette for vignette in shipped.vignettes if vignette.story][:4]
    for vignette in stories:
        assessment = assess(shipped, vignette.given, today=shipped.info.released)
        pdf = PdfReader(BytesIO(handout_pdf(summarise(assessment, reader=reader))))  # type: ignore[arg-type]
        text = " ".join(page.extract_text() for page in pdf.pages)
        assert len(text) > 2000
        assert [str(slip) for slip in of_text(text, shipped, vignette.name)] == []


def about_page() -> None:
    from decision.ui import about

    about.show()


def consultation_page() -> None:
    from decision.ui import consultation

    consultation.show()


@pytest.mark.parametrize("page", [about_page, consultation_page])
def test_no_page_slips(shipped: Pack, page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VNS_CHOICE_DRAFTS", "off")
    drawn = AppTest.from_function(page, default_timeout=30).run()
    assert not drawn.exception
    parts = [
        *drawn.title,
        *drawn.header,
        *drawn.subheader,
        *drawn.info,
        *drawn.warning,
        *drawn.markdown,
        *drawn.caption,
    ]
    told = [str(part.value) for part in parts] + [button.label for button in drawn.button]
    assert len(told) > 5
    assert [str(slip) for text in told for slip in of_text(text, shipped, "page")] == []
