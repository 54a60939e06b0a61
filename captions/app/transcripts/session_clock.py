"""Converts the stream time of lanes to the time of their session.

*Session time* is seconds since the first sound of the session. The stream time of a lane stands
still while the user has paused or a device is missing; session time does not, so subtitles match a
recording that another program made meanwhile. A recording that is played keeps its own time.
"""

from bisect import bisect_right
from dataclasses import dataclass

from captions.pcm import Chunk

_TOLERANCE_SECONDS = 0.5
"""Delay of a chunk up to which a busy computer is assumed, in seconds."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Sound that arrived without an interruption."""

    stream_start: float
    """Stream time of its first sample in seconds."""
    offset: float
    """Session time minus stream time in seconds."""


class LaneClock:
    """Converts the stream time of one lane to session time."""

    def __init__(self) -> None:
        self._stretches: list[_Stretch] = []
        self._interrupted = True

    def note_interruption(self) -> None:
        """Note that the source was paused or reopened: its next chunk may be late by any time."""
        self._interrupted = True

    def record_chunk(self, chunk: Chunk, arrived: float) -> None:
        """Record when a chunk arrived, in seconds of session time."""
        if not self._interrupted:
            return
        self._interrupted = False
        offset = arrived - chunk.seconds - chunk.stream_time
        if not self._stretches:
            self._stretches.append(_Stretch(0.0, offset))
        elif offset - self._stretches[-1].offset > _TOLERANCE_SECONDS:
            self._stretches.append(_Stretch(chunk.stream_time, offset))

    def to_session_time(self, stream_time: float) -> float:
        """Return the session time of a stream time; both are in seconds."""
        if not self._stretches:
            return stream_time
        index = bisect_right(self._stretches, stream_time, key=lambda item: item.stream_start)
        return stream_time + self._stretches[max(index - 1, 0)].offset
