"""Record of the audio, commits and answers of one session; tracks unanswered commits.

Commits carry no id. In manual mode, the service answers each commit with one
``committed_transcript``, first in, first out (measured). With endpointing
(``commit_strategy=vad``), or after 36 s of audio without a commit, the service also commits by
itself (commit guide), and answers cannot be matched to commits. So the client sends silence before
the last commit. The answer to that commit is then empty, which identifies it.
"""

import asyncio
from collections.abc import Callable, Iterator

from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ServerMessage,
    Translation,
)
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits

MIN_COMMIT_SECONDS = 0.3
"""Minimum uncommitted audio of a commit, in seconds.

The service answers a commit of less audio with ``commit_throttled``, whose text names 0.3 s. Then
it closes the connection (measured).
"""
NOTHING_TO_COMMIT_ERRORS = ("commit_throttled", "insufficient_audio_activity")
"""Errors after the last commit that mean only that no audio was left to commit.

The SDK of github.com/vercel/ai treats them as the end of the stream too (``packages/elevenlabs``).
"""
_FORCED_COMMIT_SECONDS = 35.0
"""Uncommitted audio in seconds from which a forced commit of the service is possible.

The commit guide says about 36 s; 35.8 to 36.5 s were measured. An older version of the guide said
90 s.
"""
_SILENT_COMMIT_SECONDS = 36.0
"""Audio in seconds that a forced commit covers during silence (commit guide: about 36 s)."""
_UNTIMED_COMMIT_SECONDS = 10.0
"""Audio in seconds that a commit with text, but without word times, is assumed to cover."""
_UNSURE_TIMEOUT_SECONDS = 3.0
"""Timeout in seconds after an answer in manual mode, if a forced commit is possible.

The last commit may hold words then, and another answer may follow.
"""
_SILENCE_MARGIN_SECONDS = 0.5
"""Silence in seconds added to the endpointing threshold, so that the segment is closed."""
_MAX_SILENCE_CHUNK_SECONDS = 0.5
"""Maximum silence in one chunk: 48,000 bytes at 48 kHz.

Every server accepts 64 KiB, the largest chunk that the JavaScript SDK sends (URL mode).
"""


