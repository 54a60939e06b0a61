"""Pacing of audio, so that the server's queue does not overflow (``queue_overflow``).

Commits are the only acknowledgement of audio. Audio may run ahead of the last commit by a window of
seconds. Beyond the window, it is sent in real time, which every server must handle. With a window
of 0, all audio is sent in real time.
"""

from captions.realtime.commit_ledger import CommitLedger

MAX_WINDOW_SECONDS = 60.0
"""Maximum window in seconds: the longest segment (36 s, commit guide) plus time to recognise it."""
_MIN_WINDOW_SECONDS = 5.0
"""Minimum window in seconds."""


class SendPacer:
    """Computes the delay before the next chunk."""

    def __init__(
        self, ledger: CommitLedger, now: float, window: float = MAX_WINDOW_SECONDS
    ) -> None:
        """Start pacing.

        Args:
            ledger: record of the audio and the commits of the session.
            now: seconds of any monotonic clock.
            window: seconds of audio that may be sent without an answer.
        """
        self._ledger = ledger
        self._window = window
        self._started_at = now
        self._answered_seconds = 0.0
        self._answered_at = now

    def compute_delay(self, now: float) -> float:
        """Return the seconds until the next chunk may be sent; 0 for immediately."""
        if self._ledger.answered_seconds > self._answered_seconds:
            self._answered_seconds, self._answered_at = self._ledger.answered_seconds, now
        ahead = max(now - self._started_at, self._answered_seconds + now - self._answered_at)
        return max(0.0, self._ledger.sent_seconds - self._window - ahead)


def narrow_window(window: float) -> float:
    """Return the window to use after ``queue_overflow``."""
    return max(_MIN_WINDOW_SECONDS, window / 2)
