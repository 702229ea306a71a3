"""Commands for looking at the tool itself: how it measures up, and what clinicians disagreed with."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from decision.bundled import default_pack


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(audit)
    app.command()(feedback)


def audit(
    pack: Annotated[Path | None, typer.Argument(help="Folder of rules; left out: the pack that is shipped.")] = None,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="For reading, or for a program.")] = "text",
) -> None:
    """Measure tool and pack against the published standards: each item with met, partly, not met, and why.

    Example: `vns-choice audit rules/vns-pain`
    """
    from decision import load_pack
    from decision.authoring.audit.report import as_data, as_text

    loaded = load_pack(pack or default_pack())
    today = date.today()
    if form == "json":
        typer.echo(json.dumps(as_data(loaded, today), indent=1, ensure_ascii=False))
    else:
        typer.echo(as_text(loaded, today), nl=False)


def feedback(
    folder: Annotated[
        Path, typer.Argument(help="Folder with saved consultations.", exists=True, file_okay=False, dir_okay=True)
    ],
    form: Annotated[
        Literal["text", "csv", "json"], typer.Option("--format", help="Counts, a row each, or for a program.")
    ] = "text",
    place: Annotated[str, typer.Option(help="Where it was said: the clinic's name.")] = "",
) -> None:
    """Gather what clinicians disagreed with, by rule and reason, from saved consultations. Answers are left behind.

    Example: `vns-choice feedback saved-consultations --format csv`
    """
    from decision.authoring.feedback import as_csv, as_data, as_text, gather

    found = gather(folder, place=place)
    match form:
        case "csv":
            typer.echo(as_csv(found), nl=False)
        case "json":
            typer.echo(json.dumps(as_data(found), indent=1, ensure_ascii=False))
        case _:
            typer.echo(as_text(found))
    for problem in found.problems:
        typer.echo(problem.one_line(), err=True)
    if found.problems:
        raise typer.Exit(1)
