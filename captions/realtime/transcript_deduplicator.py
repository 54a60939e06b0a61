"""Removal of repeated transcripts, and pairing of the two copies of each commit.

With word times, the service sends each commit twice: plain and timed, in either order (measured). A
partial may repeat the previous one, or equal the text that was just committed (pipecat issue 5197;
livekit/agents pull request 6922). A partial may be empty in the middle of a segment. In November
2025, the service repeated the text three times within one commit (elevenlabs-python issue 686).
"""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from captions.events import Committed, Partial, Word
from captions.model.writing.boundaries import split_characters
from captions.model.writing.scripts import is_unspaced
from captions.printable import make_printable
from captions.protocol.messages import WireWord
from captions.realtime.client_limits import DEFAULT_LIMITS
from captions.realtime.session_time_map import SessionTimeMap
from captions.realtime.speaker_ids import ConnectionSpeakers, SpeakerIds

_ECHO_WINDOW_SECONDS = 0.5
"""Seconds after a commit in which an equal partial is ignored; 5 to 50 ms were measured."""
_LATE_COPY_SECONDS = 10.0
"""Maximum delay in seconds of a timed copy after its plain copy was released."""
_MAX_CHARACTERS = 20_000
"""Maximum characters of one transcript; half an hour of speech has fewer."""
_MAX_ID_CHARACTERS = 64
"""Maximum characters of a segment's id."""
_MAX_WORDS = 5_000
"""Maximum words with times in one commit."""
_MAX_COPIES = 64
"""Maximum commits that wait for their other copy."""
_FAULT_REPETITIONS = 3
"""Repetitions of a text in one commit, caused by the fault in issue 686."""
_MIN_TRIPLED_CHARACTERS = 8
"""The same in scripts without spaces, in characters."""
_MIN_TRIPLED_WORDS = 3
"""Minimum words of a repeated text; shorter ones, such as "no, no, no", are spoken three times."""


class _CommitCopy(NamedTuple):
    """Text of one copy of a commit, and when it arrived."""

    text: str
    received_at: float
    segment_id: str = ""
    """Id of the segment to translate; only the plain copy has it."""


class ReceivedCommit(NamedTuple):
    """Commit without its duplicates, and where it ends."""

    committed: Committed
    last_word_end: float | None
    """Session time in seconds at the end of the last word; `None` without word times."""
    received_at: float
    """Time at which its first copy arrived, by the clock of the caller."""


