"""Lets a row leave the screen only once all of its words have been seen white.

A row in the way of newer words is held while any of its words may still change. Words that are
settled but stay grey until they are committed turn white when their row has to leave. If a server
neither settles nor commits the words of a row for `HOLD_SECONDS`, the display takes the words on
screen as they are, and shows what is revised later only in the words behind them.
"""

from collections.abc import Sequence

from captions.model.rows import Row
from captions.model.strip import LaidRow

SEEN_SECONDS = 0.2
"""Time for which a row is white before it leaves; a dozen frames, so that one of them is painted
even on a busy machine."""
HOLD_SECONDS = 6.0
"""Longest time for which a row is held. The on-device server settles a word within 4 s; a server
that sends a partial every 2 s has sent the three that `stability` takes."""


class Leaving:
    """Decides which rows may leave; rows are known by their numbers on the strip.

    Times are seconds of any clock that never goes back.
    """

    def __init__(self, together: int = 1) -> None:
        """Begin with an empty screen.

        Args:
            together: how many rows leave at once.
        """
        self._together = together
        self._white_since: dict[int, float] = {}
        """When each row on screen was first seen white."""
        self._whitened: dict[int, str] = {}
        """What turned white in each row before it was committed; it does not turn grey again."""
        self._held_since: float | None = None
        """Since when rows at the top have been in the way without being white."""
        self.due: float | None = None
        """When time alone will let rows leave; None if none has to."""

    def overdue(self, now: float) -> bool:
        """Return True if the words on screen are to be taken as they are."""
        return self._held_since is not None and now >= self._held_since + HOLD_SECONDS

    def free(self, rows: Sequence[LaidRow], top: int, now: float) -> int:
        """Return how many of some rows, from number ``top`` on, may leave now."""
        count = 0
        for number, row in enumerate(rows, top):
            if not row.firm or now < self._white_since.get(number, now) + SEEN_SECONDS:
                break
            count += 1
        return count

    def shown(self, rows: Sequence[LaidRow], top: int, waiting: int, now: float) -> list[Row]:
        """Return rows as they are to be painted.

        Args:
            rows: those on screen.
            top: number of the first of them.
            waiting: how many of them have to leave.
            now: the time.
        """
        self._whitened = {
            number: row.row.text if row.firm and number < top + waiting else self._kept(number, row)
            for number, row in enumerate(rows, top)
        }
        painted = [
            row.whitened(len(self._whitened[number])) for number, row in enumerate(rows, top)
        ]
        self._white_since = {
            number: self._white_since.get(number, now)
            for number, row in enumerate(painted, top)
            if row.white
        }
        self.due = self._next(top, now) if waiting > 0 else None
        if waiting <= 0:
            self._held_since = None
        return [row.row for row in painted]

    def _kept(self, number: int, row: LaidRow) -> str:
        """Return what stays white of a row, unless it was revised."""
        text = self._whitened.get(number, "")
        return text if row.row.text.startswith(text) else ""

    def _next(self, top: int, now: float) -> float:
        """Return when the rows at the top may leave."""
        times = [self._white_since.get(number) for number in range(top, top + self._together)]
        white = [time for time in times if time is not None]
        if len(white) == len(times):
            self._held_since = None
            return max(white) + SEEN_SECONDS
        self._held_since = now if self._held_since is None else self._held_since
        return self._held_since + HOLD_SECONDS
