"""Uvicorn's undocumented parts are used in one module, and only in a version that was tested."""

import importlib.metadata
import re
from pathlib import Path

import pytest

import captions
from captions.web import uvicorn_internals
from captions.web.uvicorn_internals import TESTED_VERSIONS

CODE = Path(captions.__file__).parent
CONSTRAINTS = Path(__file__).resolve().parents[2] / "packaging" / "constraints.txt"


@pytest.mark.parametrize("package", sorted(TESTED_VERSIONS))
def test_the_pinned_version_is_the_tested_one(package: str) -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)$", CONSTRAINTS.read_text("utf-8"), re.MULTILINE))
    assert pinned[package] == TESTED_VERSIONS[package]
    assert importlib.metadata.version(package) == TESTED_VERSIONS[package]


def test_no_other_module_imports_them() -> None:
    private = re.compile(r"^\s*(?:from|import) uvicorn\.", re.MULTILINE)
    users = [path for path in CODE.rglob("*.py") if private.search(path.read_text("utf-8"))]
    assert users == [Path(uvicorn_internals.__file__)]
