"""Fills the menu with sources and microphones, and does what the user chooses there."""

import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from captions.app.menus.recent_speech import read_recent
from captions.app.preferences import Preferences
from captions.app.transcripts.running_transcript import RunningTranscript
from captions.audio import device_list
from captions.audio.devices import portaudio
from captions.errors import CaptionsError, DeviceError
from captions.model.search_words import count_words
from captions.settings.schema import Settings
from captions.settings.source import CapturedSource
from captions.ui.history.copied_text import format_segments
from captions.ui.tray.menu import TrayMenu
from captions.wording import hints
from captions.wording.language import rendered

_MINUTE = 60.0
_WITH_MICROPHONE = (CapturedSource.MICROPHONE.value, CapturedSource.BOTH.value)

StartTask = Callable[[Coroutine[Any, Any, Any]], object]


class MenuController:
    """Handles the parts of the menu that are about sound and about what was said."""

    def __init__(
        self,
        menu: TrayMenu,
        preferences: Preferences,
        transcript: RunningTranscript,
        start_task: StartTask,
    ) -> None:
        """Connect the menu.

        Args:
            menu: the menu.
            preferences: changes the settings.
            transcript: has what was said.
            start_task: runs a coroutine in the background.
        """
        self._menu = menu
        self._preferences = preferences
        self._transcript = transcript
        menu.aboutToShow.connect(lambda: start_task(self.list_microphones()))
        menu.source_requested.connect(self._select_source)
        menu.microphones.chosen.connect(self._select_microphone)

    def show_settings(self, settings: Settings) -> None:
        """Check what is listened to."""
        self._menu.set_source(settings.sound.source)
        self._menu.microphones.show_current(settings.sound.device)

    async def list_microphones(self) -> None:
        """Offer the microphones that are connected now; none if the audio library is missing."""
        try:
            devices = await portaudio.SYSTEM.run(device_list.scan_devices)
        except DeviceError:  # The status line says so.
            return
        names = (device.name for device in devices if device.kind == device_list.INPUT)
        self._menu.microphones.show_microphones(tuple(dict.fromkeys(names)))

    def copy_minutes(self, minutes: int, copy: Callable[[str], None]) -> str:
        """Copy what was said in the last minutes, and return a sentence that says so."""
        since = time.time() - minutes * _MINUTE
        try:
            recent = read_recent(self._transcript.history, self._transcript.session_id, since)
        except CaptionsError as error:
            return rendered(error.message)
        if recent:
            copy(format_segments(recent))
        return hints.describe_copy(minutes, sum(count_words(item.text) for item in recent))

    def _select_source(self, source: str) -> None:
        self._change_sound(source=source)

    def _select_microphone(self, name: str) -> None:
        """Listen to a microphone, also if only computer audio or a recording was captioned."""
        source = self._preferences.settings.sound.source
        heard = source if source in _WITH_MICROPHONE else CapturedSource.MICROPHONE.value
        self._change_sound(source=heard, device=name)

    def _change_sound(self, **changes: str) -> None:
        sound = self._preferences.settings.sound
        self._preferences.change_branches(sound=replace(sound, **changes))
