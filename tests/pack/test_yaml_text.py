"""YAML means what it looks like, whatever a file throws at the reader."""

from hypothesis import given
from hypothesis import strategies as st

from decision.pack.yaml_text import decode, parse


def test_values_are_what_they_look_like() -> None:
    text = "a: no\nb: 010\nc: 1:40\nd: true\ne: 3\nf: 0.5\ng: 2026-11-24\nh: yes\ni: 1e3\nj: 'true'\nk: .5\n"
    assert parse(text).data == {
        "a": "no", "b": "010", "c": "1:40", "d": True, "e": 3, "f": 0.5, "g": "2026-11-24", "h": "yes", "i": "1e3",
        "j": "true", "k": ".5",
    }  # fmt: skip


def test_every_value_and_key_has_its_place() -> None:
    document = parse("a:\n  - b: 1\n    c: 2\n")
    mark = document.at(("a", 0, "c"))
    assert (mark.line, mark.column) == (3, 8)
    key = document.at(("a", 0, "c"), key=True)
    assert (key.line, key.column) == (3, 5)


def test_a_bomb_of_anchors_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    slips = parse(bomb).slips
    assert slips
    assert "anchors" in slips[0].what


def test_two_hundred_thousand_brackets_do_no_harm() -> None:
    for opening in ("[", "{a: ", "- "):
        document = parse("a: " + opening * 200_000 if opening != "- " else "- " * 200_000)
        assert "levels deep" in document.slips[0].what or "nesting" in document.slips[0].what


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_stumble(raw: bytes) -> None:
    text, slip = decode(raw)
    document = parse(text)
    assert slip or document.slips or () in document.values


@given(st.text(alphabet="ab:-[]{}\"'&*!|>#? \n\t0179.", max_size=200))
def test_no_text_made_of_marks_makes_it_stumble(text: str) -> None:
    document = parse(text)
    for slip in document.slips:
        assert slip.mark.line >= 1
        assert slip.mend
    assert document.slips or document.data is not None or text.strip() in ("null", "~", "")
