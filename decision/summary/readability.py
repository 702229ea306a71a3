"""How hard a text is to read: a published formula for each language, the longest sentence, the long words (L1, L3, L6).

English is measured by the Flesch-Kincaid grade, read as an age (school grade plus five years); Spanish by the formula of
Fernández Huerta, a score of about 0 to 100 where more is easier. Syllables are counted by a rule of vowel groups; the tests
hold it against words whose syllables are known. A language without a formula is measured by its sentences alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from decision.language import number as spoken
from decision.language import say

FORMULA = "Flesch-Kincaid grade (1975) plus five years"
LIMIT = 11
"""Reading age in years that English words for patients keep to."""
SPANISH_FORMULA = "Fernández Huerta (1959)"
SPANISH_LIMIT = 70
"""Score that Spanish words for patients reach: 70 to 80 is "fairly easy", the sixth school year, about eleven years."""
LONGEST = 20
"""Words in a sentence, at most (L3)."""
ENOUGH = 5
"""Words that a sentence needs before a formula says anything about it alone."""
LONG_WORD = 3
"""A word of more syllables is a long word."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")
_SILENT_END = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^l]e)$")
_HARD_CH = re.compile(r"(?<=[aeiouy])ches$|headache")
_VOWELS = re.compile(r"[aeiouy]+")
_SOFTENED = re.compile(r"[tcsx]i[ao]")
_PARTING = re.compile(r"i[ao](?!u)|(?<!q)u[ao]|eo(?!u)|ism$")
_MUTE_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")
_Y_AS_CONSONANT = re.compile(r"y(?=[aeiouáéíóú])")
_SPANISH_VOWELS = re.compile(r"[aeiouyáéíóúü]+")
_SPANISH_PARTING = re.compile(r"(?<=[aeoáéó])(?=[aeoáéóíú])|(?<=[íú])(?=[aeoáéó])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Readability:
    """The measure of one text in one language.

    `age` is in years, unrounded, and 0 where the language has no formula that gives one; `score` is that of Fernández
    Huerta and 0 elsewhere; `longest` is in words.
    """

    age: float
    words: int
    longest: int
    longest_sentence: str
    language: str = "en"
    score: float = 0.0

    @property
    def easy(self) -> bool:
        """Whether a child of eleven could read it, as far as a formula can tell, by the figure that is printed; empty text
        and languages without a formula count as easy."""
        if not self.words:
            return True
        return round(self.score) >= SPANISH_LIMIT if self.language == "es" else round(self.age) <= LIMIT

    @property
    def short(self) -> str:
        """The measure for the foot of a page."""
        if self.language == "es":
            return say("Reading ease: {score}", score=spoken(round(self.score)))
        if self.language == "en":
            return say("Reading age: {age}", age=spoken(round(self.age)))
        return say("Longest sentence: {number} words", number=self.longest)

    @property
    def sentence(self) -> str:
        """The measure as it is printed, with the formula named."""
        if self.language == "es":
            return say(
                "Reading ease: {score} of 100 ({formula}); {limit} or more is fairly easy.",
                score=spoken(round(self.score)),
                formula=SPANISH_FORMULA,
                limit=SPANISH_LIMIT,
            )
        if self.language == "en":
            return say("Reading age: {age} years ({formula}).", age=spoken(round(self.age)), formula=FORMULA)
        return say("Longest sentence: {number} words", number=self.longest) + "."


@dataclass(frozen=True, slots=True)
class HardSentence:
    """A sentence to mend: how many words it has, its measure on its own, and its long words."""

    sentence: str
    words: int
    reading: Readability
    long_words: tuple[str, ...]

    @property
    def what(self) -> str:
        """What makes it hard, for a rule editor, in English."""
        said = [f"{self.words} words, {LONGEST} at most"] if self.words > LONGEST else []
        if not self.reading.easy:
            said.append(
                f"reading ease {self.reading.score:.0f}, {SPANISH_LIMIT} or more"
                if self.reading.language == "es"
                else f"reading age {self.reading.age:.0f} on its own, {LIMIT} at most"
            )
        if self.long_words:
            said.append("long words: " + ", ".join(self.long_words))
        return "; ".join(said)


def measure(texts: Iterable[str], language: str = "en") -> Readability:
    """Measure running words; each text ends a sentence.

    >>> round(measure(["The cat sat on the mat. It was a warm day."]).age)
    3
    >>> round(measure(["El gato duerme en la casa. Hoy hace sol."], "es").score)
    116
    """
    sentences = [part for text in texts for part in read(text)]
    every = Counter(word for _, words in sentences for word in words)  # a text of a whole pack says most words often
    total = every.total()
    if not total:
        return Readability(0.0, 0, 0, "", language)
    per_sentence = total / len(sentences)
    per_word = sum(syllables(word, language) * times for word, times in every.items()) / total
    age, score = 0.0, 0.0
    if language == "en":
        age = max(0.0, 0.39 * per_sentence + 11.8 * per_word - 15.59 + 5)
    elif language == "es":
        score = 206.84 - 60 * per_word - 1.02 * per_sentence
    longest, words = max(sentences, key=lambda part: len(part[1]))
    return Readability(age, total, len(words), longest, language, score)


def hard_sentences(texts: Iterable[str], language: str = "en", glossary: Collection[str] = ()) -> list[HardSentence]:
    """The sentences that make a text hard, the hardest first: longer than `LONGEST` words, or hard on their own.

    A sentence of `ENOUGH` words or more is judged alone by the same formula as the whole; fewer words are too few for
    a formula. Some can be among them while the whole is easy: mend when the whole is too hard, from the top.

    Args:
        texts: running words; each text ends a sentence.
        language: whose formula.
        glossary: words that are explained elsewhere, in small letters; they are no long words.

    >>> [hard.words for hard in hard_sentences(["It helps. " + "word " * 25 + "end."])]
    [26]
    """
    found = []
    for sentence in (sentence for text in texts for sentence in sentences_of(text)):
        reading, long = measure([sentence], language), tuple(long_words([sentence], language, glossary))
        if reading.longest > LONGEST or (reading.longest >= ENOUGH and not reading.easy):
            found.append(HardSentence(sentence, reading.longest, reading, long))
    return sorted(found, key=lambda hard: (-hard.reading.age, hard.reading.score, -hard.words))


def long_words(texts: Iterable[str], language: str = "en", glossary: Collection[str] = ()) -> list[str]:
    """Words of more than three syllables that no glossary explains, each once, in the order of the text.

    >>> long_words(["Electrical stimulation eases pain."], glossary={"stimulation"})
    ['electrical']
    """
    every = dict.fromkeys(word.lower() for text in texts for word in words_of(text))
    return [word for word in every if word not in glossary and syllables(word, language) > LONG_WORD]


def sentences_of(text: str) -> list[str]:
    """The sentences of a text that hold a word; a colon ends one."""
    return [sentence for sentence, _ in read(text)]


@lru_cache(maxsize=4096)
def read(text: str) -> tuple[tuple[str, list[str]], ...]:
    """The sentences of a text that hold a word, each with its words."""
    parts = ((sentence, words_of(sentence)) for sentence in _SENTENCE_ENDS.split(text.strip()))
    return tuple((sentence, words) for sentence, words in parts if words)


def words_of(text: str) -> list[str]:
    """The words of a text in any script, without numbers."""
    return _WORD.findall(text)


@lru_cache(maxsize=16384)
def syllables(word: str, language: str = "en") -> int:
    """Syllables of one word, at least one.

    >>> [syllables(word) for word in ("nerve", "headache", "operation", "device", "needles")]
    [1, 2, 4, 2, 2]
    >>> [syllables(word, "es") for word in ("dolor", "estimulación", "día", "oído", "cuello", "guitarra", "y")]
    [2, 5, 2, 3, 2, 3, 1]
    """
    return _spanish(word.lower()) if language == "es" else max(1, _english(word))


def _english(word: str) -> int:
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) <= 3:
        return 1
    stem = _SILENT_END.sub(lambda m: m.group()[0], word)
    stem = _HARD_CH.sub(lambda m: "ch" if m.group().startswith("ch") else "hedak", stem)
    return len(_VOWELS.findall(stem)) + len(_PARTING.findall(_SOFTENED.sub("", stem)))


def _spanish(word: str) -> int:
    """The vowels of a Spanish word that stand together are one syllable, unless they part: two strong ones do, and a weak
    one with an accent beside a strong one; `qu`, and `gu` before e and i, hold no vowel."""
    sounding = _MUTE_U.sub("", word) if "qu" in word or "gu" in word else word
    sounding = _Y_AS_CONSONANT.sub("l", sounding) if "y" in sounding else sounding
    return max(1, len(_SPANISH_VOWELS.findall(sounding)) + len(_SPANISH_PARTING.findall(sounding)))
