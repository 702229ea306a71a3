"""How long things take, side by side in one run: `python benchmarks/measure.py`.

Times differ from machine to machine; the ratios are what to compare. Nothing here is asserted.
"""

from __future__ import annotations

import json
import re
import timeit
from collections.abc import Callable
from datetime import date
from io import BytesIO
from statistics import median

import typst
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from decision import assess, load_pack, parse_answers, summarise
from decision.bundled import default_pack
from decision.engine.compiled import compiled, rule_key
from decision.engine.truth import truth
from decision.pack.pack import Pack
from decision.summary.fullness import FULLEST
from decision.summary.handout import handout_html, handout_pdf
from decision.summary.sheet import sheet
from decision.summary.summarise import glance
from decision.summary.typesetting import ASSETS

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


def fresh(make: Callable[[int], object], times: int = 15) -> float:
    """The median of some runs of which none repeats another, because the engine remembers what it has set before."""
    runs = iter(range(times + 1))
    return milliseconds(lambda: make(next(runs)), times)


def bare_document(words: str) -> bytes:
    """The same engine with a heading and some words, unstyled."""
    source = '#set document(title: "a")\n#set text(font: "Source Sans 3", lang: "en", size: 14pt)\n= Heading\n' + words
    compiler = typst.Compiler(input=source.encode(), font_paths=[str(ASSETS / "fonts")], ignore_system_fonts=True)
    return compiler.compile(format="pdf", pdf_standards=["ua-1"])


def bare_pages(data: dict[str, object], paragraphs: list[str]) -> bytes:
    """The same engine with the pages of a handout, their head and foot, and its words as plain paragraphs."""
    source = (
        '#import "/sheet.typ": *\n#let data = json(bytes(sys.inputs.data))\n#show: sheet.with(data, 14pt)\n'
        "= #data.title\n#for words in data.paragraphs [#words\n\n]"
    )
    values = json.dumps(data | {"paragraphs": paragraphs, "fonts": ["Source Sans 3"], "paper": "a4"})
    compiler = typst.Compiler(
        input=source.encode(), root=str(ASSETS), font_paths=[str(ASSETS / "fonts")], ignore_system_fonts=True,
        sys_inputs={"data": values},
    )  # fmt: skip
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
        first = milliseconds(lambda known=known: list(assess(pack, known, today=DAY).values()), 51)
        ahead = milliseconds(lambda known=known: assess(pack, known, today=DAY).open_questions)
        done = assess(pack, known, today=DAY)
        seen = milliseconds(lambda done=done: glance(done, reader="patient"))
        words = milliseconds(lambda done=done: summarise(done, reader="patient"))
        rows.append((f"{name}: every rule by the recursive specification, unexplained", plain, ""))
        rows.append((f"{name}: every rule by the bit index", decide, f"{decide / plain:.2f} × the line above"))
        rows.append(
            (
                f"{name}: assessment of {len(pack.options)} options with its explanation",
                first,
                f"{first / plain:.2f} × recursive",
            )
        )
        rows.append((f"{name}: assessment and look-ahead", ahead, ""))
        rows.append(
            (f"{name}: summary in words, as much as stands beside the form", seen, f"{seen / words:.2f} × whole")
        )
        rows.append((f"{name}: summary in words, whole", words, ""))
    bare = rerun(bare_page, "question", ["yes", "no"])
    page = rerun(consultation_page, "q-0-implants", [["none"], ["pacemaker"]])
    rows.append(("rerun of a bare page (one question, one text)", bare, ""))
    rows.append(("rerun of the consultation page", page, f"{page / bare:.1f} × the bare page"))
    told = [summarise(assess(pack, {**FIVE, "age": 40 + run}, today=DAY), reader="patient") for run in range(16)]
    for summary in told:
        assert summary.questions_to_ask  # worked out once, before the clock starts
    printed = PdfReader(BytesIO(handout_pdf(told[0]))).pages
    paragraphs = [line for page in printed for line in page.extract_text().splitlines()[2:-2]]
    words = " ".join(re.sub(r"[^\w ,;:!?-]", "", line) for line in paragraphs)
    data = sheet(told[0], FULLEST) | {"preview": True, "released": ""}
    line = fresh(lambda run: bare_document(f"A line {run}."))
    document = fresh(lambda run: bare_document(f"{run} {words}"))
    plain = fresh(lambda run: bare_pages(data, [f"{run} {text}" for text in paragraphs]))
    pdf = fresh(lambda run: handout_pdf(told[run]))
    again = milliseconds(lambda: handout_pdf(told[0]), 15)
    page = fresh(lambda run: handout_html(told[run]))
    size = len(handout_pdf(told[0])) / 1000
    rows.append(("a bare line of the same engine, as PDF/UA-1", line, ""))
    rows.append(("the words of a handout, bare", document, ""))
    rows.append(
        ("the same, line by line on its pages with head and foot", plain, f"{plain / document:.1f} × bare words")
    )
    note = f"{pdf / document:.1f} × bare words, {pdf / plain:.1f} × bare pages"
    rows.append((f"patient's handout, measured and fitted to its pages ({size:.0f} kB)", pdf, note))
    rows.append(("the same handout again", again, f"{again / plain:.1f} × bare pages"))
    rows.append(("patient's handout as a web page", page, ""))
    print("| What | ms | |\n|---|---|---|")
    for what, time, note in rows:
        print(f"| {what} | {time:.2f} | {note} |")


if __name__ == "__main__":
    main()
