"""What was sent and committed in one session, and whether every commit has been answered.

Commits carry no number. With manual commits the service answers each one, first in, first out. With
its own endpointing, or after 36 s without a commit, it commits unasked as well, and nothing tells
which answer is the last: then silence is sent in front of the last commit, whose answer is empty.
"""

import asyncio
from collections.abc import Iterator

from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ServerMessage,
)
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.realtime.hearing import COPY_SECONDS

MIN_COMMIT_SECONDS = 0.3
"""The service refuses to commit less sound than this, and ends the session for it."""
NOTHING_LEFT = ("commit_throttled", "insufficient_audio_activity")
"""Errors that, behind the last commit, say no more than that nothing was left to commit."""
_FORCED_SECONDS = 35.0
"""From about here on the service commits unasked."""
_SILENT_SECONDS = 36.0
"""What the service commits at once where nobody speaks."""
_UNTIMED_SECONDS = 10.0
"""What a commit of words without times is taken to cover."""
_ANSWER_SECONDS = 30.0
"""How long the answer to a commit may take."""
_QUIET_SECONDS = 1.0
"""Nothing for this long behind an empty commit means that it was the last."""
_UNSURE_SECONDS = 3.0
"""The same, where the last commit may hold words, and one may have come unasked before it."""
_MARGIN_SECONDS = 0.5
"""More silence than closes a segment."""
_SILENCE_AT_ONCE_SECONDS = 0.5
"""48,000 bytes at the highest rate; every server takes at least 64 KiB at once."""


class Commits:
    """The account of one session."""

    def __init__(self, options: SessionOptions) -> None:
        self._endpoints = options.commit_strategy is not CommitStrategy.MANUAL
        self._timed = options.include_timestamps or options.include_language_detection
        self._silence = options.vad_silence_threshold_secs
        self.exact = not self._endpoints
        """Whether there is one answer to each commit, and no other."""
        self.sent_seconds = 0.0
        """Sound sent since the session began."""
        self.uncommitted_seconds = 0.0
        """Sound that is surely not committed."""
        self.answered_until = 0.0
        """Seconds of the session up to which its answers reach, as far as they tell."""
        self._words_until = 0.0
        self._asked = 0
        self._answers = 0
        self._timed_answers = 0
        self._since_asked = 0
        """Answers since the last commit was asked for."""
        self._last_was_empty = False
        self._news = asyncio.Event()

    @property
    def closing_silence(self) -> float:
        """Seconds of silence to send before the last commit, so that it is surely accepted.

        With endpointing it is so long that speech is committed by it, and that the answer to the
        last commit holds nothing.
        """
        if self._endpoints:
            return self._silence + _MARGIN_SECONDS if self.sent_seconds else 0.0
        if not self.exact:  # A commit that came unasked may have left too little.
            return MIN_COMMIT_SECONDS
        if not 0 < self.uncommitted_seconds < MIN_COMMIT_SECONDS:
            return 0.0
        return MIN_COMMIT_SECONDS - self.uncommitted_seconds

    def closing_silences(self) -> Iterator[float]:
        """Yield the closing silence in stretches that no server finds too long for one chunk."""
        left = self.closing_silence
        while left > 0:
            yield min(left, _SILENCE_AT_ONCE_SECONDS)
            left -= _SILENCE_AT_ONCE_SECONDS

    @property
    def rest_to_commit(self) -> bool:
        """Whether anything may stand behind the last commit.

        With endpointing there is at least the closing silence; an answer that comes in just now
        may be one to sound from long before.
        """
        return self.uncommitted_seconds > 0 or (self._endpoints and self.sent_seconds > 0)

    def sent(self, seconds: float) -> None:
        """Take note of sound that was sent."""
        self.sent_seconds += seconds
        self.uncommitted_seconds += seconds
        if self.uncommitted_seconds >= _FORCED_SECONDS:
            self.exact = False

    def asked(self) -> None:
        """Take note of a commit that was sent."""
        self._asked += 1
        self._since_asked = 0
        self.uncommitted_seconds = 0.0

    def take(self, message: ServerMessage) -> None:
        """Take note of an answer; no other message counts."""
        if isinstance(message, CommittedTranscript):
            self._answers += 1
            self._since_asked += 1
            self._last_was_empty = not message.text.strip()
            self._reach(self._untimed_reach())
        elif isinstance(message, CommittedTranscriptWithTimestamps):
            self._timed_answers += 1
            ends = (word.end for word in reversed(message.words or ()) if word.end is not None)
            self._words_until = next(ends, self._words_until)
            self._reach(self._words_until)
        else:
            return
        self._news.set()

    async def answered(self) -> bool:
        """Wait until every commit has its answer; false if the server does not give it."""
        while not self._complete():
            self._news.clear()
            try:
                async with asyncio.timeout(self._patience()):
                    await self._news.wait()
            except TimeoutError:
                return not (self.exact and self._answers < self._asked) and self._since_asked > 0
        return True

    def _untimed_reach(self) -> float:
        """Return how far an answer without times reaches, which can only be guessed."""
        times_come = self._timed and (self._timed_answers > 0 or self._answers <= 1)
        if self._last_was_empty:
            covered = _SILENT_SECONDS if self._unheard >= _FORCED_SECONDS else 0.0
        else:
            covered = 0.0 if times_come else _UNTIMED_SECONDS
        return min(self.answered_until + covered, self.sent_seconds)

    def _reach(self, until: float) -> None:
        self.answered_until = max(self.answered_until, until)
        if self._endpoints:
            self.uncommitted_seconds = 0.0

    @property
    def _unheard(self) -> float:
        """Sound behind the last word that has come, but for the silence that closes a segment."""
        return max(0.0, self.sent_seconds - self._words_until - self._silence - _MARGIN_SECONDS)

    def _complete(self) -> bool:
        if not self._asked:
            return True
        plain, timed = self._answers >= self._asked, self._timed_answers >= self._asked
        return self.exact and plain and (timed or not self._timed)

    def _patience(self) -> float:
        """Return how long the next message may take."""
        if self.exact:
            return COPY_SECONDS if self._answers >= self._asked else _ANSWER_SECONDS
        if not self._since_asked:
            return _ANSWER_SECONDS
        if not self._endpoints:
            return _UNSURE_SECONDS
        if not self._last_was_empty:  # The last answer is: there is but silence before it.
            return _ANSWER_SECONDS
        return _QUIET_SECONDS + min(self._unheard, _FORCED_SECONDS) / 4
