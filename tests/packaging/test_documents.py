"""The documents: links lead somewhere, and generated pages are up to date."""

import re
import sys
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
