"""Finds missing libraries and programs of the system, and installs them on Debian.

Wheels contain Qt, but not the libraries that Qt and PortAudio expect on a desktop. This module
installs them with apt on Debian, Ubuntu and derivatives. On other Linux systems it only lists what
seems to be missing. macOS and Windows need nothing.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pulseaudio
from programs import SetupError, run_quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DPKG_STATUS = Path("/var/lib/dpkg/status")
OS_RELEASE = Path("/etc/os-release")


@dataclass(frozen=True)
class Need:
    """A library or program that the system must have.

    Attributes:
        packages: Debian's names for it in different releases, newest first; one of them is enough.
        programs: Names of the program, empty for a library. One must be on PATH, however it was
            installed, because a package of that name may not contain it.
        advice: What to do if apt does not know the package; if empty, apt reports the failure.
    """

    packages: tuple[str, ...]
    programs: tuple[str, ...] = ()
    advice: str = ""


def _libraries(*names: str) -> tuple[Need, ...]:
    return tuple(Need((name,)) for name in names)


# Libraries of Qt's xcb plugin: all that libqxcb.so and libQt6XcbQpa.so need directly, because the
# dependencies between these packages differ between releases.
_QT = (
    *_libraries("libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1"),
    Need(("libglib2.0-0t64", "libglib2.0-0")),
    *_libraries("libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1"),
    *_libraries("libxcb-randr0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-xfixes0"),
    *_libraries("libxkbcommon-x11-0", "fonts-dejavu-core"),
)
# Ubuntu has no such package, only a transitional one that installs a snap.
CHROMIUM = Need(
    ("chromium",),
    ("chromium", "chromium-browser", "google-chrome", "chrome"),
    "The tests of pages need Chromium, and apt has it at most as a snap here, which cannot see the "
    "tests' files: please install Google Chrome, or those tests will fail.",
)
TO_RUN = (
    *_libraries("libportaudio2", "libasound2-plugins"),
    Need(("ffmpeg",), ("ffmpeg",)),
    *_QT,
)
TO_TEST = (
    *TO_RUN,
    Need(("xvfb",), ("Xvfb",)),
    Need(("openbox",), ("openbox",)),
    Need(("i3lock",), ("i3lock",)),
    Need(("picom",), ("picom",)),
    Need(("xdotool",), ("xdotool",)),
    Need(("x11-xserver-utils",), ("xrandr",)),
    Need(("x11-xkb-utils",), ("setxkbmap",)),
    Need(("gnome-keyring",), ("gnome-keyring-daemon",)),
    Need(("dbus",), ("dbus-run-session",)),
    Need(("at-spi2-core",)),
    Need(("dunst",), ("dunst",)),
    Need(("trayer",), ("trayer",)),
    Need(("pulseaudio",), ("pulseaudio",)),
    Need(("pulseaudio-utils",), ("pactl",)),
    Need(("imagemagick",), ("import",)),
    Need(("x11-utils",), ("xwininfo",)),
    Need(("tmux",), ("tmux",)),
    CHROMIUM,
    Need(("curl",), ("curl",)),
    Need(("obs-studio",), ("obs",)),
    Need(("obs-plugins",)),
)

# Libraries on other Linux systems, by file name, because their packages have other names.
_SONAMES = (
    "libportaudio.so.2",
    "libEGL.so.1",
    "libGL.so.1",
    "libxkbcommon.so.0",
    "libdbus-1.so.3",
    "libfontconfig.so.1",
    "libglib-2.0.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)


def to_make_venv() -> tuple[Need, ...]:
    """Return what ``python -m venv`` still needs; Debian packages a part of it separately."""
    if sys.base_prefix != "/usr" or importlib.util.find_spec("ensurepip") is not None:
        return ()
    return (Need((f"python3.{sys.version_info.minor}-venv",)),)


def ensure(needs: Sequence[Need], apt: Apt | None = None) -> None:
    """Install missing system packages; fast and silent if nothing is missing.

    Args:
        needs: What the system must have.
        apt: The package manager; the system's by default.

    Raises:
        SetupError: Something is missing and could not be installed.
    """
    if not sys.platform.startswith("linux") or not needs:
        return
    if is_debian(_text_of(OS_RELEASE)) and shutil.which("apt-get"):
        apt = apt or Apt()
        absent = missing(needs, apt.read_installed(), find_program)
        if absent:
            install(absent, apt)
    else:
        _name_missing(needs)


def is_debian(os_release: str) -> bool:
    """Return True if the text of /etc/os-release names Debian, Ubuntu or a derivative."""
    found = re.findall(r"^ID(?:_LIKE)?=(.*)$", os_release, re.MULTILINE)
    return not {"debian", "ubuntu"}.isdisjoint(re.findall(r"[\w.-]+", " ".join(found)))


def installed_packages(status: str) -> set[str]:
    """Return the names of the installed packages in dpkg's status file, and those they provide.

    Reading the file avoids a dpkg process for each package. Provided names matter because
    libglib2.0-0t64, for example, provides libglib2.0-0.
    """
    names: set[str] = set()
    for stanza in status.split("\n\n"):
        fields = dict(re.findall(r"^(Package|Status|Provides): (.*)$", stanza, re.MULTILINE))
        if fields.get("Status", "").endswith(" ok installed"):
            provided = re.sub(r"\s*\([^)]*\)", "", fields.get("Provides", "")).split(", ")
            names.update([fields["Package"], *filter(None, provided)])
    return names


def missing(
    needs: Iterable[Need], installed: set[str], find: Callable[[str], str | None]
) -> list[Need]:
    """Return the needs for libraries that are not installed and programs that are not found."""

    def is_met(need: Need) -> bool:
        if need.programs:
            return any(map(find, need.programs))
        return not installed.isdisjoint(need.packages)

    return [need for need in needs if not is_met(need)]


def find_program(name: str) -> str | None:
    """Return the path of a program on PATH; snaps do not count, as they cannot read /tmp."""
    path = shutil.which(name)
    return None if path is None or is_snap(Path(path)) else path


def is_snap(program: Path) -> bool:
    """Return True if a program is a link to snap, or a script that starts a snap."""
    program = program.resolve()
    if program.name == "snap":
        return True
    with program.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/bin/" in start


def names_here(needs: Iterable[Need], known: Callable[[str], bool]) -> list[str]:
    """Return the packages' names in this release, or the oldest name if it knows none.

    If a need has advice for that case, the advice is printed instead.
    """
    names = []
    for need in needs:
        name = next(filter(known, need.packages), None)
        if name is None and need.advice:
            print(need.advice, file=sys.stderr)
        else:
            names.append(name or need.packages[-1])
    return names


def install_command(packages: Sequence[str]) -> list[str]:
    """Return the command that installs packages.

    It removes nothing: on a desktop with PipeWire, "pulseaudio" would silently replace PipeWire's
    own packages.
    """
    return ["apt-get", "install", "-y", "--no-install-recommends", "--no-remove", *packages]


def command_to_print(packages: Sequence[str]) -> str:
    """Return the command for the user to run if this program may not install packages."""
    return " ".join(["sudo", *install_command(packages)])


def install(needs: Sequence[Need], apt: Apt) -> None:
    """Install the packages of needs; where apt refuses PulseAudio, unpack it instead.

    Raises:
        SetupError: They could not be installed.
    """
    prefix = apt.find_privilege()
    if prefix is not None:
        print("Refreshing the list of system packages ...", flush=True)
        # Failure is ignored: an old list, or one without an unreachable source, often suffices.
        subprocess.run([*prefix, "apt-get", "update"], capture_output=True, check=False)
    names = names_here(needs, apt.knows)
    unpacks_pulseaudio = pulseaudio.PACKAGE in names and apt.refuses_pulseaudio()
    if unpacks_pulseaudio:
        installed = {pulseaudio.PACKAGE, *apt.read_installed()}
        wanted = dict.fromkeys([*names, *apt.pulseaudio_dependencies()])
        names = [name for name in wanted if name not in installed]
    if names:
        apt.install(names, prefix)
    if unpacks_pulseaudio:
        print("Unpacking PulseAudio for the tests (once) ...", flush=True)
        apt.unpack_pulseaudio()


def _install_packages(names: Sequence[str], prefix: Sequence[str] | None) -> None:
    if prefix is None:
        raise SetupError(
            "Some system packages are missing; please run this command, then try again:\n"
            f"  {command_to_print(names)}"
        )
    print(f"Installing system packages (once): {' '.join(names)} ...", flush=True)
    run_quietly(
        [*prefix, *install_command(names)],
        "The system packages could not be installed; please run this command, solve the problem "
        f"that it reports, then try again: {command_to_print(names)}",
    )


def _privilege() -> list[str] | None:
    """Return the prefix with which apt-get may install packages; None if this user may not."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return quiet
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n", *quiet] if asked.returncode == 0 else None


