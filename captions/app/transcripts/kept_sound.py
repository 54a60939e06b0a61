"""Keeps the sound of the session that is being written, if the user wants it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
        self._lock = threading.Lock()
        """Guards all of the following; never held while the disk is waited for."""
        self._recorder: SoundRecorder | None = None
        self._session_id = 0
        self._ended: list[SoundRecorder] = []
        """Recorders that may not have written everything yet."""
        self._paused_id = 0
        """Session whose chunks wait; 0 for none."""
        self._waiting: list[tuple[str, Chunk]] = []

    def record_chunk(self, session_id: int, lane: str, chunk: Chunk) -> None:
        """Record a chunk, whose stream time is session time; never blocks."""
        with self._lock:
            if session_id == self._paused_id:
                self._waiting.append((lane, chunk))
            else:
                self._pass_chunk(session_id, lane, chunk)

    def end(self) -> None:
        """End the recording; its last chunks are written in the background."""
        with self._lock:
            self._end_recorder()

    @contextmanager
    def pause(self, session_id: int) -> Iterator[None]:
        """Close the files of a session, and open no others before the context ends.

        Blocks until they are on disk, usually some milliseconds. Chunks that arrive in the context
        are recorded after it.
        """
        with self._lock:
            self._paused_id = session_id
            if session_id == self._session_id:
                self._end_recorder()
        try:
            self._close_ended()
            yield
        finally:
            with self._lock:
                self._paused_id = 0
                waiting, self._waiting = self._waiting, []
                for lane, chunk in waiting:
                    self._pass_chunk(session_id, lane, chunk)

    def close(self) -> None:
        """End the recording, and wait until it is on disk, usually some milliseconds."""
        self.end()
        self._close_ended()

    def _pass_chunk(self, session_id: int, lane: str, chunk: Chunk) -> None:
        if self._recorder is None or session_id != self._session_id:
            self._end_recorder()
            self._session_id = session_id
            folder = session_folder(self._data_folder, session_id)
            self._recorder = SoundRecorder(folder, self._report)
        self._recorder.record_chunk(lane, chunk)

    def _end_recorder(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.finish()
            self._ended.append(recorder)

    def _close_ended(self) -> None:
        with self._lock:
            ended = tuple(self._ended)
        for recorder in ended:
            recorder.close()
        with self._lock:  # Not before: another thread may wait for the same recorders.
            self._ended = [recorder for recorder in self._ended if recorder not in ended]
