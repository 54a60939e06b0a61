"""Limits of the repository: sizes, docstrings, names, the top level, and Qt."""

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
    decorator_names,
    read_sources,
)
from PySide6.QtCore import QObject

from tests.conftest import SLOWEST_FILES

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
# Names without meaning, so that everything ends up in them.
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def test_modules_and_functions_stay_within_the_limits() -> None:
    sizes = [size for module in MODULES for size in module.function_sizes]
    long = [str(one.path) for one in MODULES if len(one.code_lines) > MAX_MODULE_LINES]
    long += [size.where for size in sizes if size.lines > MAX_FUNCTION_LINES]
    assert long == []
    assert [size.where for size in sizes if size.parameters > MAX_PARAMETERS] == []


def test_every_module_and_public_name_has_a_docstring() -> None:
    undocumented = [
        f"{module.path}: {name}"
        for module in MODULES
        for name, node in _public(module.tree, "the module")
        if not ast.get_docstring(node)
    ]
    assert undocumented == []


def test_no_module_has_a_vague_name() -> None:
    vague = [one.path for one in MODULES if VAGUE_NAMES & {one.path.stem, *one.path.parts}]
    assert vague == []


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


@pytest.mark.parametrize("name", SLOWEST_FILES)
def test_each_file_whose_tests_run_first_exists(name: str) -> None:
    assert (ROOT / "tests" / name).is_file()
