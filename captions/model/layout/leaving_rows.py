"""Keeps a row on screen until all of its words have been shown in white.

When newer words need its place, a row is held while any of its words may still change. Words that
are settled but stay grey until they are committed turn white when their row has to leave. If none
of its words turns white for `MAX_HOLD_SECONDS`, the display accepts the words on screen. It applies
later revisions only to the words after them.
"""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from captions.model.layout.row_layout import LaidRow
from captions.model.rows import Row

MIN_WHITE_SECONDS = 0.2
"""Minimum time in seconds for which a row is white before it leaves; a dozen frames, so that even a
busy machine paints one of them."""
MAX_HOLD_SECONDS = 6.0
"""Maximum time in seconds for which a row is held while no word of it turns white. The on-device
server settles a word within 4 s, also one that came while the row was held for an earlier one. A
server that sends a partial every 2 s sends the three that `stability` requires in this time."""


class _WhiteRow(NamedTuple):
    """A row that has been painted white."""

    text: str
    since: float
    """When all of this text was first painted white."""


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
        self._white_rows: dict[int, _WhiteRow] = {}
        """The rows on screen that are white. A row may still gain words, which then have to be seen
        as well."""
        self._whitened: dict[int, str] = {}
        """White text of each row that was not yet committed; it does not turn grey again."""
        self._held_since: float | None = None
        """When rows at the top started to block newer words without being white, or when the last
        word of them turned white."""
        self._white_sizes: dict[int, int] = {}
        """Number of white characters of each of these rows."""
        self.next_deadline: float | None = None
        """When rows may leave without another event; None if no rows wait for time."""

    def is_overdue(self, now: float) -> bool:
        """Return True if rows were held so long that they must leave, white or not."""
        return self._held_since is not None and now >= self._held_since + MAX_HOLD_SECONDS

    def find_removable(self, rows: Sequence[LaidRow], now: float) -> list[int]:
        """Return the numbers of the leading rows that may leave now.

        Args:
            rows: the rows that have to leave, in the order in which they do.
            now: the time.
        """
        removable = takewhile(lambda row: self._may_leave(row, now), rows)
        return [row.number for row in removable]

    def record_shown(
        self, rows: Sequence[LaidRow], leaving: Sequence[LaidRow], now: float
    ) -> list[Row]:
        """Record the rows on screen, and return them as they must be painted.

        Args:
            rows: the rows on screen.
            leaving: those of them that have to leave, in the order in which they do.
            now: the time.
        """
        must_leave = {row.number for row in leaving}
        self._whitened = {
            row.number: row.row.text
            if row.is_stable and row.number in must_leave
            else self._remaining_white(row)
            for row in rows
        }
        painted = [row.with_white_prefix(len(self._whitened[row.number])) for row in rows]
        self._white_rows = {
            row.number: self._find_white(row) or _WhiteRow(row.row.text, now)
            for row in painted
            if row.is_white
        }
        self.next_deadline = self._compute_deadline(leaving, now) if leaving else None
        if not leaving:
            self._held_since = None
        return [row.row for row in painted]

    def _may_leave(self, row: LaidRow, now: float) -> bool:
        white = self._find_white(row)
        return row.is_stable and white is not None and now >= white.since + MIN_WHITE_SECONDS

    def _find_white(self, row: LaidRow) -> _WhiteRow | None:
        """Return the row as it was painted; None if not all of its words were painted white."""
        white = self._white_rows.get(row.number)
        return white if white and white.text == row.row.text else None

    def _remaining_white(self, row: LaidRow) -> str:
        """Return the text of a row that stays white; empty if it was revised."""
        text = self._whitened.get(row.number, "")
        return text if row.row.text.startswith(text) else ""

    def _compute_deadline(self, leaving: Sequence[LaidRow], now: float) -> float:
        """Return when the next rows may leave."""
        first = leaving[: self._rows_at_once]
        white = [row for row in map(self._find_white, first) if row]
        if len(white) == len(first):
            self._held_since = None
            return max(row.since for row in white) + MIN_WHITE_SECONDS
        if self._record_whitening(first) or self._held_since is None:
            self._held_since = now
        return self._held_since + MAX_HOLD_SECONDS

    def _record_whitening(self, rows: Sequence[LaidRow]) -> bool:
        """Return True if a word of the rows has turned white since the last call."""
        before, self._white_sizes = self._white_sizes, {row.number: row.white_size for row in rows}
        return any(size > before.get(number, size) for number, size in self._white_sizes.items())
