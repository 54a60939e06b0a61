"""Keeps the sound of the session that is being written, if the user wants it."""

from collections.abc import Callable
from pathlib import Path

from captions.history.sound.folders import session_folder
from captions.history.sound.recorder import SoundRecorder
from captions.messages.message import Message
from captions.pcm import Chunk


class KeptSound:
    """Records sound while `record_chunk` is called with a kept session."""

    def __init__(self, data_folder: Path, report: Callable[[Message], None]) -> None:
        """Start without a recording.

        Args:
            data_folder: folder of the store.
            report: called on another thread with each problem.
        """
        self._data_folder = data_folder
        self._report = report
        self._recorder: SoundRecorder | None = None
        self._session_id = 0

    def record_chunk(self, session_id: int, lane: str, chunk: Chunk) -> None:
        """Record a chunk, whose stream time is session time."""
        if self._recorder is None or session_id != self._session_id:
            self.close()
            self._session_id = session_id
            folder = session_folder(self._data_folder, session_id)
            self._recorder = SoundRecorder(folder, self._report)
        self._recorder.record_chunk(lane, chunk)

    def close(self) -> None:
        """End the recording, and wait until it is on disk, usually some milliseconds."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.close()
