"""Reading age and ease: formulas that can be worked out by hand, syllables that are known, sentences to mend."""

from datetime import date

import pytest

from decision import Pack, assess, summarise
from decision.language import speaking
from decision.summary.audit import audit, sentences_to_mend
from decision.summary.handout import readability
from decision.summary.readability import SPANISH_LIMIT, hard_sentences, long_words, measure, syllables

DAY = date(2026, 11, 24)


def test_spanish_ease_is_the_published_formula() -> None:
    reading = measure(["La nariz toca la rosa."], "es")  # 5 words, 1 sentence, 8 syllables
    assert reading.score == pytest.approx(206.84 - 60 * 8 / 5 - 1.02 * 5)
    assert reading.easy
    assert "Fernández Huerta (1959)" in reading.sentence
    assert str(SPANISH_LIMIT) in reading.sentence


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("nervio", 2), ("cabeza", 3), ("oído", 3), ("operación", 4), ("aguja", 3), ("queja", 2), ("guía", 2), ("pingüino", 3),
        ("estudio", 3), ("cuidado", 3), ("caer", 2), ("héroe", 3), ("ciudad", 2), ("muy", 1), ("yo", 1), ("enviáis", 2),
        ("medicamento", 5), ("día", 2), ("voz", 1), ("estimulación", 5), ("ahora", 3),
    ],
)  # fmt: skip
def test_syllables_of_spanish_words(word: str, number: int) -> None:
    assert syllables(word, "es") == number


def test_a_longer_sentence_or_longer_words_read_harder_in_every_language() -> None:
    easy = {"en": "It helps with pain.", "es": "Ayuda con el dolor."}
    for language, text in easy.items():
        assert measure([text], language).easy
        long = measure([" ".join([text.rstrip(".")] * 12) + "."], language)
        hard = measure(["Multidimensional pharmacotherapeutic interdisciplinarity considerations."], language)
        assert long.longest > 20
        assert not hard.easy


def test_the_sentences_to_mend_come_hardest_first_with_what_makes_them_hard() -> None:
    hard = hard_sentences(
        ["It helps. Immunological considerations necessitate careful reconsideration.", "a " * 21 + "b."]
    )
    assert [entry.words for entry in hard] == [5, 22]
    assert "long words: immunological, considerations" in hard[0].what
    assert "22 words, 20 at most" in hard[1].what


def test_words_that_are_explained_are_not_long_words() -> None:
    assert long_words(["Fibromyalgia medication"], glossary={"fibromyalgia"}) == ["medication"]


def test_no_words_are_neither_easy_nor_hard() -> None:
    assert measure(["", "12 34"]).words == 0
    assert measure([]).easy


def test_every_patients_sheet_measures_itself_and_meets_the_items_that_software_can_decide(shipped: Pack) -> None:
    for vignette in shipped.vignettes:
        if vignette.story:
            assessment = assess(shipped, vignette.given, today=DAY)
            for language in shipped.languages:
                told = summarise(assessment, reader="patient", language=language)
                found = audit(told)
                assert found.unmet == (), (vignette.name, language, sentences_to_mend(told)[:3])
                with speaking(language):
                    assert found.reading == readability(told).sentence


def test_an_audit_tells_what_is_not_met(shipped: Pack) -> None:
    told = summarise(assess(shipped, {"age": 52, "pain_condition": "fibromyalgia"}, today=DAY), reader="patient")
    hard = "Considerations necessitate 20% multidisciplinary reconsideration of 1 in 7 pharmacological " + "very " * 20
    spoiled = type(told)(**{**vars_of(told), "problem": hard + "odd."})
    unmet = {ids for item in audit(spoiled).unmet for ids in item.ids}
    assert {"L3", "R2"} <= unmet
    assert hard in sentences_to_mend(spoiled)[0]
    assert "NOT MET" in "\n".join(audit(spoiled).lines)


def vars_of(summary: object) -> dict:
    return {name: getattr(summary, name) for name in summary.__dataclass_fields__}