class TranscriptDeduplicator:
    """Converts the transcripts of one connection to partials and commits in stream time.

    ``now`` is seconds of any monotonic clock, the same for all calls.
    """

    def __init__(
        self,
        time_map: SessionTimeMap,
        copy_timeout: float = DEFAULT_LIMITS.timed_copy_timeout,
        speakers: ConnectionSpeakers | None = None,
    ) -> None:
        """Start a connection.

        Args:
            time_map: converts times of the connection to stream time.
            copy_timeout: seconds that a plain copy waits for its timed one.
            speakers: speakers of this connection.
        """
        self._speakers = speakers or ConnectionSpeakers(SpeakerIds())
        self._time_map = time_map
        self._copy_timeout = copy_timeout
        self._pending_plain: deque[_CommitCopy] = deque()
        """Plain copies that wait for their timed copies."""
        self._early_timed: deque[_CommitCopy] = deque(maxlen=_MAX_COPIES)
        """Timed copies that arrived before their plain copies."""
        self._released_plain: deque[_CommitCopy] = deque(maxlen=_MAX_COPIES)
        """Plain copies that were released after the timeout for their timed copies."""
        self._has_timed = False
        self._untimed_count = 0
        """Consecutive commits without a timed copy."""
        self._last_committed = _CommitCopy("", float("-inf"))
        self._committed_until = 0.0
        """Session time in seconds at the end of the last committed word."""
        self._last_partial = Partial("")
        """Last partial that was returned."""
        self.has_open_segment = False
        """True if the server recognises text that it has not committed."""
        self.marks_settled = False
        """True if the server marks the words of a partial that will not change."""

    @property
    def next_deadline(self) -> float | None:
        """Time at which the oldest plain copy exceeds its timeout; `None` if no copy waits."""
        return (
            self._pending_plain[0].received_at + self._copy_timeout if self._pending_plain else None
        )

    def handle_partial(self, text: str, now: float, settled_text: str = "") -> Partial | None:
        """Convert a partial transcript; return `None` if it is a repeat or empty.

        Args:
            text: text of the partial.
            now: time of arrival.
            settled_text: prefix of the text that will not change.
        """
        text = normalise_text(text)
        committed, since, _ = self._last_committed
        if text == committed and now - since <= _ECHO_WINDOW_SECONDS:
            return None
        self.has_open_segment = bool(text)
        partial = Partial(text)
        if self.marks_settled:
            partial = Partial(text, settled_text=_common_prefix(settled_text, text), marked=True)
        if not text or partial == self._last_partial:
            return None
        self._last_partial = partial
        return partial

    def handle_plain_commit(
        self, text: str, now: float, segment_id: str = ""
    ) -> list[ReceivedCommit]:
        """Record a plain copy; return commits that need not wait for a timed copy.

        A plain copy is released at once only if the server sends no timed copies.
        """
        text = normalise_text(text)
        if _pop_copy(self._early_timed, text, now - self._copy_timeout):
            return []
        self._pending_plain.append(_CommitCopy(text, now, clean_segment_id(segment_id)))
        if self._untimed_count > 1 and not self._has_timed:
            return self._release_until(now)
        return self._release_oldest(now) if len(self._pending_plain) > _MAX_COPIES else []

    def handle_timed_commit(
        self, text: str, words: list[WireWord], now: float
    ) -> list[ReceivedCommit]:
        """Record a timed copy; return its commit, after older commits without a timed copy."""
        text = normalise_text(text)
        self._has_timed = True
        if _pop_copy(self._released_plain, text, now - _LATE_COPY_SECONDS):
            self._committed_until = _last_word_end(words) or self._committed_until
            return []
        paired = any(copy.text == text for copy in self._pending_plain)
        timed = _CommitCopy(text, now)
        commits: list[ReceivedCommit] = []
        while self._pending_plain:
            copy = self._pending_plain.popleft()
            if copy.text == text:
                timed = timed._replace(segment_id=copy.segment_id)
                break
            commits.append(self._make_commit(copy, []))
        if not paired:
            _drop_older(self._early_timed, now - self._copy_timeout)
            self._early_timed.append(timed)
        if not self._is_repeat(text, words):
            commits.append(self._make_commit(timed, words))
        return commits

    def flush_overdue(self, now: float) -> list[ReceivedCommit]:
        """Return the commits whose timed copy did not arrive in time."""
        return self._release_until(now - self._copy_timeout)

    def _release_until(self, before: float) -> list[ReceivedCommit]:
        commits = []
        while self._pending_plain and self._pending_plain[0].received_at <= before:
            commits += self._release_oldest(self._pending_plain[0].received_at)
        return commits

    def _release_oldest(self, now: float) -> list[ReceivedCommit]:
        """Release the oldest plain copy as a commit."""
        copy = self._pending_plain.popleft()
        self._untimed_count += 1
        _drop_older(self._released_plain, now - _LATE_COPY_SECONDS)
        self._released_plain.append(copy)
        return [self._make_commit(copy, [])]

    def _is_repeat(self, text: str, words: list[WireWord]) -> bool:
        """Return True if the last commit is repeated: same words, same times."""
        end = _last_word_end(words)
        single, _ = undo_tripling(text, [word for word in words if word.type == "word"])
        return (
            single == self._last_committed.text and end is not None and end <= self._committed_until
        )

    def _make_commit(self, copy: _CommitCopy, words: list[WireWord]) -> ReceivedCommit:
        timed = [word for word in words if word.type == "word"]
        text, timed = undo_tripling(copy.text, timed)
        end = _last_word_end(timed)
        self._committed_until = end or self._committed_until
        self._last_committed = _CommitCopy(text, copy.received_at)
        self._last_partial = Partial("")
        self.has_open_segment = False
        spoken = tuple(self._convert_words(timed))
        committed = Committed(text, spoken, segment_id=copy.segment_id)
        return ReceivedCommit(committed, end, copy.received_at)

    def _convert_words(self, words: list[WireWord]) -> list[Word]:
        convert = self._time_map.to_stream_time
        return [
            Word(
                _clean_word(word.text),
                convert(word.start),
                convert(word.end),
                word.logprob,
                self._speakers.find_id(word.speaker_id),
            )
            for word in words[:_MAX_WORDS]
            if word.start is not None and word.end is not None
        ]


