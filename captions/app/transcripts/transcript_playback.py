"""Plays the sound of a transcript and reports which moment is audible."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from captions.audio.player.player import SoundPlayer
from captions.history.sound.folders import session_folder
from captions.history.sound.reader import SoundReader

_ECHO_SECONDS = 0.5
"""Time in seconds that what was played takes through the sound server and back."""
ReportPosition = Callable[[int, float | None], None]
"""Receives a session and the audible session time in seconds; `None` once playback has ended."""


class TranscriptPlayback:
    """Plays one session at a time."""

    def __init__(
        self,
        data_folder: Path,
        report_position: ReportPosition,
        mute_computer: Callable[[bool], None],
    ) -> None:
        """Prepare to play.

        Args:
            data_folder: folder of the store.
            report_position: called at least ten times a second.
            mute_computer: called with True while computer audio must not be captioned, because it
                contains what is played.
        """
        self._data_folder = data_folder
        self._report_position = report_position
        self._mute_computer = mute_computer
        self._session_id = 0
        self._player = SoundPlayer(self._report)

    async def play(self, session_id: int, start: float) -> None:
        """Play a session from a session time in seconds, to its end or until `stop`.

        Raises:
            DeviceError: there is no output device, or it was lost.
        """
        self.stop()
        self._session_id = session_id
        reader = SoundReader(session_folder(self._data_folder, session_id))
        self._mute_computer(True)  # noqa: FBT003  # a callback with one argument
        try:
            await self._player.play(reader.read_chunks(start))
        finally:
            if not self._player.is_playing:  # Otherwise another playback has begun.
                self._report_position(session_id, None)
            asyncio.get_running_loop().call_later(_ECHO_SECONDS, self._unmute_computer)

    def stop(self) -> None:
        """Stop playing."""
        self._player.stop()

    def _unmute_computer(self) -> None:
        if not self._player.is_playing:
            self._mute_computer(False)  # noqa: FBT003

    def _report(self, position: float) -> None:
        self._report_position(self._session_id, position)
