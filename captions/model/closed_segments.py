"""Collects segments in the order in which they close.

With several lanes, segments may close in a different order from the one in which they began. A
display that never moves committed words needs the order of closing, because an open segment may
still grow. It does not wait for earlier segments that are still open; they may stay open for long.
"""

from captions.events import Committed
from captions.model.transcript import PendingSegment, Transcript


class ClosedSegments:
    """Returns each segment once, as soon as it is closed."""

    def __init__(self) -> None:
        self._returned_count = 0
        self._closed_early: list[Committed] = []
        """Segments already returned although a segment that began earlier is still open."""

    def collect_closed(self, transcript: Transcript) -> list[Committed]:
        """Return the segments closed since the last call.

        Args:
            transcript: must continue the transcript of the last call.
        """
        ahead = [turn.committed for turn in transcript.pending if turn.committed is not None]
        closed = [*transcript.segments[self._returned_count :], *ahead]
        new = [
            segment
            for segment in closed
            if not any(segment is known for known in self._closed_early)
        ]
        self._returned_count, self._closed_early = len(transcript.segments), ahead
        return new


def find_open_segments(transcript: Transcript) -> list[PendingSegment]:
    """Return the pending segments that are not committed yet."""
    return [turn for turn in transcript.pending if turn.committed is None]
