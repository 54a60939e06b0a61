"""What the app says on screen and in the tray about itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from captions.app.presence import Presence
from captions.settings.schema import (
    AppearanceSettings,
    CaptionSettings,
    Settings,
    ShortcutSettings,
    WindowSettings,
)
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.overlay.overlay import Overlay
from captions.ui.tray.tray import TrayIcon
from captions.wording.notifications.notices import SHOWN_SECONDS, NotificationText
from captions.wording.status import CaptionStatus

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LISTENING = CaptionStatus("Listening to Built-in", "listening", listening="Listening to Built-in")
LOCKED = replace(Settings(), window=WindowSettings(click_through=True))


@dataclass
class Stage:
    """Presence with a real overlay and a real tray icon."""

    overlay: Overlay
    tray: TrayIcon
    presence: Presence
    notified: list[NotificationText] = field(default_factory=list)

    @property
    def hint(self) -> str:
        return self.overlay._scene.status

    @property
    def tooltip(self) -> str:
        return self.tray._icon.toolTip()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    overlay = Overlay(AppearanceSettings(), CaptionSettings(), WindowSettings())
    qtbot.addWidget(overlay)
    overlay.show()
    menu = QMenu()
    tray = TrayIcon(menu)
    notified: list[NotificationText] = []
    presence = Presence(overlay, tray, notified.append)
    presence.set_shortcuts(ShortcutSettings(), None)
    yield Stage(overlay, tray, presence, notified)
    tray.hide()


def test_at_the_start_it_says_what_is_heard_and_where_the_menu_is(stage: Stage) -> None:
    stage.presence.show_status(CaptionStatus("Connecting", "waiting"))
    assert stage.hint == ""
    stage.presence.show_status(LISTENING)
    assert stage.hint == "Listening to Built-in. Right-click here for the menu."
    stage.overlay.show_hint("")
    stage.presence.show_status(LISTENING)
    assert stage.hint == ""


def test_a_switch_to_another_device_names_it_even_while_people_speak(stage: Stage) -> None:
    stage.presence.show_status(LISTENING)
    stage.overlay.show_hint("")
    speaking = LISTENING._replace(line="")
    stage.presence.show_status(speaking)
    stage.presence.show_status(PAUSED)
    stage.presence.show_status(speaking)
    assert stage.hint == "", "it is the same device"
    stage.presence.show_status(CaptionStatus("Opening the microphone…", "waiting"))
    stage.presence.show_status(speaking._replace(listening="Listening to Headset"))
    assert stage.hint == "Listening to Headset"


def test_locked_captions_name_the_menu_that_can_be_reached(stage: Stage) -> None:
    stage.presence.apply(LOCKED)
    stage.presence.show_status(LISTENING)
    assert stage.hint == (
        "Listening to Built-in. Click the tray icon with the right button for the menu."
    )


def test_locking_says_how_to_unlock_and_unlocking_ends_that(stage: Stage) -> None:
    stage.presence.apply(LOCKED)
    assert stage.hint == "Captions are locked: Ctrl+Alt+L or the tray menu unlocks them."
    assert stage.tooltip == "Captions: locked"
    stage.presence.apply(Settings())
    assert stage.hint == ""
    assert stage.tooltip == "Captions"


def test_hiding_says_how_to_show_them_again(stage: Stage) -> None:
    stage.presence.show_status(LISTENING)
    stage.overlay.hide()
    stage.presence.report_hidden()
    assert stage.notified == [
        NotificationText(
            "Captions are hidden",
            "Press Ctrl+Alt+H, click the tray icon or start Captions again to show them.",
            "hidden",
            SHOWN_SECONDS,
        )
    ]
    assert stage.tooltip == "Captions: hidden. Listening to Built-in"


PAUSED = CaptionStatus("Captions are paused.", "waiting", paused=True)
FAILED = CaptionStatus("No microphone.", "error", paused=True)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (LISTENING, "Listening to Built-in"),
        (LISTENING._replace(line=""), "Listening to Built-in"),
        (LISTENING._replace(keeping="It is kept."), "Listening to Built-in. It is kept."),
        (CaptionStatus("Connecting…", "waiting"), "Connecting…"),
        (PAUSED, "paused"),
        (PAUSED._replace(keeping="It is kept."), "paused. It is kept."),
        (FAILED, "paused. No microphone."),
    ],
    ids=["listening", "words", "keeping", "connecting", "paused", "paused, keeping", "failed"],
)
@pytest.mark.parametrize("hidden", [False, True], ids=["shown", "hidden"])
@pytest.mark.parametrize("locked", [False, True], ids=["free", "locked"])
def test_the_tooltip_names_every_state(
    stage: Stage, now: CaptionStatus, expected: str, *, hidden: bool, locked: bool
) -> None:
    stage.presence.show_status(now)
    stage.presence.apply(LOCKED if locked else Settings())
    stage.overlay.setVisible(not hidden)
    stage.presence.update_tray()
    first, _, rest = expected.partition(". ") if now.paused else ("", "", expected)
    states = ", ".join(filter(None, (first, "hidden" * hidden, "locked" * locked)))
    assert stage.tooltip == "Captions: " + ". ".join(filter(None, (states, rest)))


@pytest.mark.parametrize(
    ("shortcuts", "bindings", "expected"),
    [
        (ShortcutSettings(lock="Ctrl+L"), None, "Captions are locked: Ctrl+L or the tray menu"),
        (ShortcutSettings(lock=""), None, "Captions are locked: the tray menu"),
        (
            ShortcutSettings(),
            PortalBindings({"lock": "Super+L"}),
            "Captions are locked: Super+L or the tray menu",
        ),
        (ShortcutSettings(), PortalBindings({}), "Captions are locked: the tray menu"),
    ],
    ids=["another shortcut", "no shortcut", "the desktop's keys", "no keys of the desktop"],
)
def test_hints_name_the_keys_that_work(
    stage: Stage, shortcuts: ShortcutSettings, bindings: PortalBindings | None, expected: str
) -> None:
    stage.presence.set_shortcuts(shortcuts, bindings)
    stage.presence.apply(LOCKED)
    assert stage.hint.startswith(expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda stage: stage.presence.apply(LOCKED),
        lambda stage: (stage.overlay.hide(), stage.presence.update_tray()),
    ],
    ids=["locked", "hidden"],
)
def test_the_tray_icon_differs(stage: Stage, change: Callable[[Stage], object]) -> None:
    before = stage.tray._icon.icon().pixmap(64).toImage()
    change(stage)
    after = stage.tray._icon.icon().pixmap(64).toImage()
    assert after != before
    assert after.pixelColor(16, 16) == before.pixelColor(16, 16)
