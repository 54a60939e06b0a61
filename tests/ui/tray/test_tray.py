"""The tray icon's states, and notifications that reach the user or fail in silence."""

import asyncio
import itertools
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from captions.ui import icons
from captions.ui.tray import notifications
from captions.ui.tray.menu import TrayMenu
from captions.ui.tray.tray import MAX_TOOLTIP_CHARS, TrayIcon
from captions.wording import hints
from captions.wording.notifications.notices import REPEAT_SECONDS, SHOWN_SECONDS
from captions.wording.notifications.word_alerts import make_alert
from captions.wording.status import TrayState

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    # The offscreen platform has no tray, which Qt finds out by a signal that is not there.
    pytest.mark.qt_log_ignore("systemTrayWindowChanged"),
]


class Server:
    """A notification server that takes notes of the titles."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    async def send(self, title: str, advice: str) -> bool:
        assert advice
        self.titles.append(title)
        return True


def icon_of(tray: TrayIcon) -> QSystemTrayIcon:
    (icon,) = tray.findChildren(QSystemTrayIcon)
    return icon


@pytest.mark.parametrize("state", get_args(TrayState))
def test_each_state_has_its_icon_and_its_words(state: TrayState) -> None:
    tray = TrayIcon(TrayMenu())
    tray.set_state(state, "Listening to the microphone")
    assert icon_of(tray).toolTip() == "Listening to the microphone"
    wanted = icons.load_icon(f"tray-{state}")
    assert icon_of(tray).icon().cacheKey() == wanted.cacheKey()
    tray.hide()


def test_the_progress_of_downloads_comes_before_the_state() -> None:
    tray = TrayIcon(TrayMenu())
    tray.set_progress("Downloading Whisper base: 43 %")
    tray.set_state("listening", "Captions: Listening")
    assert icon_of(tray).toolTip() == "Downloading Whisper base: 43 %\nCaptions: Listening"
    tray.set_progress("")
    assert icon_of(tray).toolTip() == "Captions: Listening"
    tray.hide()


@pytest.mark.parametrize("name", ["captions", *(f"tray-{state}" for state in get_args(TrayState))])
def test_every_icon_is_drawn_at_every_size(name: str) -> None:
    icon = icons.load_icon(name)
    for size in icon.availableSizes():
        image = icon.pixmap(size).toImage()
        assert image.pixelColor(size.width() // 2, size.height() // 5).alpha() > 128
        assert image.pixelColor(0, 0).alpha() < 64


def test_a_click_shows_or_hides_and_nothing_else_does(qtbot: QtBot) -> None:
    tray = TrayIcon(TrayMenu())
    with qtbot.waitSignal(tray.show_requested):
        icon_of(tray).activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(tray.show_requested):
        icon_of(tray).activated.emit(QSystemTrayIcon.ActivationReason.Context)


def test_the_same_notification_is_shown_once_a_minute() -> None:
    now, server = 0.0, Server()
    tray = TrayIcon(TrayMenu(), lambda: now, server.send)

    async def main() -> None:
        nonlocal now
        await tray.notify("No microphone", "Plug one in.")
        now = REPEAT_SECONDS - 0.1
        await tray.notify("No microphone", "Plug one in.")
        await tray.notify("No network", "Check the cable.")
        now = REPEAT_SECONDS
        await tray.notify("No microphone", "Plug one in.")

    asyncio.run(main())
    assert server.titles == ["No microphone", "No network", "No microphone"]


def test_two_of_a_kind_are_one_notification_whatever_their_words() -> None:
    server = Server()
    tray = TrayIcon(TrayMenu(), lambda: 0.0, server.send)

    async def main() -> None:
        await tray.notify("Yeti is gone", "Plug it in.", "microphone_lost")
        await tray.notify("Blue is gone", "Plug it in.", "microphone_lost")
        await tray.notify("Yeti is gone", "Plug it in.", "output_lost")

    asyncio.run(main())
    assert server.titles == ["Yeti is gone", "Yeti is gone"]


def test_each_hiding_says_how_to_undo_it_unless_that_is_still_visible() -> None:
    now, server = 0.0, Server()
    tray = TrayIcon(TrayMenu(), lambda: now, server.send)

    async def main() -> None:
        nonlocal now
        for seconds in (0.0, SHOWN_SECONDS - 0.1, SHOWN_SECONDS):
            now = seconds
            await tray.notify(*hints.describe_hiding(""))

    asyncio.run(main())
    assert server.titles == ["Captions are hidden"] * 2


def test_alert_words_limit_their_own_rate() -> None:
    server = Server()
    tray = TrayIcon(TrayMenu(), lambda: 0.0, server.send)

    async def main() -> None:
        await tray.notify(*make_alert("Anna", "Hi Anna"))
        await tray.notify(*make_alert("Ben", "Hi Ben"))

    asyncio.run(main())
    assert server.titles == ["“Anna” was said", "“Ben” was said"]


def test_a_long_tooltip_ends_behind_a_word() -> None:
    tray = TrayIcon(TrayMenu())
    tray.set_state("error", "Captions: " + "there is no microphone; " * 9)
    shown = icon_of(tray).toolTip()
    assert len(shown) <= MAX_TOOLTIP_CHARS
    assert shown.endswith(" no…")


def test_the_states_differ_in_their_drawing_and_not_by_colour_alone() -> None:
    signs = {state: sign(state) for state in get_args(TrayState)}
    for one, other in itertools.combinations(signs, 2):
        assert (signs[one] != signs[other]).mean() > 0.05, f"{one} and {other}"


def sign(state: str) -> npt.NDArray[np.bool_]:
    """Return where an icon's sign stands out from its ground, at the size of a usual panel."""
    image = icons.load_icon(f"tray-{state}").pixmap(22).toImage()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    light = np.array(
        [[grey.pixelColor(x, y).lightness() for x in range(4, 18)] for y in range(5, 17)]
    )
    ground = grey.pixelColor(11, 4).lightness()
    return np.asarray(np.abs(light - ground) > 60)


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
    assert asyncio.run(TrayIcon(TrayMenu()).notify("No microphone", "Plug one in.")) is False


def test_without_a_server_the_trays_own_message_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    async def send(*_: str) -> bool:
        return False

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, *__: shown.append(title))
    assert asyncio.run(TrayIcon(TrayMenu(), send=send).notify("No microphone", "Plug one in."))
    assert shown == ["No microphone"]


def test_only_linux_is_asked_over_d_bus() -> None:
    assert asyncio.run(notifications.send("a", "b", "win32")) is False
