"""What `vns-choice new` begins is refused until it is filled in, and loads once each example stands in its own place."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from test_cli import run

from decision import PackError, load_pack
from decision.authoring.checks import Severity, check
from decision.authoring.coverage import TRUTHS, measure
from decision.authoring.effects import over_vignettes
from decision.authoring.skeleton import SkeletonError, new_finding, new_pack, new_rule, new_vignettes
from decision.authoring.tried import tried
from decision.authoring.vignettes import run as try_vignettes
from decision.pack.condition import Test
from decision.pack.model import Effect
from decision.pack.pack import Pack

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"
DAY = date(2026, 11, 25)
UNFILLED = re.compile(r"\"?<fill in such as (.*?)>\"?")


def filled(text: str) -> str:
    return UNFILLED.sub(lambda found: found[1], text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def added(folder: Path, name: str, text: str) -> None:
    place = folder / name
    place.write_text((place.read_text("utf-8") if place.exists() else "") + "\n" + text, "utf-8")


def refused_until_filled(folder: Path, name: str, text: str) -> Pack:
    """The pack with a beginning in it; on the way it is seen to be refused, once for each thing to fill in."""
    before = (folder / name).read_text("utf-8") if (folder / name).exists() else ""
    added(folder, name, text)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert {problem.what for problem in caught.value.problems} == {"this is not filled in yet"}
    assert len(caught.value.problems) == len(UNFILLED.findall(text))
    (folder / name).write_text(before, "utf-8")
    added(folder, name, filled(text))
    return load_pack(folder)


@pytest.mark.parametrize("effect", get_args(Effect))
def test_a_rule_is_refused_until_filled_and_then_tried_by_its_own_vignettes(folder: Path, effect: Effect) -> None:
    pack = refused_until_filled(folder, "rules/new.yaml", new_rule(load_pack(folder), "a-new-rule", effect, DAY))
    assert pack.rules["a-new-rule"].effect == effect
    vignettes = new_vignettes(pack, "a-new-rule", DAY)
    tried = refused_until_filled(folder, "vignettes/new.yaml", vignettes)
    assert [found for found in try_vignettes(tried).differences if found.vignette.startswith("a-new-rule")] == []
    assert measure(tried, DAY).decisions["a-new-rule"].seen == set(TRUTHS)


@pytest.mark.parametrize("rule", load_pack(TINY).rules)
def test_the_vignettes_of_any_rule_come_out_and_try_it_in_all_three_ways(folder: Path, rule: str) -> None:
    pack = refused_until_filled(folder, "vignettes/new.yaml", new_vignettes(load_pack(folder), rule, DAY))
    assert try_vignettes(pack).differences == ()
    assert measure(pack, DAY).decisions[rule].seen == set(TRUTHS)


def test_what_vignettes_show_of_a_rule_on_dates_does_not_change_with_the_calendar(folder: Path) -> None:
    before = load_pack(folder)
    pack = refused_until_filled(folder, "vignettes/new.yaml", new_vignettes(before, "fresh-pain", DAY))
    assert not any(vignette.today for vignette in pack.vignettes)
    years_on = DAY.replace(year=DAY.year + 9)
    assert measure(pack, years_on).decisions["fresh-pain"].seen == set(TRUTHS)
    remarks = check(folder, today=years_on).remarks
    assert not [one for one in remarks if one.check == "untried-rule" and "fresh-pain" in one.problem.what]
    assert over_vignettes(before, pack).unmet == ()
    assert tried(pack)["fresh-pain"].applies


def test_a_finding_is_refused_until_filled(folder: Path) -> None:
    text = new_finding(load_pack(folder), "a-new-finding", DAY)
    assert "a-new-finding" in refused_until_filled(folder, "evidence/findings-new.yaml", text).findings


def test_a_pack_is_refused_until_filled_and_then_has_no_error_and_passes_its_vignettes(tmp_path: Path) -> None:
    written = new_pack(tmp_path / "lamp", "hand-lamp", DAY)
    assert any("this is not filled in yet" in remark.problem.what for remark in check(tmp_path / "lamp").errors)
    for place in written:
        place.write_text(filled(place.read_text("utf-8")), "utf-8")
    report = check(tmp_path / "lamp", today=DAY)
    assert [str(remark.problem) for remark in (*report.errors, *report.of(Severity.WARNING))] == []
    assert report.pack is not None
    assert try_vignettes(report.pack).differences == ()
    assert all(decision.seen == set(TRUTHS) for decision in measure(report.pack, DAY).decisions.values())


@pytest.mark.parametrize(
    ("begin", "said"),
    [
        (lambda pack, _: new_rule(pack, "fresh-pain", "caution", DAY), "there already"),
        (lambda pack, _: new_rule(pack, "Fresh pain", "caution", DAY), "cannot be an id"),
        (lambda pack, _: new_finding(pack, "knee-trial", DAY), "there already"),
        (lambda pack, _: new_vignettes(pack, "no-such-rule", DAY), "write the rule first"),
        (lambda _, place: new_pack(place / "tiny", "lamp", DAY), "there already"),
        (lambda _, place: new_pack(place / "A Pack", "lamp", DAY), "cannot be an id"),
    ],
)
def test_what_cannot_be_begun_says_why(folder: Path, begin: Callable[[Pack, Path], object], said: str) -> None:
    with pytest.raises(SkeletonError, match=said):
        begin(load_pack(folder), folder.parent)


def test_a_beginning_is_printed_or_added_to_a_file_of_the_pack_and_nothing_there_is_lost(folder: Path) -> None:
    before = (folder / "rules" / "talk.yaml").read_text("utf-8")
    printed = run("new", "rule", "one-more", "--pack", folder)
    assert printed.returncode == 0, printed.stderr
    assert "- id: one-more" in printed.stdout
    assert (folder / "rules" / "talk.yaml").read_text("utf-8") == before
    done = run("new", "rule", "one-more", "--pack", folder, "--into", "rules/talk.yaml")
    assert done.returncode == 0, done.stderr
    after = (folder / "rules" / "talk.yaml").read_text("utf-8")
    assert after.startswith(before)
    assert "- id: one-more" in after
    assert run("check", folder).returncode == 1


@pytest.mark.parametrize(
    "arguments", [("--into", "evidence/findings.yaml"), ("--into", "../elsewhere.yaml"), ("--effect", "cautoin")]
)
def test_a_wrong_place_or_effect_is_wrong_use(folder: Path, arguments: tuple[str, ...]) -> None:
    done = run("new", "rule", "one-more", "--pack", folder, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_nothing_that_has_to_be_judged_is_filled_in_beforehand(shipped: Pack) -> None:
    """A source or an option that stands there already would be published by whoever forgets to look at it."""
    for text in (
        new_rule(shipped, "new", "excludes", DAY),
        new_rule(shipped, "new", "for", DAY),
        new_finding(shipped, "new", DAY),
    ):
        values = {line.split(":")[0].strip(" -"): line.split(":", 1)[1] for line in text.splitlines() if ": " in line}
        given = {key for key, value in values.items() if not key.startswith("#") and "<fill in such as" not in value}
        assert given <= {"id", "effect", "status", "review_by"}
        assert max(map(len, text.splitlines())) < 400


def test_the_example_patients_of_a_threshold_stand_right_beside_it(folder: Path) -> None:
    loaded = load_pack(folder)
    rule = loaded.rules["pacemaker-excludes"].model_copy(
        update={"when": Test("clearance", "below", (30.0,)), "id": "slow-kidneys"}
    )
    text = new_vignettes(replace(loaded, rules={**loaded.rules, rule.id: rule}), rule.id, DAY)
    assert UNFILLED.findall(text)[1] == "29.5"
    assert UNFILLED.findall(text)[3] == "30"
