"""When captions are sent with the stream; pure, with the time as an argument.

OBS encodes each text it receives, one for each reference frame, and drops none. Texts that are sent
faster than that arrive later and later (measured: 2.5 a second at 10 frames a second). OBS never
clears the captions by itself.
"""

MIN_INTERVAL = 0.4
"""Minimum time between two texts in seconds."""
CLEAR_SECONDS = 6.0
"""Time in seconds after which a text that has not changed is cleared."""


class CaptionPacer:
    """Limits the rate of texts: the newest wins, and silence clears the screen."""

    def __init__(self) -> None:
        self._offered = ""
        """Newest text."""
        self._offered_at = 0.0
        self._wanted = ""
        """Text that should be on screen: the newest, or none after silence."""
        self._sent = ""
        """Text on screen."""
        self._sent_at = float("-inf")

    def offer_text(self, text: str, now: float) -> None:
        """Replace the text that should be on screen; a text that was cleared stays cleared."""
        if text != self._offered:
            self._offered, self._offered_at = text, now
            self._wanted = text

    def take_text(self, now: float) -> str | None:
        """Return the text to send now; `None` if there is none, empty to clear the screen."""
        if now >= self._offered_at + CLEAR_SECONDS:
            self._wanted = ""
        if self._wanted == self._sent or now < self._sent_at + MIN_INTERVAL:
            return None
        self._sent, self._sent_at = self._wanted, now
        return self._sent

    def next_deadline(self) -> float | None:
        """Return when `take_text` must be called without a new text; `None` if never."""
        if self._wanted != self._sent:
            return self._sent_at + MIN_INTERVAL
        return self._offered_at + CLEAR_SECONDS if self._sent else None