class CommitLedger:
    """Record of one session."""

    def __init__(
        self,
        options: SessionOptions,
        limits: ClientLimits = DEFAULT_LIMITS,
        timeout: Callable[[float], asyncio.Timeout] = asyncio.timeout,
    ) -> None:
        """Start without audio.

        Args:
            options: options of the session.
            limits: timeouts of the answers.
            timeout: returns a context that raises `TimeoutError` after some seconds.
        """
        self._limits = limits
        self._timeout = timeout
        self._has_endpointing = options.commit_strategy is not CommitStrategy.MANUAL
        self._expects_timed = options.include_timestamps or options.include_language_detection
        self._silence_threshold = options.vad_silence_threshold_secs
        self.is_one_to_one = not self._has_endpointing
        """True if the session has exactly one answer to each commit."""
        self.sent_seconds = 0.0
        """Seconds of audio sent since the session started."""
        self.uncommitted_seconds = 0.0
        """Seconds of audio that are certainly not committed."""
        self.answered_seconds = 0.0
        """Session time in seconds that the answers cover; an estimate without word times."""
        self._last_word_end = 0.0
        self._commits_sent = self._plain_answers = self._timed_answers = 0
        self._answers_since_commit = 0
        """Answers received after the last commit was sent."""
        self._last_was_empty = False
        self._untranslated: set[str] = set()
        """Ids of committed segments whose translations will follow."""
        self._has_ended = False
        self._answer_received = asyncio.Event()
        """Set when an answer arrives, or when none can follow."""

    @property
    def closing_silence(self) -> float:
        """Seconds of silence to send before the last commit, so that the server accepts it.

        With endpointing, the silence is long enough to close the open segment. The answer to the
        last commit is then empty.
        """
        if self._has_endpointing:
            return self._silence_threshold + _SILENCE_MARGIN_SECONDS if self.sent_seconds else 0.0
        if not self.is_one_to_one:  # A forced commit may have left too little audio.
            return MIN_COMMIT_SECONDS
        if not 0 < self.uncommitted_seconds < MIN_COMMIT_SECONDS:
            return 0.0
        return MIN_COMMIT_SECONDS - self.uncommitted_seconds

    def split_closing_silence(self) -> Iterator[float]:
        """Yield the closing silence in parts that every server accepts as one chunk."""
        left = self.closing_silence
        while left > 0:
            yield min(left, _MAX_SILENCE_CHUNK_SECONDS)
            left -= _MAX_SILENCE_CHUNK_SECONDS

    @property
    def has_uncommitted(self) -> bool:
        """True if audio may follow the last commit.

        With endpointing, there is at least the closing silence. An answer that arrives now may
        belong to much older audio.
        """
        return self.uncommitted_seconds > 0 or (self._has_endpointing and self.sent_seconds > 0)

    def record_audio(self, seconds: float) -> None:
        """Record audio that was sent."""
        self.sent_seconds += seconds
        self.uncommitted_seconds += seconds
        if self.uncommitted_seconds >= _FORCED_COMMIT_SECONDS:
            self.is_one_to_one = False

    def record_commit(self) -> None:
        """Record a commit that was sent."""
        self._commits_sent += 1
        self._answers_since_commit = 0
        self.uncommitted_seconds = 0.0

    def record_message(self, message: ServerMessage) -> None:
        """Record a committed transcript or a translation; other messages are ignored."""
        if isinstance(message, Translation):
            self._untranslated.discard(message.segment_id)
        elif isinstance(message, CommittedTranscript):
            if message.segment_id:
                self._untranslated.add(message.segment_id)
            self._plain_answers += 1
            self._answers_since_commit += 1
            self._last_was_empty = not message.text.strip()
            self._advance_answered(self._estimate_answered())
        elif isinstance(message, CommittedTranscriptWithTimestamps):
            self._timed_answers += 1
            ends = (word.end for word in reversed(message.words or ()) if word.end is not None)
            self._last_word_end = next(ends, self._last_word_end)
            self._advance_answered(self._last_word_end)
        else:
            return
        self._answer_received.set()

    def record_end(self) -> None:
        """Record that no answer can follow, because the connection is not read any more."""
        self._has_ended = True
        self._answer_received.set()

    async def wait_for_answers(self) -> bool:
        """Wait until every commit is answered, and translated if a translation follows.

        Returns:
            False after a timeout of the server, or after the end of the connection. A missing
            translation does not count.
        """
        is_answered = await self._wait_for_commits()
        await self._wait_for_translations()
        return is_answered

    async def _wait_for_translations(self) -> None:
        """Wait until no translation is pending, or none has arrived for a while."""
        while self._untranslated and not self._has_ended:
            self._answer_received.clear()
            try:
                async with self._timeout(self._limits.translation_timeout):
                    await self._answer_received.wait()
            except TimeoutError:
                return

    async def _wait_for_commits(self) -> bool:
        """Wait until every commit is answered; return False after a timeout or the end."""
        while not self._is_complete():
            if self._has_ended:
                return False
            self._answer_received.clear()
            try:
                async with self._timeout(self._compute_timeout()):
                    await self._answer_received.wait()
            except TimeoutError:
                return (
                    not (self.is_one_to_one and self._plain_answers < self._commits_sent)
                    and self._answers_since_commit > 0
                )
        return True

    def _estimate_answered(self) -> float:
        """Estimate the session time that an answer without word times covers."""
        times_come = self._expects_timed and (self._timed_answers > 0 or self._plain_answers <= 1)
        if self._last_was_empty:
            covered = (
                _SILENT_COMMIT_SECONDS
                if self._unrecognised_seconds >= _FORCED_COMMIT_SECONDS
                else 0.0
            )
        else:
            covered = 0.0 if times_come else _UNTIMED_COMMIT_SECONDS
        return min(self.answered_seconds + covered, self.sent_seconds)

    def _advance_answered(self, end: float) -> None:
        self.answered_seconds = max(self.answered_seconds, end)
        if self._has_endpointing:
            self.uncommitted_seconds = 0.0

    @property
    def _unrecognised_seconds(self) -> float:
        """Seconds of audio after the last committed word, minus a segment's closing silence."""
        return max(
            0.0,
            self.sent_seconds
            - self._last_word_end
            - self._silence_threshold
            - _SILENCE_MARGIN_SECONDS,
        )

    def _is_complete(self) -> bool:
        if not self._commits_sent:
            return True
        plain, timed = (
            self._plain_answers >= self._commits_sent,
            self._timed_answers >= self._commits_sent,
        )
        return self.is_one_to_one and plain and (timed or not self._expects_timed)

    def _compute_timeout(self) -> float:
        """Return the timeout in seconds for the next message."""
        if self.is_one_to_one:
            return (
                self._limits.timed_copy_timeout
                if self._plain_answers >= self._commits_sent
                else self._limits.answer_timeout
            )
        if not self._answers_since_commit:
            return self._limits.answer_timeout
        if not self._has_endpointing:
            return _UNSURE_TIMEOUT_SECONDS
        if not self._last_was_empty:  # The last answer will be empty: only silence precedes it.
            return self._limits.answer_timeout
        return (
            self._limits.empty_answer_timeout
            + min(self._unrecognised_seconds, _FORCED_COMMIT_SECONDS) / 4
        )
