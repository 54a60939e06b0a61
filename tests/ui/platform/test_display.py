"""A missing screen is found before Qt aborts the process for it."""

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from typing_extensions import override

from captions.errors import DisplayError
from captions.ui.platform import display
from captions.ui.platform.display import DisplayProbe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can lack a screen")


class FakeProbe(DisplayProbe):
    """Reaches certain platforms, and misses certain libraries."""

    def __init__(self, *reachable: str, missing: Sequence[str] = ()) -> None:
        self._reachable = reachable
        self._missing = missing

    @override
    def has_x11(self) -> bool:
        return "xcb" in self._reachable

    @override
    def has_wayland(self) -> bool:
        return "wayland" in self._reachable

    @override
    def missing_libraries(self, names: Iterable[str] = ()) -> list[str]:
        return list(self._missing)


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
    reachable: set[str], environment: dict[str, str], chosen: str
) -> None:
    environment = dict(environment)
    display.choose_platform(environment, FakeProbe(*reachable))
    assert environment["QT_QPA_PLATFORM"] == chosen


@pytest.mark.parametrize(
    "environment", [{}, BOTH, {**BOTH, "QT_QPA_PLATFORM": "xcb"}], ids=["none", "dead", "chosen"]
)
def test_no_screen_is_a_sentence_that_says_what_to_do(
    environment: dict[str, str],
) -> None:
    with pytest.raises(DisplayError, match="No screen is available for captions"):
        display.choose_platform(dict(environment), FakeProbe())


def test_missing_libraries_are_named() -> None:
    probe = FakeProbe("xcb", missing=["libxcb-cursor.so.0"])
    with pytest.raises(DisplayError, match=r"without libxcb-cursor\.so\.0: install"):
        display.choose_platform({"DISPLAY": ":0"}, probe)


def test_a_library_that_is_not_there_is_missing() -> None:
    names = ("libxcb.so.1", "libnone-such.so.7")
    assert DisplayProbe().missing_libraries(names) == ["libnone-such.so.7"]


def test_other_systems_always_have_a_screen() -> None:
    environment: dict[str, str] = {}
    display.choose_platform(environment, FakeProbe(), "darwin")
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
    assert done.stdout.startswith("No screen is available")
