"""Installation of the Python package that a model family needs, into the running environment.

pip may not change any package that is installed already: the app has loaded some of them. An
environment that belongs to the operating system (PEP 668), an installer or another tool is never
changed; the user then gets a command or a reason.
"""

import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from captions.engine.library.release import ModelFamily, install_command
from captions.engine.recognition import recognisers
from captions.errors import EngineError, describe_reason
from captions.printable import make_printable

_DISTRIBUTION = "captions-overlay"
_MAX_REASON_CHARACTERS = 200


class PackageState(Enum):
    """Whether the package of a model family is installed, or how it can be."""

    PRESENT = "present"
    INSTALLABLE = "installable"
    """Captions can install it with pip."""
    BY_COMMAND = "by command"
    """The user has to run a command."""
    IMPOSSIBLE = "impossible"
    """This installation of Captions cannot be extended."""


@dataclass(frozen=True, slots=True)
class PythonEnvironment:
    """What decides whether packages can be added to the running Python."""

    is_frozen: bool
    """True in a program that was packed with its Python."""
    is_managed: bool
    """True if the operating system owns the packages (PEP 668) and there is no venv."""
    has_pip: bool
    is_writable: bool
    """True if this user may write the folder of the packages."""

    @classmethod
    def detect(cls) -> "PythonEnvironment":
        """Return the facts about the running Python."""
        marker = Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED"
        return cls(
            is_frozen=bool(getattr(sys, "frozen", False)),
            is_managed=sys.prefix == sys.base_prefix and marker.exists(),
            has_pip=importlib.util.find_spec("pip") is not None,
            is_writable=os.access(sysconfig.get_path("purelib"), os.W_OK),
        )


def find_package_state(
    family: ModelFamily, environment: PythonEnvironment | None = None
) -> PackageState:
    """Return whether the package of a family is installed, or how it can be."""
    if recognisers.is_installed(family):
        return PackageState.PRESENT
    environment = environment or PythonEnvironment.detect()
    if environment.is_frozen or environment.is_managed:
        return PackageState.IMPOSSIBLE
    if environment.has_pip and environment.is_writable:
        return PackageState.INSTALLABLE
    return PackageState.BY_COMMAND


def find_command(family: ModelFamily, environment: PythonEnvironment | None = None) -> str:
    """Return the command that installs the package of a family."""
    environment = environment or PythonEnvironment.detect()
    if environment.has_pip:
        return install_command(family)
    listed = " ".join(f'"{requirement}"' for requirement in find_requirements(family))
    return f'uv pip install --python "{sys.executable}" {listed}'


def find_requirements(family: ModelFamily) -> list[str]:
    """Return what the extra of a family requires, such as ``faster-whisper>=1.2.1``."""
    try:
        listed = importlib.metadata.requires(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        listed = []
    parts = [requirement.partition(";") for requirement in listed]
    wanted = {f"extra=='{family.value}'", f'extra=="{family.value}"'}
    found = [name.strip() for name, _, marker in parts if marker.replace(" ", "") in wanted]
    return found or [f"{_DISTRIBUTION}[{family.value}]"]


def find_package_name(family: ModelFamily) -> str:
    """Return the name of the package that a family needs, for the user."""
    first = find_requirements(family)[0]
    return first.partition(">")[0].partition("=")[0].strip()


def install_package(family: ModelFamily) -> None:
    """Install the package of a family with pip.

    Raises:
        EngineError: pip cannot install it, or may not.
    """
    package = find_package_name(family)
    match find_package_state(family):
        case PackageState.PRESENT:
            return
        case PackageState.IMPOSSIBLE:
            raise EngineError("package_unavailable", package=package)
        case PackageState.BY_COMMAND:
            raise EngineError(
                "package_needs_command", package=package, command=find_command(family)
            )
        case PackageState.INSTALLABLE:
            _run_pip(family, package)


def _run_pip(family: ModelFamily, package: str) -> None:
    try:
        with tempfile.TemporaryDirectory() as folder:
            constraints = Path(folder) / "constraints.txt"
            constraints.write_text("\n".join(_installed_versions()), encoding="utf-8")
            command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
            command += ["install", "--quiet", "--progress-bar", "off"]
            command += ["--constraint", str(constraints), *find_requirements(family)]
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
    except OSError as error:
        raise _install_error(family, package, describe_reason(error)) from error
    if done.returncode or not recognisers.is_installed(family):
        raise _install_error(family, package, _last_error(done.stderr))


def _install_error(family: ModelFamily, package: str, reason: str) -> EngineError:
    return EngineError(
        "package_install_failed", package=package, reason=reason, command=find_command(family)
    )


def _installed_versions() -> list[str]:
    """Return the exact version of each installed package but our own, as requirements."""
    return [
        f"{found.metadata['Name']}=={found.version}"
        for found in importlib.metadata.distributions()
        if found.metadata["Name"] and not found.metadata["Name"].startswith("captions-")
    ]


def _last_error(output: str) -> str:
    """Return pip's last error as a part of a sentence."""
    lines = [line.removeprefix("ERROR:").strip() for line in output.splitlines() if line.strip()]
    last = make_printable(lines[-1], _MAX_REASON_CHARACTERS) if lines else "pip failed"
    return last.rstrip(".:")
