"""When each word of a piece was spoken, in seconds of the stream."""

from collections.abc import Iterator, Sequence

from captions.engine.ports import FRAME_SECONDS, HypothesisWord
from captions.engine.transcription.piece import Piece
from captions.events import Word

_GAP_CHARS = 1
"""A word without a time takes the time of so many letters more, for what is between words."""


def timed(
    words: Sequence[HypothesisWord], piece: Piece, threshold: float, after: float
) -> tuple[Word, ...]:
    """Say when the words of a piece were spoken.

    Args:
        words: what was said in the piece.
        piece: where it was said.
        threshold: the probability from which a frame counts as speech.
        after: seconds since frame 0, before which none of them was spoken.

    Returns:
        The words with seconds since frame 0, in order, without overlap and inside the
        piece. Where the recogniser gave no times, each word has its share of the speech, by its
        length.
    """
    voiced = piece.voiced(threshold)
    begin = piece.start_frame * FRAME_SECONDS
    first = max(0, round((after - begin) / FRAME_SECONDS))
    if any(word.start is None or word.end is None for word in words):
        spans = _spread(words, voiced, first)
    else:
        spans = _trimmed(words, voiced)
    found: list[Word] = []
    for word, (start, end) in zip(words, spans, strict=True):
        after = max(after, begin + min(start, piece.seconds))
        until = max(after, begin + min(end, piece.seconds))
        found.append(Word(word.text, after, until, word.logprob))
        after = found[-1].end
    return tuple(found)


def _trimmed(
    words: Sequence[HypothesisWord], voiced: Sequence[bool]
) -> Iterator[tuple[float, float]]:
    """Take the silence before and behind each word away from it."""
    for word in words:
        assert word.start is not None  # noqa: S101  # the caller looked
        assert word.end is not None  # noqa: S101  # the caller looked
        first, behind = round(word.start / FRAME_SECONDS), round(word.end / FRAME_SECONDS)
        heard = [frame for frame in range(first, min(behind, len(voiced))) if voiced[frame]]
        if not heard:
            yield word.start, word.end
            continue
        yield (
            max(word.start, heard[0] * FRAME_SECONDS),
            min(word.end, (heard[-1] + 1) * FRAME_SECONDS),
        )


def _spread(
    words: Sequence[HypothesisWord], voiced: Sequence[bool], first: int
) -> Iterator[tuple[float, float]]:
    """Lay words over the frames that are speech, from the first that may be theirs on."""
    behind = range(min(first, len(voiced) - 1), len(voiced))
    frames = [frame for frame in behind if voiced[frame]] or list(behind)
    total = sum(len(word.text) + _GAP_CHARS for word in words)
    chars = 0
    for word in words:
        start = chars * len(frames) // total
        chars += len(word.text) + _GAP_CHARS
        end = max(start, chars * len(frames) // total - 1)
        yield frames[start] * FRAME_SECONDS, (frames[end] + 1) * FRAME_SECONDS
