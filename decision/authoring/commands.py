"""The commands for those who write rules: check a pack, start something new, let an editor help.

Each is a few lines over the rest of this room. Words are in English only, as the packs are.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from decision.bundled import default_pack

if TYPE_CHECKING:
    from decision import Pack

PackArgument = Annotated[Path | None, typer.Argument(help="Folder of rules; left out: the pack that is shipped.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command()(check)
    app.command()(schema)
    app.add_typer(new, name="new")


def check(
    pack: PackArgument = None,
    form: Annotated[
        Literal["text", "json", "github", "sarif"],
        typer.Option("--format", help="For people, programs, pull requests, scanners."),
    ] = "text",
    notes: Annotated[bool, typer.Option("--notes", help="Tell the notes too, not only count them.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings, not only on errors.")] = False,
    library: Annotated[
        bool, typer.Option("--library", help="Measure reading ages with the library textstat as well: a second more.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again after each save, at the example patients too, until Ctrl+C.")
    ] = False,
) -> None:
    """Tell everything a careful colleague would say about a pack, with place, reason and remedy.

    An error could mislead or harm a patient; a warning needs a look; a note may well be meant.

    Example: `vns-choice check rules/vns-pain`
    """
    from decision.authoring.checks import Severity
    from decision.authoring.checks import check as look
    from decision.authoring.library import MissingLibraryError
    from decision.authoring.readings import readings
    from decision.authoring.report import written

    folder = pack or default_pack()
    try:
        if watch:
            _watch(folder, form, notes, library)
            return
        with readings(folder) as parse:
            report = look(folder, library=library, parse=parse)
    except MissingLibraryError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(written(report, form, notes))
    if report.errors or (strict and report.of(Severity.WARNING)):
        raise typer.Exit(1)


def _watch(folder: Path, form: str, notes: bool, library: bool) -> None:
    from decision.authoring.watching import looks

    if form != "text" or not (folder / "pack.yaml").is_file():
        fault = f"there is no pack.yaml in {folder.as_posix()}: name the folder of a pack"
        if form != "text":
            fault = f"--watch tells in words: leave out --watch, or --format {form}"
        typer.echo(fault, err=True)
        raise typer.Exit(2)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing here has to be ended in order
    for text in looks(folder, notes, library):
        typer.echo(text)


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
    from decision.authoring.readings import load
    from decision.authoring.schema import FOLDER, KINDS, schemas, settings

    if kind and kind not in KINDS:
        typer.echo(f"there are no files of the kind '{kind}'; kinds: {', '.join(KINDS)}", err=True)
        raise typer.Exit(2)
    folder = pack or default_pack()
    made = schemas(load(folder))
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
    here = folder.resolve()
    seen = here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here
    typer.echo(json.dumps(settings(seen.as_posix()), indent=2))


new = typer.Typer(
    help="""Begin a rule, a finding, example patients or a whole pack, with comments, to be filled in.

    Example: `vns-choice new rule lamp-eyes --effect specialist --pack rules/lamp`""",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
PackOption = Annotated[Path | None, typer.Option("--pack", help="Folder of rules; left out: the pack that is shipped.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", help="File of the pack to add it to, as in rules/cautions.yaml; left out: only print it."),
]
Name = Annotated[str, typer.Argument(help="Its id: lower-case words joined by '-'.")]


@new.command()
def rule(
    name: Name,
    effect: Annotated[
        Literal["excludes", "specialist", "caution", "against", "for", "first", "conflict"],
        typer.Option(help="What follows when it applies."),
    ] = "caution",
    pack: PackOption = None,
    into: Into = None,
) -> None:
    """Begin a rule of this pack.

    Example: `vns-choice new rule lamp-eyes --effect specialist --pack rules/lamp --into rules/limits.yaml`
    """
    from decision.authoring.skeleton import new_rule

    _begin(lambda loaded: new_rule(loaded, name, effect, date.today()), "rules", pack, into)


@new.command()
def finding(name: Name, pack: PackOption = None, into: Into = None) -> None:
    """Begin a finding of this pack.

    Example: `vns-choice new finding first-lamp-trial --pack rules/lamp --into evidence/findings.yaml`
    """
    from decision.authoring.skeleton import new_finding

    _begin(lambda loaded: new_finding(loaded, name, date.today()), "findings", pack, into)


@new.command()
def source(name: Name, pack: PackOption = None, into: Into = None) -> None:
    """Begin a source of this pack: a label, a manual, a study.

    Example: `vns-choice new source lamp-manual-2027 --pack rules/lamp --into evidence/sources.yaml`
    """
    from decision.authoring.skeleton import new_source

    _begin(lambda loaded: new_source(loaded, name, date.today()), "sources", pack, into)


@new.command()
def vignette(
    rule: Annotated[str, typer.Argument(help="The id of the rule they try.")],
    pack: PackOption = None,
    into: Into = None,
) -> None:
    """Begin the example patients of a rule: where it applies, where it just misses, where an answer is missing.

    Example: `vns-choice new vignette lamp-eyes --pack rules/lamp --into vignettes/limits.yaml`
    """
    from decision.authoring.skeleton import new_vignettes

    _begin(lambda loaded: new_vignettes(loaded, rule, date.today()), "vignettes", pack, into)


@new.command("pack")
def pack_(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet; its name is the pack's id.")],
    treatment: Annotated[str, typer.Option(help="The id of the treatment that it is about.")] = "new-treatment",
) -> None:
    """Begin a whole pack in a new folder.

    Example: `vns-choice new pack rules/lamp --treatment lamp`
    """
    from decision.authoring.skeleton import SkeletonError, new_pack

    try:
        written = new_pack(folder, treatment, date.today())
    except SkeletonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{folder.as_posix()}: could not be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    for place in written:
        typer.echo(place.as_posix())
    typer.echo(f"Fill in what stands from < to >, then: vns-choice check {folder.as_posix()}")


def _begin(make: Callable[[Pack], str], kind: str, pack: Path | None, into: Path | None) -> None:
    """Print a beginning, or add it to the end of one file of the pack."""
    from decision.authoring.readings import load
    from decision.authoring.skeleton import SkeletonError, added
    from decision.pack.loading import kind_of
    from decision.pack.problem import PackError

    folder = pack or default_pack()
    if into is not None and kind_of(into.as_posix()) != kind:
        typer.echo(f"{into.as_posix()} is no file of {kind}; name one as a pack has it, inside its folder", err=True)
        raise typer.Exit(2)
    try:
        text = make(load(folder))
    except PackError as error:
        for problem in error.problems:
            typer.echo(problem.one_line(), err=True)
        typer.echo("nothing was begun: mend these first", err=True)
        raise typer.Exit(1) from None
    except SkeletonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if into is None:
        typer.echo(text, nl=False)
        return
    place = folder / into
    try:
        before = place.read_text(encoding="utf-8") if place.exists() else ""
        place.write_text(added(before, text), encoding="utf-8")
    except OSError as error:
        typer.echo(f"{place.as_posix()}: could not be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    typer.echo(
        f"Added to {place.as_posix()}. Fill in what stands from < to >, then: vns-choice check {folder.as_posix()}"
    )
