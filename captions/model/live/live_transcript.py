"""Live captions: converts speech events and time into the rows on screen.

This module combines the transcript, the estimate of settled words and the display. It also clears
the screen after silence. It has no clock: times are seconds of any monotonic clock.
"""

from captions.events import Speech
from captions.model.live.scroll_back import ScrollBack
from captions.model.live.settling import PartialSettler
from captions.model.rows import CaptionDisplay, Measure, Rows
from captions.model.transcript import Transcript
from captions.model.word_rules.word_rules import NO_RULES, WordRules

_MIN_GREY_SECONDS = 40.0
"""Minimum silence in seconds before grey words are accepted and cleared. ElevenLabs commits by
itself after about 36 s of audio (its page on commit strategies)."""


class LiveCaptions:
    """Shows speech on a display."""

    def __init__(
        self, display: CaptionDisplay, clear_seconds: float, rules: WordRules = NO_RULES
    ) -> None:
        """Start with an empty screen.

        Args:
            display: decides what is on screen.
            clear_seconds: silence after which the screen is cleared; 0 for never.
            rules: rules for the words to show; they apply once it is known which are settled.
        """
        self._rules = rules
        self.clear_seconds = clear_seconds
        self._display = display
        self._transcript = Transcript()
        self._settler = PartialSettler()
        self._rows: Rows = ()
        """Live rows."""
        self._scroll_back = ScrollBack()
        self._quiet_since = 0.0
        """When speech last arrived or the screen last changed."""

    @property
    def has_unread_words(self) -> bool:
        """True while words wait to be shown, or have not been shown long enough to be read."""
        return self._display.next_deadline is not None

    def apply(self, event: Speech, now: float) -> Rows:
        """Return the rows after an event."""
        for shown in self._settler.apply(event, now):
            self._transcript = self._transcript.apply(self._rules.apply(shown))
        self._quiet_since = now
        return self.poll_rows(now)

    def poll_rows(self, now: float) -> Rows:
        """Return the rows at a time; without events they do not change before `next_deadline`."""
        for shown in self._settler.poll_partials(now):
            self._transcript = self._transcript.apply(self._rules.apply(shown))
        self._update_rows(now)
        if self._clear_time <= now:
            if self._has_grey_words:
                self._display.settle_words()
            else:
                self._display.clear()
            self._update_rows(now)
        return self._choose_rows(now)

    def scroll(self, rows: int, now: float) -> Rows:
        """Return the rows after the user has scrolled back by a number of rows."""
        self._scroll_back.scroll(rows, self._display.earlier_rows, now)
        return self._choose_rows(now)

    @property
    def is_live(self) -> bool:
        """False while the user sees earlier rows."""
        return self._scroll_back.is_live

    def next_deadline(self, now: float) -> float | None:
        """Return when to call `poll_rows` without an event; None if nothing will change."""
        times = (
            self._display.next_deadline,
            self._settler.next_deadline(now),
            self._scroll_back.next_deadline,
            self._clear_time,
        )
        first = min(time for time in times if time is not None)
        return first if first < float("inf") else None

    def clear(self, now: float) -> Rows:
        """Clear the screen permanently, including words that were still waiting to be shown."""
        self._display.clear()
        self._scroll_back.return_to_live()
        self._update_rows(now)
        return self._rows

    def replace_display(self, display: CaptionDisplay) -> None:
        """Show all later words on another display."""
        self._display.clear()
        display.skip_committed(self._transcript)
        display.earlier_rows = self._display.earlier_rows
        self._scroll_back.return_to_live()
        self._display = display

    def replace_rules(self, rules: WordRules) -> None:
        """Apply other rules to the open segments and to all later words."""
        self._rules = rules
        for partial in self._settler.list_partials():
            self._transcript = self._transcript.apply(rules.apply(partial))

    def resize(self, measure: Measure, width: float, rows: int) -> None:
        """Lay out the current and all later words for a new row width and number of rows."""
        self._scroll_back.return_to_live()
        self._display.resize(measure, width, rows)

    def _choose_rows(self, now: float) -> Rows:
        """Return the rows that the user sees."""
        display = self._display
        return self._scroll_back.choose_rows(
            self._rows, display.earlier_rows, display.row_count, now
        )

    def _update_rows(self, now: float) -> None:
        before, reading = self._rows, self.has_unread_words
        self._rows = self._display.show(self._transcript, now)
        if self._rows != before or reading:
            self._quiet_since = now

    @property
    def _clear_time(self) -> float:
        """When silence will clear the screen; infinity for never."""
        if (
            self.has_unread_words
            or not self.clear_seconds
            or not any(row.runs for row in self._rows)
        ):
            return float("inf")
        wait = (
            max(self.clear_seconds, _MIN_GREY_SECONDS)
            if self._has_grey_words
            else self.clear_seconds
        )
        return self._quiet_since + wait

    @property
    def _has_grey_words(self) -> bool:
        return any(not run.settled for row in self._rows for run in row.runs)
