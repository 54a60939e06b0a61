"""The order in which segments are closed: with several lanes, not the one in which they began.

A display that never moves committed words has them in this order, for a segment that is open still
may grow. Those that began first are not waited for: they may go on for long.
"""

from captions.events import Committed
from captions.model.transcript import Transcript, Turn


class Closing:
    """Tells of each segment once, as soon as it is closed."""

    def __init__(self) -> None:
        self._done = 0
        self._ahead: list[Committed] = []
        """Segments that were told of although one that began before them is open still."""

    def closed(self, transcript: Transcript) -> list[Committed]:
        """Return the segments that were closed since the last time, in a transcript that grows."""
        ahead = [turn.committed for turn in transcript.turns if turn.committed is not None]
        found = [*transcript.segments[self._done :], *ahead]
        new = [segment for segment in found if not any(segment is known for known in self._ahead)]
        self._done, self._ahead = len(transcript.segments), ahead
        return new


def still_open(transcript: Transcript) -> list[Turn]:
    """Return the turns that are guesses still."""
    return [turn for turn in transcript.turns if turn.committed is None]
