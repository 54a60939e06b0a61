"""Holds the house's walls: sizes, docstrings, names, the top level, pinned packages, and Qt."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from code_figures import (
    MAX_FUNCTION_LINES,
    MAX_MODULE_LINES,
    MAX_PARAMETERS,
    ROOT,
    Documented,
    Function,
    Source,
    decorator_names,
    read_sources,
)
from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = [*read_sources(ROOT, "captions"), *read_sources(ROOT, "packaging")]
TOP_LEVEL = {
    "pyproject.toml",
    "captions",
    "resources",
    "tests",
    "packaging",
    "README.md",
    "LICENSE",
}
# Names that say nothing, so that everything ends up in them.
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}

each_module = pytest.mark.parametrize(
    "module", MODULES, ids=[module.path.as_posix() for module in MODULES]
)


@each_module
def test_a_module_stays_within_its_walls(module: Source) -> None:
    assert len(module.code_lines) <= MAX_MODULE_LINES
    for size in module.function_sizes:
        assert size.lines <= MAX_FUNCTION_LINES, size.where
        assert size.parameters <= MAX_PARAMETERS, size.where


@each_module
def test_every_module_and_public_name_says_what_it_is(module: Source) -> None:
    public = _public(module.tree, "the module")
    silent = [name for name, node in public if not ast.get_docstring(node)]
    assert not silent


@each_module
def test_no_module_has_a_name_that_says_nothing(module: Source) -> None:
    assert VAGUE_NAMES.isdisjoint([module.path.stem, *module.path.parts])


def test_the_top_level_holds_what_the_design_names_and_dot_files() -> None:
    names = {path.split("/")[0] for path in _files_of_the_repository()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_calling_qt_leaves_the_references_to_none_alone() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one at each such call, until the program aborts."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200):
        thing.setObjectName("x")
    # Others come and go meanwhile; the bug would take all 200.
    assert sys.getrefcount(None) > before - 100


def _public(node: Documented, name: str) -> Iterator[tuple[str, Documented]]:
    """A module or class and all that is public in it; an override is documented where it began."""
    yield name, node
    for child in node.body:
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_"):
            if isinstance(child, ast.ClassDef):
                yield from _public(child, child.name)
            elif not decorator_names(child) & {"override", "overload", "setter"}:
                yield child.name, child


def _files_of_the_repository() -> list[str]:
    """The files that git has or would take: what the next commit may hold."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is not a clone, so nothing says which files belong to it")
    # The folder may belong to another user than the one who tests, and only reading is asked.
    command = [git, "-c", "safe.directory=*", "ls-files", "--cached", "--others"]
    listed = subprocess.run(
        [*command, "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for path in listed.stdout.splitlines() if (ROOT / path).exists()]
