"""The words of a segment: those that are settled, and the start and end of each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from captions.engine.ports import FRAME_SECONDS, HypothesisWord
from captions.engine.transcription.audio_window import AudioWindow
from captions.events import Word
from captions.model.writing.boundaries import find_word_ends
from captions.model.writing.joining import find_gaps, join_words
from captions.model.writing.scripts import is_unspaced

_GAP_CHARS = 1
"""Letters added to the length of a word without times, for the gap between words."""


class SettledWords:
    """The settled words of a segment that are not committed."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        """The words, with times in seconds since frame 0."""
        self.text = ""
        """The joined words. It is asked for after each chunk of audio, however many they are."""

    def append(self, words: Sequence[Word]) -> None:
        """Add the words that were settled next."""
        self.words += words
        self.text = join_words([self.text, *(word.text for word in words)])

    def pop(self, count: int) -> list[Word]:
        """Remove and return the first words, which are to be committed."""
        removed, self.words = self.words[:count], self.words[count:]
        self.text = join_words(word.text for word in self.words)
        return removed


def assign_times(
    words: Sequence[HypothesisWord], window: AudioWindow, threshold: float, earliest: float
) -> tuple[Word, ...]:
    """Return the words of a window with their times.

    Args:
        words: the words recognised in the window.
        window: the audio of the words.
        threshold: the probability from which a frame is voiced.
        earliest: seconds since frame 0 before which no word begins.

    Returns:
        The words with times in seconds since frame 0, in order, without overlap and inside the
        window. If the recogniser gave no times, the words share the voiced frames in proportion to
        their length.
    """
    voiced = window.voiced_mask(threshold)
    offset = window.start_frame * FRAME_SECONDS
    first = max(0, round((earliest - offset) / FRAME_SECONDS))
    recognised = [
        (word.start, word.end) for word in words if word.start is not None and word.end is not None
    ]
    if len(recognised) < len(words):
        spans = _distribute_words(words, voiced, first)
    else:
        spans = _trim_silence(recognised, voiced)
    timed_words: list[Word] = []
    for word, (start, end) in zip(words, spans, strict=True):
        earliest = max(earliest, offset + min(start, window.duration))
        until = max(earliest, offset + min(end, window.duration))
        timed_words.append(Word(word.text, earliest, until, word.logprob))
        earliest = timed_words[-1].end
    return tuple(timed_words)


def group_words(units: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of recognised units, which in scripts without spaces are characters."""
    text = join_words(unit.text for unit in units)
    if not is_unspaced(text):
        return tuple(units)
    bare = [replace(unit, text=unit.text.strip()) for unit in units]
    word_ends, place = find_word_ends(text), 0
    words: list[Word] = []
    for unit, has_gap in zip(bare, find_gaps([unit.text for unit in bare], text), strict=True):
        if (
            words
            and not has_gap
            and (place not in word_ends or not _are_words(words[-1].text, unit.text))
        ):
            words[-1] = _merge_words(words[-1], unit)
        else:
            words.append(unit)
        place += has_gap + len(unit.text)
    return tuple(words)


def _are_words(before: str, after: str) -> bool:
    """Return True if both have letters; marks belong to the word before or after them."""
    return any(map(str.isalnum, before)) and any(map(str.isalnum, after))


def _merge_words(word: Word, unit: Word) -> Word:
    known = word.logprob is not None and unit.logprob is not None
    logprob = (word.logprob or 0.0) + (unit.logprob or 0.0) if known else None
    return Word(word.text + unit.text, word.start, unit.end, logprob)


def _trim_silence(
    spans: Sequence[tuple[float, float]], voiced: Sequence[bool]
) -> Iterator[tuple[float, float]]:
    """Remove the silence before and after each word."""
    for start, end in spans:
        frames = range(round(start / FRAME_SECONDS), min(round(end / FRAME_SECONDS), len(voiced)))
        spoken = [frame for frame in frames if voiced[frame]]
        if not spoken:
            yield start, end
            continue
        yield max(start, spoken[0] * FRAME_SECONDS), min(end, (spoken[-1] + 1) * FRAME_SECONDS)


def _distribute_words(
    words: Sequence[HypothesisWord], voiced: Sequence[bool], first: int
) -> Iterator[tuple[float, float]]:
    """Distribute words over the voiced frames, from the first that may belong to them."""
    remaining = range(min(first, len(voiced) - 1), len(voiced))
    frames = [frame for frame in remaining if voiced[frame]] or list(remaining)
    total = sum(len(word.text) + _GAP_CHARS for word in words)
    chars = 0
    for word in words:
        start = chars * len(frames) // total
        chars += len(word.text) + _GAP_CHARS
        end = max(start, chars * len(frames) // total - 1)
        yield frames[start] * FRAME_SECONDS, (frames[end] + 1) * FRAME_SECONDS
