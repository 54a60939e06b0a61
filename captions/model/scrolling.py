"""Captions that scroll away: a row that is full of white words is final and stays above.

This is how a terminal shows text. Rows are broken as in roll-up captions. A row is handed out once,
as soon as it is white and no word will be added to it, and scrolls away; only the rows below it,
with the words that may still change, are on display. Nothing is replaced, so nothing has to be held
to be read.
"""

from collections.abc import Callable, Mapping, Sequence

from typing_extensions import override

from captions.model.room import Room
from captions.model.rows import NO_LABELS, Display, Measure, Row, Rows
from captions.model.strip import Strip
from captions.model.style import Mode, Style
from captions.model.transcript import Transcript

_ROLL_UP = Style()


class Scrolling(Display):
    """Shows the rows that may still change, and hands out those that may not."""

    due = None

    def __init__(
        self,
        measure: Measure,
        width: float,
        finished: Callable[[Rows], None],
        labels: Mapping[str, str] = NO_LABELS,
        style: Style = _ROLL_UP,
    ) -> None:
        """Begin with an empty display.

        Args:
            measure: the width of a text.
            width: what a row holds, by ``measure``.
            finished: is called with rows that are final, in order and each once.
            labels: who is heard in each lane; without one, a lane's rows have no label.
            style: with pop-on, words are shown only once they are committed.
        """
        self._room = Room(measure, width)
        self._strip = Strip(self._room, labels, until_commit=style.until_commit)
        self._finished = finished
        self._partials = style.mode is not Mode.POP_ON
        self._height = 0
        """Rows on display; a guess that shrinks leaves its rows empty."""

    @override
    def show(self, transcript: Transcript, now: float = 0.0) -> Rows:
        strip = self._strip
        strip.lay(transcript, partials=self._partials)
        taken = strip.take()
        self._finish(taken)
        shown = [laid.row for laid in strip.rows(strip.first, strip.end)]
        self._height = max(self._height - len(taken), len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))

    @override
    def clear(self) -> None:
        """Finish the row that is being filled; words that may still change stay on display."""
        self._finish(self._strip.fixed)
        self._strip = self._strip.continued(self._room, behind=True)
        self._height = 0

    @override
    def settle(self) -> None:
        self._strip.settle(self._strip.end)

    @override
    def skip(self, transcript: Transcript) -> None:
        self._strip.skip(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int = 0) -> None:
        """Lay out what is on display, and all that follows; there is no limit of ``rows``."""
        self._finish(self._strip.take())
        self._room = Room(measure, width)
        self._strip = self._strip.continued(self._room)
        self._height = 0

    def _finish(self, rows: Sequence[Row]) -> None:
        if rows:
            self._finished(tuple(rows))
