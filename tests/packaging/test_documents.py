"""The documents: links lead somewhere, and generated pages are up to date."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

import settings_guide

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("captions", "tests", "packaging")
DOCUMENTS = [
    ROOT / "README.md",
    *(file for name in FOLDERS for file in (ROOT / name).rglob("*.md")),
]

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=[str(file.relative_to(ROOT)) for file in DOCUMENTS]
)


def anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_document
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        page = (document.parent / path).resolve() if path else document
        assert page.exists(), target
        if anchor:
            assert anchor in anchors(page), target
        elif page.is_dir():
            assert (page / "README.md").exists(), target


@each_document
def test_every_named_file_of_the_repository_exists(document: Path) -> None:
    named = re.findall(
        r"`((?:captions|packaging|tests|resources)/[\w./*]+)`", document.read_text("utf-8")
    )
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_the_guide_to_the_settings_is_generated_from_the_present_schema() -> None:
    assert settings_guide.GUIDE.read_text("utf-8") == settings_guide.guide(), (
        "run packaging/settings_guide.py"
    )


ARCHITECTURE = ROOT / "captions" / "README.md"
FLOWS = ARCHITECTURE.read_text("utf-8").partition("## Three flows")[2]


def defined_names(module: Path) -> set[str]:
    """Return the functions, classes, methods and class attributes that a module defines."""
    names: set[str] = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ClassDef):
            members = (name for item in node.body for name in member_names(item))
            names |= {node.name, *(f"{node.name}.{name}" for name in members)}
    return names


def member_names(item: ast.stmt) -> list[str]:
    """Return the names that a statement in a class body defines."""
    match item:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def test_architecture_lists_every_package_and_module() -> None:
    rows = re.findall(r"^\| (`.+?) \| (.+) \|$", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
    listed = {name for first, _ in rows for name in re.findall(r"`([\w/.]+)`", first)}
    package = [item for item in ARCHITECTURE.parent.iterdir() if is_source(item)]
    assert listed == {f"{item.name}/" if item.is_dir() else item.name for item in package}
    for folder in filter(Path.is_dir, package):
        inner = [
            f"`{item.name}/`" for item in folder.iterdir() if item.is_dir() and is_source(item)
        ]
        (contents,) = [text for first, text in rows if f"`{folder.name}/`" in first]
        assert [name for name in inner if name not in contents] == []


def is_source(item: Path) -> bool:
    return (item / "__init__.py").exists() or (item.suffix == ".py" and item.name[:2] != "__")


def test_architecture_states_the_enforced_import_order() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = [item["layers"] for item in contracts if item.get("containers") == ["captions"]]
    assert " > ".join(layers) in " ".join(ARCHITECTURE.read_text("utf-8").split())


@pytest.mark.parametrize(("name", "module"), re.findall(r"`([\w.]+)` \(\[\w+\]\((.+?)\)\)", FLOWS))
def test_function_of_a_traced_flow_is_in_the_named_module(name: str, module: str) -> None:
    assert name in defined_names(ARCHITECTURE.parent / module)


@pytest.mark.parametrize("flow", FLOWS.split("\n### ")[1:], ids=lambda flow: flow.split(",")[0])
def test_steps_and_functions_of_a_traced_flow_are_counted(flow: str) -> None:
    """Everything outside brackets counts: functions, constructors and signals."""
    stated = re.search(r"^(\d+) steps, (\d+) functions", flow, re.MULTILINE)
    assert stated is not None
    steps = re.findall(r"^\d+\. .*", flow, re.MULTILINE)
    named = re.findall(r"`[\w.]+`", re.sub(r"\((?:\[\w+\]\([^)]*\)|[^()])*\)", "", flow))
    assert [len(steps), len(named)] == [int(number) for number in stated.groups()]


def test_helpers_of_the_traced_flows_exist() -> None:
    defined = {
        part
        for module in ARCHITECTURE.parent.rglob("*.py")
        for name in defined_names(module)
        for part in (name, name.rpartition(".")[2])
    }
    assert set(re.findall(r"`([\w.]+)`", FLOWS)) - defined == set()
