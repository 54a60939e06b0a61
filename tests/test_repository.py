"""Holds the house's walls: sizes, docstrings, names, the top level, pinned packages, and Qt."""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted([*ROOT.glob("captions/**/*.py"), *ROOT.glob("packaging/*.py")])
MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 40
MOST_ARGUMENTS = 5
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

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function

each_module = pytest.mark.parametrize(
    "path", MODULES, ids=[path.relative_to(ROOT).as_posix() for path in MODULES]
)


@each_module
def test_a_module_stays_within_its_walls(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    lines = _code_lines(source, tree)
    assert len(lines) <= MOST_LINES_OF_A_MODULE, f"{len(lines)} code lines"
    for function in _functions(tree):
        size = sum(function.lineno <= line <= (function.end_lineno or 0) for line in lines)
        assert size <= MOST_LINES_OF_A_FUNCTION, f"{function.name}: {size} code lines"
        assert _arguments(function) <= MOST_ARGUMENTS, f"{function.name}: too many arguments"


@each_module
def test_every_module_and_public_name_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [name for name, node in _public(tree, "the module") if not ast.get_docstring(node)]
    assert not silent


@each_module
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert VAGUE_NAMES.isdisjoint([path.stem, *path.relative_to(ROOT).parts])


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


def _code_lines(source: str, tree: ast.Module) -> set[int]:
    """The numbers of the lines that hold code: no blanks, comments or docstrings."""
    ignored = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in ignored:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree):
        if isinstance(node, Documented) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            lines.difference_update(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    return lines


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _arguments(function: Function) -> int:
    if _marks(function) & {"command()", "callback()"}:
        return 0  # typer makes each an option of the command line, and no code passes them
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len(named) - (bool(named) and named[0].arg in {"self", "cls"})


def _public(node: Documented, name: str) -> Iterator[tuple[str, Documented]]:
    """A module or class and all that is public in it; an override is documented where it began."""
    yield name, node
    for child in node.body:
        if isinstance(child, ast.ClassDef | Function) and not child.name.startswith("_"):
            if isinstance(child, ast.ClassDef):
                yield from _public(child, child.name)
            elif not _marks(child) & {"override", "overload", "setter"}:
                yield child.name, child


def _marks(function: Function) -> set[str]:
    """The last words of a function's decorators."""
    return {ast.unparse(decorator).split(".")[-1] for decorator in function.decorator_list}


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
