"""A handout or record as one web page that loads nothing: typeface, styles and pictures travel inside the file.

It prints the plain values that the PDF prints, in the same order, and marks headings, lists and tables for what they
are. What they say is decided in `sheet` and `record`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from decision.summary.model import Reader
from decision.summary.typesetting import ASSETS, WEB_TYPEFACE

_POINTS = {"clear": 14, "large": 18, "giant": 24}
_NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
_TICK = '<td aria-label="{}">☐</td>'


def web_page(reader: Reader, data: dict[str, Any]) -> str:
    """The whole file as text."""
    body = _patient(data) if reader == "patient" else _record(data)
    marked = f'<span class="preview">{escape(data["words"]["preview"])}</span>' if data["preview"] else ""
    size = f":root {{ --size: {_POINTS[data['size']]}pt; }}"
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{escape(data["language"])}" dir="{"rtl" if data["rtl"] else "ltr"}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">',
            f"<title>{escape(data['title'])}</title>",
            f"<style>{_typeface()}{size}\n{_styles()}</style></head>",
            f'<body><header class="strip"><span>{escape(data["title"])}</span>{marked}'
            f"<span>{escape(data['released'])}</span></header>",
            f"<main>{body}</main>",
            f'<footer class="foot"><p>{escape(data["footer"])}</p></footer></body></html>\n',
        )
    )


@cache
def _styles() -> str:
    return (ASSETS / "handout.css").read_text(encoding="utf-8")


@cache
def _typeface() -> str:
    faces = []
    for name, weight in (("Regular", 400), ("Bold", 700)):
        font = base64.b64encode((ASSETS / "fonts" / f"SheetSans-{name}.woff2").read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "{WEB_TYPEFACE}"; font-weight: {weight}; '
            f'src: url("data:font/woff2;base64,{font}") format("woff2"); }}\n'
        )
    return "".join(faces)


def _patient(data: dict[str, Any]) -> str:
    words, headings = data["words"], data["headings"]
    parts: dict[str, Callable[[], str]] = {
        "glance": lambda: _paragraph(data["headline"]) + _table(data["glance"]["columns"], data["glance"]["rows"]),
        "before": lambda: _list(data["before"]),
        "others": lambda: (
            _list(f"{option['name']}: {option['what']}" for option in data["others"])
            + (_paragraph(data["unchecked"], "small") if data["unchecked"] else "")
        ),
        "wishes": lambda: _wishes(data),
        "options": lambda: "".join(map(_card, data["options"])) + _paragraph(" ".join(data["about_numbers"]), "small"),
        "practice": lambda: _table(data["practice"]["columns"], data["practice"]["rows"]),
        "unknowns": lambda: _list(data["unknowns"]),
        "questions": lambda: _list(data["questions"], "tick") + _paragraph(words["write_questions"]) + _lines(data),
        "sure": lambda: _sure(data),
        "agreed": lambda: _lines(data) + _line(words["next"]) + _line(words["by_when"]) + _paragraph(data["undecided"]),
    }
    sections = [_section(headings[name], parts[name](), name) for name in data["sections"] if data.get(name, True)]
    call = _paragraph(" ".join(data["call"])) + _line(words["clinic"])
    about = _paragraph(" ".join(filter(None, (data["more"], words["no_order"], data["about"]))), "small")
    return "".join(
        (
            _top(data),
            _notices(data),
            _paragraph(data["problem"]),
            f'<p class="box"><strong>{escape(data["decision"])}</strong></p>',
            _banner(data),
            f"<p><strong>{escape(data['untried'])}</strong></p>" if data["untried"] else "",
            *sections,
            _section(words["call"], call, "call"),
            _section(words["about"], about, "about"),
        )
    )


def _record(data: dict[str, Any]) -> str:
    words = data["words"]
    options = [
        _section(
            option["name"],
            _list(f"{axis['heading']}: {axis['text']}" for axis in option["axes"])
            + "".join(f"<h3>{escape(part['heading'])}</h3>{_list(part['lines'])}" for part in option["parts"]),
            "options",
        )
        for option in data["options"]
    ]
    lists = (
        (words["open"], data["open"]),
        (words["not_known"], data["unknowns"]),
        (words["own_view"], [data["own_view"]] if data["own_view"] else []),
        (words["disagreements"], data["disagreements"]),
    )
    again = _table((words["what"], words["which"]), data["again"]) + _paragraph(data["about"])
    return "".join(
        (
            _top(data),
            _paragraph(data["headline"]),
            _banner(data),
            _notices(data),
            _section(words["glance"], _table(data["glance"]["columns"], data["glance"]["rows"]), "options"),
            _section(words["answers"], _table((words["question"], words["answer"]), data["answers"]), "options"),
            *([_section(words["before"], _list(data["before"]), "options")] if data["before"] else []),
            *options,
            *(_section(heading, _list(lines), "options") for heading, lines in lists if lines),
            _section(words["again"], again, "again"),
            _section(words["sources"], _list(data["sources"], "small"), "options"),
        )
    )


def _top(data: dict[str, Any]) -> str:
    words = data["words"]
    return (
        f'<h1>{escape(data["title"])}</h1><p class="card label">{escape(words["patient_label"])}</p>'
        f"<p>{escape(data['date'])}<br>{escape(data['subtitle'])}</p>{_line(words['talked_with'])}"
    )


def _banner(data: dict[str, Any]) -> str:
    return _paragraph(" ".join(data["banner"]), "small")


def _notices(data: dict[str, Any]) -> str:
    return "".join(
        f'<section class="box"><h2>{escape(notice["heading"])}</h2>'
        + "".join(_paragraph(notice[key]) for key in ("text", "because", "contact"))
        + "</section>"
        for notice in data["notices"]
    )


def _card(option: dict[str, Any]) -> str:
    rows = [_row(part["label"], _paragraph(part["text"]) + _list(part["points"])) for part in option["parts"]]
    for number in option["numbers"]:
        pictures = "".join(
            f"<figure><figcaption>{escape(shown['label'])}</figcaption>{_labelled(shown['svg'], shown['alt'])}</figure>"
            for shown in number["pictures"]
        )
        said = f"{_paragraph(' '.join(number['sentences']))}{_paragraph(number['sure'], 'small')}"
        rows.append(_row(number["caption"], pictures + said))
    return f'<section class="card"><h2>{escape(option["name"])}</h2>{"".join(rows)}</section>'


def _labelled(svg: str, alt: str) -> str:
    return svg.replace('role="img"', f'role="img" aria-label="{escape(alt)}"', 1)


def _row(label: str, inner: str) -> str:
    return f'<div class="row"><h3>{escape(label)}</h3><div>{inner}</div></div>'


def _wishes(data: dict[str, Any]) -> str:
    wishes = data["wishes"]
    table = _table(wishes["columns"], wishes["rows"]) if wishes["rows"] else ""
    return table + _paragraph(wishes["note"], "small") + _line(data["words"]["write_wishes"])


def _sure(data: dict[str, Any]) -> str:
    yes, no = escape(data["words"]["yes"]), escape(data["words"]["no"])
    rows = "".join(
        f'<tr><th scope="row">{escape(question)}</th>{_TICK.format(yes)}{_TICK.format(no)}</tr>'
        for question in data["sure"]
    )
    head = f'<thead><tr><td></td><th scope="col">{yes}</th><th scope="col">{no}</th></tr></thead>'
    return f"<table>{head}<tbody>{rows}</tbody></table>{_paragraph(data['words']['unsure'], 'small')}"


def _section(heading: str, inner: str, name: str) -> str:
    long = ' class="long"' if name == "options" else ""
    return f"<section{long}><h2>{escape(heading)}</h2>{inner}</section>"


def _paragraph(text: str, style: str = "") -> str:
    return f"<p{_style(style)}>{escape(text)}</p>" if text else ""


def _list(lines: Iterable[str], style: str = "") -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul{_style(style)}>{items}</ul>" if items else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _line(label: str) -> str:
    return f'<p class="line">{escape(label)}</p>'


def _lines(data: dict[str, Any]) -> str:
    return "".join(_line("") for _ in range(data["lines"]))


def _style(name: str) -> str:
    return f' class="{name}"' if name else ""
