"""The commands that put a pack to the test: its examples, small changes of it, proofs, and a comparison with another.

Exit status as everywhere: 0 done, 1 something was found, 2 wrong use.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from decision.authoring.counting import count
from decision.bundled import default_pack

if TYPE_CHECKING:
    from decision.authoring.coverage import Coverage, Goal
    from decision.authoring.proof import Differing, Proof
    from decision.pack.guarantees import Promise
    from decision.pack.pack import Pack

_Pack = Annotated[Path | None, typer.Argument(help="Folder of rules; left out: the pack that is shipped.")]
_Missing = Annotated[bool, typer.Option("--missing", help="Print the missing example patients, ready to paste.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for name, command in (("test", test), ("mutate", mutate), ("prove", prove), ("compare", compare)):
        app.command(name)(command)


def test(
    pack: _Pack = None,
    missing: _Missing = False,
    junit: Annotated[Path | None, typer.Option(help="Also write the outcome as JUnit XML.", dir_okay=False)] = None,
) -> None:
    """Run a pack's example patients, and tell what no example tries: each rule, each test, each test on its own.

    Example: `vns-choice test rules/vns-pain --missing`
    """
    from decision.authoring.coverage import measure
    from decision.authoring.examples import Task, as_yaml, examples, statement
    from decision.authoring.junit import as_junit
    from decision.authoring.readings import load
    from decision.authoring.vignettes import run

    loaded, today = load(pack or default_pack()), date.today()
    outcome, coverage = run(loaded), measure(loaded, today)
    gaps = coverage.gaps()
    texts = [f"not tried: {text}" for text in _gap_texts(loaded, coverage, gaps.missing)]
    if junit is not None:
        _write(junit, as_junit(loaded, outcome.differences, texts))
    if missing:
        tasks = [Task(found, (statement(loaded.rules[goal.rule]),)) for goal, found in gaps.missing.items()]
        written, left = examples(loaded, tasks, today)
        _print_examples(as_yaml(written), len(written), len(left))
        return
    for difference in outcome.differences:
        typer.echo(str(difference))
    for text in texts:
        typer.echo(text)
    for goal in gaps.impossible:
        place = loaded.places.get(f"rule:{goal.rule}", "")
        typer.echo(f"cannot be seen in anybody: {_goal_text(coverage, goal)} ({place})")
    for rule in gaps.too_large:
        typer.echo(f"not looked for: {rule}: too many combinations of answers")
    rules, leaves, decide = (f"{_share(*pair)}" for pair in _shares(coverage, gaps.impossible))
    typer.echo(
        f"{count(len(loaded.vignettes), 'example patient')}, {count(len(outcome.differences), 'difference')}; "
        f"rules seen to apply, not to apply and to wait: {rules}; tests seen true, false and unknown: {leaves}; "
        f"tests seen to decide on their own: {decide}"
    )
    if outcome.differences:
        raise typer.Exit(1)


test.__test__ = False  # type: ignore[attr-defined]  # a command, not a pytest case


def mutate(
    pack: _Pack = None,
    missing: _Missing = False,
    seed: Annotated[int, typer.Option(help="Which choices are swapped for which.")] = 0,
) -> None:
    """Make small slips in a pack one at a time, and tell which no example patient notices.

    A threshold moves, any becomes all, a test is left out, an effect gets milder, an option or a choice is forgotten.
    Slips that make no difference to anybody do not count.

    Example: `vns-choice mutate rules/vns-pain`
    """
    from decision.authoring.examples import as_yaml, examples
    from decision.authoring.readings import load
    from decision.authoring.survival import try_all

    folder, today = pack or default_pack(), date.today()
    loaded = load(folder)
    outcome = try_all(loaded, today, seed)
    if missing:
        written, left = examples(loaded, [survivor.task for survivor in outcome.survivors], today)
        _print_examples(as_yaml(written), len(written), len(left))
        return
    for survivor in outcome.survivors:
        mutant = survivor.mutant
        typer.echo(f"{folder.as_posix()}/{mutant.place}: {mutant.owner}: would anybody notice? {mutant.change}")
    for mutant in outcome.undecided:
        typer.echo(
            f"{folder.as_posix()}/{mutant.place}: {mutant.owner}: too many combinations to look at: {mutant.change}"
        )
    total = outcome.killed + len(outcome.survivors)
    typer.echo(
        f"{count(total, 'slip')} that make a difference, {outcome.killed} noticed ({_share(outcome.killed, total)}), "
        f"{len(outcome.survivors)} not; {len(outcome.equivalent)} make no difference to anybody"
    )
    if outcome.survivors or outcome.undecided:
        raise typer.Exit(1)


def prove(
    pack: _Pack = None,
    other: Annotated[Path | None, typer.Argument(help="A second folder: do both say the same of everybody?")] = None,
    same_as: Annotated[Path | None, typer.Option(help="The same question, with the second folder named here.")] = None,
) -> None:
    """Prove what holds for every possible patient: each rule can apply, each guarantee of the pack holds.

    What does not hold is shown by a patient, as an example ready to paste. With two folders: whether both say the same
    of everybody, or of whom they do not. Needs the extra `authoring`.

    Example: `vns-choice prove rules/vns-pain`
    """
    from decision.authoring.proof import Proof, Sameness
    from decision.authoring.readings import load
    from decision.authoring.solver import MissingSolverError, UndecidedError

    folder, today = pack or default_pack(), date.today()
    second = same_as or other
    try:
        if second is not None:
            found = list((same := Sameness(load(folder), load(second), today)).differing())
            _print_differing(found, same.same_weights(), folder, second)
        else:
            _print_proof(Proof(load(folder), today), folder)
    except (MissingSolverError, UndecidedError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _print_proof(proof: Proof, folder: Path) -> None:
    from decision.authoring.examples import as_yaml
    from decision.pack.vignette import Vignette

    wrong = 0
    rules = list(proof.rules())
    for rule in rules:
        if not rule.answered:
            wrong += 1
            when = "only while an answer is open" if rule.open else "to nobody whose answers agree with each other"
            place = proof.pack.places.get(f"rule:{rule.rule}", "")
            typer.echo(f"{folder.as_posix()}/{place}: rule {rule.rule} can apply {when}")
    guarantees = list(proof.guarantees())
    for one in guarantees:
        place = f"{folder.as_posix()}/{proof.pack.places.get(f'guarantee:{one.guarantee.id}', '')}"
        if not one.of_somebody:
            typer.echo(f"{place}: guarantee {one.guarantee.id} speaks of nobody")
        elif one.broken_by is not None:
            typer.echo(f"{place}: guarantee {one.guarantee.id} does not hold: {one.guarantee.text}")
            expect = _promised(one.guarantee.then)
            data = {"name": f"Breaks the guarantee {one.guarantee.id}", "given": one.broken_by, "expect": expect}
            typer.echo(as_yaml([Vignette.model_validate(data)]))
    wrong += sum(not one.holds for one in guarantees)
    typer.echo(
        f"{count(len(rules), 'rule')}: {sum(r.answered for r in rules)} can apply; "
        f"{count(len(guarantees), 'guarantee')}: {sum(g.holds for g in guarantees)} hold for every possible patient"
    )
    if wrong:
        raise typer.Exit(1)


def _promised(then: Promise) -> dict[str, object]:
    """A promise put as an example expects it, as far as an example can say it."""
    if then.held_back:
        return {"first": []}
    low = then.safety_at_least or "clear"
    high = "excluded" if then.safety_at_least else (then.could_be or "caution")
    return {option: {"safety": low if low == high else {"low": low, "high": high}} for option in then.options}


def _print_differing(found: Sequence[Differing], same_weights: bool, folder: Path, second: Path) -> None:
    from decision.authoring.examples import flow

    for one in found:
        typer.echo(f"{one.about}: they differ for a patient with {flow(one.given)}")
        for change in one.changes:
            typer.echo(f"  {change}")
    if not same_weights:
        typer.echo("the weights in pack.yaml differ: any lean may differ")
    if found or not same_weights:
        raise typer.Exit(1)
    typer.echo(f"{folder.as_posix()} and {second.as_posix()} say the same of every possible patient")


def compare(
    old: Annotated[
        Path | None, typer.Argument(help="Folder of the rules as they were; with --since: as they are.")
    ] = None,
    new: Annotated[Path | None, typer.Argument(help="Folder of the rules as they are.")] = None,
    cohort: Annotated[
        Path | None,
        typer.Option(help="A register: .csv, .jsonl or .parquet, one patient a row.", exists=True, dir_okay=False),
    ] = None,
    since: Annotated[str | None, typer.Option(help="Compare with this revision in git, e.g. HEAD~1.")] = None,
) -> None:
    """Tell what a change of rules does, and to whom: which examples, and which patients of a register.

    Example: `vns-choice compare --since HEAD~1 rules/vns-pain --cohort register.csv`
    """
    from decision import load_pack
    from decision.authoring.readings import load

    if since is not None:
        if new is not None:
            _wrong_use("--since takes one folder: the rules as they are")
        folder = old or default_pack()
        with _revision(folder, since) as before:
            _compare(load_pack(before), load(folder), cohort)
        return
    if old is None or new is None:
        _wrong_use("name two folders, the old rules and the new, or one with --since REVISION")
    _compare(load(old), load(new), cohort)


def _compare(old: Pack, new: Pack, cohort: Path | None) -> None:
    from decision.authoring.comparison import affected, options_changed, vignettes_of
    from decision.authoring.register import read_register
    from decision.pack.words import not_retold

    today = date.today()
    examples = list(vignettes_of(old, new))
    found = list(affected(old, new, examples))
    groups = [("example patient", found, len(examples))]
    problems = 0
    if cohort is not None:
        register = read_register(cohort, (old, new))
        for problem in register.problems:
            typer.echo(problem.one_line(), err=True)
        if register.other_columns:
            typer.echo(f"columns that are no questions: {', '.join(sorted(register.other_columns))}", err=True)
        rows = [(f"row {number}", given, today) for number, given in register.patients]
        groups.append(("patient of the register", list(affected(old, new, rows)), len(rows)))
        problems = len({problem.line for problem in register.problems})
    for change in options_changed(old, new):
        typer.echo(f"for everybody: {change}")
    for language, name in not_retold(old, new):
        typer.echo(f"words/{language}.yaml: {name} still says the former words")
    for word, some, _ in groups:
        for one in some:
            typer.echo(f"{word} {one.who}")
            for change in one.changes:
                typer.echo(f"  {change}")
    for word, some, total in groups:
        typer.echo(f"{len(some)} of {count(total, word)} affected")
    if problems:
        typer.echo(f"{count(problems, 'row')} could not be read and {'is' if problems == 1 else 'are'} not counted")
        raise typer.Exit(1)


@contextmanager
def _revision(folder: Path, revision: str) -> Iterator[Path]:
    """A folder with the rules as a revision in git holds them."""
    place = folder.resolve()
    if not place.is_dir():
        _wrong_use(f"{folder}: there is no such folder")
    if revision.startswith("-"):
        _wrong_use(f"'{revision}' is not a revision")
    command = ["git", "-C", str(place), "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        _wrong_use("--since needs git, which is not installed")
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        if "not a git repository" in said[0]:
            _wrong_use(f"{folder} is in no git repository: name the folder of the former rules instead of --since")
        _wrong_use(f"git does not have {folder} at '{revision}': {said[0]}")
    with tempfile.TemporaryDirectory() as scratch:
        before = Path(scratch) / place.name
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(before, filter="data")
        yield before


def _print_examples(text: str, written: int, left: int) -> None:
    if text:
        typer.echo(text)
    typer.echo(f"{count(written, 'example patient')} to read and keep", err=True)
    if left:
        typer.echo(f"{count(left, 'thing')} that no single example could show", err=True)


def _gap_texts(pack: Pack, coverage: Coverage, missing: Iterable[Goal]) -> list[str]:
    texts = (f"{_goal_text(coverage, goal)} ({pack.places.get(f'rule:{goal.rule}', '')})" for goal in missing)
    return list(dict.fromkeys(texts))


_RULE = {True: "applies", False: "does not apply", None: "may apply"}
_LEAF = {True: "true", False: "false", None: "unknown"}


def _goal_text(coverage: Coverage, goal: Goal) -> str:
    from decision.authoring.mutation import said

    if goal.what == "rule":
        return f"{goal.rule}: no example where it {_RULE[goal.wanted]}"  # type: ignore[index]
    leaf = said(coverage.decisions[goal.rule].leaves[goal.leaf])
    if goal.what == "leaf":
        return f"{goal.rule}: no example where '{leaf}' is {_LEAF[goal.wanted]}"  # type: ignore[index]
    return f"{goal.rule}: no two examples where '{leaf}' alone decides"


def _shares(coverage: Coverage, impossible: Sequence[Goal]) -> list[tuple[int, int]]:
    cannot = [sum(goal.what == what for goal in impossible) for what in ("rule", "leaf", "decides")]
    return [
        (seen, wanted - never) for seen, wanted, never in zip(coverage.shown(), coverage.wanted(), cannot, strict=True)
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 if whole == 0 else 100 * part // whole} % ({part} of {whole})"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        _wrong_use(f"{path}: could not be written: {error.strerror}")


def _wrong_use(what: str) -> NoReturn:
    typer.echo(what, err=True)
    raise typer.Exit(2)
