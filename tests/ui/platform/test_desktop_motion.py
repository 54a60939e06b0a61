"""The desktop's preference for less motion, told by a simulated portal on a real message bus."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from captions.ui.platform.desktop_motion import DesktopMotion
from captions.ui.widgets.motion import MotionPreference
from tests.conftest import on_loop
from tests.support.message_bus import MessageBus
from tests.support.ui.desktop_portal import SettingsPortal, SettingValues

ANY, GNOME = "org.freedesktop.appearance", "org.gnome.desktop.interface"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MessageBus]:
    with MessageBus(tmp_path) as started:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", started.address)
        yield started


def followed(work: Callable[[list[bool]], Awaitable[None]]) -> list[bool]:
    """Follow the desktop during some work, and return what was reported."""
    reports: list[bool] = []

    async def run() -> None:
        serving = asyncio.create_task(DesktopMotion(reports.append).serve())
        await work(reports)
        serving.cancel()

    on_loop(run())
    return reports


async def until(count: int, reports: list[bool]) -> None:
    while len(reports) < count:  # noqa: ASYNC110  # another thread has no event for it
        await asyncio.sleep(0.005)


@pytest.mark.parametrize(
    ("values", "is_reduced"),
    [
        ({ANY: {"reduced-motion": ("u", 1)}}, True),
        ({ANY: {"reduced-motion": ("u", 0)}}, False),
        ({GNOME: {"enable-animations": ("b", False)}}, True),
        ({GNOME: {"enable-animations": ("b", True)}}, False),
        ({ANY: {"color-scheme": ("u", 1)}}, False),
        ({}, False),
    ],
    ids=["less", "as usual", "none in GNOME", "GNOME's", "an older portal", "no settings"],
)
def test_the_desktop_is_asked(bus: MessageBus, values: SettingValues, is_reduced: bool) -> None:
    with SettingsPortal(bus.address, values):
        assert followed(lambda reports: until(1, reports)) == [is_reduced]


def test_changes_are_followed(bus: MessageBus) -> None:
    with SettingsPortal(bus.address, {GNOME: {"enable-animations": ("b", True)}}) as desktop:

        async def work(reports: list[bool]) -> None:
            await until(1, reports)
            desktop.change_setting(GNOME, "font-name", ("s", "Cantarell"))
            desktop.change_setting(GNOME, "enable-animations", ("b", False))
            desktop.change_setting(GNOME, "enable-animations", ("b", True))
            await until(3, reports)

        assert followed(work) == [False, True, False]


@pytest.mark.usefixtures("bus")
def test_a_desktop_without_a_portal_has_no_preference(qapp: object) -> None:
    assert qapp

    async def run() -> bool:
        motion = MotionPreference("linux")
        serving = asyncio.create_task(motion.follow_desktop())
        await asyncio.sleep(0.05)
        serving.cancel()
        return motion.is_reduced()

    assert on_loop(run()) is False