def _apt_knows(package: str) -> bool:
    """Return True if a package of exactly this name exists; providers do not count."""
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return bool(shown.stdout)


def _read_installed() -> set[str]:
    return installed_packages(_text_of(DPKG_STATUS))


@dataclass(frozen=True)
class Apt:
    """What installing needs from Debian's package manager.

    Attributes:
        find_privilege: Returns the prefix for apt-get; None if this user may not install packages.
        knows: Returns True if a package of exactly this name exists.
        read_installed: Returns the names of the installed packages.
        install: Installs packages, with the prefix.
        refuses_pulseaudio: Returns True if another package would have to be removed.
        pulseaudio_dependencies: Returns the packages that PulseAudio's server needs.
        unpack_pulseaudio: Downloads and unpacks the server.
    """

    find_privilege: Callable[[], list[str] | None] = _privilege
    knows: Callable[[str], bool] = _apt_knows
    read_installed: Callable[[], set[str]] = _read_installed
    install: Callable[[Sequence[str], Sequence[str] | None], None] = _install_packages
    refuses_pulseaudio: Callable[[], bool] = pulseaudio.is_refused
    pulseaudio_dependencies: Callable[[], list[str]] = pulseaudio.dependencies
    unpack_pulseaudio: Callable[[], None] = pulseaudio.unpack


def _name_missing(needs: Sequence[Need]) -> None:
    absent = [name for name in _SONAMES if not _loads(name)]
    absent += [need.programs[0] for need in missing(needs, set(), find_program) if need.programs]
    if absent:
        print(
            "These parts of the system seem to be missing; if something does not work, install "
            f"them: {', '.join(absent)}.",
            file=sys.stderr,
        )


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
