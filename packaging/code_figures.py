"""Measures the code against the project's limits; ``dev.py check`` prints the figures.

``.venv/bin/python packaging/code_figures.py`` prints one line per figure with its limit, and exits
with 1 if a limit is exceeded. The length of a function counts lines of code with the signature, but
no blank lines, comments or docstrings. Names are those of functions, methods and classes. Methods
that Python calls by name (``__init__``) and overrides of a library's methods are left out.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections import Counter
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
_PACKAGE = ROOT / "captions"
_SAME_IDEA = frozenset({"TerminalKeys"})
"""Class names that are used on both sides of a port, or in its variants for each system."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_COMMENT_ONLY = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE})
_LAYOUT = frozenset({tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, the limit that it must not exceed, and the place with the worst value."""

    name: str
    value: float
    limit: float
    where: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A module of the package."""

    path: Path
    text: str
    tree: ast.Module


Function = ast.FunctionDef | ast.AsyncFunctionDef


def main() -> int:
    """Print every figure; return 1 if a limit is exceeded."""
    figures = list(measure())
    for figure in figures:
        sign = ">" if figure.value > figure.limit else "<="
        print(f"{figure.name:32} {figure.value:7.4g} {sign:>2} {figure.limit:g}  {figure.where}")
    return int(any(figure.value > figure.limit for figure in figures))


def measure() -> Iterator[Figure]:
    """Yield the figures of the package and of the front page."""
    sources = [_parsed(path) for path in sorted(_PACKAGE.rglob("*.py"))]
    folders = Counter(str(source.path.parent.relative_to(ROOT)) for source in sources)
    [(fullest, files)] = folders.most_common(1)
    yield Figure("files in a folder", files, 12, fullest)
    lengths = {name: length for source in sources for name, length in _lengths(source)}
    longest = max(lengths, key=lengths.__getitem__)
    yield Figure("mean function length", sum(lengths.values()) / len(lengths), 7.0)
    yield Figure("longest function", lengths[longest], 40, longest)
    names = [name for source in sources for name in _names(source.tree)]
    short = sum(len(_WORD.findall(name)) == 1 for name in names)
    yield Figure("one-word names, %", 100 * short / len(names), 45)
    twice = sorted(_duplicates(sources))
    yield Figure("class names used twice", len(twice), 0, " ".join(twice))
    lines = sum(source.text.count("\n") for source in sources)
    unchecked = sum(source.text.count("# noqa") for source in sources)
    yield Figure("noqa per 1,000 lines", 1000 * unchecked / lines, 4.0)
    yield Figure("import cycles", _cycles(), 0)
    words = len((ROOT / "README.md").read_text("utf-8").split())
    yield Figure("words on the front page", words, 900)


def _parsed(path: Path) -> Source:
    text = path.read_text("utf-8")
    return Source(path, text, ast.parse(text))


def _lengths(source: Source) -> Iterator[tuple[str, int]]:
    code = _code_lines(source.text)
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            lines = code.intersection(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            docstring = node.body[0] if ast.get_docstring(node) is not None else None
            if docstring is not None:
                lines -= set(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
            where = f"{source.path.relative_to(ROOT)}:{node.lineno}"
            yield f"{where} {node.name}", len(lines)


def _code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that hold more than comments and whitespace."""
    found: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _COMMENT_ONLY | _LAYOUT:
            found.update(range(token.start[0], token.end[0] + 1))
    return found


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) or (
            isinstance(node, Function) and not _is_named_elsewhere(node)
        ):
            yield node.name


def _is_named_elsewhere(function: Function) -> bool:
    """Return True if Python or a library prescribes the name of a function."""
    decorators = (of.id for of in function.decorator_list if isinstance(of, ast.Name))
    return function.name.startswith("__") or "override" in decorators


def _duplicates(sources: list[Source]) -> Iterator[str]:
    names = Counter(
        node.name
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    )
    return (name for name, times in names.items() if times > 1 and name not in _SAME_IDEA)


def _cycles() -> int:
    """Return 1 if modules of the package import each other in a circle."""
    graph = grimp.build_graph(_PACKAGE.name)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
