"""How long things take, side by side in one run: `python benchmarks/measure.py`.

Times differ from machine to machine; the ratios are what to compare. Nothing here is asserted.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from datetime import date
from statistics import median

import typst
from streamlit.testing.v1 import AppTest

from decision import assess, load_pack, parse_answers, summarise
from decision.bundled import default_pack
from decision.engine.compiled import compiled, rule_key
from decision.engine.truth import truth
from decision.pack.model import Pack
from decision.summary.handout import ASSETS, handout_pdf

DAY = date(2026, 11, 24)
FIVE = {"age": 52, "pain_condition": "fibromyalgia", "implants": ["none"], "heart": ["none"], "surgery_wish": "no"}


def milliseconds(work: Callable[[], object], times: int = 15) -> float:
    """The median of some runs, after one to warm up."""
    work()
    return median(timeit.repeat(work, number=1, repeat=times)) * 1000


def everything_recursively(pack: Pack, answers: dict[str, object]) -> list[object]:
    """Every rule decided by the plain recursive reading: the specification, without any explanation."""
    ready, known = compiled(pack), parse_answers(pack, answers)
    return [truth(ready.conditions[rule_key(rule)], known, DAY) for rule in ready.rules]


def bare_page() -> None:
    import streamlit as st

    st.write(st.pills("A question", ["yes", "no"], key="question"))


def consultation_page() -> None:
    from decision.ui import consultation, look

    look.apply()
    consultation.show()


def rerun(page: Callable[[], None], key: str, values: list[object]) -> float:
    """One tap on a question until the page is drawn again on the server."""
    drawn = AppTest.from_function(page, default_timeout=60).run()
    taps = [0]

    def tap() -> None:
        taps[0] += 1
        group = next(group for group in drawn.button_group if group.key == key)
        group.set_value(values[taps[0] % 2]).run()

    return milliseconds(tap)


def bare_document() -> bytes:
    """A page of the same engine with nothing but a heading and a line."""
    source = b'#set document(title: "a")\n#set text(font: "Source Sans 3", lang: "en")\n= Heading\nA line.'
    compiler = typst.Compiler(input=source, font_paths=[str(ASSETS / "fonts")], ignore_system_fonts=True)
    return compiler.compile(format="pdf", pdf_standards=["ua-1"])


def main() -> None:
    pack = load_pack(default_pack())
    rows: list[tuple[str, float, str]] = []
    load = milliseconds(lambda: load_pack(default_pack()), 5)
    rows.append((f"load the pack ({len(pack.rules)} rules, {len(pack.vignettes)} vignettes)", load, ""))
    for name, given in (("nothing answered", {}), ("five answers", FIVE)):
        known = parse_answers(pack, given)
        plain = milliseconds(lambda given=given: everything_recursively(pack, given))
        decide = milliseconds(lambda known=known: compiled(pack).index.verdicts(known, DAY), 51)
        first = milliseconds(lambda known=known: assess(pack, known, today=DAY), 51)
        ahead = milliseconds(lambda known=known: assess(pack, known, today=DAY).open_questions)
        done = assess(pack, known, today=DAY)
        words = milliseconds(lambda done=done: summarise(done, reader="patient"))
        rows.append((f"{name}: every rule by the recursive specification, unexplained", plain, ""))
        rows.append((f"{name}: every rule by the bit index", decide, f"{decide / plain:.2f} × the line above"))
        rows.append(
            (f"{name}: assessment of 23 options with its explanation", first, f"{first / plain:.2f} × recursive")
        )
        rows.append((f"{name}: assessment and look-ahead", ahead, ""))
        rows.append((f"{name}: summary in words", words, ""))
    bare = rerun(bare_page, "question", ["yes", "no"])
    page = rerun(consultation_page, "q-0-implants", [["none"], ["pacemaker"]])
    rows.append(("rerun of a bare page (one question, one text)", bare, ""))
    rows.append(("rerun of the consultation page", page, f"{page / bare:.1f} × the bare page"))
    summary = summarise(assess(pack, FIVE, today=DAY), reader="patient")
    document = milliseconds(bare_document)
    handout = milliseconds(lambda: handout_pdf(summary))
    size = len(handout_pdf(summary)) / 1000
    rows.append(("a bare document of the same engine", document, ""))
    rows.append((f"patient's handout ({size:.0f} kB)", handout, f"{handout / document:.1f} × the bare document"))
    print("| What | ms | |\n|---|---|---|")
    for what, time, note in rows:
        print(f"| {what} | {time:.2f} | {note} |")


if __name__ == "__main__":
    main()
