"""Installs PulseAudio's server for the tests on desktops where apt cannot.

The tests start a PulseAudio server of their own, with virtual devices. On desktops with PipeWire,
the package of its ALSA plugin conflicts with PulseAudio's, although the programs do not. There the
package is unpacked into ``.cache`` and runs from that folder, and apt installs its dependencies.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from programs import run_quietly

if TYPE_CHECKING:
    from collections.abc import Callable

    RunProgram = Callable[[list[str | Path], str, Path | None], str]

PACKAGE = "pulseaudio"
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "pulseaudio"
PROGRAMS = FOLDER / "bin"
"""Folder of the unpacked program; dev.py puts it last on PATH."""
_PROBLEM = "PulseAudio, which the tests need, could not be unpacked."
_SCRIPT = """\
#!/bin/sh
LD_LIBRARY_PATH='{libraries}' exec '{program}' --dl-search-path='{modules}' "$@"
"""


def is_refused() -> bool:
    """Return True if apt would remove another package to install PulseAudio."""
    command = ("apt-get", "install", "--simulate", "--no-install-recommends", PACKAGE)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return re.search(r"^Remv ", done.stdout, re.MULTILINE) is not None


def dependencies() -> list[str]:
    """Return the dependencies of the server's package.

    Raises:
        SetupError: apt cannot show the package.
    """
    shown = run_quietly(["apt-cache", "show", "--no-all-versions", PACKAGE], _PROBLEM)
    return first_alternatives(shown)


def first_alternatives(shown: str) -> list[str]:
    """Return the names in a package's ``Depends`` field, and only the first of alternatives."""
    field = re.search(r"^Depends: (.*)$", shown, re.MULTILINE)
    return [name.split()[0].partition(":")[0] for name in field[1].split(",")] if field else []


def unpack(folder: Path = FOLDER, run: RunProgram = run_quietly) -> None:
    """Download and unpack the package, and add a script that starts its server.

    Args:
        folder: Where to unpack it; the script is put into its folder ``bin``.
        run: Runs apt-get and dpkg-deb.

    Raises:
        SetupError: The package could not be downloaded or unpacked.
    """
    with tempfile.TemporaryDirectory() as downloads:
        run(["apt-get", "download", PACKAGE], _PROBLEM, Path(downloads))
        [package] = Path(downloads).glob("*.deb")
        run(["dpkg-deb", "--extract", package, folder], _PROBLEM, None)
    [modules] = folder.glob("usr/lib/pulse-*/modules")
    libraries = [*folder.glob("usr/lib/*/pulseaudio"), modules]
    script = folder / PROGRAMS.name / "pulseaudio"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        _SCRIPT.format(
            libraries=":".join(map(str, libraries)),
            program=folder / "usr/bin/pulseaudio",
            modules=modules,
        ),
        encoding="utf-8",
    )
    script.chmod(0o755)
