"""The settings dialog and the first start, as the app opens and feeds them."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from captions.app.settings_controller import SettingsController, format_diagnostics
from captions.credentials import KeyPlace, KeyState
from captions.pcm import Chunk
from captions.protocol.addresses import Address
from captions.settings.schema import (
    CaptionSettings,
    RecognitionSettings,
    Settings,
    SoundSettings,
    WindowSettings,
)
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.models.model_view import ModelAction, ModelRequest
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.settings_dialog.pages.shortcuts import ShortcutsPage
from captions.ui.settings_dialog.widgets.api_key import KeyRow
from captions.ui.welcome.welcome import WelcomeDialog
from captions.ui.widgets.meters.level_meter import FLOOR_DBFS, LevelMeter
from captions.ui.widgets.notes import NoteLabel
from captions.wording.notifications.notices import NotificationText
from captions.wording.status import CaptionStatus, LaneDevice
from tests.conftest import on_loop
from tests.support.fakes.dialog_data import MODELS

if TYPE_CHECKING:
    from captions.wording.notifications.notices import NotificationText

pytestmark = pytest.mark.usefixtures("qapp")
LOUD = Chunk(np.full(800, 16_384, "<i2").tobytes(), 16_000, 0.0)


class Adjusted:
    """What was changed."""

    def __init__(self) -> None:
        self.changes: list[Settings] = []
        self.told: list[NotificationText] = []
        self.keys_shown = 0
        self.windows = SettingsController(test_seconds=0.05)
        self.windows.changed.connect(self.changes.append)
        self.windows.notification_requested.connect(self.told.append)
        self.windows.shortcut_settings_requested.connect(self._show_keys)

    def _show_keys(self) -> None:
        self.keys_shown += 1

    @property
    def dialog(self) -> SettingsDialog:
        assert self.windows.dialog is not None
        return self.windows.dialog

    @property
    def welcome(self) -> WelcomeDialog:
        assert self.windows.welcome is not None
        return self.windows.welcome


def adjusting(work: Callable[[Adjusted], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        adjusted = Adjusted()
        try:
            await work(adjusted)
        finally:
            await adjusted.windows.close()

    on_loop(run())


async def until(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110  # widgets have no event for it
        await asyncio.sleep(0)


def said(dialog: SettingsDialog) -> str:
    return " ".join(note.text() for note in dialog.findChildren(NoteLabel))


def test_the_dialog_shows_the_settings_and_tells_what_is_changed() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.show_settings(Settings(captions=CaptionSettings(rows=4)))
        adjusted.windows.open_settings()
        assert adjusted.dialog.isVisible()
        assert adjusted.dialog.settings.captions.rows == 4
        changed = Settings(captions=CaptionSettings(rows=5))
        adjusted.dialog.changed.emit(changed)
        assert adjusted.changes == [changed]

    adjusting(work)


def test_what_is_changed_elsewhere_is_shown_in_the_open_dialog() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_settings()
        adjusted.windows.show_settings(Settings(captions=CaptionSettings(rows=1)))
        assert adjusted.dialog.settings.captions.rows == 1

    adjusting(work)


def test_the_list_of_models_is_shown_from_the_first_window_to_the_last() -> None:
    async def work(adjusted: Adjusted) -> None:
        told: list[object] = []
        windows = adjusted.windows
        windows.models_opened.connect(lambda: told.append("opened"))
        windows.models_closed.connect(lambda: told.append("closed"))
        windows.models_requested.connect(lambda request: told.append(request.action))
        windows.open_settings()
        windows.open_welcome()
        adjusted.dialog.reject()
        assert told == ["opened"]
        windows.show_models(MODELS)
        adjusted.welcome.models_requested.emit(ModelRequest(ModelAction.DOWNLOAD, "whisper-large"))
        adjusted.welcome.reject()
        assert told == ["opened", ModelAction.DOWNLOAD, "closed"]
        windows.show_models(MODELS)

    adjusting(work)


def test_the_dialog_is_opened_anew_once_it_was_closed() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_settings()
        first = adjusted.dialog
        adjusted.windows.open_settings()
        assert adjusted.dialog is first
        first.reject()
        assert adjusted.windows.dialog is None
        adjusted.windows.open_settings()
        assert adjusted.dialog is not first

    adjusting(work)


def test_the_meter_moves_with_what_is_heard() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_settings()
        meter = adjusted.dialog.findChildren(LevelMeter)[0]
        before = meter.grab().toImage()
        adjusted.windows.show_level("", LOUD)
        assert meter.grab().toImage() != before

    adjusting(work)


@pytest.mark.parametrize(
    ("heard", "sentence"),
    [(LOUD, "Sound was detected."), (None, "Only silence was detected")],
)
def test_the_test_of_the_sound_says_what_was_heard(heard: Chunk | None, sentence: str) -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_settings()
        adjusted.dialog.test_sound_requested.emit()
        await asyncio.sleep(0)
        if heard is not None:
            adjusted.windows.show_level("", heard)
        await until(lambda: sentence in said(adjusted.dialog))

    adjusting(work)


BOTH = CaptionStatus(
    "",
    "listening",
    devices=(
        LaneDevice("mic", "USB microphone", is_heard=True),
        LaneDevice("system", "Computer audio", is_heard=True),
    ),
)


def test_each_lane_moves_its_own_meter_which_has_the_name_of_its_device() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.show_status(BOTH)
        adjusted.windows.open_settings()
        adjusted.windows.open_welcome()
        adjusted.windows.show_level("system", LOUD)
        for window in (adjusted.dialog, adjusted.welcome):
            microphone, computer = window.findChildren(LevelMeter)
            assert microphone.accessibleName() == "Level USB microphone"
            assert computer.accessibleName() == "Level Computer audio"
            assert microphone.shown_levels == (FLOOR_DBFS, FLOOR_DBFS)
            assert computer.shown_levels == pytest.approx(LOUD.level)
            shown = {label.text() for label in window.findChildren(QLabel)}
            assert {"USB microphone", "Computer audio"} <= shown

    adjusting(work)


def test_a_long_name_of_a_device_leaves_room_for_its_meter() -> None:
    async def work(adjusted: Adjusted) -> None:
        name = "Family 17h/19h HD Audio Controller Digital Microphone (rear, jack 3)"
        long = BOTH.devices[0]._replace(title=name)
        adjusted.windows.show_status(BOTH._replace(devices=(long, BOTH.devices[1])))
        adjusted.windows.open_settings()
        microphone, _ = adjusted.dialog.findChildren(LevelMeter)
        assert microphone.accessibleName() == f"Level {name}"
        (label,) = [item for item in adjusted.dialog.findChildren(QLabel) if item.toolTip() == name]
        assert label.text() != name
        assert label.sizeHint().width() <= 180

    adjusting(work)


def test_the_meter_of_a_device_that_is_no_longer_heard_falls() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.show_status(BOTH)
        adjusted.windows.open_settings()
        adjusted.windows.show_level("mic", LOUD)
        adjusted.windows.show_level("system", LOUD)
        silent = BOTH.devices[0]._replace(is_heard=False)
        adjusted.windows.show_status(BOTH._replace(devices=(silent, BOTH.devices[1])))
        microphone, computer = adjusted.dialog.findChildren(LevelMeter)
        assert microphone.shown_levels == (FLOOR_DBFS, FLOOR_DBFS)
        assert computer.shown_levels == pytest.approx(LOUD.level)

    adjusting(work)


def test_the_test_of_the_sound_says_which_device_was_silent() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.show_status(BOTH)
        adjusted.windows.open_settings()
        adjusted.dialog.test_sound_requested.emit()
        await asyncio.sleep(0)
        adjusted.windows.show_level("system", LOUD)
        await until(lambda: "Only silence" in said(adjusted.dialog))
        assert "USB microphone: Only silence was detected." in said(adjusted.dialog)
        assert "Computer audio: Sound was detected." in said(adjusted.dialog)

    adjusting(work)


@pytest.mark.parametrize("good", [True, False])
def test_the_test_of_a_key_says_what_the_server_says(
    monkeypatch: pytest.MonkeyPatch, speech_server: Address, *, good: bool
) -> None:
    monkeypatch.setenv("CAPTIONS_API_KEY", speech_server.api_key)

    async def work(adjusted: Adjusted) -> None:
        recognition = RecognitionSettings(server=speech_server.url)
        adjusted.windows.show_settings(Settings(recognition=recognition))
        adjusted.windows.open_settings()
        adjusted.dialog.open_page("language")
        adjusted.dialog.key_test_requested.emit("" if good else "wrong")
        sentence = "The key works." if good else "The speech server refused the key. Check"
        await until(lambda: sentence in said(adjusted.dialog))
        assert "HTTP" not in said(adjusted.dialog)
        assert speech_server.api_key not in said(adjusted.dialog)

    adjusting(work)


def test_answers_of_the_first_start_leave_alone_what_was_changed_meanwhile() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_welcome()
        meanwhile = Settings(captions=CaptionSettings(rows=3))
        adjusted.windows.show_settings(meanwhile)
        answer = replace(Settings(), window=replace(Settings().window, position="top"))
        adjusted.welcome.changed.emit(answer)
        assert adjusted.changes == [replace(meanwhile, window=answer.window)]

    adjusting(work)


def test_whoever_quits_with_the_settings_open_keeps_what_was_changed() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_settings()
        adjusted.windows.show_settings(Settings(captions=CaptionSettings(rows=5)))
        await adjusted.windows.close()
        assert adjusted.changes == []

    adjusting(work)


def test_a_key_stays_in_its_field_until_it_is_saved() -> None:
    async def work(adjusted: Adjusted) -> None:
        recognition = RecognitionSettings(server="wss://speech.example")
        adjusted.windows.show_settings(Settings(recognition=recognition))
        adjusted.windows.open_settings()
        adjusted.dialog.open_page("language")
        row = adjusted.dialog.get_page("language").findChildren(KeyRow)[0]
        row.show_state(KeyState(KeyPlace.NOWHERE))
        row.line.setText("no key, by its blanks")
        row.save()
        await until(lambda: "This is not an API key" in said(adjusted.dialog))
        assert row.line.text() == "no key, by its blanks"
        adjusted.windows.key_changed.emit()
        assert row.line.text() == ""

    adjusting(work)


def test_a_key_that_cannot_be_kept_is_told_where_no_dialog_is_open() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.open_welcome()
        adjusted.welcome.key_entered.emit("no key, by its blanks")
        await until(lambda: adjusted.told)
        assert adjusted.told[0].kind == "key_store"

    adjusting(work)


def test_keys_that_the_desktop_lends_are_shown_before_and_while_the_dialog_is_open() -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.show_shortcuts(
            (), PortalBindings({"pause": "Press F9"}, configurable=True)
        )
        adjusted.windows.open_settings()
        page = adjusted.dialog.get_page("shortcuts")
        assert isinstance(page, ShortcutsPage)
        assert "Your desktop assigns" in said(adjusted.dialog)
        page.keys_requested.emit()
        assert adjusted.keys_shown == 1
        adjusted.windows.show_shortcuts(("No keys.",), None)
        assert "Your desktop assigns" not in said(adjusted.dialog)
        assert "No keys." in said(adjusted.dialog)

    adjusting(work)


def test_diagnostics_hold_no_secret_of_an_address() -> None:
    source, server = "rtsp://me:secret@camera/x?token=secret", "https://me:secret@there"
    chosen = Settings(
        sound=SoundSettings(source=source), recognition=RecognitionSettings(server=server)
    )
    told = format_diagnostics(chosen)
    assert "rtsp://camera/x" in told
    assert "https://there" in told
    assert "secret" not in told


@pytest.mark.parametrize(("position", "room_above"), [("bottom", False), ("top", True)])
def test_windows_leave_the_captions_their_place(position: str, *, room_above: bool) -> None:
    async def work(adjusted: Adjusted) -> None:
        adjusted.windows.show_settings(Settings(window=WindowSettings(position=position)))
        adjusted.windows.open_settings()
        area, box = adjusted.dialog.screen().availableGeometry(), adjusted.dialog.geometry()
        above, below = box.top() - area.top(), area.bottom() - box.bottom()
        assert max(above, below) >= area.height() // 5
        assert (above > below) == room_above

    adjusting(work)


def test_whoever_shows_a_sample_learns_which_windows_are_open() -> None:
    async def work(adjusted: Adjusted) -> None:
        windows = adjusted.windows
        states: list[bool] = []
        windows.windows_changed.connect(lambda: states.append(windows.has_open_window()))
        windows.open_settings()
        windows.open_welcome()
        adjusted.dialog.reject()
        adjusted.welcome.reject()
        assert states == [True, True, True, False]

    adjusting(work)