def clean_segment_id(segment_id: str) -> str:
    """Return the id of a segment, printable and with bounded length."""
    return make_printable(segment_id[:_MAX_ID_CHARACTERS])


def normalise_text(text: str) -> str:
    """Return printable text with single spaces and bounded length.

    Copies of a commit may differ in white space. Control characters are removed, because the text
    is written to terminals and files.
    """
    return " ".join(make_printable(text[:_MAX_CHARACTERS]).split())


def _clean_word(word: str) -> str:
    return make_printable(word[:_MAX_CHARACTERS]).strip()


def _common_prefix(settled_text: str, text: str) -> str:
    """Return the words of the settled text up to the first that differs from the text.

    In scripts without spaces, it may end within such a word.
    """
    settled_words, words = settled_text.split(), text.split()
    common = _count_common(settled_words, words)
    if common < min(len(settled_words), len(words)) and is_unspaced(settled_words[common]):
        characters = split_characters(settled_words[common])
        size = _count_common(characters, split_characters(words[common]))
        return " ".join([*words[:common], "".join(characters[:size])]).strip()
    return " ".join(words[:common])


def _count_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many first items two sequences share."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _last_word_end(words: list[WireWord]) -> float | None:
    return max((word.end for word in words if word.end is not None), default=None)


def _pop_copy(copies: deque[_CommitCopy], text: str, since: float) -> bool:
    """Remove the first copy with this text; return True if there was one.

    Copies older than ``since`` are dropped.
    """
    _drop_older(copies, since)
    for copy in copies:
        if copy.text == text:
            copies.remove(copy)
            return True
    return False


def _drop_older(copies: deque[_CommitCopy], before: float) -> None:
    while copies and copies[0].received_at < before:
        copies.popleft()


def undo_tripling(text: str, words: list[WireWord]) -> tuple[str, list[WireWord]]:
    """Reduce a text that is repeated three times in one commit to one copy, with its words.

    The text stays if the times of all its words increase: it was spoken three times then.
    """
    tokens, joint = (list(text), "") if is_unspaced(text) else (text.split(), " ")
    count, rest = divmod(len(tokens), _FAULT_REPETITIONS)
    minimum = _MIN_TRIPLED_WORDS if joint else _MIN_TRIPLED_CHARACTERS
    if rest or count < minimum or tokens != tokens[:count] * _FAULT_REPETITIONS:
        return text, words
    has_all_words = len(words) == len(tokens) if joint else bool(words)
    if has_all_words and _is_increasing(words):
        return text, words
    return joint.join(tokens[:count]), words[: count if joint else len(words) // _FAULT_REPETITIONS]


def _is_increasing(words: list[WireWord]) -> bool:
    """Return True if each word starts after the previous one."""
    starts = [word.start for word in words if word.start is not None]
    return len(starts) == len(words) and all(first < second for first, second in pairwise(starts))
