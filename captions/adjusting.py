"""The settings dialog and the first start: opened, given what they show, and listened to."""

import asyncio
import contextlib
import platform
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog

from captions import __version__, logs, settings
from captions.audio import devices
from captions.engine.library import catalogue
from captions.engine.library.release import Family
from captions.engine.library.store import Store
from captions.errors import CaptionsError, DeviceError, WireError
from captions.ffmpeg import bare
from captions.pcm import Chunk, Level
from captions.protocol.options import CLOUD_URL, SessionOptions
from captions.realtime import trial
from captions.realtime.key import KeyStore, api_key
from captions.realtime.session import failure_kind
from captions.realtime.wire import Address
from captions.settings import Settings
from captions.ui import sharing
from captions.ui.dialog.dialog import SettingsDialog
from captions.ui.dialog.offers import DeviceChoice, ModelChoice, Offers
from captions.ui.keysystem import Lent
from captions.ui.welcome import Welcome
from captions.wording import notices
from captions.wording.notices import Told

_TEST_SECONDS = 3.0
"""How long the test of the sound listens."""
_AUDIBLE_DBFS = -50.0
"""The peak of speech is louder than this."""
_SILENCE = Level(-120.0, -120.0)
_HIGHEST = 2 / 3
"""Of the screen's height: the captions have their place beside a window."""


