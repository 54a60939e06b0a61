"""Opens the settings and welcome dialogs, supplies their data and handles their signals."""

import asyncio
import contextlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from captions import __version__, logs
from captions.audio import device_list
from captions.background_tasks import BackgroundTasks
from captions.credentials import KeyStore, api_key
from captions.engine.library import catalogue
from captions.engine.library.store import ModelStore
from captions.errors import CaptionsError, DeviceError, WireError
from captions.pcm import Chunk, Level
from captions.printable import redact_url
from captions.protocol.addresses import Address
from captions.protocol.options import CLOUD_URL, SessionOptions
from captions.realtime import key_test
from captions.realtime.session.session import classify_failure
from captions.settings import file as settings_file
from captions.settings import schema, toml_text
from captions.settings.looks import LookStore
from captions.settings.schema import Settings
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.models.model_view import ModelsView
from captions.ui.platform import screen_sharing
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.settings_dialog.dialog_data import DeviceChoice, DialogData
from captions.ui.settings_dialog.output_view import OutputView
from captions.ui.welcome.welcome import WelcomeDialog
from captions.ui.widgets import window_placement
from captions.ui.widgets.window_placement import CaptionPlace
from captions.wording import server_tests
from captions.wording.language import rendered
from captions.wording.notifications import notices
from captions.wording.status import CaptionStatus, LaneDevice

_TEST_SECONDS = 3.0
"""Duration of the audio test."""
_AUDIBLE_DBFS = -50.0
"""Minimum peak level for the audio test to count as speech."""
_SILENCE = Level(-120.0, -120.0)


