"""Tests of PulseAudio beside PipeWire: the package is unpacked where apt would remove another."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import programs
import pulseaudio
import pytest
import system_packages
from system_packages import Need

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
def test_the_unpacked_server_finds_its_libraries_and_modules(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_quietly(command: list[str | Path], problem: str, cwd: Path | None = None) -> str:
        if command[0] != "apt-get":
            return programs.run_quietly(command, problem, cwd)
        assert command == ["apt-get", "download", "pulseaudio"]
        shutil.copy(package, cwd or "")
        return ""

    unpacked = tmp_path / "unpacked"
    monkeypatch.setattr(pulseaudio, "run_quietly", run_quietly)
    monkeypatch.setattr(pulseaudio, "FOLDER", unpacked)
    monkeypatch.setattr(pulseaudio, "PROGRAMS", unpacked / "bin")
    pulseaudio.unpack()
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
def test_pulseaudio(
    monkeypatch: pytest.MonkeyPatch, *, refused: bool, asked: list[str], unpacked: bool
) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(system_packages, "_privilege", lambda: None)
    monkeypatch.setattr(system_packages, "_apt_knows", lambda _: True)
    monkeypatch.setattr(system_packages, "DPKG_STATUS", Path("/nowhere"))
    monkeypatch.setattr(system_packages, "_install_packages", lambda names, _: done.append(names))
    monkeypatch.setattr(pulseaudio, "is_refused", lambda: refused)
    monkeypatch.setattr(pulseaudio, "dependencies", lambda: ["xvfb", "libltdl7"])
    monkeypatch.setattr(pulseaudio, "unpack", lambda: done.append(["unpacked"]))
    system_packages._install([Need(("xvfb",)), Need(("pulseaudio",), ("pulseaudio",))])
    assert done == [asked, *[["unpacked"]] * unpacked]
