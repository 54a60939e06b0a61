"""The tray icon's states, and notifications that reach the user or fail in silence."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from captions.ui import icons, notifications
from captions.ui.look import Light
from captions.ui.menu import Menu
from captions.ui.tray import FOLDED, Tray
from tests.virtual_screen import VirtualScreen, wait_until

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    # The offscreen platform has no tray, which Qt finds out by a signal that is not there.
    pytest.mark.qt_log_ignore("systemTrayWindowChanged"),
]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the titles that a notification server took."""
    titles: list[str] = []

    async def send(title: str, advice: str) -> bool:
        assert advice
        titles.append(title)
        return True

    monkeypatch.setattr(notifications, "send", send)
    return titles


@pytest.mark.parametrize("state", ["listening", "waiting", "error"])
def test_each_state_has_its_icon_and_its_words(state: Light) -> None:
    tray = Tray(Menu())
    tray.set_state(state, "Listening to the microphone")
    assert tray._icon.toolTip() == "Listening to the microphone"
    wanted = icons.icon(f"tray-{state}")
    assert tray._icon.icon().cacheKey() == wanted.cacheKey()
    tray.hide()


@pytest.mark.parametrize("name", ["captions", "tray-listening", "tray-waiting", "tray-error"])
def test_every_icon_is_drawn_at_every_size(name: str) -> None:
    icon = icons.icon(name)
    for size in icon.availableSizes():
        image = icon.pixmap(size).toImage()
        assert image.pixelColor(size.width() // 2, size.height() // 5).alpha() > 128
        assert image.pixelColor(0, 0).alpha() < 64


def test_a_click_shows_or_hides_and_the_menu_opens_by_itself(qtbot: QtBot) -> None:
    menu = Menu()
    tray = Tray(menu)
    assert tray._icon.contextMenu() is menu
    with qtbot.waitSignal(tray.show_requested):
        tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(tray.show_requested):
        tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_the_same_notification_is_shown_once_a_minute(sent: list[str]) -> None:
    now = 0.0
    tray = Tray(Menu(), lambda: now)

    async def main() -> None:
        nonlocal now
        await tray.notify("No microphone", "Plug one in.")
        now = FOLDED - 0.1
        await tray.notify("No microphone", "Plug one in.")
        await tray.notify("No network", "Check the cable.")
        now = FOLDED
        await tray.notify("No microphone", "Plug one in.")

    asyncio.run(main())
    assert sent == ["No microphone", "No network", "No microphone"]


@pytest.mark.parametrize(
    "address", [None, "", "unix:path=/none/such", "nonsense", "tcp:host=localhost,port=1"]
)
def test_a_desktop_without_notifications_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str | None
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert asyncio.run(Tray(Menu()).notify("No microphone", "Plug one in.")) is False


def test_without_a_server_the_trays_own_message_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    async def send(*_: str) -> bool:
        return False

    monkeypatch.setattr(notifications, "send", send)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, *__: shown.append(title))
    assert asyncio.run(Tray(Menu()).notify("No microphone", "Plug one in."))
    assert shown == ["No microphone"]


def test_only_linux_is_asked_over_d_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert asyncio.run(notifications.send("a", "b")) is False


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of a desktop with a message bus and a notification server."""
    if shutil.which("dunst") is None or shutil.which("dbus-daemon") is None:
        pytest.skip("dunst and dbus-daemon are not installed")
    with VirtualScreen(640, 480) as screen:
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", f"--address=unix:path={tmp_path}/bus"]
        )
        environment = {
            **screen.environment, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/bus"
        }  # fmt: skip
        wait_until((tmp_path / "bus").exists, "dbus-daemon")
        server = subprocess.Popen(["dunst"], env=environment, stderr=subprocess.DEVNULL)
        try:
            yield environment
        finally:
            for process in (server, bus):
                process.terminate()
                process.wait(10)


@pytest.mark.screen
def test_a_real_server_shows_the_notification_as_it_is_written(
    desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop["DBUS_SESSION_BUS_ADDRESS"])
    wait_until(
        lambda: asyncio.run(notifications.send("No microphone", "Plug <one> in & wait.")), "dunst"
    )
    history = subprocess.run(
        ["dunstctl", "count", "displayed"],
        env={**os.environ, **desktop},
        check=True,
        capture_output=True,
        text=True,
    )
    assert history.stdout.strip() != "0"
