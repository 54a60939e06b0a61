"""Measures the code against the project's limits; ``dev.py check`` prints the figures.

``.venv/bin/python packaging/code_figures.py`` prints one line per figure with its limit, and exits
with 1 if a limit is exceeded. Lengths count lines of code, including a function's signature, but no
blank lines, comments or docstrings. Names are those of functions, methods and classes. Methods
that Python calls by name (``__init__``) and overrides of a library's methods are left out.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import sys
import tokenize
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_PARAMETERS = 5
_PACKAGE = "captions"
_SAME_IDEA = frozenset({"TerminalKeys"})
"""Class names that are used on both sides of a port, or in its variants for each system."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NO_CODE = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, the limit that it must not exceed, and the place with the worst value."""

    name: str
    value: float
    limit: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class FunctionSize:
    """The size of a function or method."""

    where: str
    """File, line and name."""
    lines: int
    parameters: int
    """Number of parameters without ``self`` and ``cls``; 0 for a command of the command line."""


@dataclass(frozen=True)
class Source:
    """A module."""

    path: Path
    """Path inside the repository."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The module as a syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def code_lines(self) -> set[int]:
        """Numbers of the lines that contain more than whitespace, comments and docstrings."""
        lines: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type not in _NO_CODE:
                lines.update(range(token.start[0], token.end[0] + 1))
        for node in ast.walk(self.tree):
            if isinstance(node, Documented) and ast.get_docstring(node) is not None:
                lines.difference_update(_lines_of(node.body[0]))
        return lines

    @property
    def function_sizes(self) -> Iterator[FunctionSize]:
        """Sizes of all functions and methods."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                lines = self.code_lines.intersection(_lines_of(node))
                where = f"{self.path.as_posix()}:{node.lineno} {node.name}"
                yield FunctionSize(where, len(lines), _count_parameters(node))


def main() -> int:
    """Print every figure; return 1 if a limit is exceeded."""
    figures = list(measure())
    for figure in figures:
        sign = ">" if figure.value > figure.limit else "<="
        print(f"{figure.name:32} {figure.value:7.4g} {sign:>2} {figure.limit:g}  {figure.where}")
    return int(any(figure.value > figure.limit for figure in figures))


def measure(root: Path = ROOT, package: str = _PACKAGE) -> Iterator[Figure]:
    """Yield the figures of a repository.

    Args:
        root: folder with the package, its ``tests`` and its front page, ``README.md``.
        package: name of the package.
    """
    sources = read_sources(root, package)
    yield _fullest_folder([*sources, *read_sources(root, "tests")])
    yield from _sizes(sources)
    yield from _name_figures(sources)
    lines = sum(source.text.count("\n") for source in sources)
    unchecked = sum(source.text.count("# noqa") for source in sources)
    yield Figure("noqa per 1,000 lines", 1000 * unchecked / lines, 4.0)
    yield Figure("import cycles", _count_cycles(root, package), 0)
    words = len((root / "README.md").read_text("utf-8").split())
    yield Figure("words on the front page", words, 900)


def read_sources(root: Path, folder: str) -> list[Source]:
    """Return the modules in a folder of a repository and in its subfolders."""
    return [
        Source(path.relative_to(root), path.read_text("utf-8"))
        for path in sorted((root / folder).rglob("*.py"))
    ]


def decorator_names(function: Function) -> set[str]:
    """Return the last part of the name of each decorator, with its arguments."""
    return {ast.unparse(decorator).split(".")[-1] for decorator in function.decorator_list}


def _fullest_folder(sources: Sequence[Source]) -> Figure:
    folders = Counter(source.path.parent.as_posix() for source in sources)
    [(fullest, files)] = folders.most_common(1)
    return Figure("files in a folder", files, 12, fullest)


def _sizes(sources: Sequence[Source]) -> Iterator[Figure]:
    """Yield the figures of the sizes of modules and functions."""
    module = max(sources, key=lambda source: len(source.code_lines))
    yield Figure("longest module", len(module.code_lines), MAX_MODULE_LINES, module.path.as_posix())
    functions = [size for source in sources for size in source.function_sizes]
    mean = sum(size.lines for size in functions) / len(functions)
    yield Figure("mean function length", mean, 7.0)
    longest = max(functions, key=lambda size: size.lines)
    yield Figure("longest function", longest.lines, MAX_FUNCTION_LINES, longest.where)
    widest = max(functions, key=lambda size: size.parameters)
    yield Figure("most parameters", widest.parameters, MAX_PARAMETERS, widest.where)


def _name_figures(sources: Sequence[Source]) -> Iterator[Figure]:
    names = [name for source in sources for name in _names(source.tree)]
    short = sum(len(_WORD.findall(name)) == 1 for name in names)
    yield Figure("one-word names, %", 100 * short / len(names), 45)
    twice = sorted(_duplicates(sources))
    yield Figure("class names used twice", len(twice), 0, " ".join(twice))


def _lines_of(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _count_parameters(function: Function) -> int:
    if decorator_names(function) & {"command()", "callback()"}:
        return 0  # Typer makes each an option of the command line; no code passes them.
    named = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len(named) - (bool(named) and named[0].arg in {"self", "cls"})


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) or (
            isinstance(node, Function) and not _is_named_elsewhere(node)
        ):
            yield node.name


def _is_named_elsewhere(function: Function) -> bool:
    """Return True if Python or a library prescribes the name of a function."""
    return function.name.startswith("__") or "override" in decorator_names(function)


def _duplicates(sources: Sequence[Source]) -> Iterator[str]:
    names = Counter(
        node.name
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    )
    return (name for name, times in names.items() if times > 1 and name not in _SAME_IDEA)


def _count_cycles(root: Path, package: str) -> int:
    """Return 1 if modules of the package import each other in a circle."""
    with _import_folder(root):
        graph = grimp.build_graph(package, cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError:
        return 1
    return 0


@contextlib.contextmanager
def _import_folder(folder: Path) -> Iterator[None]:
    """Make Python find the packages in a folder first."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


if __name__ == "__main__":
    sys.exit(main())
