"""Paint-on captions: words appear in place, on a page that is turned when it is full.

A page that is full stays for a moment, so that its last words can be read; meanwhile the next words
wait. Words of a guess that is taken back leave their place empty; only where nothing would be left
on the page is the last row of what was said shown again, on top of it.
"""

from collections.abc import Mapping

from typing_extensions import override

from captions.model import reading
from captions.model.closing import Closing, still_open
from captions.model.room import Room
from captions.model.rows import Display, Measure, Row, Rows
from captions.model.strip import Strip
from captions.model.transcript import Transcript


class PaintOn(Display):
    """Shows one page of a transcript after the other."""

    due: float | None = None

    def __init__(
        self, measure: Measure, width: float, rows: int, labels: Mapping[str, str], hold: float
    ) -> None:
        """Begin with an empty page.

        Args:
            measure: the width of a text.
            width: what a row holds, by ``measure``.
            rows: of a page.
            labels: who is heard in each lane; without one, a lane's rows have no label.
            hold: seconds that a full page stays.
        """
        self._strip = Strip(Room(measure, width), labels)
        self._closing = Closing()
        self._rows = rows
        self._hold = hold
        self._top: int | None = 0
        """Number of the page's first row; `None` where it is the last page that can be."""
        self._full_since: float | None = None
        """When there were words for the next page first, or this page was turned to."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        rows = self._strip.lay(self._closing.closed(transcript), still_open(transcript))
        last = self._strip.first + max(0, len(rows) - 1)
        top = last // self._rows * self._rows if self._top is None else min(self._top, last)
        self._top = top = self._turned(top, last, now)
        page = rows[top - self._strip.first :][: self._rows]
        self._strip.forget(top)
        # The page is whole from its first word on: no row moves when the next is begun.
        return (*page, *(Row() for _ in range(self._rows - len(page)))) if page else ()

    @override
    def clear(self) -> None:
        self._strip.tear()
        self._top = self._strip.first
        self._full_since = self.due = None

    @override
    def skip(self, transcript: Transcript) -> None:
        self._closing.closed(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._strip = self._strip.again(Room(measure, width))
        self._rows = rows
        self._top = self._full_since = None

    def _turned(self, top: int, last: int, now: float) -> int:
        """Return the first row of the page that is to be seen, where a page and all rows end."""
        self.due = None
        while last - top >= self._rows:
            waiting = (last - top) // self._rows * self._hold
            if self._full_since is None:
                self._full_since = now
            due = self._full_since + reading.stay(self._hold, waiting)
            if now < due:
                self.due = due
                return top
            top += self._rows
            self._full_since = now
        self._full_since = None
        return top
