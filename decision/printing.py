"""The command that prints: one answers file to one handout or record, or a folder of them to a folder of sheets.

File names of sheets hold nothing personal: they are numbered, and which number belongs to which answers file is told on
the screen alone. What is printed is decided in `decision.summary.handout`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from decision.bundled import default_pack
from decision.pack.problem import ProblemsError

ENDINGS = (".yaml", ".yml", ".json")
"""What an answers file is called in the end."""


def handout(
    answers: Annotated[Path, typer.Argument(help="Answers in YAML or JSON, or a folder of such files.", exists=True)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write; for a folder of answers: a folder.")],
    reader: Annotated[Literal["patient", "clinician"], typer.Option(help="Handout, or record.")] = "patient",
    format: Annotated[  # noqa: A002 - the word that a user types
        Literal["pdf", "html"] | None, typer.Option(help="Left out: html if the file ends in .html, else pdf.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the words.")] = "en",
    print_size: Annotated[Literal["clear", "large", "giant"], typer.Option("--print", help="Type size.")] = "clear",
    paper: Annotated[Literal["a4", "us-letter"], typer.Option(help="Paper.")] = "a4",
    released_by: Annotated[str | None, typer.Option(help="Clinician who looked it through and releases it.")] = None,
    options: Annotated[str | None, typer.Option(help="Options to show in full, by id, in this order: a,b,c.")] = None,
    sections: Annotated[
        str | None,
        typer.Option(
            help="Sections to print, by id, in this order: a,b,c. Glance, options, practice and unknowns always stay."
        ),
    ] = None,
    include_sensitive: Annotated[
        bool, typer.Option(help="Print sensitive answers too: only if both chose so.")
    ] = False,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the talk; left out: today.")
    ] = None,
    measures: Annotated[bool, typer.Option("--measures", help="Tell how the sheet measures itself.")] = False,
    pack: Annotated[Path | None, typer.Option("--pack", help="Folder of rules; left out: those shipped.")] = None,
) -> None:
    """Print the discussion summary. Until it is released, each patient page says "preview, not released".

    For a folder of answers every file is tried; those that could not be read are listed at the end.

    Example: `vns-choice handout examples/fibromyalgia.yaml -o handout.pdf --released-by "Dr Example"`
    """
    from decision import Pack, assess, load_pack, read_answers, summarise
    from decision.summary.audit import audit
    from decision.summary.handout import Summary, too_long
    from decision.summary.handout import handout as print_

    loaded: Pack = load_pack(pack or default_pack())
    day: date | None = today.date() if today else None

    def told(file: Path) -> Summary:
        assessment = assess(loaded, read_answers(file, loaded), **({"today": day} if day else {}))
        every = include_sensitive or reader == "clinician"
        return summarise(assessment, reader=reader, language=language, include_sensitive=every)

    kind = format or ("html" if out.suffix.lower() in (".html", ".htm") else "pdf")
    printed = partial(
        print_, format=kind, print_size=print_size, paper=paper, released_by=released_by,
        in_full=_ids(options), sections=_ids(sections),
    )  # fmt: skip

    def make(file: Path, to: Path) -> None:
        summary = told(file)
        sheet = printed(summary)
        to.write_bytes(sheet)
        if reader == "patient" and kind == "pdf" and (warning := too_long(sheet, print_size)):
            typer.echo(f"{to}: {warning}", err=True)
        if measures and reader == "patient":
            for line in audit(summary).lines:
                typer.echo(line)

    if answers.is_dir():
        _folder(answers, out, f"{'handout' if reader == 'patient' else 'record'}-{{:03}}.{kind}", make)
    else:
        _one(answers, out, make)


def _ids(listed: str | None) -> list[str] | None:
    return None if listed is None else [name.strip() for name in listed.split(",") if name.strip()]


def _one(answers: Path, out: Path, make: Callable[[Path, Path], None]) -> None:
    if out.is_dir():
        _wrong(f"{out}: is a folder; name the file to write")
    try:
        make(answers, out)
    except ProblemsError:
        raise  # told by main, one line a problem
    except ValueError as error:
        _wrong(str(error))
    except OSError as error:
        _wrong(f"{out}: could not be written: {error.strerror}")


def _folder(answers: Path, out: Path, name: str, make: Callable[[Path, Path], None]) -> None:
    files = sorted(file for file in answers.iterdir() if file.suffix.lower() in ENDINGS and file.is_file())
    if not files:
        _wrong(f"{answers}: holds no answers file ({', '.join(ENDINGS)})")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _wrong(f"{out}: could not be made: {error.strerror}")
    made: list[str] = []
    bad: list[str] = []
    with typer.progressbar(list(enumerate(files, start=1)), label="Printing", file=sys.stderr) as progress:
        for number, file in progress:
            sheet = out / name.format(number)
            try:
                make(file, sheet)
                made.append(f"{sheet.name}  {file.name}")
            except ProblemsError as error:
                bad += [problem.one_line() for problem in error.problems]
            except (ValueError, OSError) as error:
                bad.append(f"{file}: {error}")
    _tell(made)
    if bad:
        typer.echo(f"{len(made)} of {len(files)} printed; not printed:", err=True)
        _tell(bad, err=True)
        raise typer.Exit(1)


def _tell(lines: Iterable[str], err: bool = False) -> None:
    for line in lines:
        typer.echo(line, err=err)


def _wrong(what: str) -> NoReturn:
    typer.echo(what, err=True)
    raise typer.Exit(2)
