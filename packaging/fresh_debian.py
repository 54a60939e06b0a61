"""Tests both commands of the README on a freshly installed Debian.

    sudo python3 packaging/fresh_debian.py trixie

debootstrap installs the release into a new folder. Only the README's requirements are added: Python
and Git. The commands then run in a clone of this repository, in separate mount and process
namespaces, which the kernel ends together with this script.

The registry configuration of this computer (apt, pip, certificates, proxies) is copied into the
folder. This needs root, about 6 GB of disk space, and half an hour on two cores.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from programs import SetupError, run_quietly, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
MIRROR = "http://deb.debian.org/debian"
PROGRAMS = ("debootstrap", "setpriv", "unshare", "chroot", "git", "Xvfb", "apt-config")
PREREQUISITES = ("ca-certificates", "git", "python3")
CLONE = "/root/captions"
_DEV = ("python3", "packaging/dev.py")
_WORDS = "best of times"
"""Words at the beginning of the demo's recording."""

# $1 is the folder; the rest is the command. All mounts end with the namespace.
_ENTER = """
set -e
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount --rbind /dev "$1/dev"
mount -t tmpfs tmpfs "$1/run"
screen="/tmp/.X11-unix/X${DISPLAY#:}"
mkdir -m 1777 -p "$1/tmp/.X11-unix"
touch "$1$screen"
mount --bind "$screen" "$1$screen"
exec chroot "$@"
"""
_NAMESPACES = (
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"),
)
_COPIED = (
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/apt/auth.conf",
    "/etc/apt/auth.conf.d",
    "/usr/local/share/ca-certificates",
    "/etc/pip.conf",
    "/etc/xdg/pip",
)
"""Files and folders with the registry configuration; missing ones are skipped."""
_APT_OPTION = re.compile(r"^Acquire::(https?|Check|Retries|ForceIPv)\b.*", re.MULTILINE)
_VARIABLE = re.compile(r"(?i).*_proxy|PIP_.*|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|TERM")
_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


class Machine:
    """A Debian release in a folder."""

    def __init__(self, folder: Path, display: str) -> None:
        """``display`` names an X server of this computer without windows."""
        self.folder = folder
        self.environment = {**registry_variables(os.environ), **_ENVIRONMENT, "DISPLAY": display}

    def install(self, release: str, mirror: str) -> None:
        """Install the release, the README's requirements and a clone of the repository."""
        run_quietly(
            ["debootstrap", "--variant=minbase", release, self.folder, mirror],
            f"Debian's release '{release}' could not be installed from {mirror}.",
        )
        self._copy_registries()
        self._answer("apt-get", "update")
        self._answer("apt-get", "install", "-y", "--no-install-recommends", *PREREQUISITES)
        clone = self.folder / CLONE.lstrip("/")
        run_quietly(["git", "clone", "-q", "--no-hardlinks", ROOT, clone], "No clone was made.")
        run_quietly(["git", "-C", clone, "remote", "remove", "origin"], "The clone is not whole.")

    def passes(self, *command: str) -> bool:
        """Run a command in the clone, show its output, and return True if it succeeded."""
        print(f"$ {' '.join(command)}", flush=True)
        in_clone = ("sh", "-c", f'cd {CLONE} && exec "$@"', "sh", *command)
        return wait_for(self._entered(*in_clone), environment=self.environment) == 0

    def inside(self, path: Path) -> str:
        """Return a path in the folder as the machine sees it."""
        return f"/{path.relative_to(self.folder)}"

    def versions(self) -> str:
        """Return the versions of the tested system that differ most between releases."""
        shown = {
            "Debian": ("cat", "/etc/debian_version"),
            "Python": ("python3", "-c", "import platform; print(platform.python_version())"),
            "ffmpeg": ("dpkg-query", "-f", "${Version}", "-W", "ffmpeg"),
        }
        return ", ".join(
            f"{name} {self._answer(*command).strip()}" for name, command in shown.items()
        )

    def _answer(self, *command: str) -> str:
        problem = f"On the new machine, {command[0]} failed."
        return run_quietly(self._entered(*command), problem, environment=self.environment)

    def _entered(self, *command: str) -> list[str]:
        return [*_NAMESPACES, "sh", "-c", _ENTER, "sh", str(self.folder), *command]

    def _copy_registries(self) -> None:
        user = Path.home() / ".config/pip"
        copied = [(Path(path), path) for path in _COPIED]
        for source, target in [*copied, (user, "/root/.config/pip")]:
            copy = self.folder / target.lstrip("/")
            if source.is_dir():
                shutil.copytree(source, copy, dirs_exist_ok=True)
            elif source.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)
        dump = run_quietly(["apt-config", "dump"], "apt does not say how it is configured.")
        options = self.folder / "etc/apt/apt.conf.d/90registries"
        options.write_text(transport_options(dump), encoding="utf-8")


