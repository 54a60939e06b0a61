"""Writes the chunks of all lanes to the disk, and pauses if the disk fails."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from captions.errors import describe_reason
from captions.history.sound import folders
from captions.history.sound.lane_recorder import LaneRecorder
from captions.messages.message import Message
from captions.pcm import Chunk

IDLE_SECONDS = 2.0
"""Time in seconds without chunks after which a lane's piece is completed, and can be read."""
_SYNC_SECONDS = 5.0
"""Interval in seconds at which files are synced; a power failure loses no more than this."""
_RETRY_SECONDS = 20.0
"""Time in seconds after an error of the disk until the next attempt."""


class LaneRecorders:
    """The recorders of a session's lanes, on the recorder's thread."""

    def __init__(
        self, folder: Path, on_problem: Callable[[Message], None], clock: Callable[[], float]
    ) -> None:
        """Prepare to record.

        Args:
            folder: the session's folder.
            on_problem: called with the first error of the disk.
            clock: monotonic time in seconds.
        """
        self._folder = folder
        self._on_problem = on_problem
        self._clock = clock
        self._lanes: dict[str, LaneRecorder] = {}
        self._written_at: dict[str, float] = {}
        """Time of each lane's last chunk on the clock."""
        self._synced_at = clock()
        self._retry_at: float | None = None
        """Time of the next attempt after an error of the disk; None while it works."""
        self._is_reported = False

    @property
    def is_open(self) -> bool:
        """True while a piece of any lane is being written."""
        return any(lane.is_open for lane in self._lanes.values())

    def write_chunks(self, chunks: Iterable[tuple[str, Chunk]]) -> None:
        """Write chunks, each with the name of its lane, and complete the pieces of idle lanes."""
        now = self._clock()
        for name, chunk in chunks:
            if self._retry_at is None or now >= self._retry_at:
                self._attempt(partial(self._write_chunk, name, chunk))
            self._written_at[name] = now
        self._finish_idle_lanes(now)
        self._sync_lanes(now)

    def finish_pieces(self) -> None:
        """Complete the pieces of all lanes."""
        for lane in self._lanes.values():
            self._attempt(lane.finish_piece)

    def _write_chunk(self, name: str, chunk: Chunk) -> None:
        lane = self._lanes.get(name)
        if lane is None:
            lane = self._lanes[name] = LaneRecorder(folders.lane_folder(self._folder, name))
        lane.add_chunk(chunk)
        self._retry_at = None

    def _finish_idle_lanes(self, now: float) -> None:
        for name, lane in self._lanes.items():
            if now - self._written_at[name] >= IDLE_SECONDS:
                self._attempt(lane.finish_piece)

    def _sync_lanes(self, now: float) -> None:
        if now - self._synced_at >= _SYNC_SECONDS:
            self._synced_at = now
            for lane in self._lanes.values():
                self._attempt(lane.sync)

    def _attempt(self, write: Callable[[], None]) -> None:
        """Write to the disk; after an error, report the first one and pause."""
        try:
            write()
        except OSError as error:
            self._retry_at = self._clock() + _RETRY_SECONDS
            if not self._is_reported:
                self._is_reported = True
                self._on_problem(_describe_error(self._folder, error))


def _describe_error(folder: Path, error: OSError) -> Message:
    reason = describe_reason(error)
    return Message("sound_unwritable", folder=str(folder), reason=reason)
