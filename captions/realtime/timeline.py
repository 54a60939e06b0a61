"""From a connection's own seconds to stream time: where each stretch of sound was sent."""

from bisect import bisect_right
from typing import NamedTuple

_SEAM = 0.002
"""Chunks that lie no further apart than this are one stretch."""


class _Stretch(NamedTuple):
    session: float
    stream: float
    seconds: float


class Timeline:
    """A connection counts from the first sample that it was sent; stream time may have gaps."""

    def __init__(self) -> None:
        self._stretches: list[_Stretch] = []
        self.end = 0.0
        """Stream time behind the last chunk."""

    def add(self, stream_time: float, seconds: float) -> None:
        """Take note of a chunk that was sent."""
        self.end = stream_time + seconds
        if not self._stretches:
            self._stretches.append(_Stretch(0.0, stream_time, seconds))
            return
        last = self._stretches[-1]
        if abs(last.stream + last.seconds - stream_time) <= _SEAM:
            self._stretches[-1] = last._replace(seconds=self.end - last.stream)
        else:
            self._stretches.append(_Stretch(last.session + last.seconds, stream_time, seconds))

    def stream_time(self, session_time: float) -> float:
        """Return the stream time of a moment of the session, which is never behind what was sent.

        The session's clock may say a little more than was sent, as silence was sent behind it.
        """
        if not self._stretches:
            return 0.0
        found = bisect_right(self._stretches, session_time, key=lambda item: item.session) - 1
        stretch = self._stretches[max(0, found)]
        return stretch.stream + min(max(0.0, session_time - stretch.session), stretch.seconds)
