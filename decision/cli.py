"""The commands. Each is a few lines over the public API; none prints a traceback for bad input.

Exit status: 0 done, 1 problems found in what was read, 2 wrong use.
"""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from decision import cli_audit
from decision.authoring import commands as authoring
from decision.authoring import trial_commands
from decision.bundled import default_pack
from decision.pack.problem import ProblemsError
from decision.printing import handout
from decision.version import __version__

app = typer.Typer(
    name="vns-choice",
    help="A decision aid for talking about vagus nerve stimulation in chronic pain. Not a prescription.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

PackFolder = Annotated[Path | None, typer.Option("--pack", help="Folder of rules; left out: the pack that is shipped.")]
AnswersFile = Annotated[Path, typer.Argument(help="Answers in YAML or JSON.", exists=True, dir_okay=False)]


def main() -> None:
    """Run one command; whatever is wrong with a file is told in one line a problem, never as a traceback."""
    gc.set_threshold(100_000, 50, 50)  # a pack is many small parts that stay: looking for garbage there finds none
    try:
        app(prog_name="vns-choice")
    except ProblemsError as error:
        for problem in error.problems:
            typer.echo(problem.one_line(), err=True)
        raise SystemExit(1) from None
    finally:
        gc.freeze()  # what is there goes with the process: looking through it once more at the end would take longer


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vns-choice {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def open_app(
    context: typer.Context,
    pack: PackFolder = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Left out: a free port.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    drafts: Annotated[
        str,
        typer.Option(
            envvar="VNS_CHOICE_DRAFTS", help="Database for consultations in progress; left out: a file of your own."
        ),
    ] = "",
    no_drafts: Annotated[bool, typer.Option("--no-drafts", help="Keep nothing once the page is closed.")] = False,
    edit_rules: Annotated[
        bool, typer.Option("--edit-rules", help="Let the rules be edited and published on the Rules page.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say it and stop.")
    ] = False,
) -> None:
    """Open the app in the browser, on this machine only.

    Example: `vns-choice --pack rules/vns-pain`
    """
    if context.invoked_subcommand is None:
        from decision.ui.server import serve  # the page is not loaded for a command that does not show it

        serve(
            port=port, open_browser=browser, pack=pack or default_pack(), drafts="off" if no_drafts else drafts,
            edit_rules=edit_rules,
        )  # fmt: skip


@app.command()
def assess(
    answers: AnswersFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON (docs/assessment.schema.json).")] = False,
    reader: Annotated[Literal["clinician", "patient"], typer.Option(help="For whom the words are.")] = "clinician",
    pack: PackFolder = None,
) -> None:
    """Say what the rules say about one patient.

    Example: `vns-choice assess examples/fibromyalgia.yaml`
    """
    from decision import assess as assess_
    from decision import load_pack, read_answers, summarise
    from decision.engine.as_data import as_data
    from decision.summary.text import as_text

    loaded = load_pack(pack or default_pack())
    assessment = assess_(loaded, read_answers(answers, loaded))
    if as_json:
        typer.echo(json.dumps(as_data(assessment), indent=1, ensure_ascii=False))
    else:
        typer.echo(as_text(summarise(assessment, reader=reader)))


app.command()(handout)


authoring.add_commands(app)
trial_commands.add_commands(app)
cli_audit.add_commands(app)


if __name__ == "__main__":
    main()
