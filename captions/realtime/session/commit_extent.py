"""End of a commit in stream time; audio before it need not be sent again after a disconnect."""

from collections import deque

from captions.protocol.options import CommitStrategy, SessionOptions
from captions.protocol.resume import compute_resume_time
from captions.realtime.commit_ledger import MIN_COMMIT_SECONDS, CommitLedger
from captions.realtime.session_time_map import SessionTimeMap
from captions.realtime.transcript_deduplicator import ReceivedCommit

_LATENCY_SECONDS = 0.3
"""Minimum delay in seconds between sending audio and its recognition by the server."""


class CommitExtent:
    """Finds the end of each commit, whether the client or the server initiated it."""

    def __init__(
        self,
        options: SessionOptions,
        ledger: CommitLedger,
        time_map: SessionTimeMap,
        started_at: float,
    ) -> None:
        """Start without commits.

        Args:
            options: options of the session.
            ledger: record of the audio and the commits of the session.
            time_map: map from session time to stream time.
            started_at: when the session was opened, by the clock of `ReceivedCommit.received_at`.
        """
        self._is_manual = options.commit_strategy is CommitStrategy.MANUAL
        self._silence_threshold = options.vad_silence_threshold_secs
        self._ledger = ledger
        self._time_map = time_map
        self._started_at = started_at
        self._commit_positions: deque[float] = deque()
        """Session times in seconds of commits that were sent and not yet answered."""

    def record_commit(self) -> None:
        """Record a commit after all audio that was sent so far."""
        self._commit_positions.append(self._ledger.sent_seconds)

    def find_commit_end(self, commit: ReceivedCommit) -> float:
        """Return the stream time at which a commit ends; 0 if it is unknown."""
        if self._is_manual and self._commit_positions and self._ledger.is_one_to_one:
            return self._time_map.to_stream_time(self._commit_positions.popleft())
        if commit.last_word_end is not None:
            return self._time_map.to_stream_time(self._resume_after_word(commit.last_word_end))
        if not commit.committed.text:
            return 0.0
        # Without word times: the server recognised the closing silence before it committed.
        sent = min(self._ledger.sent_seconds, commit.received_at - self._started_at)
        return self._time_map.to_stream_time(
            max(0.0, sent - self._silence_threshold - _LATENCY_SECONDS)
        )

    def _resume_after_word(self, end: float) -> float:
        """Return the session time in seconds at which to resume after a word.

        If a commit was sent shortly after the word, the server resumes at that commit. The audio up
        to the normal position would be too short for another commit.
        """
        while self._commit_positions and self._commit_positions[0] < end:
            self._commit_positions.popleft()
        resume_time = compute_resume_time(end)
        if self._commit_positions and self._commit_positions[0] < resume_time + MIN_COMMIT_SECONDS:
            return self._commit_positions.popleft()
        return resume_time
