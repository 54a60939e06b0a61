"""Tests of dev.py's parts: what is missing, what is printed, what an environment is filled with."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "packaging"))

import environment
import programs
import steps
import system_packages
from environment import Level, Stamp, State
from system_packages import Need

if TYPE_CHECKING:
    from collections.abc import Sequence

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
STAMP = Stamp(python="3.11", root="/home/ada/captions", inputs="abc", level=Level.SETUP)


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
        pytest.param(Need(("ffmpeg",), ("ffmpeg",)), True, id="a program on PATH will do"),
        pytest.param(Need(("x",), ("x", "ffmpeg")), True, id="by any of its names"),
        pytest.param(Need(("xvfb",), ("Xvfb",)), False, id="a program that is nowhere is missing"),
        pytest.param(
            Need(("libegl1",), ("egl",)), False, id="even if its package seems to be there"
        ),
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


@pytest.mark.parametrize(
    ("target", "text", "snap"),
    [
        pytest.param("snap", "", True, id="a link to snap is one"),
        pytest.param(
            "chromium-browser", "#!/bin/sh\nexec /snap/bin/chromium\n", True, id="so is a script"
        ),
        pytest.param("chromium", "#!/bin/sh\nexec /usr/lib/x\n", False, id="another script is not"),
        pytest.param("chromium", "\x7fELF /snap/bin/", False, id="nor is what is no script"),
    ],
)
def test_a_snap_is_no_program_that_can_be_used(
    target: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, snap: bool
) -> None:
    there, folder = tmp_path / target, tmp_path / "bin"
    there.write_text(text)
    there.chmod(0o755)
    folder.mkdir()
    (folder / "browser").symlink_to(there)
    monkeypatch.setenv("PATH", str(folder))
    found = system_packages.find_program("browser")
    assert found == (None if snap else str(folder / "browser"))


@pytest.mark.parametrize(
    ("need", "names", "said"),
    [
        pytest.param(Need(("new", "old")), ["old"], "", id="the one name that is known"),
        pytest.param(Need(("gone", "lost")), ["lost"], "", id="the oldest if none is"),
        pytest.param(Need(("old",), ("x",), "Get x."), ["old"], "", id="a known one before advice"),
        pytest.param(Need(("gone",), ("x",), "Get x."), [], "Get x.\n", id="advice if none is"),
    ],
)
def test_apt_is_asked_for(
    need: Need, names: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert system_packages.names_here([need], {"old"}.__contains__) == names
    assert capsys.readouterr().err == said


def test_the_printed_command_is_the_whole_command() -> None:
    assert system_packages.command_to_print(["libegl1", "ffmpeg"]) == (
        "sudo apt-get install -y --no-install-recommends --no-remove libegl1 ffmpeg"
    )


def test_who_may_not_install_is_given_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "is_debian", lambda _: True)
    monkeypatch.setattr("shutil.which", {"apt-get": "/usr/bin/apt-get"}.get)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(programs.SetupError) as caught:
        system_packages.ensure(
            [Need(("libegl1",)), Need(("ffmpeg",), ("ffmpeg",))],
            system_packages.Apt(find_privilege=lambda: None, read_installed=set),
        )
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
            dataclasses.replace(STAMP, level=Level.DEV),
            True,
            State.CURRENT,
            id="one that holds more is kept",
        ),
        pytest.param(
            dataclasses.replace(STAMP, level=Level.EMPTY),
            True,
            State.OUTDATED,
            id="one that holds less is filled further",
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
        pytest.param(STAMP.to_json().replace('"level": 1', '"level": 9'), id="an unknown level"),
    ],
)
def test_a_spoilt_stamp_is_no_stamp(text: str) -> None:
    assert Stamp.from_json(text) is None


def test_a_stamp_survives_being_written() -> None:
    assert Stamp.from_json(STAMP.to_json()) == STAMP


def test_a_stamp_from_before_there_were_levels_stands_for_everything() -> None:
    older = STAMP.to_json().replace(', "level": 1', "")
    assert Stamp.from_json(older) == dataclasses.replace(STAMP, level=Level.DEV)


class Installer:
    """In place of Python and pip: it makes an empty environment, and notes what was asked for."""

    def __init__(self, root: Path) -> None:
        self.asked: list[str] = []
        self.broken = False
        self._python = environment.python_in(root / ".venv")

    def run(self, command: Sequence[str | Path], problem: str) -> None:
        """Do what environment.py has other programs do."""
        *_, last = words = [str(word) for word in command]
        if "venv" in words:
            self._python.parent.mkdir(parents=True)
            self._python.touch()
            self.asked.append("venv")
        elif "--editable" in words:
            self.asked.append(re.findall(r"\[(.*)\]$", last)[0])
            if self.broken:
                raise programs.SetupError(problem)
        elif last.endswith(".whl"):
            self.asked.append("model")


@pytest.fixture
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installer:
    """What installs into a project that only has its pyproject.toml."""
    installer = Installer(tmp_path)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    monkeypatch.setattr(environment, "run_quietly", installer.run)
    monkeypatch.setattr("build_model.build", lambda *_: Path("model.whl"))
    monkeypatch.setattr("system_packages.ensure", lambda _: None)
    return installer


@pytest.mark.parametrize(
    ("journey", "asked"),
    [
        pytest.param("setup", "venv setup model", id="running needs no more than it needs"),
        pytest.param("dev", "venv dev model", id="developing needs all"),
        pytest.param("setup setup", "venv setup model", id="nothing is done twice"),
        pytest.param(
            "setup dev", "venv setup model dev", id="going up adds, and makes nothing anew"
        ),
        pytest.param("dev setup", "venv dev model", id="going down does nothing"),
        pytest.param("setup dev setup dev", "venv setup model dev", id="what was reached stays"),
        pytest.param(
            "setup pull setup", "venv setup model setup model", id="other pins renew what is there"
        ),
        pytest.param(
            "dev pull setup dev", "venv dev model dev model", id="at the level that is there"
        ),
        pytest.param("setup pull dev", "venv setup model dev model", id="or at the one asked for"),
        pytest.param(
            "setup dev! setup", "venv setup model dev", id="what breaks off spoils nothing"
        ),
        pytest.param("setup dev! dev", "venv setup model dev dev", id="and is done again"),
        pytest.param(
            "dev! setup", "venv dev setup model", id="what never was there is not kept up"
        ),
        pytest.param(
            "dev pull setup! setup", "venv dev model dev dev model", id="half of it does not count"
        ),
    ],
)
def test_an_environment_grows_and_keeps_what_it_has(
    journey: str, asked: str, installer: Installer, tmp_path: Path
) -> None:
    """A journey goes from level to level; "pull" brings other inputs, "!" means no network."""
    for stage in journey.split():
        if stage == "pull":
            (tmp_path / "pyproject.toml").write_text(PYPROJECT.replace("2.4", "2.5"))
            continue
        installer.broken = stage.endswith("!")
        level = Level[stage.strip("!").upper()]
        if installer.broken:
            with pytest.raises(programs.SetupError):
                environment.ensure(level, root=tmp_path)
        else:
            environment.ensure(level, root=tmp_path)
    assert installer.asked == asked.split()


@pytest.mark.parametrize(
    ("command", "level"),
    [("setup", "SETUP"), ("run", "SETUP"), ("check", "DEV"), ("test", "DEV"), ("bench", "DEV")],
)
def test_commands_ask_for_as_little_as_they_need(
    command: str, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Level] = []

    def ensure(level: Level, _: tuple[Need, ...] = ()) -> Path:
        asked.append(level)
        raise programs.SetupError("That is all.")

    monkeypatch.setattr(environment, "ensure", ensure)
    steps.main([command])
    assert asked == [Level[level]]


def test_every_level_has_its_extra_which_holds_those_below() -> None:
    extras = tomllib.loads((environment.ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    assert any(package.startswith("onnx>") for package in extras["setup"])
    assert any(re.search(r"\[.*\bsetup\b.*\]", package) for package in extras["dev"])


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
    lacking: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["ruff format", "ruff check", "mypy", "lint-imports"]
    commands = {name: [sys.executable, "-c", f"exit({int(name == lacking)})"] for name in names}
    assert steps.run_checks(commands) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert [("passed" in line, "FAILED" in line) for line in lines].count((True, False)) == 3
    assert last == f"Failed checks: {lacking}."


@pytest.mark.parametrize(
    ("code", "accepted"),
    [
        pytest.param("from enum import StrEnum", True, id="what Python 3.11 has"),
        pytest.param("from itertools import batched", False, id="a function of Python 3.12"),
        pytest.param("def first[T](items: list[T]) -> T: ...", False, id="syntax of Python 3.12"),
        pytest.param("import os\nos.process_cpu_count()", False, id="a function of Python 3.13"),
    ],
)
def test_the_checks_keep_out_what_python_3_11_lacks(
    code: str, tmp_path: Path, *, accepted: bool
) -> None:
    """Vermin and Ruff do so on newer Pythons too, which mypy checks by."""
    module = tmp_path / "module.py"
    module.write_text(code)
    tools = steps.check_commands(Path(sys.executable))
    vermin = [word for word in tools["vermin"] if word not in steps.FOLDERS]
    # Errors of syntax for the oldest Python are in every selection.
    configured = ("--config", environment.ROOT / "pyproject.toml", "--select", "E9")
    commands = [*vermin, module], [*tools["ruff check"], *configured, module]
    done = [subprocess.run(command, capture_output=True, check=False) for command in commands]
    assert all(one.returncode == 0 for one in done) is accepted
