"""Records the sound of a kept session, on a thread of its own.

Only kept sessions are recorded, because the sound of a session in memory would have to be on disk
before the user decides. Nothing is recorded while captioning is paused: no chunks arrive.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from captions.history.sound.lane_recorders import IDLE_SECONDS, LaneRecorders
from captions.messages.message import Message
from captions.pcm import Chunk

_QUEUED_CHUNKS = 1200
"""Capacity of the queue: a minute of one lane in chunks of 50 ms. If the disk cannot keep up, the
oldest chunk is dropped and counted."""
_BATCH_SECONDS = 0.5
"""Interval in seconds at which the thread encodes what has arrived."""
_CLOSE_SECONDS = 10.0
"""Maximum time in seconds for the last chunks to be written."""

_log = logging.getLogger(__name__)


class SoundRecorder:
    """Records the lanes of one session until `close`.

    An error of the disk is reported once. Recording resumes when the disk works again; what was
    recorded stays.
    """

    def __init__(
        self,
        folder: Path,
        on_problem: Callable[[Message], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start the thread; nothing is created before the first chunk.

        Args:
            folder: the session's folder, from `folders.session_folder`.
            on_problem: called on the recorder's thread, at most once for each kind of problem.
            clock: monotonic time in seconds.
        """
        self._recorders = LaneRecorders(folder, on_problem, clock)
        self._on_problem = on_problem
        self._chunks: deque[tuple[str, Chunk]] = deque(maxlen=_QUEUED_CHUNKS)
        self.dropped_seconds = 0.0
        """Sound dropped so far because the disk could not keep up, in seconds."""
        self._is_drop_reported = False
        self._arrived = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sound recorder", daemon=True)
        self._thread.start()

    def record_chunk(self, lane: str, chunk: Chunk) -> None:
        """Queue a chunk; never blocks.

        Args:
            lane: name of the lane; empty if there is only one.
            chunk: its stream time is that of the session's segments.
        """
        if len(self._chunks) == _QUEUED_CHUNKS:
            self.dropped_seconds += chunk.seconds
        self._chunks.append((lane, chunk))
        self._arrived.set()

    def finish(self) -> None:
        """Let the thread write all queued chunks and end; never blocks."""
        self._closing.set()
        self._arrived.set()

    def close(self) -> None:
        """Write all queued chunks and end the thread; may block while the disk is busy."""
        self.finish()
        self._thread.join(_CLOSE_SECONDS)
        if self.dropped_seconds:
            _log.info("%.1f s of sound were dropped.", self.dropped_seconds)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._arrived.wait(IDLE_SECONDS if self._recorders.is_open else None)
            self._closing.wait(_BATCH_SECONDS)
            self._arrived.clear()
            self._write_queued()
        self._write_queued()
        self._recorders.finish_pieces()

    def _write_queued(self) -> None:
        self._recorders.write_chunks(self._take_chunks())
        if self.dropped_seconds and not self._is_drop_reported:
            self._is_drop_reported = True
            self._on_problem(Message("sound_dropped"))

    def _take_chunks(self) -> Iterable[tuple[str, Chunk]]:
        while self._chunks:
            yield self._chunks.popleft()
