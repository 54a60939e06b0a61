"""Creates the virtual environment ``.venv`` and keeps it up to date with the project.

A stamp inside records what the environment was made from. While the stamp is current, neither pip
nor apt is run, so that starting the program takes almost no time.
"""

from __future__ import annotations

import enum
import hashlib
import json
import os
import sys
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import build_model
import system_packages
from programs import SetupError, run_quietly

ROOT = Path(__file__).resolve().parent.parent
_HERE = Path(__file__).resolve().parent
_CONSTRAINTS = _HERE / "constraints.txt"


class Level(enum.IntEnum):
    """Amount of packages in an environment; each level includes those below it.

    The first is an environment that was just created. The others hold the project itself and the
    extra of pyproject.toml with the level's name.
    """

    EMPTY = 0
    SETUP = 1
    DEV = 2


# Approximate size of an environment on disk, printed while it is installed.
_SIZES = {Level.SETUP: "600 MB", Level.DEV: "1.1 GB"}


class State(enum.Enum):
    """The action that an environment needs."""

    CURRENT = "nothing"
    OUTDATED = "install again"
    UNUSABLE = "make anew"


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from.

    Attributes:
        python: The version of Python, such as "3.11"; packages are in a folder of that name.
        root: The project's folder; scripts and the editable install contain its path.
        inputs: A digest of everything that determines what is installed.
        level: The level that is installed.
    """

    python: str
    root: str
    inputs: str
    level: Level

    def to_json(self) -> str:
        """Return the stamp as it is stored in the environment."""
        return json.dumps(vars(self))

    @classmethod
    def from_json(cls, text: str) -> Stamp | None:
        """Return the stamp in a text, or None if the text is no valid stamp."""
        try:
            fields = json.loads(text)
            return cls(
                str(fields["python"]),
                str(fields["root"]),
                str(fields["inputs"]),
                # Environments without a level are older than levels, and hold everything.
                Level(fields.get("level", Level.DEV)),
            )
        except (ValueError, KeyError, TypeError):
            return None


def fingerprint(pyproject: str, *others: bytes) -> str:
    """Return a digest of everything that determines what is installed.

    Only the relevant tables of pyproject.toml count, so that a new lint rule installs nothing.
    """
    tables = tomllib.loads(pyproject)
    hatch = tables.get("tool", {}).get("hatch", {})
    counted = [tables.get("build-system"), tables.get("project"), hatch]
    digest = hashlib.sha256(json.dumps(counted, sort_keys=True).encode())
    for other in others:
        digest.update(hashlib.sha256(other).digest())
    return digest.hexdigest()


def judge(found: Stamp | None, wanted: Stamp, *, python_starts: bool) -> State:
    """Return the action that an environment with this stamp, or none, needs to match ``wanted``.

    An environment of a higher level matches.
    """
    if not python_starts:
        return State.UNUSABLE
    if found is None or (found.python, found.root) != (wanted.python, wanted.root):
        return State.UNUSABLE
    holds = found.inputs == wanted.inputs and found.level >= wanted.level
    return State.CURRENT if holds else State.OUTDATED


def python_in(venv: Path) -> Path:
    """Return the path of an environment's Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def program_beside(python: Path, name: str) -> Path:
    """Return the path of a program that a package installed beside a Python."""
    return python.with_name(f"{name}.exe" if os.name == "nt" else name)


def ensure(level: Level, needs: tuple[system_packages.Need, ...] = (), root: Path = ROOT) -> Path:
    """Update the system's packages and the environment, and return the environment's Python.

    Args:
        level: The level that the environment must have at least; it is never lowered.
        needs: The libraries and programs that the system must have.
        root: The project's folder.

    Raises:
        SetupError: Something could not be set up; the message says what to do.
    """
    venv = root / ".venv"
    found, wanted = _read_stamp(venv), _wanted(root, level)
    state = judge(found, wanted, python_starts=python_in(venv).exists())
    if state is State.UNUSABLE:
        needs += system_packages.to_make_venv()
    system_packages.ensure(needs)
    if found is None or state is State.UNUSABLE:
        _make(venv)
        found = replace(wanted, inputs="", level=Level.EMPTY)
    if state is not State.CURRENT:
        _fill(venv, root, found, wanted)
    return python_in(venv)


def _wanted(root: Path, level: Level) -> Stamp:
    inputs = fingerprint(
        (root / "pyproject.toml").read_text(encoding="utf-8"),
        _CONSTRAINTS.read_bytes(),
        build_model.recipe().encode(),
    )
    return Stamp(f"{sys.version_info.major}.{sys.version_info.minor}", str(root), inputs, level)


def _stamp_path(venv: Path) -> Path:
    return venv / "set-up.json"


def _write_stamp(venv: Path, stamp: Stamp) -> None:
    _stamp_path(venv).write_text(stamp.to_json(), encoding="utf-8")


def _read_stamp(venv: Path) -> Stamp | None:
    try:
        return Stamp.from_json(_stamp_path(venv).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def _make(venv: Path) -> None:
    if Path(sys.prefix).resolve() == venv.resolve():
        raise SetupError(
            "The environment .venv must be created again, which its own Python cannot do; "
            "please run this again with the system's own Python."
        )
    print("Making the environment .venv ...", flush=True)
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", venv],
        f"This Python could not make the environment {venv}; please delete that folder and try "
        "again.",
    )


def _fill(venv: Path, root: Path, found: Stamp, wanted: Stamp) -> None:
    """Install missing packages at the environment's level or the wanted one, if that is higher."""
    level = max(found.level, wanted.level)
    if level > found.level:
        print(f"Installing the packages (about {_SIZES[level]} in all, once) ...", flush=True)
    else:
        print("Bringing the packages up to date ...", flush=True)
    # Unchanged pins do not touch installed packages, so the lower level stays valid meanwhile.
    outdated = found.inputs != wanted.inputs
    if outdated:
        # The stamp is invalid until everything is installed, but the environment is kept.
        _write_stamp(venv, replace(found, inputs=""))
    _install_packages(venv, root, level)
    if outdated:
        _install_model(venv, root)
    _write_stamp(venv, replace(wanted, level=level))


def _install_packages(venv: Path, root: Path, level: Level) -> None:
    """Install the project with its dependencies and those of a level."""
    # The build backend comes first, at its pinned version. Otherwise pip would download the newest
    # one into a hidden environment that ignores the constraints.
    _pip(venv, "-c", str(_CONSTRAINTS), "hatchling", "editables")
    _pip(
        venv,
        "-c",
        str(_CONSTRAINTS),
        "--no-build-isolation",
        "--editable",
        f"{root}[{level.name.lower()}]",
    )


def _install_model(venv: Path, root: Path) -> None:
    wheel = build_model.build(root / ".cache", python_in(venv))
    print("Installing the speech model ...", flush=True)
    # Forced, because the version stays the same when the contents change.
    _pip(venv, "--no-index", "--no-deps", "--force-reinstall", str(wheel))


def _pip(venv: Path, *arguments: str) -> None:
    command = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    run_quietly(
        [python_in(venv), *command, "--progress-bar", "off", *arguments],
        "The Python packages could not be installed; please solve the problem shown above (is the "
        "network connected?), then try again.",
    )
