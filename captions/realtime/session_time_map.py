"""Conversion of a connection's session time to stream time."""

from bisect import bisect_right
from typing import NamedTuple

_JOIN_TOLERANCE = 0.002
"""Maximum gap or overlap in seconds between chunks of one span."""


class _TimeSpan(NamedTuple):
    """Contiguous audio: its start in session time, its start in stream time, and its duration."""

    session: float
    stream: float
    seconds: float


class SessionTimeMap:
    """Map from session time to stream time of one connection.

    Session time counts the audio that was sent on the connection. Stream time may have gaps.
    """

    def __init__(self) -> None:
        self._spans: list[_TimeSpan] = []

    def add_span(self, stream_time: float, seconds: float) -> None:
        """Record a chunk that was sent."""
        if not self._spans:
            self._spans.append(_TimeSpan(0.0, stream_time, seconds))
            return
        last = self._spans[-1]
        if abs(last.stream + last.seconds - stream_time) <= _JOIN_TOLERANCE:
            self._spans[-1] = last._replace(seconds=stream_time + seconds - last.stream)
        else:
            self._spans.append(_TimeSpan(last.session + last.seconds, stream_time, seconds))

    def to_stream_time(self, session_time: float) -> float:
        """Convert session time to stream time, at most the end of the audio that was sent.

        Session time may exceed the recorded audio, because silence is sent after it.
        """
        if not self._spans:
            return 0.0
        index = bisect_right(self._spans, session_time, key=lambda item: item.session) - 1
        span = self._spans[max(0, index)]
        return span.stream + min(max(0.0, session_time - span.session), span.seconds)
