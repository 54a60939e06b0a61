"""Tests of PulseAudio beside PipeWire: the package is unpacked where apt would remove another."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import programs
import pulseaudio
import pytest
from system_packages import Apt, Need, install

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = """\
Package: pulseaudio
Depends: libasound2t64 (>= 1.1.1), libltdl7 (>= 2.4.7), default-logind | logind, adduser:any
Recommends: rtkit
"""


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        pytest.param(
            SHOWN, ["libasound2t64", "libltdl7", "default-logind", "adduser"], id="some packages"
        ),
        pytest.param("Package: pulseaudio\nRecommends: rtkit\n", [], id="none"),
    ],
)
def test_a_package_depends_on(shown: str, names: list[str]) -> None:
    assert pulseaudio.first_alternatives(shown) == names


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose server says with which libraries and arguments it was started."""
    root = tmp_path / "root"
    for folder in ("DEBIAN", "usr/bin", "usr/lib/x86/pulseaudio", "usr/lib/pulse-17.0/modules"):
        (root / folder).mkdir(parents=True)
    control = (
        "Package: pulseaudio\nVersion: 17.0\nArchitecture: all\nMaintainer: x\nDescription: x\n"
    )
    (root / "DEBIAN/control").write_text(control)
    program = root / "usr/bin/pulseaudio"
    program.write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH $*"\n')
    program.chmod(0o755)
    built = tmp_path / "pulseaudio.deb"
    subprocess.run(["dpkg-deb", "--build", root, built], check=True, capture_output=True)
    return built


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only Debian has its packages")
def test_the_unpacked_server_finds_its_libraries_and_modules(package: Path, tmp_path: Path) -> None:
    def run_quietly(command: list[str | Path], problem: str, cwd: Path | None) -> str:
        if command[0] != "apt-get":
            return programs.run_quietly(command, problem, cwd)
        assert command == ["apt-get", "download", "pulseaudio"]
        shutil.copy(package, cwd or "")
        return ""

    unpacked = tmp_path / "unpacked"
    pulseaudio.unpack(unpacked, run_quietly)
    started = (unpacked / "bin" / "pulseaudio", "-n", "--daemonize=no")
    said = subprocess.run(started, check=True, capture_output=True, text=True).stdout
    modules = unpacked / "usr/lib/pulse-17.0/modules"
    libraries = f"{unpacked / 'usr/lib/x86/pulseaudio'}:{modules}"
    assert said == f"{libraries} --dl-search-path={modules} -n --daemonize=no\n"


@pytest.mark.parametrize(
    ("refused", "asked", "unpacked"),
    [
        pytest.param(False, ["xvfb", "pulseaudio"], False, id="is installed where it may be"),
        pytest.param(True, ["xvfb", "libltdl7"], True, id="is unpacked where another would go"),
    ],
)
def test_pulseaudio(*, refused: bool, asked: list[str], unpacked: bool) -> None:
    done: list[list[str]] = []
    apt = Apt(
        find_privilege=lambda: None,
        knows=lambda _: True,
        read_installed=set,
        install=lambda names, _: done.append(list(names)),
        refuses_pulseaudio=lambda: refused,
        pulseaudio_dependencies=lambda: ["xvfb", "libltdl7"],
        unpack_pulseaudio=lambda: done.append(["unpacked"]),
    )
    install([Need(("xvfb",)), Need(("pulseaudio",), ("pulseaudio",))], apt)
    assert done == [asked, *[["unpacked"]] * unpacked]
