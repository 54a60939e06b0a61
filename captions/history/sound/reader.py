"""Reads the recorded sound of a session: one lane, or all lanes mixed."""

import math
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np

from captions.history.sound.lane_reader import read_lane
from captions.history.sound.piece_reader import measure_piece
from captions.history.sound.pieces import Piece, list_pieces
from captions.pcm import Chunk, Samples, to_bytes

_BLOCK_SECONDS = 0.1
"""Length of a block in seconds."""
_DEFAULT_RATE = 16_000
"""Sample rate in Hz of a session without sound."""
_SKIPPED_GAP = 1.0
"""Shortest gap in seconds that playback skips; a shorter one is a pause in speech."""


class SoundSpan(NamedTuple):
    """A range of stream time in seconds with recorded sound."""

    start: float
    end: float


class SoundReader:
    """The sound of a session as it is when the reader is created.

    The session may still be recorded; the last one or two seconds are then missing. Damaged files
    are silent.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is the session's folder; it may be missing."""
        self._pieces = list_pieces(folder)

    @property
    def lanes(self) -> tuple[str, ...]:
        """Names of the lanes with sound, in alphabetical order."""
        return tuple(self._pieces)

    @property
    def seconds(self) -> float:
        """Stream time at the end of the last sound; 0 without any."""
        return max((span.end for span in self.spans), default=0.0)

    @property
    def rate(self) -> int:
        """Highest sample rate in Hz, at which nothing is lost."""
        return max((rate for _, _, rate in self._measured), default=0) or _DEFAULT_RATE

    @cached_property
    def spans(self) -> tuple[SoundSpan, ...]:
        """Ranges in which at least one lane has sound, in order and without overlap."""
        merged: list[SoundSpan] = []
        for piece, seconds, _ in sorted(self._measured):
            span = SoundSpan(piece.start, piece.start + seconds)
            if merged and span.start - merged[-1].end < _SKIPPED_GAP:
                span = SoundSpan(merged[-1].start, max(merged.pop().end, span.end))
            if seconds:
                merged.append(span)
        return tuple(merged)

    def read_blocks(
        self, start: float = 0.0, lane: str | None = None, rate: int | None = None
    ) -> Iterator[Samples]:
        """Yield all sound from a stream time on, with silence where nothing was recorded.

        Args:
            start: stream time of the first sample in seconds.
            lane: name of a lane; None to mix all lanes, limited to full scale.
            rate: sample rate in Hz; None for `rate`.
        """
        rate = rate or self.rate
        lanes = self.lanes if lane is None else (lane,)
        size = round(rate * _BLOCK_SECONDS)
        streams = [
            _rechunk(read_lane(self._pieces.get(name, ()), start, rate), size) for name in lanes
        ]
        if len(streams) == 1:
            yield from streams[0]
            return
        for blocks in zip_longest(*streams):
            yield _mix_blocks([block for block in blocks if block is not None])

    def read_chunks(self, start: float) -> Iterator[Chunk]:
        """Yield the mixed sound from a stream time in seconds on for playback, without the gaps."""
        rate = self.rate
        for span in self.spans:
            begin = max(start, span.start)
            count = math.ceil((span.end - begin) / _BLOCK_SECONDS)
            for index, block in enumerate(islice(self.read_blocks(begin), max(0, count))):
                yield Chunk(to_bytes(block), rate, begin + index * _BLOCK_SECONDS)

    @cached_property
    def _measured(self) -> list[tuple[Piece, float, int]]:
        """Each piece of any lane with its duration in seconds and its sample rate in Hz."""
        return [
            (piece, *measure_piece(piece)) for pieces in self._pieces.values() for piece in pieces
        ]


def _rechunk(stream: Iterator[Samples], size: int) -> Iterator[Samples]:
    """Yield the samples in blocks of equal size; the last one may be shorter."""
    rest = np.zeros(0, np.float32)
    for samples in stream:
        rest = np.concatenate([rest, samples])
        whole = len(rest) - len(rest) % size
        yield from rest[:whole].reshape(-1, size)
        rest = rest[whole:]
    if len(rest):
        yield rest


def _mix_blocks(blocks: list[Samples]) -> Samples:
    """Return the sum of blocks, limited to full scale as sound servers do."""
    mixed = np.zeros(max(map(len, blocks)), np.float32)
    for block in blocks:
        mixed[: len(block)] += block
    return np.clip(mixed, -1, 1, out=mixed)
