"""How fast sound may be sent, so that no server's queue overflows.

There is no answer to sound but the commits. So sound may run ahead of the last commit by a window,
and beyond that go at the speed of speech, which every server must keep up with. Without a window it
goes at the speed of speech alone.
"""

from captions.realtime.commits import Commits

WIDEST_SECONDS = 60.0
"""Holds the longest segment, 36 s, with room to recognise it."""
_NARROWEST_SECONDS = 5.0


class Pace:
    """Says how long to wait before the next chunk."""

    def __init__(self, commits: Commits, now: float, window: float = WIDEST_SECONDS) -> None:
        """``now`` is any clock's seconds; ``window`` is that of sound that is not answered."""
        self._commits = commits
        self._window = window
        self._began = now
        self._answered = 0.0
        self._since = now

    def delay(self, now: float) -> float:
        """Return the seconds until the next chunk may be sent; 0 for at once."""
        if self._commits.answered_until > self._answered:
            self._answered, self._since = self._commits.answered_until, now
        ahead = max(now - self._began, self._answered + now - self._since)
        return max(0.0, self._commits.sent_seconds - self._window - ahead)


def narrower(window: float) -> float:
    """Return the window to use after a server's queue has overflowed."""
    return max(_NARROWEST_SECONDS, window / 2)
