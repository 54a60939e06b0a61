"""Roll-up captions: words fill rows from left to right, and rows only ever move up.

The display model is that of CEA-608 roll-up captions. When a guess becomes shorter, the rows that
it had opened stay open and empty: no row that is seen ever rolls back down. Only where a guess
shrinks so far that nothing of what is left would be seen does the last row of it come back, on top
of the empty screen.

Rows are not held back to be read: speech itself has to fill all the rows below one before that one
rolls away, and whatever held it longer would only delay the words that are being spoken.
"""

from collections.abc import Mapping

from typing_extensions import override

from captions.model.room import Room
from captions.model.rows import NO_LABELS, Display, Measure, Row, Rows
from captions.model.strip import Strip
from captions.model.transcript import Transcript


class RollUp(Display):
    """Shows the last rows of a transcript."""

    due = None

    def __init__(
        self, measure: Measure, width: float, rows: int, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Begin with an empty screen.

        Args:
            measure: the width of a text.
            width: what a row holds, by ``measure``.
            rows: the most that are shown.
            labels: who is heard in each lane; without one, a lane's rows have no label.
        """
        self._strip = Strip(Room(measure, width), labels)
        self._segments_done = 0
        self._rows = rows
        self._top = 0
        """Number of the topmost row on screen."""
        self._height = 0
        """How many rows are on screen; it only grows until the screen is cleared."""

    @override
    def show(self, transcript: Transcript, now: float = 0.0) -> Rows:
        rows = self._strip.lay(transcript.segments[self._segments_done :], transcript.turns)
        self._segments_done = len(transcript.segments)
        last = self._strip.first + max(0, len(rows) - 1)
        # What has rolled away stays away unless nothing else is left.
        self._top = min(max(self._top, last + 1 - self._rows), last)
        shown = rows[self._top - self._strip.first :]
        self._strip.forget(self._top)
        self._height = max(self._height, len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))

    @override
    def clear(self) -> None:
        self._strip.tear()
        self._top = self._strip.first
        self._height = 0

    @override
    def skip(self, transcript: Transcript) -> None:
        self._segments_done = len(transcript.segments)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._strip = self._strip.again(Room(measure, width))
        self._rows = rows
        self._top = self._height = 0
