"""Tests of constraints.txt: everything that is installed has one exact version, in good order."""

from __future__ import annotations

import re
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LINES = [
    line
    for line in (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = [Requirement(line) for line in LINES]


def _drawn_in(project: str, extra: str) -> set[str]:
    """The names of all packages that one draws in on this system, directly or not."""
    names: set[str] = set()
    ahead = {(project, extra)}
    seen: set[tuple[str, str]] = set()
    while ahead:
        name, extra = here = ahead.pop()
        seen.add(here)
        names.add(canonicalize_name(name))
        for requirement in map(Requirement, requires(name) or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                ahead |= {(requirement.name, wanted) for wanted in ("", *requirement.extras)} - seen
    return names - {project}


def test_every_package_that_is_drawn_in_has_a_pin_here() -> None:
    pinned = {
        canonicalize_name(pin.name) for pin in PINS if pin.marker is None or pin.marker.evaluate()
    }
    wanted = _drawn_in("captions-overlay", "dev") | {"hatchling", "editables"}
    assert len(wanted) > len(PINS) / 2
    assert wanted - pinned == set()


def test_every_pin_is_exact() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", line)] == []


def test_pins_stand_in_the_order_of_their_names_and_those_of_other_systems_last() -> None:
    here = [pin.name.lower() for pin in PINS if not re.search("win32|darwin", str(pin.marker))]
    assert here == sorted(here)
    assert [pin.name.lower() for pin in PINS][: len(here)] == here