class Adjusting:
    """Owns the windows in which settings are changed."""

    def __init__(
        self,
        change: Callable[[Settings], None],
        key_changed: Callable[[], None],
        notify: Callable[[Told], None],
        show_keys: Callable[[], None],
    ) -> None:
        """Prepare to open them.

        Args:
            change: is called with the settings as the user wants them.
            key_changed: is called after another API key was kept.
            notify: is called with what the user must know while no dialog is open to say it.
            show_keys: is called where the desktop's own settings of the shortcuts are wanted.
        """
        self._change = change
        self._key_changed = key_changed
        self._notify = notify
        self._show_keys = show_keys
        self._settings = Settings()
        self._dialog: SettingsDialog | None = None
        self._welcome: Welcome | None = None
        self._answers = Settings()
        """The settings as the first start's answers have them."""
        self._shortcut_problems: tuple[str, ...] = ()
        self._lent: Lent | None = None
        self._loudest = _SILENCE
        """Since the test of the sound began."""
        self._chores: set[asyncio.Task[None]] = set()
        self._feeding: asyncio.Task[None] | None = None

    def show(self, chosen: Settings) -> None:
        """Show settings that were changed, here or elsewhere."""
        server, self._settings = self._server, chosen
        if self._dialog is None:
            return
        if self._dialog.settings != chosen:
            self._dialog.show_settings(chosen)
        if self._server != server:
            self._do(self._show_key_state(self._dialog))

    def show_status(self, line: str) -> None:
        """Show how everything is."""
        if self._welcome is not None:
            self._welcome.show_status(line)

    def show_shortcuts(self, problems: tuple[str, ...], lent: Lent | None) -> None:
        """Say which shortcuts do not work, and show the keys that the desktop lends by itself."""
        self._shortcut_problems, self._lent = problems, lent
        if self._dialog is not None:
            self._dialog.set_shortcuts(problems, lent)

    def heard(self, chunk: Chunk) -> None:
        """Show how loud it is."""
        if self._dialog is None and self._welcome is None:
            return
        self._loudest = max(self._loudest, chunk.level)
        for window in (self._dialog, self._welcome):
            if window is not None:
                window.set_level(*chunk.level)

    def open_settings(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self._dialog is None:
            self._dialog = self._new_dialog()
            self._feeding = asyncio.create_task(self._feed(self._dialog))
        self._put_up(self._dialog)

    def open_welcome(self) -> None:
        """Ask what is asked at the first start."""
        if self._welcome is None:
            self._answers = self._settings
            self._welcome = Welcome(self._settings, has_key=bool(api_key()))
            self._welcome.changed.connect(self._take_answer)
            self._welcome.key_entered.connect(lambda key: self._do(self._keep(key)))
            self._welcome.finished.connect(self._forget_welcome)
        self._put_up(self._welcome)

    async def close(self) -> None:
        """Take away what is open; what was changed in it stays."""
        for window in (self._dialog, self._welcome):
            if window is not None:
                window.hide()
        chores = [*self._chores, *([self._feeding] if self._feeding else [])]
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)

    @property
    def _server(self) -> str:
        """Whose key it is about."""
        return self._settings.recognition.server or CLOUD_URL

    def _new_dialog(self) -> SettingsDialog:
        dialog = SettingsDialog(self._settings, self._offers())
        dialog.changed.connect(self._change)
        dialog.key_entered.connect(lambda key: self._do(self._keep(key)))
        dialog.key_forgotten.connect(lambda: self._do(self._forget()))
        dialog.key_test_requested.connect(lambda key: self._do(self._test_key(key)))
        dialog.test_sound_requested.connect(lambda: self._do(self._test_sound()))
        dialog.welcome_requested.connect(self.open_welcome)
        dialog.keys_requested.connect(self._show_keys)
        dialog.finished.connect(self._forget_dialog)
        return dialog

    def _put_up(self, window: QDialog) -> None:
        """Show a window where the captions are not, or bring it to the front."""
        if not window.isVisible():
            # WORKAROUND(Qt 6.11.3, xcb): left to the window manager, it may stand at 0, 0, and its
            # title bar beyond the screen.
            area = window.screen().availableGeometry()
            if not window.testAttribute(Qt.WidgetAttribute.WA_Resized):
                window.adjustSize()
            most = max(window.minimumSizeHint().height(), round(area.height() * _HIGHEST))
            window.resize(window.width(), min(window.height(), most))
            room = area.size() - window.size()
            share = 3 if self._settings.window.position == "top" else 1
            above = max(0, share * room.height() // 4)
            window.move(area.left() + room.width() // 2, area.top() + above)
        window.show()
        window.raise_()
        window.activateWindow()

    def _forget_dialog(self) -> None:
        if self._feeding is not None:
            self._feeding.cancel()
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    def _forget_welcome(self) -> None:
        if self._welcome is not None:
            self._welcome.deleteLater()
        self._welcome = None

    def _take_answer(self, answered: Settings) -> None:
        """Take what was answered; all else may have been changed elsewhere meanwhile."""
        before, self._answers = self._answers, answered
        self._change(settings.with_changes(self._settings, before, answered))

    def _offers(self) -> Offers:
        return Offers(
            models=tuple(_models()),
            languages=catalogue.WHISPER_LANGUAGES,
            sharing_problem=sharing.limit(),
            shortcut_problems=self._shortcut_problems,
            lent=self._lent,
            version=__version__,
            folders=(
                (QCoreApplication.translate("Folders", "Settings"), settings.default_path().parent),
                (QCoreApplication.translate("Folders", "Models"), Store().folder),
                (QCoreApplication.translate("Folders", "Logs"), logs.folder()),
            ),
            diagnostics=lambda: _diagnostics(self._settings),
        )

    async def _feed(self, dialog: SettingsDialog) -> None:
        """Show where the key is, and which devices there are, as they come and go."""
        await self._show_key_state(dialog)
        with contextlib.suppress(DeviceError):  # The captions' window says so already.
            async for found in devices.watch():
                dialog.set_devices(
                    [
                        DeviceChoice(device.name, device.name)
                        for device in found
                        if device.kind == devices.INPUT
                    ]
                )

    async def _show_key_state(self, dialog: SettingsDialog) -> None:
        dialog.set_key_state(await KeyStore(self._server).state())

    async def _keep(self, key: str) -> None:
        try:
            await KeyStore(self._server).write(key)
        except CaptionsError as error:
            if self._dialog is None:
                self._notify(notices.about("key_store", str(error)))
            self._say_of_key(str(error), ok=False)
        else:
            self._key_changed()
        if self._dialog is not None:
            await self._show_key_state(self._dialog)

    async def _forget(self) -> None:
        try:
            await KeyStore(self._server).forget()
        except CaptionsError as error:
            self._say_of_key(str(error), ok=False)
        if self._dialog is not None:
            await self._show_key_state(self._dialog)

    async def _test_key(self, key: str) -> None:
        options = SessionOptions(model_id=self._settings.recognition.model_id)
        try:
            wanted = key or await KeyStore(self._server).read()
            allowed = self._settings.recognition.allows_plain_key
            address = Address(self._server, wanted, allow_plain_key=allowed)
            await trial.greet(address, options)
        except CaptionsError as error:
            kind = failure_kind(error) if isinstance(error, WireError) else ""
            self._say_of_key(notices.of_failure(kind, str(error)), ok=False)
        else:
            self._say_of_key(notices.words("key_works"), ok=True)

    def _say_of_key(self, sentence: str, *, ok: bool) -> None:
        if self._dialog is not None:
            self._dialog.set_key_result(sentence, ok=ok)

    async def _test_sound(self) -> None:
        self._loudest = _SILENCE
        await asyncio.sleep(_TEST_SECONDS)
        ok = self._loudest.peak > _AUDIBLE_DBFS
        sentence = notices.words("sound_heard" if ok else "sound_silent")
        if self._dialog is not None:
            self._dialog.set_sound_result(sentence, ok=ok)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        chore = asyncio.create_task(work)
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)


def _models() -> list[ModelChoice]:
    fetched = {note.name for note in Store().notes()}
    return [
        ModelChoice(
            name=model.name,
            title=f"{model.name}: {model.purpose}",
            size=model.bytes,
            licence=model.licence.name,
            fetched=model.family is Family.INCLUDED or model.name in fetched,
            languages=model.languages,
        )
        for model in catalogue.MODELS
    ]


def _diagnostics(chosen: Settings) -> str:
    """Return what helps whoever looks for a fault: no key, and no word that was said."""
    system = f"{platform.platform()}, Python {platform.python_version()}"
    shown = replace(
        chosen,
        sound=replace(chosen.sound, source=bare(chosen.sound.source)),
        recognition=replace(chosen.recognition, server=bare(chosen.recognition.server)),
    )
    return f"Captions {__version__}\n{system}\n\n{settings.write(shown)}"
