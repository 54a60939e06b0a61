"""Tests of dev.py's pure parts: what is missing, what is printed, when an environment is kept."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "packaging"))

import environment
import programs
import steps
import system_packages
from environment import Stamp, State
from system_packages import Need

STATUS = """\
Package: libegl1
Status: install ok installed
Architecture: amd64

Package: libglib2.0-0t64
Status: install ok installed
Provides: libglib2.0-0 (= 2.84.4-3), libglib2.0-zero

Package: picom
Status: deinstall ok config-files
Version: 9.1

Package: pinned
Status: hold ok installed
"""
PYPROJECT = """
[project]
name = "x"
dependencies = ["numpy>=2.4"]
[tool.ruff]
line-length = 100
"""
STAMP = Stamp(python="3.11", root="/home/ada/captions", inputs="abc")


def _nowhere(_: str) -> None:
    """A PATH with nothing on it."""


@pytest.mark.parametrize(
    ("name", "there"),
    [
        pytest.param("libegl1", True, id="an installed package is there"),
        pytest.param("libglib2.0-0t64", True, id="so is one with a new name"),
        pytest.param("libglib2.0-0", True, id="and the old name that it provides"),
        pytest.param("libglib2.0-zero", True, id="and all the others that it provides"),
        pytest.param("pinned", True, id="a package on hold is there"),
        pytest.param("picom", False, id="one that only left its settings is not"),
        pytest.param("xdotool", False, id="one never heard of is not"),
    ],
)
def test_the_status_file_tells_what_is_installed(name: str, *, there: bool) -> None:
    assert (name in system_packages.installed_packages(STATUS)) is there


@pytest.mark.parametrize(
    ("need", "found"),
    [
        pytest.param(Need(("libegl1",)), True, id="a package that is installed"),
        pytest.param(Need(("new", "libegl1")), True, id="any of a need's names will do"),
        pytest.param(Need(("ffmpeg",), "ffmpeg"), True, id="a program on PATH will do"),
        pytest.param(Need(("xvfb",), "Xvfb"), False, id="a program that is nowhere is missing"),
        pytest.param(Need(("ffmpeg",)), False, id="a library is no program"),
    ],
)
def test_what_is_missing_is_told_by_packages_and_programs(need: Need, *, found: bool) -> None:
    programs_on_path = {"ffmpeg": "/opt/bin/ffmpeg"}
    absent = system_packages.missing([need], {"libegl1"}, programs_on_path.get)
    assert absent == ([] if found else [need])


def test_everything_is_missing_from_an_empty_system() -> None:
    absent = system_packages.missing(system_packages.TO_TEST, set(), _nowhere)
    assert absent == list(system_packages.TO_TEST)


def test_the_printed_command_is_the_whole_command() -> None:
    assert system_packages.command_to_print(["libegl1", "ffmpeg"]) == (
        "sudo apt-get install -y --no-install-recommends --no-remove libegl1 ffmpeg"
    )


def test_who_may_not_install_is_given_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "_privilege", lambda: None)
    monkeypatch.setattr(system_packages, "DPKG_STATUS", Path("/nowhere"))
    monkeypatch.setattr(system_packages, "is_debian", lambda _: True)
    monkeypatch.setattr("shutil.which", {"apt-get": "/usr/bin/apt-get"}.get)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(programs.SetupError) as caught:
        system_packages.ensure([Need(("libegl1",)), Need(("ffmpeg",), "ffmpeg")])
    assert str(caught.value).splitlines() == [
        "Some system packages are missing; please run this command, then try again:",
        "  sudo apt-get install -y --no-install-recommends --no-remove libegl1 ffmpeg",
    ]


@pytest.mark.parametrize(
    ("os_release", "expected"),
    [
        pytest.param("NAME=x\nID=debian\n", True, id="Debian is"),
        pytest.param('ID=linuxmint\nID_LIKE="ubuntu debian"\n', True, id="so is Mint"),
        pytest.param("ID=pop\nID_LIKE='ubuntu debian'\n", True, id="and Pop, in other quotes"),
        pytest.param('ID=fedora\nHOME="https://debian.example"\n', False, id="Fedora is not"),
        pytest.param("", False, id="nor is a system without the file"),
    ],
)
def test_debian_and_its_kin_are_told_by_os_release(os_release: str, *, expected: bool) -> None:
    assert system_packages.is_debian(os_release) is expected


@pytest.mark.parametrize(
    ("found", "starts", "state"),
    [
        pytest.param(STAMP, True, State.CURRENT, id="one whose stamp holds is kept"),
        pytest.param(
            dataclasses.replace(STAMP, inputs=""),
            True,
            State.OUTDATED,
            id="one made from other inputs is filled again",
        ),
        pytest.param(
            dataclasses.replace(STAMP, python="3.13"),
            True,
            State.UNUSABLE,
            id="one of another Python is made anew",
        ),
        pytest.param(
            dataclasses.replace(STAMP, root="/elsewhere"),
            True,
            State.UNUSABLE,
            id="one that was moved is made anew",
        ),
        pytest.param(None, True, State.UNUSABLE, id="one without a stamp is made anew"),
        pytest.param(STAMP, False, State.UNUSABLE, id="one without its Python is made anew"),
    ],
)
def test_an_environment_is_kept_while_it_fits(
    found: Stamp | None, state: State, *, starts: bool
) -> None:
    assert environment.judge(found, STAMP, python_starts=starts) is state


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut short"),
        pytest.param("[1]", id="something else"),
        pytest.param('{"python": "3.11"}', id="half of it"),
    ],
)
def test_a_spoilt_stamp_is_no_stamp(text: str) -> None:
    assert Stamp.from_json(text) is None


def test_a_stamp_survives_being_written() -> None:
    assert Stamp.from_json(STAMP.to_json()) == STAMP


def test_a_lint_rule_does_not_change_what_is_installed() -> None:
    stricter = PYPROJECT.replace("100", "99")
    assert environment.fingerprint(PYPROJECT, b"") == environment.fingerprint(stricter, b"")


@pytest.mark.parametrize(
    ("pyproject", "constraints"),
    [
        pytest.param(PYPROJECT.replace("2.4", "2.5"), b"a==1", id="another dependency"),
        pytest.param(PYPROJECT, b"a==2", id="another pin"),
        pytest.param(PYPROJECT + '[tool.hatch.version]\npath = "x"', b"a==1", id="another build"),
    ],
)
def test_what_is_installed_changes_with(pyproject: str, constraints: bytes) -> None:
    before = environment.fingerprint(PYPROJECT, b"a==1")
    assert environment.fingerprint(pyproject, constraints) != before


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        pytest.param(
            "Looking in indexes: https://ada:secret@pkg.example/simple",
            "Looking in indexes: (address)",
            id="an address with a password",
        ),
        pytest.param(
            "HTTPSConnectionPool(host='pkg.example', port=443): timed out",
            "HTTPSConnectionPool(host='(address)', port=443): timed out",
            id="a host in a message of the network",
        ),
        pytest.param(
            "Temporary failure resolving 'deb.example.org'",
            "Temporary failure resolving (address)",
            id="a host that apt could not resolve",
        ),
        pytest.param(
            "No matching distribution found for numpy==2.4.6",
            "No matching distribution found for numpy==2.4.6",
            id="nothing where there is none",
        ),
    ],
)
def test_messages_hide(line: str, shown: str) -> None:
    assert programs.without_addresses(line) == shown


def test_a_program_that_fails_shows_its_last_lines_and_one_sentence() -> None:
    script = "for n in range(50): print(n)\nraise SystemExit(3)"
    with pytest.raises(programs.SetupError) as caught:
        programs.run_quietly([sys.executable, "-c", script], "It did not work.")
    lines = str(caught.value).splitlines()
    assert lines == [*(f"  {n}" for n in range(42, 50)), "It did not work."]


def test_a_program_that_is_not_there_gives_one_sentence() -> None:
    with pytest.raises(programs.SetupError, match=r"^It did not work\.$"):
        programs.run_quietly([Path("/nowhere/pip")], "It did not work.")


def test_a_program_run_on_this_terminal_hands_on_its_exit_code() -> None:
    assert programs.wait_for([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["--help"], 0, id="asked for"),
        pytest.param([], 2, id="for want of a command"),
        pytest.param(["rnu"], 2, id="for a command that is none"),
    ],
)
def test_the_usage_is_shown(arguments: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, environment.ROOT / "packaging" / "dev.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert (done.stdout or done.stderr).startswith("usage: python3 packaging/dev.py COMMAND")


def test_what_cannot_be_set_up_is_said_with_exit_code_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert steps.main(["check", "--all"]) == 2
    assert capsys.readouterr().err == "The command 'check' takes no arguments.\n"


@pytest.mark.parametrize("lacking", ["ruff format", "mypy"])
def test_the_checks_all_run_even_if_one_fails(
    lacking: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def tools(_: Path) -> dict[str, list[str | Path]]:
        names = ["ruff format", "ruff check", "mypy", "lint-imports"]
        return {name: [sys.executable, "-c", f"exit({int(name == lacking)})"] for name in names}

    monkeypatch.setattr(environment, "ensure", lambda _: Path(sys.executable))
    monkeypatch.setattr(steps, "_tools", tools)
    assert steps.main(["check"]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert [("passed" in line, "FAILED" in line) for line in lines].count((True, False)) == 3
    assert last == f"Failed checks: {lacking}."