class SettingsController(QObject):
    """Owns the windows in which settings are changed."""

    changed = Signal(object)
    """Emitted with the `Settings` as changed by the user."""
    key_changed = Signal()
    """Emitted after a new API key was stored."""
    notification_requested = Signal(object)
    """Emitted with a `NotificationText` that no open dialog can show."""
    dialog_opened = Signal()
    """Emitted when the settings dialog opens."""
    dialog_closed = Signal()
    windows_changed = Signal()
    """Emitted after a dialog was opened or closed."""
    output_requested = Signal(object)
    """Emitted with an `OutputRequest` of the user."""
    models_requested = Signal(object)
    """Emitted with a `ModelRequest` of the user."""
    models_opened = Signal()
    """Emitted when the first window opens that lists the models."""
    models_closed = Signal()
    """Emitted when the last window closes that lists the models."""
    shortcut_settings_requested = Signal()
    """Emitted when the user opens the desktop's own settings for the shortcuts."""
    recording_changed = Signal(bool)
    """Emitted when a field begins to record a shortcut, and when it no longer does."""

    def __init__(
        self,
        locate_captions: Callable[[], CaptionPlace] = CaptionPlace,
        looks: LookStore | None = None,
        *,
        test_seconds: float = _TEST_SECONDS,
    ) -> None:
        """Prepare to open windows.

        Args:
            locate_captions: returns where the captions are.
            looks: looks of the user; by default those in the configuration folder.
            test_seconds: duration of the audio test.
        """
        super().__init__()
        self._locate_captions = locate_captions
        self._looks = looks or LookStore()
        self._test_seconds = test_seconds
        self._settings = Settings()
        self.dialog: SettingsDialog | None = None
        """The settings dialog while it is open."""
        self.welcome: WelcomeDialog | None = None
        """The welcome dialog while it is open."""
        self._answers = Settings()
        """Settings with the answers given in the welcome dialog."""
        self._shortcut_problems: tuple[str, ...] = ()
        self._portal_bindings: PortalBindings | None = None
        self._max_levels: dict[str, Level] = {}
        """Highest level of each lane since the audio test started."""
        self._lanes: tuple[LaneDevice, ...] = ()
        """What each lane listens to."""
        self._tasks = BackgroundTasks()
        self._update_task: asyncio.Task[None] | None = None

    def show_settings(self, settings: Settings) -> None:
        """Show settings after any change."""
        server, self._settings = self._server_url, settings
        if self.dialog is None:
            return
        if self.dialog.settings != settings:
            self.dialog.show_settings(settings)
        if self._server_url != server:
            self._tasks.start(self._update_key_state())

    def make_room(self, before: Settings, settings: Settings) -> None:
        """Move windows that captions would cover after a change that the captions show already."""
        position = settings.window.position
        has_moved = position not in (before.window.position, "free")
        for window in filter(None, (self.dialog, self.welcome)):
            window_placement.make_room(window, self._locate_captions(), has_moved=has_moved)

    def show_status(self, now: CaptionStatus) -> None:
        """Show the status of the captions."""
        self._lanes = now.devices
        if self.dialog is not None:
            self.dialog.set_lanes(self._lanes)
        if self.welcome is not None:
            self.welcome.set_lanes(self._lanes)
            # What is listened to is the name of the meter.
            self.welcome.show_status("" if now.light == "listening" else now.line)

    def show_shortcuts(self, problems: tuple[str, ...], bindings: PortalBindings | None) -> None:
        """Show which shortcuts do not work, and the bindings that the desktop manages itself."""
        self._shortcut_problems, self._portal_bindings = problems, bindings
        if self.dialog is not None:
            self.dialog.set_shortcuts(problems, bindings)

    def show_level(self, lane: str, chunk: Chunk) -> None:
        """Show the level of a chunk of a lane in the open windows."""
        if self.dialog is None and self.welcome is None:
            return
        self._max_levels[lane] = max(self._max_levels.get(lane, _SILENCE), chunk.level)
        for window in (self.dialog, self.welcome):
            if window is not None:
                window.set_level(lane, *chunk.level)

    def show_outputs(self, views: Sequence[OutputView]) -> None:
        """Show the states of the outputs."""
        if self.dialog is not None:
            self.dialog.set_outputs(views)

    def show_output_result(self, kind: str, sentence: str, *, ok: bool) -> None:
        """Show the result of an action of an output."""
        if self.dialog is not None:
            self.dialog.set_output_result(kind, sentence, ok=ok)
        elif not ok:
            self.notification_requested.emit(notices.make_notification("output_change", sentence))

    def show_secret_saved(self, kind: str, index: int) -> None:
        """Empty the field of a secret of an output that has been saved."""
        if self.dialog is not None:
            self.dialog.show_secret_saved(kind, index)

    def show_models(self, view: ModelsView) -> None:
        """Show the recognisers and the progress of downloads."""
        if self.dialog is not None:
            self.dialog.set_models(view)
        if self.welcome is not None:
            self.welcome.show_models(view)

    def copy_text(self, text: str) -> None:
        """Copy a text to the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def open_settings(self) -> None:
        """Open the settings dialog, or bring it to the front."""
        if self.dialog is None:
            self._announce_models()
            self.dialog = self._new_dialog()
            self._update_task = self._tasks.start(self._update_dialog(self.dialog))
            self.dialog_opened.emit()
        self._show_window(self.dialog)
        self.windows_changed.emit()

    def open_welcome(self) -> None:
        """Open the welcome dialog of the first start, or bring it to the front."""
        if self.welcome is None:
            self._announce_models()
            self._answers = self._settings
            self.welcome = WelcomeDialog(self._settings, has_key=bool(api_key()))
            if self._lanes:
                self.welcome.set_lanes(self._lanes)
            self.welcome.changed.connect(self._apply_answer)
            self.welcome.key_entered.connect(lambda key: self._tasks.start(self._save_key(key)))
            self.welcome.models_requested.connect(self.models_requested)
            self.welcome.finished.connect(self._discard_welcome)
        self._show_window(self.welcome)
        self.windows_changed.emit()

    def has_open_window(self) -> bool:
        """Return True while the settings or the welcome dialog are open."""
        return self.dialog is not None or self.welcome is not None

    async def close(self) -> None:
        """Hide the open windows, keeping the changes made in them, and cancel background tasks."""
        for window in (self.dialog, self.welcome):
            if window is not None:
                window.hide()
        await self._tasks.cancel()

    @property
    def _server_url(self) -> str:
        """URL of the server whose key is managed."""
        return self._settings.recognition.server or CLOUD_URL

    def _new_dialog(self) -> SettingsDialog:
        dialog = SettingsDialog(self._settings, self._make_dialog_data())
        dialog.changed.connect(self.changed)
        dialog.key_entered.connect(lambda key: self._tasks.start(self._save_key(key)))
        self.key_changed.connect(dialog.show_key_saved)
        dialog.key_forgotten.connect(lambda: self._tasks.start(self._delete_key()))
        dialog.key_test_requested.connect(lambda key: self._tasks.start(self._test_key(key)))
        dialog.test_sound_requested.connect(lambda: self._tasks.start(self._test_sound()))
        dialog.output_requested.connect(self.output_requested)
        dialog.models_requested.connect(self.models_requested)
        dialog.welcome_requested.connect(self.open_welcome)
        dialog.keys_requested.connect(self.shortcut_settings_requested)
        dialog.recording_changed.connect(self.recording_changed)
        dialog.finished.connect(self._discard_dialog)
        return dialog

    def _show_window(self, window: QDialog) -> None:
        """Show a window away from the captions, or bring it to the front."""
        window_placement.open_window(
            window,
            captions_at_top=self._settings.window.position == "top",
            captions=self._locate_captions().wanted,
        )

    def _discard_dialog(self) -> None:
        if self._update_task is not None:
            self._update_task.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
        self.recording_changed.emit(self.dialog is not None)
        self.dialog_closed.emit()
        self._release_models()
        self.windows_changed.emit()

    def _discard_welcome(self) -> None:
        if self.welcome is not None:
            self.welcome.deleteLater()
        self.welcome = None
        self._release_models()
        self.windows_changed.emit()

    def _announce_models(self) -> None:
        """Report that a window lists the models, unless another one does so already."""
        if self.dialog is None and self.welcome is None:
            self.models_opened.emit()

    def _release_models(self) -> None:
        """Report that no window lists the models any more."""
        if self.dialog is None and self.welcome is None:
            self.models_closed.emit()

    def _apply_answer(self, answered: Settings) -> None:
        """Apply an answer of the welcome dialog; other settings may have changed since."""
        before, self._answers = self._answers, answered
        self.changed.emit(schema.with_changes(self._settings, before, answered))

    def _make_dialog_data(self) -> DialogData:
        translate = QCoreApplication.translate
        return DialogData(
            looks=self._looks,
            lanes=self._lanes,
            languages=catalogue.LANGUAGES,
            sharing_problem=screen_sharing.limitation_notice(),
            shortcut_problems=self._shortcut_problems,
            portal_bindings=self._portal_bindings,
            version=__version__,
            folders=(
                (translate("Folders", "Settings"), settings_file.default_path().parent),
                (translate("Folders", "Models"), ModelStore().folder),
                (translate("Folders", "Logs"), logs.log_folder()),
            ),
            diagnostics=lambda: format_diagnostics(self._settings),
        )

    async def _update_dialog(self, dialog: SettingsDialog) -> None:
        """Show the state of the key, and the input devices whenever they change."""
        await self._update_key_state()
        with contextlib.suppress(DeviceError):  # The overlay already shows this problem.
            async for devices in device_list.watch_devices():
                names = [device.name for device in devices if device.kind == device_list.INPUT]
                dialog.set_devices([DeviceChoice(name, name) for name in names])

    async def _update_key_state(self) -> None:
        """Show where the key is stored, if the dialog is open."""
        if (dialog := self.dialog) is not None:
            dialog.set_key_state(await KeyStore(self._server_url).read_state())

    async def _save_key(self, key: str) -> None:
        try:
            await KeyStore(self._server_url).write_key(key)
        except CaptionsError as error:
            if self.dialog is None:
                notification = notices.make_notification("key_store", error.message)
                self.notification_requested.emit(notification)
            self._show_key_result(rendered(error.message), ok=False)
        else:
            self.key_changed.emit()
        await self._update_key_state()

    async def _delete_key(self) -> None:
        try:
            await KeyStore(self._server_url).delete_key()
        except CaptionsError as error:
            self._show_key_result(rendered(error.message), ok=False)
        await self._update_key_state()

    async def _test_key(self, key: str) -> None:
        options = SessionOptions(model_id=self._settings.recognition.model_id)
        try:
            tested_key = key or await KeyStore(self._server_url).read_key()
            allowed = self._settings.recognition.allows_plain_key
            address = Address(self._server_url, tested_key, allow_plain_key=allowed)
            await key_test.verify_key(address, options)
        except CaptionsError as error:
            kind = classify_failure(error) if isinstance(error, WireError) else ""
            self._show_key_result(server_tests.describe_result(kind, error.message), ok=False)
        else:
            self._show_key_result(notices.format_notice("key_works"), ok=True)

    def _show_key_result(self, sentence: str, *, ok: bool) -> None:
        if self.dialog is not None:
            self.dialog.set_key_result(sentence, ok=ok)

    async def _test_sound(self) -> None:
        self._max_levels.clear()
        await asyncio.sleep(self._test_seconds)
        titles = {device.lane: device.title for device in self._lanes} or {"": ""}
        heard = {lane: self._max_levels.get(lane, _SILENCE).peak > _AUDIBLE_DBFS for lane in titles}
        results = [
            (titles[lane], notices.format_notice("sound_detected" if ok else "sound_silent"))
            for lane, ok in heard.items()
        ]
        if self.dialog is not None:
            self.dialog.set_sound_result(_join_results(results), ok=all(heard.values()))


def _join_results(results: Sequence[tuple[str, str]]) -> str:
    """Return the results of the audio test as a text; several carry the names of their devices."""
    if len(results) == 1:
        return results[0][1]
    return "\n".join(f"{title}: {sentence}" for title, sentence in results)


def format_diagnostics(settings: Settings) -> str:
    """Return text for a bug report, without keys and recognised text."""
    system = f"{platform.platform()}, Python {platform.python_version()}"
    shown = replace(
        settings,
        sound=replace(settings.sound, source=redact_url(settings.sound.source)),
        recognition=replace(settings.recognition, server=redact_url(settings.recognition.server)),
    )
    return f"Captions {__version__}\n{system}\n\n{toml_text.update_toml(shown)}"
