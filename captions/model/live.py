"""What is on screen at each moment: speech and time in, rows out.

It joins the transcript, the estimate of what is settled and the display, and empties the screen
after silence. It has no clock: times are seconds of any clock that never goes back.
"""

from captions.events import Speech
from captions.model.rows import Display, Measure, Rows
from captions.model.settling import Settling
from captions.model.transcript import Transcript

_GREY_SECONDS = 40.0
"""Silence after which grey words are taken as they are, so that the screen can be emptied. A
service commits by itself after 36 s; no commit can be expected any more."""


class LiveCaptions:
    """Shows speech on a display."""

    def __init__(self, display: Display, clear_seconds: float) -> None:
        """Begin with an empty screen.

        Args:
            display: decides what is on screen.
            clear_seconds: silence after which the screen is emptied; 0 for never.
        """
        self.clear_seconds = clear_seconds
        self._display = display
        self._transcript = Transcript()
        self._settling = Settling()
        self._rows: Rows = ()
        self._quiet_since = 0.0
        """When something was said, or the screen changed, last."""

    @property
    def reading(self) -> bool:
        """True while words wait to be shown, or have not been shown for long enough."""
        return self._display.due is not None

    def apply(self, event: Speech, now: float) -> Rows:
        """Return the rows after an event."""
        for shown in self._settling.apply(event, now):
            self._transcript = self._transcript.apply(shown)
        self._quiet_since = now
        return self.look(now)

    def look(self, now: float) -> Rows:
        """Return the rows at a moment; they may change by time alone, but not before `due`."""
        for shown in self._settling.ripened(now):
            self._transcript = self._transcript.apply(shown)
        self._show(now)
        if self._empties_at <= now:
            if self._is_grey:
                self._display.settle()
            else:
                self._display.clear()
            self._show(now)
        return self._rows

    def due(self, now: float) -> float | None:
        """Return when to call `look` although nothing was said; None if nothing will change."""
        times = (self._display.due, self._settling.due(now), self._empties_at)
        first = min(time for time in times if time is not None)
        return first if first < float("inf") else None

    def clear(self, now: float) -> Rows:
        """Empty the screen; what was shown, or waits to be shown, does not come back."""
        self._display.clear()
        self._show(now)
        return self._rows

    def replace(self, display: Display) -> None:
        """Show the words that follow on another display."""
        self._display.clear()
        display.skip(self._transcript)
        self._display = display

    def resize(self, measure: Measure, width: float, rows: int) -> None:
        """Lay out what is on screen, and all that follows, for another room."""
        self._display.resize(measure, width, rows)

    def _show(self, now: float) -> None:
        before, reading = self._rows, self.reading
        self._rows = self._display.show(self._transcript, now)
        if self._rows != before or reading:
            self._quiet_since = now

    @property
    def _empties_at(self) -> float:
        """When silence will empty the screen."""
        if self.reading or not self.clear_seconds or not any(row.text for row in self._rows):
            return float("inf")
        wait = max(self.clear_seconds, _GREY_SECONDS) if self._is_grey else self.clear_seconds
        return self._quiet_since + wait

    @property
    def _is_grey(self) -> bool:
        return any(not run.settled for row in self._rows for run in row.runs)
