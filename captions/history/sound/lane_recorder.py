"""Divides the chunks of one lane into pieces of contiguous sound."""

import contextlib
from pathlib import Path

import numpy as np

from captions.atomic_files import sync_folder
from captions.history.sound import folders
from captions.history.sound.piece_reader import measure_piece
from captions.history.sound.piece_writer import PieceWriter
from captions.history.sound.pieces import to_microseconds
from captions.pcm import Chunk, Samples, from_bytes

_PIECE_SECONDS = 600.0
"""Maximum duration of a piece; a file with a damaged header loses no more than this."""
_TOLERANCE = 5_000
"""Difference in microseconds below which a chunk continues the last one: it is rounding."""
_FILLED_GAP = 2_000_000
"""Longest gap in microseconds that is written as silence; a longer one starts a new piece."""


class LaneRecorder:
    """Records one lane, on the recorder's thread."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is the lane's folder; it is created with the first piece."""
        self._folder = folder
        self._piece: PieceWriter | None = None

    @property
    def is_open(self) -> bool:
        """True while a piece is being written."""
        return self._piece is not None

    def add_chunk(self, chunk: Chunk) -> None:
        """Write a chunk at its stream time.

        Raises:
            OSError: the disk is full or fails; the piece is closed.
        """
        samples = from_bytes(chunk.data)
        if not len(samples):
            return
        try:
            piece = self._open_piece(chunk)
            piece.write(_align_samples(samples, _compute_gap(piece, chunk), chunk.rate))
        except OSError:
            self._abandon_piece()
            raise

    def sync(self) -> None:
        """Write the complete pages to the disk.

        Raises:
            OSError: the disk fails.
        """
        if self._piece is not None:
            self._piece.sync()

    def finish_piece(self) -> None:
        """Close the current piece; the next chunk starts another.

        Raises:
            OSError: the end of the piece cannot be written.
        """
        piece, self._piece = self._piece, None
        if piece is not None:
            piece.close()

    def _abandon_piece(self) -> None:
        """Close the piece after an error, and remove its file if nothing in it can be read."""
        piece = self._piece
        if piece is not None:
            with contextlib.suppress(OSError):
                self.finish_piece()
            if not measure_piece(piece.piece)[0]:
                with contextlib.suppress(OSError):
                    piece.piece.path.unlink()

    def _open_piece(self, chunk: Chunk) -> PieceWriter:
        """Return the piece that a chunk belongs to."""
        piece = self._piece
        start = to_microseconds(chunk.stream_time)
        if piece is not None and not piece.piece.path.exists():
            self._abandon_piece()  # The user has deleted the session so far.
        elif piece is not None:
            gap = _compute_gap(piece, chunk)
            if _continues(piece, chunk, gap):
                return piece
            self.finish_piece()
            start -= gap if abs(gap) <= _TOLERANCE else 0
        folders.make_private(self._folder)
        self._piece = PieceWriter(self._folder, start, chunk.rate)
        sync_folder(self._folder)
        return self._piece


def _compute_gap(piece: PieceWriter, chunk: Chunk) -> int:
    """Return the gap before a chunk in microseconds; negative if it overlaps the piece."""
    return to_microseconds(chunk.stream_time) - piece.end_microseconds


def _continues(piece: PieceWriter, chunk: Chunk, gap: int) -> bool:
    return chunk.rate == piece.rate and abs(gap) <= _FILLED_GAP and piece.seconds < _PIECE_SECONDS


def _align_samples(samples: Samples, gap: int, rate: int) -> Samples:
    """Return samples with silence for a gap in microseconds, or without what overlaps."""
    if abs(gap) <= _TOLERANCE:
        return samples
    size = round(abs(gap) * rate / 1_000_000)
    return samples[size:] if gap < 0 else np.concatenate([np.zeros(size, np.float32), samples])
