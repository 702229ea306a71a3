"""What is installed works away from the clone: the wheel holds page, pack and settings, and the command finds them."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the clone with what the lock file brought."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(out), str(ROOT)],
        check=True, cwd=out,
    )  # fmt: skip
    (found,) = out.glob("*.whl")
    return found


def test_the_wheel_holds_page_pack_settings_and_typeface(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "decision/_bundled/app.py",
        "decision/_bundled/.streamlit/config.toml",
        "decision/_bundled/rules/vns-pain/pack.yaml",
        "decision/_bundled/rules/vns-pain/evidence/findings.yaml",
        "decision/language/es/LC_MESSAGES/vns-choice.mo",
        "decision/assets/patient.typ",
        "decision/assets/editor/editor.js",
        "decision/assets/editor/LICENCES.txt",
        "decision/assets/fonts/SourceSans3-Regular.ttf",
        "decision/assets/fonts/SheetSans-Regular.woff2",
        "decision/assets/handout.css",
        "decision/assets/fonts/OFL.txt",
    } <= names
    assert not [name for name in names if {"test", "node_modules"} & set(name.lower().split("/"))]


def test_an_installed_command_works_outside_the_clone(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False, system_site_packages=False)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, text=True
    ).stdout.strip())  # fmt: skip
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    borrowed = [entry for entry in sys.path if entry.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(borrowed), "utf-8")  # the dependencies of the environment that tests
    answers = tmp_path / "answers.yaml"
    answers.write_text("age: 52\npain_condition: fibromyalgia\nimplants: [pacemaker]\n", "utf-8")
    out = tmp_path / "handout.pdf"
    for arguments in (["check"], ["assess", str(answers)], ["handout", str(answers), "-o", str(out)]):
        done = subprocess.run(
            [python, "-m", "decision.cli", *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-")
    where = subprocess.run(
        [python, "-c", "from decision.bundled import app_file; print(app_file())"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    assert Path(where).is_file()
    assert str(ROOT) not in where
