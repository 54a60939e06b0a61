"""Paint-on captions: words appear in place, on a page that is turned when it is full.

A page that is full stays for a moment, so that its last words can be read, and until all of its
words are white (see `leaving`); meanwhile the next words wait. Words of a hypothesis that is taken
back leave their place empty.
"""

from collections.abc import Mapping

from typing_extensions import override

from captions.model import reading
from captions.model.leaving import Leaving
from captions.model.room import Room
from captions.model.rows import NO_LABELS, Display, Measure, Row, Rows
from captions.model.strip import Strip
from captions.model.style import Style
from captions.model.transcript import Transcript


class PaintOn(Display):
    """Shows one page of a transcript after the other."""

    due: float | None = None

    def __init__(self, style: Style, room: Room, labels: Mapping[str, str] = NO_LABELS) -> None:
        """Begin with an empty page.

        Args:
            style: how many rows a page has, how long a full one stays, and when words turn white.
            room: what a row holds.
            labels: who is heard in each lane; without one, a lane's rows have no label.
        """
        self._strip = Strip(room, labels, until_commit=style.until_commit)
        self._rows = style.rows
        self._leaving = Leaving(self._rows)
        self._hold = style.hold
        self._top: int | None = 0
        """Number of the page's first row; `None` where it is the last page that can be."""
        self._full_since: float | None = None
        """When there were words for the next page first, or this page was turned to."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        strip = self._strip
        strip.lay(transcript)
        pages = max(0, strip.end - 1 - strip.first) // self._rows
        top = strip.first + pages * self._rows if self._top is None else self._top
        if self._leaving.overdue(now):
            strip.settle(top + self._rows)
        self._top = top = self._turned(top, now)
        strip.forget(top)
        waiting = self._rows if self._is_full(top) else 0
        page = self._leaving.shown(strip.rows(top, self._rows), top, waiting, now)
        self.due = self._due(top)
        # The page is whole from its first word on: no row moves when the next is begun.
        return (*page, *(Row() for _ in range(self._rows - len(page)))) if page else ()

    @override
    def clear(self) -> None:
        self._strip.tear()
        self._top = self._strip.first
        self._full_since = self.due = None
        self._leaving = Leaving(self._rows)

    @override
    def settle(self) -> None:
        self._strip.settle(self._strip.end)

    @override
    def skip(self, transcript: Transcript) -> None:
        self._strip.skip(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._strip = self._strip.again(Room(measure, width))
        self._rows = rows
        self._top = self._full_since = None
        self._leaving = Leaving(rows)

    def _is_full(self, top: int) -> bool:
        """Return True if words wait for the page after the one with this first row."""
        return self._strip.end - top > self._rows

    def _turned(self, top: int, now: float) -> int:
        """Return the first row of the page to show: this one's, or the next one's."""
        if not self._is_full(top):
            self._full_since = None
            return top
        if self._full_since is None:
            self._full_since = now
        seen = self._leaving.free(self._strip.rows(top, self._rows), top, now)
        if now < self._read_by(top, self._full_since) or seen < self._rows:
            return top
        top += self._rows
        self._full_since = now if self._is_full(top) else None
        return top

    def _read_by(self, top: int, full_since: float) -> float:
        """Return when a full page has been read."""
        waiting = (self._strip.end - 1 - top) // self._rows * self._hold
        return full_since + reading.stay(self._hold, waiting)

    def _due(self, top: int) -> float | None:
        """Return when the page may be turned by time alone."""
        if self._leaving.due is None or self._full_since is None:
            return None
        return max(self._read_by(top, self._full_since), self._leaving.due)
