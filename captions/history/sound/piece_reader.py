"""Reads one piece of recorded sound, however it was left behind."""

import logging
from collections.abc import Iterator

import numpy as np
import soundfile

from captions.history.sound.guarded_file import GuardedFile
from captions.history.sound.pieces import Piece
from captions.pcm import Resampler, Samples

_READ_SECONDS = 1.0
"""Length in seconds of what is decoded at once."""

_log = logging.getLogger(__name__)


def read_piece(piece: Piece, offset: float, rate: int) -> Iterator[Samples]:
    """Yield the readable samples of a piece in blocks of up to a second.

    Args:
        piece: the piece; nothing is read from a damaged file. A file that is truncated, or still
            being written, is read to its last complete page.
        offset: seconds from the beginning of the piece.
        rate: sample rate of the samples in Hz.
    """
    try:
        with GuardedFile(piece.path, "rb") as file, soundfile.SoundFile(file) as decoder:
            decoder.seek(min(round(offset * decoder.samplerate), decoder.frames))
            yield from _read_frames(decoder, Resampler(decoder.samplerate, rate))
    except (OSError, soundfile.LibsndfileError) as error:
        _log.info("The sound in %s is damaged: %s", piece.path, error)


def measure_piece(piece: Piece) -> tuple[float, int]:
    """Return the duration of a piece in seconds and its sample rate in Hz; zeros if damaged."""
    try:
        with GuardedFile(piece.path, "rb") as file, soundfile.SoundFile(file) as decoder:
            return decoder.frames / decoder.samplerate, decoder.samplerate
    except (OSError, soundfile.LibsndfileError):
        return 0.0, 0


def _read_frames(decoder: soundfile.SoundFile, resampler: Resampler) -> Iterator[Samples]:
    size = round(decoder.samplerate * _READ_SECONDS)
    while len(frames := decoder.read(size, dtype="float32", always_2d=True)):
        yield resampler.feed(np.ascontiguousarray(frames[:, 0]))
    yield resampler.feed(np.zeros(0, np.float32), last=True)
