"""Rooms keep to themselves: the core knows no page, reads no clock and opens no file but in `loading`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import decision

ROOT = Path(decision.__file__).parent
CORE = [path for room in ("pack", "engine", "summary") for path in sorted((ROOT / room).glob("*.py"))]
READS_FILES = {"pack/loading.py", "pack/answers.py", "summary/web_page.py"}
MEDICINE = ("pacemaker", "fibromyalgia", "migraine", "gammacore", "pregnan")


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_imports_no_page_and_no_later_room(path):
    room = path.parent.name
    later = {"pack": ("decision.engine", "decision.summary"), "engine": ("decision.summary",), "summary": ()}[room]
    forbidden = ("streamlit", "decision.ui", "decision.cli", "decision.authoring", *later)
    assert [name for name in imported(path) if name.startswith(forbidden)] == []


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_opens_no_file_beyond_loading(path):
    if path.relative_to(ROOT).as_posix() in READS_FILES:
        return
    text = path.read_text(encoding="utf-8")
    calls = [word for word in ("open(", ".read_text(", ".read_bytes(", "print(", "requests", "urllib") if word in text]
    assert [call for call in calls if call != "open("] == []
    assert not any(isinstance(n, ast.Call) and getattr(n.func, "id", "") == "open" for n in ast.walk(ast.parse(text)))


@pytest.mark.parametrize("path", [p for p in CORE if p.parent.name in ("pack", "engine")], ids=lambda p: p.name)
def test_the_engine_knows_no_medicine(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree)
            if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef))}  # fmt: skip
    words = [n.value.lower() for n in ast.walk(tree)
             if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value not in docs]  # fmt: skip
    assert [word for word in words if any(term in word for term in MEDICINE)] == []
