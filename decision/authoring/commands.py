"""The commands for those who write rules: check a pack, start something new, let an editor help.

Each is a few lines over the rest of this room. Words are in English only, as the packs are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from decision.bundled import default_pack

PackArgument = Annotated[Path | None, typer.Argument(help="Folder of rules; left out: the pack that is shipped.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(check)


def check(
    pack: PackArgument = None,
    form: Annotated[
        Literal["text", "json", "github", "sarif"],
        typer.Option("--format", help="For people, programs, pull requests, scanners."),
    ] = "text",
    notes: Annotated[bool, typer.Option("--notes", help="Tell the notes too, not only count them.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings, not only on errors.")] = False,
) -> None:
    """Tell everything a careful colleague would say about a pack, with place, reason and remedy.

    An error could mislead or harm a patient; a warning needs a look; a note may well be meant.

    Example: `vns-choice check rules/vns-pain`
    """
    from decision.authoring.checks import Severity
    from decision.authoring.checks import check as look
    from decision.authoring.report import written

    report = look(pack or default_pack())
    typer.echo(written(report, form, notes))
    if report.errors or (strict and report.of(Severity.WARNING)):
        raise typer.Exit(1)
