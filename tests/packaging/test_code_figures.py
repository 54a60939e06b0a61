"""Tests of the code figures: each one is measured on a small package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from code_figures import Figure, Source, measure, read_sources

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "sample_package"


class Repository:
    """A folder with a package, tests and a front page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("__init__.py", "")
        self.write("module.py", "def read_file():\n    pass\n")
        (root / "README.md").write_text("Three short words", encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a module of the package."""
        self.write_file(f"{PACKAGE}/{name}", text)

    def write_file(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def measure(self) -> dict[str, Figure]:
        return {figure.name: figure for figure in measure(self.root, PACKAGE)}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_all_figures_of_a_small_package_are_within_their_limits(repository: Repository) -> None:
    figures = repository.measure()
    assert len(figures) == 10
    assert all(figure.value <= figure.limit for figure in figures.values())
    assert figures["words on the front page"].value == 3


@pytest.mark.parametrize("folder", ["sample_package/many", "tests/many"])
def test_the_fullest_folder_is_found_in_the_package_and_in_the_tests(
    repository: Repository, folder: str
) -> None:
    for number in range(13):
        repository.write_file(f"{folder}/module_{number}.py", "")
    assert repository.measure()["files in a folder"] == Figure("files in a folder", 13, 12, folder)


def test_the_longest_module_counts_lines_of_code_only(repository: Repository) -> None:
    repository.write("long.py", '"""Two\nlines."""\n\n# Note.\n' + "x = (\n    1\n)\n" * 101)
    figure = repository.measure()["longest module"]
    assert (figure.value, figure.where) == (303, f"{PACKAGE}/long.py")
    assert figure.value > figure.limit


def test_the_length_of_a_function_includes_its_signature_but_no_docstring_or_comment(
    repository: Repository,
) -> None:
    head = 'def add_numbers(\n    a, b\n):\n    """Add\n\n    two."""\n\n'
    repository.write("module.py", f"{head}    # Note.\n    return a + b\n")
    figures = repository.measure()
    assert figures["longest function"].value == figures["mean function length"].value == 4
    assert figures["longest function"].where == f"{PACKAGE}/module.py:1 add_numbers"


def test_the_mean_is_that_of_functions_and_methods(repository: Repository) -> None:
    body = "        pass\n"
    repository.write("more.py", f"class A:\n    async def run_all(self):\n{body * 7}")
    assert repository.measure()["mean function length"].value == (2 + 8) / 2


@pytest.mark.parametrize(
    ("signature", "count"),
    [
        ("def f(a, b, /, c, *, d, e, f): ...", 6),
        ("class A:\n    def f(self, a, b, c): ...", 3),
        ("class A:\n    @classmethod\n    def f(cls, a, b, c): ...", 3),
        ("@app.command()\ndef f(a, b, c, d, e, f): ...", 0),
    ],
    ids=["a function", "a method", "a class method", "a command of the command line"],
)
def test_parameters_are_counted_without_the_instance(
    repository: Repository, signature: str, count: int
) -> None:
    repository.write("module.py", f"{signature}\n")
    assert repository.measure()["most parameters"].value == count


def test_short_names_are_counted_without_those_that_python_or_a_library_prescribes(
    repository: Repository,
) -> None:
    methods = "".join(
        f"    {decorator}def {name}(self): ...\n"
        for decorator, name in [("", "__init__"), ("@override\n    ", "show"), ("", "read_all")]
    )
    repository.write("module.py", f"class HTMLReader:\n{methods}\ndef run(): ...\n")
    assert repository.measure()["one-word names, %"].value == pytest.approx(100 / 3)


def test_class_names_that_are_used_twice_are_listed(repository: Repository) -> None:
    repository.write("one.py", "class Reader: ...\nclass Writer: ...\n")
    repository.write("two.py", "class Reader: ...\nclass TerminalKeys: ...\n")
    repository.write("three.py", "class TerminalKeys: ...\n")
    figure = repository.measure()["class names used twice"]
    assert (figure.value, figure.where) == (1, "Reader")


def test_ignored_warnings_are_counted_for_each_thousand_lines(repository: Repository) -> None:
    repository.write("one.py", "x = 1\n" * 497 + "y = 1  # noqa: E1\n")
    assert repository.measure()["noqa per 1,000 lines"].value == 2


@pytest.mark.parametrize("back", [True, False], ids=["both ways", "one way"])
def test_modules_that_import_each_other_are_a_cycle(repository: Repository, *, back: bool) -> None:
    repository.write("one.py", f"from {PACKAGE} import two\n")
    repository.write("two.py", f"from {PACKAGE} import one\n" if back else "")
    assert repository.measure()["import cycles"].value == back


def test_sources_know_their_place_in_the_repository(repository: Repository) -> None:
    sources = read_sources(repository.root, PACKAGE)
    assert [source.path.name for source in sources] == ["__init__.py", "module.py"]
    assert sources[1] == Source(sources[1].path, "def read_file():\n    pass\n")
    assert sources[1].path.parent.as_posix() == PACKAGE
