"""Reads the sound of one lane from its pieces, with silence where there is none."""

from collections.abc import Iterator, Sequence

import numpy as np

from captions.history.sound.piece_reader import read_piece
from captions.history.sound.pieces import Piece, find_piece
from captions.pcm import Samples

_SILENCE_SECONDS = 1.0
"""Length in seconds of a block of silence."""
_NO_END = 2**62
"""Number of samples that is never reached."""


def read_lane(pieces: Sequence[Piece], start: float, rate: int) -> Iterator[Samples]:
    """Yield contiguous samples to the end of the last piece, in blocks of up to a second.

    Args:
        pieces: pieces of the lane in the order of stream time.
        start: stream time of the first sample in seconds.
        rate: sample rate of the samples in Hz.
    """
    position = 0
    """Number of samples so far."""
    chosen = pieces[find_piece(pieces, start) :]
    begins = [round((piece.start - start) * rate) for piece in chosen]
    ends = [*begins[1:], _NO_END] if begins else []
    # A damaged clock may have made pieces overlap: each ends where the next one begins.
    for piece, begin, end in zip(chosen, begins, ends, strict=True):
        for silence in _make_silence(begin - position, rate):
            yield silence
            position += len(silence)
        for samples in read_piece(piece, (position - begin) / rate, rate):
            if position >= end:
                break
            yield samples[: end - position]
            position += min(len(samples), end - position)


def _make_silence(size: int, rate: int) -> Iterator[Samples]:
    """Yield a number of silent samples in blocks."""
    block = round(rate * _SILENCE_SECONDS)
    while size > 0:
        yield np.zeros(min(size, block), np.float32)
        size -= block
