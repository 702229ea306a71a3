"""The commands for those who write rules: check a pack, start something new, let an editor help.

Each is a few lines over the rest of this room. Words are in English only, as the packs are.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from decision.bundled import default_pack

PackArgument = Annotated[Path | None, typer.Argument(help="Folder of rules; left out: the pack that is shipped.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(check)
    app.command()(schema)


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


def schema(
    pack: PackArgument = None,
    kind: Annotated[
        str, typer.Option(help="Print the schema of one kind of file, such as rules, and write nothing.")
    ] = "",
) -> None:
    """Let an editor complete and mark this pack's files: write their JSON Schemas into its folder `.schema`.

    Run it again when questions, options or sources were added. For VS Code it prints what to put into
    `.vscode/settings.json`.

    Example: `vns-choice schema rules/vns-pain`
    """
    from decision import load_pack
    from decision.authoring.schema import FOLDER, KINDS, schemas, settings

    if kind and kind not in KINDS:
        typer.echo(f"there are no files of the kind '{kind}'; kinds: {', '.join(KINDS)}", err=True)
        raise typer.Exit(2)
    folder = pack or default_pack()
    made = schemas(load_pack(folder))
    if kind:
        typer.echo(json.dumps(made[next(one for one in KINDS if one == kind)], indent=1, ensure_ascii=False))
        return
    place = folder / FOLDER
    try:
        place.mkdir(exist_ok=True)
        for one, content in made.items():
            (place / f"{one}.json").write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        typer.echo(f"{place.as_posix()}: could not be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{len(made)} schemas written to {place.as_posix()}. For VS Code, .vscode/settings.json:")
    typer.echo(json.dumps(settings(folder.as_posix()), indent=2))
