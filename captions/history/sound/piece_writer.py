"""Writes one piece of contiguous sound as Ogg Opus (RFC 7845) with libsndfile.

libsndfile writes a page of about a second as soon as it is full, without a buffer of its own. If
the program is killed, the file lacks only the last page, and its pages decode up to there.
"""

from pathlib import Path

import numpy as np
import soundfile

from captions.history.sound.guarded_file import GuardedFile
from captions.history.sound.pieces import Piece, piece_name
from captions.pcm import Resampler, Samples

OPUS_RATES = (8000, 12_000, 16_000, 24_000, 48_000)
"""Sample rates in Hz that an Opus encoder accepts (RFC 6716, section 2)."""
_COMPRESSION_LEVEL = 0.915
"""libsndfile's compression level, 0..1; it is 26 kbit/s for mono speech, 12 MB per hour."""
_MICROSECONDS = 1_000_000


class PieceWriter:
    """A piece that is being written; its stream time is counted in samples."""

    def __init__(self, folder: Path, start_microseconds: int, rate: int) -> None:
        """Create the file.

        Args:
            folder: the lane's folder.
            start_microseconds: stream time of the first sample; a microsecond later for each file
                that already has this name.
            rate: sample rate of the samples in Hz.

        Raises:
            OSError: the file cannot be created.
        """
        self._file, self.piece = _create_file(folder, start_microseconds)
        self.rate = rate
        """Sample rate in Hz."""
        self._samples_in = 0
        opus_rate = encoder_rate(rate)
        self._resampler = Resampler(rate, opus_rate)
        self._encoder = soundfile.SoundFile(
            self._file,
            "w",
            opus_rate,
            channels=1,
            format="OGG",
            subtype="OPUS",
            compression_level=_COMPRESSION_LEVEL,
        )

    @property
    def seconds(self) -> float:
        """Duration so far."""
        return self._samples_in / self.rate

    @property
    def end_microseconds(self) -> int:
        """Stream time at the end of the last sample."""
        return self.piece.start_microseconds + round(self._samples_in * _MICROSECONDS / self.rate)

    def write(self, samples: Samples) -> None:
        """Append samples.

        Raises:
            OSError: the disk is full or fails.
        """
        self._samples_in += len(samples)
        self._encode(self._resampler.feed(samples))
        self._file.raise_error()

    def sync(self) -> None:
        """Write all complete pages to the disk, so that they survive a power failure.

        Raises:
            OSError: the disk fails.
        """
        self._file.sync()

    def close(self) -> None:
        """Write the last page and close the file.

        Raises:
            OSError: the disk is full or fails.
        """
        self._encode(self._resampler.feed(np.zeros(0, np.float32), last=True))
        self._encoder.close()
        self._file.close()
        self._file.raise_error()

    def _encode(self, samples: Samples) -> None:
        if len(samples):
            self._encoder.write(samples)


def encoder_rate(rate: int) -> int:
    """Return the lowest sample rate of Opus in Hz that loses nothing of another rate."""
    return next((candidate for candidate in OPUS_RATES if candidate >= rate), OPUS_RATES[-1])


def _create_file(folder: Path, start_microseconds: int) -> tuple[GuardedFile, Piece]:
    while True:
        piece = Piece(start_microseconds, folder / piece_name(start_microseconds))
        try:
            return GuardedFile(piece.path, "xb"), piece
        except FileExistsError:
            start_microseconds += 1
