"""Cues: committed words as timed text for subtitle files.

The limits are those of the Netflix timed text style guide for English: two lines of at most 42
characters, shown for 5/6 s to 7 s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captions.events import Committed, Word
from captions.model.punctuation import ends_sentence

MAX_LINE_CHARS = 42
MIN_CUE_SECONDS = 5 / 6
_MAX_LINES = 2
_MAX_CUE_SECONDS = 7.0
_MIN_OVERLAPPED_SECONDS = 0.1
"""Minimum length of a cue in seconds. If overlapping words would make a cue shorter, the next cue
starts later instead."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Text shown from one moment to another."""

    start: float
    """Seconds of stream time."""
    end: float
    """Seconds of stream time."""
    lines: tuple[str, ...]


class CueMaker:
    """Cuts segments into consecutive cues that do not overlap.

    The last cue of a segment is held back until its display time is known. A short cue stays on
    screen until the next one begins, or is merged with it.
    """

    def __init__(self) -> None:
        self._cue_words: list[Word] = []
        """Words of the next cue."""
        self._segment_closed = False
        """True if the last word of the next cue is the last word of its segment."""
        self._last_end = 0.0
        """End of the last cue, in seconds of stream time."""
        self._last_start = 0.0

    def feed(self, segment: Committed) -> Iterator[Cue]:
        """Yield the cues that a segment completes; a segment without words or times yields none."""
        for word in map(self._order_word, segment.words):
            if not word.text:
                continue
            if self._cue_words and self._is_complete_before(word):
                yield self._finish_cue(until=word.start)
            self._cue_words.append(word)
            self._segment_closed = False
        self._segment_closed = True
        if self._cue_words and self._spoken_seconds() >= MIN_CUE_SECONDS:
            yield self._finish_cue(until=self._start_time() + self._spoken_seconds())

    def finish(self) -> Iterator[Cue]:
        """Yield the cue that is held back, if any."""
        if self._cue_words:
            yield self._finish_cue(until=float("inf"))

    def _order_word(self, word: Word) -> Word:
        """Return the word, starting no earlier than the word before it.

        Servers may send words out of order.
        """
        start = max(word.start, self._last_start, self._last_end)
        self._last_start = start
        return Word(" ".join(word.text.split()), start, max(word.end, start))

    def _is_complete_before(self, word: Word) -> bool:
        """Return True if the next cue is complete without another word."""
        if not _fits_cue([*self._cue_words, word]):
            return True
        if self._segment_closed:
            return word.start - self._start_time() >= MIN_CUE_SECONDS
        return _ends_sentence(self._cue_words)

    def _start_time(self) -> float:
        """Return when the next cue can be shown: not before the last cue ends."""
        return max(self._cue_words[0].start, self._last_end)

    def _spoken_seconds(self) -> float:
        return max(0.0, max(word.end for word in self._cue_words) - self._start_time())

    def _finish_cue(self, until: float) -> Cue:
        """Return the next cue and start another one; it ends before ``until`` if possible."""
        start = self._start_time()
        end = max(start + self._spoken_seconds(), start + MIN_CUE_SECONDS)
        end = max(min(end, until), start + _MIN_OVERLAPPED_SECONDS)
        cue = Cue(start, end, tuple(_break_lines([word.text for word in self._cue_words])))
        self._cue_words = []
        self._last_end = end
        return cue


def _ends_sentence(words: Sequence[Word]) -> bool:
    """Return True if words end with a sentence and are long enough for a cue of their own."""
    seconds = words[-1].end - words[0].start
    return ends_sentence(words[-1].text) and seconds >= MIN_CUE_SECONDS


def _fits_cue(words: Sequence[Word]) -> bool:
    if words[-1].end - words[0].start > _MAX_CUE_SECONDS:
        return False
    return len(_break_lines([word.text for word in words])) <= _MAX_LINES


def _break_lines(words: Sequence[str]) -> list[str]:
    """Break words into lines; balance the lengths of two lines."""
    filled = _fill_lines(words)
    if len(filled) != _MAX_LINES:
        return filled
    splits = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    fitting = [pair for pair in splits if max(map(len, pair)) <= MAX_LINE_CHARS]
    return list(min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1])), default=filled))


def _fill_lines(words: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= MAX_LINE_CHARS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