def transport_options(dump: str) -> str:
    """Return the lines of apt's configuration about access to its registries."""
    return "".join(f"{match[0]}\n" for match in _APT_OPTION.finditer(dump))


def registry_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables about access to the network and to registries."""
    return {name: value for name, value in environment.items() if _VARIABLE.fullmatch(name)}


def main(arguments: Sequence[str]) -> int:
    """Test a release, and return 0 if both commands passed there."""
    options = _options(arguments)
    try:
        _check_needs()
        with empty_folder(options.folder, keep=options.keep) as folder, _x_server() as display:
            return _tried(Machine(folder, display), options)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    first, *rest = (__doc__ or "").split("\n\n")
    parser = argparse.ArgumentParser(
        description=first,
        epilog="\n\n".join(rest[1:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--folder", type=Path, help="an empty folder (default: in /var/tmp)")
    parser.add_argument("--keep", action="store_true", help="keep the folder, and the copies in it")
    parser.add_argument("--mirror", default=MIRROR, help="address of the packages")
    parser.add_argument("release", help="name of a Debian release, such as trixie")
    parser.add_argument("tests", nargs=argparse.REMAINDER, help="all that follows goes to pytest")
    return parser.parse_args(arguments)


def _check_needs() -> None:
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        raise SetupError(
            f"{', '.join(missing)} cannot be found. Please run this, then try again:\n"
            "  sudo apt-get install debootstrap util-linux git xvfb"
        )
    if os.geteuid() != 0:
        raise SetupError("Only root can install a system into a folder: please use sudo.")


@contextlib.contextmanager
def empty_folder(named: Path | None, *, keep: bool) -> Iterator[Path]:
    """Yield an empty folder, and remove it afterwards unless ``keep`` is True.

    Raises:
        SetupError: The folder ``named`` is not empty.
    """
    folder = named or Path(tempfile.mkdtemp(prefix="captions-", dir="/var/tmp"))
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SetupError(f"The folder {folder} is not empty: please name another one.")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        if keep:
            print(f"The machine is in {folder}.")
        elif str(folder) not in Path("/proc/self/mounts").read_text(encoding="utf-8"):
            shutil.rmtree(folder)


@contextlib.contextmanager
def _x_server() -> Iterator[str]:
    """Start an X server outside the machine, which must hold only what 'run' installs."""
    reading, writing = os.pipe()
    command = ("Xvfb", "-displayfd", str(writing), "-nolisten", "tcp")
    with (
        subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server,
        os.fdopen(reading) as answer,
    ):
        os.close(writing)
        try:
            number = answer.readline().strip()
            if not number:
                raise SetupError("The X server Xvfb did not start.")
            yield f":{number}"
        finally:
            server.terminate()


def _tried(machine: Machine, options: argparse.Namespace) -> int:
    print(f"Installing {options.release} into {machine.folder} ...", flush=True)
    machine.install(options.release, options.mirror)
    begun = time.monotonic()
    ran = _captions_speech(machine)
    tested = machine.passes(*_DEV, "test", *options.tests)
    minutes = (time.monotonic() - begun) / 60
    said = {True: "passed", False: "FAILED"}
    print(f"{machine.versions()}: run {said[ran]}, test {said[tested]}, in {minutes:.0f} min.")
    return 0 if ran and tested else 1


def _captions_speech(machine: Machine) -> bool:
    """Run the demo in a window; return True if it committed words of its recording."""
    trace = machine.folder / "tmp/trace.jsonl"
    ran = machine.passes(*_DEV, "run", "--demo", "--trace", machine.inside(trace))
    text = trace.read_text(encoding="utf-8") if trace.exists() else ""
    captioned = any('"committed"' in line and _WORDS in line for line in text.splitlines())
    return ran and captioned and '"frame"' in text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
