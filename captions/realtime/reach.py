"""How far a commit reaches: the stream time up to which sound need not be sent again."""

from collections import deque

from captions.protocol.options import CommitStrategy, SessionOptions
from captions.protocol.resume import resume_at
from captions.realtime.commits import MIN_COMMIT_SECONDS, Commits
from captions.realtime.hearing import Heard
from captions.realtime.timeline import Timeline

_LATENCY_SECONDS = 0.3
"""How much of what was sent a server has not heard yet, at least."""


class Reach:
    """Knows where commits were asked for, and where those that came unasked must have ended."""

    def __init__(
        self, options: SessionOptions, commits: Commits, timeline: Timeline, began: float
    ) -> None:
        """``began`` is when the session was opened, by the clock of `Heard.since`."""
        self._manual = options.commit_strategy is CommitStrategy.MANUAL
        self._silence = options.vad_silence_threshold_secs
        self._commits = commits
        self._timeline = timeline
        self._began = began
        self._marks: deque[float] = deque()
        """Seconds of the session at which commits were asked for, as far as they matter."""

    def asked(self) -> None:
        """Take note of a commit behind everything that was sent."""
        self._marks.append(self._commits.sent_seconds)

    def of(self, heard: Heard) -> float:
        """Return the stream time up to which a commit reaches; 0 if nobody can say."""
        if self._manual and self._marks and self._commits.exact:
            return self._timeline.stream_time(self._marks.popleft())
        if heard.until is not None:
            return self._timeline.stream_time(self._behind_word(heard.until))
        if not heard.committed.text:
            return 0.0
        # Without times: the segment was closed by silence, which was heard before it was told.
        sent = min(self._commits.sent_seconds, heard.since - self._began)
        return self._timeline.stream_time(max(0.0, sent - self._silence - _LATENCY_SECONDS))

    def _behind_word(self, end: float) -> float:
        """Return the second at which to go on behind a word.

        If a commit was asked for shortly behind it, that is where the server goes on, and there
        would be too little sound to ask for it again.
        """
        while self._marks and self._marks[0] < end:
            self._marks.popleft()
        resumed = resume_at(end)
        if self._marks and self._marks[0] < resumed + MIN_COMMIT_SECONDS:
            return self._marks.popleft()
        return resumed
