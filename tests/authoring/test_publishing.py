"""Saving and publishing: nothing lost, nothing overwritten, nothing dangerous in use; with real files and real git."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from decision import load_pack
from decision.authoring import history, signing
from decision.authoring.publishing import (
    ChangedMeanwhileError,
    Edit,
    PublishingError,
    RefusedError,
    awaiting_review,
    file_names,
    open_file,
    review,
    save,
)

TINY = Path(__file__).resolve().parent.parent / "packs" / "tiny"
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
SAFETY = "rules/safety.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout.strip()


@pytest.fixture
def checkout(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    git(pack.parent, "init", "--quiet")
    git(pack.parent, "config", "user.name", "Somebody")
    git(pack.parent, "config", "user.email", "somebody@example.org")
    git(pack.parent, "add", ".")
    git(pack.parent, "commit", "--quiet", "-m", "As it was")
    return pack


def edited(pack: Path, old: str, new: str, file: str = SAFETY) -> Edit:
    opened = open_file(pack, file)
    assert old in opened.text
    return Edit.typed(opened, opened.text.replace(old, new))


def saved(pack: Path, *edits: Edit, name: str = "Dr Author", reason: str = "A new label"):
    return save(pack, edits, name=name, reason=reason, now=NOW)


def files(pack: Path) -> dict[str, bytes]:
    return {
        place.relative_to(pack).as_posix(): place.read_bytes()
        for place in pack.rglob("*")
        if place.is_file() and history.FOLDER not in place.parts
    }


def test_a_save_changes_the_typed_words_and_nothing_else(pack: Path) -> None:
    with_comment = (pack / SAFETY).read_bytes().replace(b"- id: fresh-pain", b"# Seen  in 2025 \n- id:   fresh-pain")
    (pack / SAFETY).write_bytes(with_comment)
    saved(pack, edited(pack, "within: 3 months", "within: 4 months"))
    assert (pack / SAFETY).read_bytes() == with_comment.replace(b"3 months", b"4 months")


def test_line_ends_and_rights_of_the_file_stay(pack: Path) -> None:
    place = pack / SAFETY
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    place.chmod(0o640)
    before = place.read_bytes()
    saved(pack, edited(pack, "within: 3 months", "within: 4 months"))
    assert place.read_bytes() == before.replace(b"3 months", b"4 months")
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_a_pack_with_mistakes_is_refused_with_its_places_and_stays_as_it_was(pack: Path) -> None:
    before = files(pack)
    with pytest.raises(RefusedError) as told:
        saved(pack, edited(pack, "effect: excludes\n  when", "effect: exclude\n  when"))
    assert [(problem.file, problem.line) for problem in told.value.problems] == [(f"{pack.as_posix()}/{SAFETY}", 3)]
    assert files(pack) == before
    assert history.entries(pack) == ()


def test_two_files_that_only_fit_together_are_saved_together(pack: Path) -> None:
    rename = ("slow_kidneys", "kidneys_slow")
    one, other = edited(pack, *rename), edited(pack, *rename, file="rules/definitions.yaml")
    with pytest.raises(RefusedError):
        saved(pack, one)
    saved(pack, one, other)
    assert "kidneys_slow" in load_pack(pack).definitions


def test_somebody_elses_newer_edit_is_never_overwritten(pack: Path) -> None:
    mine = edited(pack, "within: 3 months", "within: 4 months")
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."), name="Dr Other")
    theirs = files(pack)
    with pytest.raises(ChangedMeanwhileError) as told:
        saved(pack, mine)
    assert told.value.name == SAFETY
    assert "Recent pain." in told.value.theirs
    assert files(pack) == theirs


@pytest.mark.parametrize(("name", "reason"), [("", "why"), ("  ", "why"), ("Dr A", ""), ("Dr A", " \n ")])
def test_name_and_reason_are_asked_for(pack: Path, name: str, reason: str) -> None:
    before = files(pack)
    with pytest.raises(PublishingError, match="is missing"):
        saved(pack, edited(pack, "3 months", "4 months"), name=name, reason=reason)
    assert files(pack) == before


def test_nothing_changed_is_nothing_saved(pack: Path) -> None:
    with pytest.raises(PublishingError, match="nothing was changed"):
        saved(pack, edited(pack, "3 months", "3 months"))


@pytest.mark.parametrize("name", ["../secret.yaml", "rules/none.yaml", "CHANGES.md", "/etc/hostname"])
def test_only_files_of_the_pack_are_opened(pack: Path, name: str) -> None:
    (pack.parent / "secret.yaml").write_text("a: 1\n", "utf-8")
    with pytest.raises(PublishingError):
        open_file(pack, name)
    assert name not in file_names(pack)


def test_changes_says_what_why_whom_and_who_with_the_newest_first(pack: Path) -> None:
    saved(pack, edited(pack, "{implants: {includes: pacemaker}}", "{implants: {includes: pump}}"), reason="New\nlabel")
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."), reason="Plainer words")
    text = (pack / "CHANGES.md").read_text("utf-8")
    assert text.startswith("# Changes\n")
    assert text.index("Plainer words") < text.index("New label")
    assert "`rules/safety.yaml` (1 line in, 1 out): New label" in text
    assert "“A pacemaker rules examplimab out”" in text
    assert "None of the 3 example patients." in text
    assert text.count("Edited by Dr Author.") == 2


def test_an_entry_in_changes_leaves_the_older_ones_as_they_are(pack: Path) -> None:
    older = "# Changes\n\nHead.\n\n## 1.2.0\n\n**What changed.** All.\n"
    (pack / "CHANGES.md").write_text(older, "utf-8")
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    text = (pack / "CHANGES.md").read_text("utf-8")
    assert text.startswith("# Changes\n\nHead.\n\n## 1.2.0, edited 25 November 2026, draft\n")
    assert text.endswith("\n\n## 1.2.0\n\n**What changed.** All.\n")


def test_every_former_text_can_be_had_back(pack: Path) -> None:
    texts = [(pack / SAFETY).read_bytes()]
    for before, after in (("Fresh pain.", "Recent pain."), ("Recent pain.", "New pain.")):
        saved(pack, edited(pack, before, after))
        texts.append((pack / SAFETY).read_bytes())
    kept = [history.former(pack, entry, SAFETY) for entry in history.entries(pack)]
    assert kept == texts[:-1]
    assert load_pack(pack).fingerprint == history.entries(pack)[-1].fingerprint


def test_a_disk_that_fails_halfway_leaves_everything_as_it_was(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = files(pack), os.replace, []

    def failing(source, target) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PublishingError, match="nothing was changed"):
        saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    assert len(calls) == 2
    assert files(pack) == before
    assert history.entries(pack) == ()


def test_a_second_person_makes_a_pack_reviewed_and_the_next_edit_makes_it_a_draft(pack: Path) -> None:
    comment = "# Who read it\n"
    info = pack / "pack.yaml"
    info.write_text(info.read_text("utf-8").replace("reviewers: []", comment + "reviewers: []  # none yet"), "utf-8")
    before = info.read_text("utf-8")
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    review(pack, name="Dr Reader", role="Consultant: pain", seen=load_pack(pack).fingerprint, now=NOW)
    signed = load_pack(pack)
    assert signed.info.status == "reviewed"
    assert [(person.name, person.role) for person in signed.info.reviewers] == [("Dr Reader", "Consultant: pain")]
    assert comment in info.read_text("utf-8")
    assert "Reviewed by Dr Reader (Consultant: pain) after edits by Dr Author." in (pack / "CHANGES.md").read_text(
        "utf-8"
    )
    assert awaiting_review(pack) == ()
    assert {rule.status for rule in signed.rules.values()} == {"reviewed"}

    again = saved(pack, edited(pack, "Recent pain.", "New pain."))
    assert again.back_to_draft
    assert (load_pack(pack).info.status, load_pack(pack).info.reviewers) == ("draft", [])
    assert info.read_text("utf-8") == before
    assert [rule.id for rule in load_pack(pack).rules.values() if rule.status == "draft"] == ["fresh-pain"]


@pytest.mark.parametrize("name", ["Dr Author", "dr  author ", "DR AUTHOR"])
def test_an_author_cannot_review_their_own_edit(pack: Path, name: str) -> None:
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    with pytest.raises(PublishingError, match="second person"):
        review(pack, name=name, role="Consultant", seen=load_pack(pack).fingerprint, now=NOW)
    assert load_pack(pack).info.status == "draft"


def test_where_nobody_knows_who_edited_the_authors_of_the_pack_cannot_review_it(pack: Path) -> None:
    with pytest.raises(PublishingError, match="second person"):
        review(pack, name="Test author", role="Tester", seen=load_pack(pack).fingerprint, now=NOW)
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    (pack / SAFETY).write_text((pack / SAFETY).read_text("utf-8").replace("Recent", "Young"), "utf-8")
    with pytest.raises(PublishingError, match="second person"):
        review(pack, name="Test author", role="Tester", seen=load_pack(pack).fingerprint, now=NOW)


def test_a_review_is_of_what_was_read_and_of_nothing_newer(pack: Path) -> None:
    seen = load_pack(pack).fingerprint
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    with pytest.raises(PublishingError, match="read them again"):
        review(pack, name="Dr Reader", role="Consultant", seen=seen, now=NOW)


def test_a_pack_whose_example_patients_come_out_differently_is_not_published(pack: Path) -> None:
    saved(pack, edited(pack, "{implants: {includes: pacemaker}}", "{implants: {includes: pump}}"))
    with pytest.raises(PublishingError, match="A pacemaker rules examplimab out"):
        review(pack, name="Dr Reader", role="Consultant", seen=load_pack(pack).fingerprint, now=NOW)
    assert load_pack(pack).info.status == "draft"


def test_nobody_signs_by_typing_reviewed(pack: Path) -> None:
    typed = edited(pack, "status: draft", "status: reviewed", file="pack.yaml")
    typed = Edit.typed(typed.opened, typed.text.replace("reviewers: []", "reviewers: [{name: Me, role: Boss}]"))
    saved(pack, typed)
    assert (load_pack(pack).info.status, load_pack(pack).info.reviewers) == ("draft", [])


def test_a_rule_typed_as_reviewed_is_a_draft_all_the_same(pack: Path) -> None:
    saved(pack, edited(pack, "sources: [label-a]\n  status: draft", "sources: [label-a]\n  status: reviewed"))
    assert {rule.status for rule in load_pack(pack).rules.values()} == {"draft"}


def test_a_text_that_could_bring_the_reader_down_is_refused_like_any_other(pack: Path) -> None:
    opened = open_file(pack, "pack.yaml")
    with pytest.raises(RefusedError):
        saved(pack, Edit.typed(opened, "status: " + "[" * 300_000))
    rules = open_file(pack, SAFETY)
    with pytest.raises(RefusedError):
        saved(pack, Edit.typed(rules, rules.text + "- " + "[" * 300_000))


def test_a_history_that_cannot_be_read_publishes_nothing(pack: Path) -> None:
    saved(pack, edited(pack, "Fresh pain.", "Recent pain."))
    (pack / history.FOLDER / "000001" / "entry.json").write_text("{", "utf-8")
    with pytest.raises(history.HistoryError):
        review(pack, name="Dr Reader", role="Consultant", seen=load_pack(pack).fingerprint, now=NOW)


BLOCK = "status: draft\nreviewers:\n  - name: A\n    role: B   # first\n\n# next\nfunding: None.\n"


def test_one_more_reviewer_is_added_to_a_list_in_either_layout() -> None:
    assert signing.reviewed(BLOCK, "C", "D") == (
        'status: reviewed\nreviewers:\n  - name: A\n    role: B\n  - {name: "C", role: "D"}   # first\n\n# next\n'
        "funding: None.\n"
    )
    assert signing.reviewed("status: draft\nreviewers: [{name: A, role: B}]\n", "C", "D") == (
        'status: reviewed\nreviewers: [{name: A, role: B}, {name: "C", role: "D"}]\n'
    )
    assert signing.draft(BLOCK) == "status: draft\nreviewers:\n  []   # first\n\n# next\nfunding: None.\n"


def test_a_save_in_a_checkout_is_committed_under_the_authors_name_and_takes_nothing_else_along(checkout: Path) -> None:
    (checkout / "rules" / "talk.yaml").write_text(
        (checkout / "rules" / "talk.yaml").read_text("utf-8") + "# mine\n", "utf-8"
    )
    (checkout.parent / "notes.txt").write_text("not yours\n", "utf-8")
    git(checkout.parent, "add", "notes.txt")
    told = saved(checkout, edited(checkout, "Fresh pain.", "Recent pain."), name="Dr <Author>", reason="A label")
    assert told.committed.startswith("Committed as ")
    assert git(checkout, "log", "-1", "--format=%an|%cn|%s") == "Dr Author|Somebody|rules/safety.yaml: A label"
    touched = set(git(checkout, "show", "--name-only", "--format=", "HEAD").split("\n"))
    assert touched == {"tiny/rules/safety.yaml", "tiny/CHANGES.md"}
    left = git(checkout.parent, "status", "--porcelain").split("\n")
    assert sorted(line.strip() for line in left) == ["A  notes.txt", "M tiny/rules/talk.yaml"]


def test_git_that_does_not_know_who_commits_commits_all_the_same(checkout: Path) -> None:
    git(checkout.parent, "config", "--unset", "user.name")
    git(checkout.parent, "config", "--unset", "user.email")
    assert saved(checkout, edited(checkout, "Fresh pain.", "Recent pain.")).committed.startswith("Committed as ")
    assert git(checkout, "log", "-1", "--format=%an") == "Dr Author"


def test_a_commit_that_git_refuses_is_told_and_the_save_holds(checkout: Path) -> None:
    hook = checkout.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    assert "not today" in saved(checkout, edited(checkout, "Fresh pain.", "Recent pain.")).committed
    assert "Recent pain." in (checkout / SAFETY).read_text("utf-8")


def test_without_git_a_save_is_a_save(checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))
    assert saved(checkout, edited(checkout, "Fresh pain.", "Recent pain.")).committed == ""
    assert "Recent pain." in (checkout / SAFETY).read_text("utf-8")
