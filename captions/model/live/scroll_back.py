"""Scrolling back to rows that have left the screen, and the return to live captions."""

from captions.model.rows import EarlierRows, Rows

RETURN_SECONDS = 10.0
"""Time from the last scroll to the return to live captions: enough to read four full rows at
160 words a minute, the slower reading speed of the BBC's guidelines."""


class ScrollBack:
    """Decides which rows the user sees: the live ones, or earlier ones.

    The text stays where it is while speech goes on. Times are seconds of any monotonic clock.
    """

    def __init__(self) -> None:
        self._top: int | None = None
        """Number of the first row shown; None for live captions."""
        self._scrolled_at = 0.0

    @property
    def is_live(self) -> bool:
        """True if the live rows are shown."""
        return self._top is None

    @property
    def next_deadline(self) -> float | None:
        """When the live rows return; None if they are shown."""
        return None if self.is_live else self._scrolled_at + RETURN_SECONDS

    def scroll(self, rows: int, earlier: EarlierRows, now: float) -> None:
        """Scroll back by a number of rows, or towards the present if it is negative.

        Live captions return at once when the present is reached.
        """
        top = (earlier.end if self._top is None else self._top) - rows
        self._top = max(top, earlier.start) if top < earlier.end else None
        if earlier.start == earlier.end:
            self._top = None
        self._scrolled_at = now

    def return_to_live(self) -> None:
        """Show the live rows again."""
        self._top = None

    def choose_rows(self, live: Rows, earlier: EarlierRows, row_count: int, now: float) -> Rows:
        """Return the rows to show.

        Args:
            live: the live rows.
            earlier: rows that have left the screen.
            row_count: maximum number of rows on screen.
            now: the time.
        """
        if self._top is not None and now >= self._scrolled_at + RETURN_SECONDS:
            self._top = None
        if self._top is None:
            return live
        self._top = max(self._top, earlier.start)
        shown = earlier.get_rows(self._top, row_count)
        return (*shown, *live[: row_count - len(shown)])
