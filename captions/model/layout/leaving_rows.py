"""Keeps a row on screen until all of its words have been shown in white.

When newer words need its place, a row is held while any of its words may still change. Words that
are settled but stay grey until they are committed turn white when their row has to leave. A row is
held for at most `MAX_HOLD_SECONDS`; then the display accepts the words on screen. It applies later
revisions only to the words after them.
"""

from collections.abc import Sequence

from captions.model.layout.row_layout import LaidRow
from captions.model.rows import Row

MIN_WHITE_SECONDS = 0.2
"""Minimum time in seconds for which a row is white before it leaves; a dozen frames, so that even a
busy machine paints one of them."""
MAX_HOLD_SECONDS = 6.0
"""Maximum time in seconds for which a row is held. The on-device server settles a word within 4 s.
A server that sends a partial every 2 s sends the three that `stability` requires in this time."""


class LeavingRows:
    """Decides which rows may leave the screen; rows are identified by their numbers in the layout.

    Times are seconds of any monotonic clock.
    """

    def __init__(self, rows_at_once: int = 1) -> None:
        """Start with an empty screen.

        Args:
            rows_at_once: number of rows that leave at the same time.
        """
        self._rows_at_once = rows_at_once
        self._white_since: dict[int, float] = {}
        """When each row on screen was first painted white."""
        self._whitened: dict[int, str] = {}
        """White text of each row that was not yet committed; it does not turn grey again."""
        self._held_since: float | None = None
        """When rows at the top started to block newer words without being white."""
        self.next_deadline: float | None = None
        """When rows may leave without another event; None if no rows wait for time."""

    def is_overdue(self, now: float) -> bool:
        """Return True if rows were held so long that they must leave, white or not."""
        return self._held_since is not None and now >= self._held_since + MAX_HOLD_SECONDS

    def count_removable(self, rows: Sequence[LaidRow], top: int, now: float) -> int:
        """Return how many leading rows may leave now; the first is row number ``top``."""
        count = 0
        for number, row in enumerate(rows, top):
            if not row.is_stable or now < self._white_since.get(number, now) + MIN_WHITE_SECONDS:
                break
            count += 1
        return count

    def record_shown(
        self, rows: Sequence[LaidRow], top: int, waiting: int, now: float
    ) -> list[Row]:
        """Record the rows on screen, and return them as they must be painted.

        Args:
            rows: the rows on screen.
            top: number of the first of them.
            waiting: number of rows that have to leave.
            now: the time.
        """
        self._whitened = {
            number: row.row.text
            if row.is_stable and number < top + waiting
            else self._remaining_white(number, row)
            for number, row in enumerate(rows, top)
        }
        painted = [
            row.with_white_prefix(len(self._whitened[number]))
            for number, row in enumerate(rows, top)
        ]
        self._white_since = {
            number: self._white_since.get(number, now)
            for number, row in enumerate(painted, top)
            if row.is_white
        }
        self.next_deadline = self._compute_deadline(top, now) if waiting > 0 else None
        if waiting <= 0:
            self._held_since = None
        return [row.row for row in painted]

    def _remaining_white(self, number: int, row: LaidRow) -> str:
        """Return the text of a row that stays white; empty if it was revised."""
        text = self._whitened.get(number, "")
        return text if row.row.text.startswith(text) else ""

    def _compute_deadline(self, top: int, now: float) -> float:
        """Return when the rows at the top may leave."""
        times = [self._white_since.get(number) for number in range(top, top + self._rows_at_once)]
        white = [time for time in times if time is not None]
        if len(white) == len(times):
            self._held_since = None
            return max(white) + MIN_WHITE_SECONDS
        self._held_since = now if self._held_since is None else self._held_since
        return self._held_since + MAX_HOLD_SECONDS
