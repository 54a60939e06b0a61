"""A missing screen is found before Qt aborts the process for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from captions.errors import DisplayError
from captions.ui.platform import display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can lack a screen")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the platforms that can be reached."""
    reachable: set[str] = set()
    monkeypatch.setattr(display, "_has_x11", lambda: "xcb" in reachable)
    monkeypatch.setattr(display, "_has_wayland", lambda: "wayland" in reachable)
    monkeypatch.setattr(display, "missing_libraries", list)
    return reachable


BOTH = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}


@pytest.mark.parametrize(
    ("reachable", "environment", "chosen"),
    [
        ({"xcb"}, BOTH, "xcb"),
        ({"wayland"}, BOTH, "wayland"),
        ({"xcb", "wayland"}, BOTH, "xcb;wayland"),
        ({"xcb", "wayland"}, {"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        (set(), {"QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        (set(), {"QT_QPA_PLATFORM": "vnc:size=800x600"}, "vnc:size=800x600"),
        ({"wayland"}, {**BOTH, "QT_QPA_PLATFORM": "wayland"}, "wayland"),
    ],
)
def test_a_platform_that_works_is_chosen_unless_the_user_has(
    server: set[str], reachable: set[str], environment: dict[str, str], chosen: str
) -> None:
    server |= reachable
    environment = dict(environment)
    display.choose_platform(environment)
    assert environment["QT_QPA_PLATFORM"] == chosen


@pytest.mark.parametrize(
    "environment", [{}, BOTH, {**BOTH, "QT_QPA_PLATFORM": "xcb"}], ids=["none", "dead", "chosen"]
)
def test_no_screen_is_a_sentence_that_says_what_to_do(
    server: set[str], environment: dict[str, str]
) -> None:
    assert not server
    with pytest.raises(DisplayError, match="no screen to show captions on"):
        display.choose_platform(dict(environment))


def test_missing_libraries_are_named(server: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    server.add("xcb")
    monkeypatch.setattr(display, "missing_libraries", lambda: ["libxcb-cursor.so.0"])
    with pytest.raises(DisplayError, match=r"without libxcb-cursor\.so\.0: install"):
        display.choose_platform({"DISPLAY": ":0"})


def test_a_library_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "X11_LIBRARIES", ("libxcb.so.1", "libnone-such.so.7"))
    assert display.missing_libraries() == ["libnone-such.so.7"]


def test_other_systems_always_have_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    environment: dict[str, str] = {}
    display.choose_platform(environment)
    assert environment == {}


@pytest.mark.parametrize(
    "environment",
    [{}, {"DISPLAY": ":4999"}, {"WAYLAND_DISPLAY": "none-such"}],
    ids=["nothing set", "no X server", "no compositor"],
)
def test_a_real_process_without_a_screen_ends_with_a_sentence(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.programs.no_display"],
        env={"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), **environment},
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("There is no screen")
