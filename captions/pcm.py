"""Arrays of samples: one channel, another rate, equal chunks, and how loud they are.

Samples are ``float32`` in -1..1 of shape ``(n,)`` unless a name says ``int16`` or ``bytes``; bytes
are signed 16-bit little-endian, as the wire wants them.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SAMPLE_BYTES = 2
"""Bytes of one 16-bit sample."""

_FULL_SCALE = 32768.0
_FLOOR_DBFS = -120.0
_LARGEST = 1e6
"""Beyond it a sample is a fault, not sound: recorders' floats reach +30 dBFS at most, and sums of
squares still fit."""
_ULAW_BIAS = 0x84
_ULAW_CLIP = 32_635
_ULAW_LOWEST_BIT = 7


class Chunk(NamedTuple):
    """Sound that is handed on at once."""

    data: bytes
    """Mono 16-bit little-endian samples."""
    rate: int
    """Samples a second."""
    stream_time: float
    """Seconds of stream time at the first sample."""

    @property
    def seconds(self) -> float:
        """How long the chunk sounds."""
        return len(self.data) / SAMPLE_BYTES / self.rate

    @property
    def level(self) -> "Level":
        """How loud it is; several ask, and it is measured once."""
        return _level_of(self.data)


def from_bytes(data: bytes) -> Samples:
    """Read 16-bit little-endian samples; an odd last byte is an error of the caller's."""
    samples: Samples = np.multiply(np.frombuffer(data, "<i2"), 1 / _FULL_SCALE, dtype=np.float32)
    return samples


def to_bytes(samples: Samples) -> bytes:
    """Write samples as 16-bit little-endian; what is beyond full scale is clipped.

    Samples that are no numbers become silence.
    """
    bounded = np.clip(finite(samples), -1, 1) * _FULL_SCALE
    scaled = np.clip(np.rint(bounded), -_FULL_SCALE, _FULL_SCALE - 1)
    data: bytes = scaled.astype("<i2").tobytes()
    return data


def finite(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return samples of any shape with those that are no numbers, or far too large, as silence.

    One such sample would stay in the state of every filter and detector after it.
    """
    sound = np.abs(samples) <= _LARGEST  # Not true of NaN.
    if sound.all():
        return samples
    return np.where(sound, samples, np.float32(0))


class Resampler:
    """Changes the rate of a stream, with no seam between one call and the next."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        """Rates in samples a second; equal ones make this a pass-through."""
        self._stream = (
            None
            if from_rate == to_rate
            else soxr.ResampleStream(from_rate, to_rate, 1, dtype="float32", quality="MQ")
        )

    def feed(self, samples: Samples, *, last: bool = False) -> Samples:
        """Return what is ready at the new rate; ``last`` flushes the filter's delay too."""
        if self._stream is None:
            return samples
        resampled: Samples = self._stream.resample_chunk(samples, last=last)
        return resampled


class Chunker:
    """Cuts a stream of bytes into equal chunks and says when each of them began."""

    def __init__(self, rate: int, chunk_seconds: float, stream_time: float = 0.0) -> None:
        """``rate`` in samples a second; the first sample is at ``stream_time``."""
        self._rate = rate
        self._chunk_bytes = max(1, round(rate * chunk_seconds)) * SAMPLE_BYTES
        self._start = stream_time
        self._samples_out = 0
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Chunk]:
        """Yield every chunk that is now whole."""
        self._held += data
        while len(self._held) >= self._chunk_bytes:
            yield self._take(self._chunk_bytes)

    def flush(self) -> Iterator[Chunk]:
        """Yield what is left as one shorter chunk; half a sample at the end is dropped."""
        whole = len(self._held) - len(self._held) % SAMPLE_BYTES
        if whole:
            yield self._take(whole)
        self._held.clear()

    def _take(self, size: int) -> Chunk:
        chunk = Chunk(
            bytes(self._held[:size]), self._rate, self._start + self._samples_out / self._rate
        )
        del self._held[:size]
        self._samples_out += size // SAMPLE_BYTES
        return chunk


def to_ulaw(data: bytes) -> bytes:
    """Turn 16-bit samples into 8-bit mu-law (ITU-T G.711)."""
    linear = np.frombuffer(data, dtype="<i2").astype(np.int32)
    sign = np.where(linear < 0, 0x80, 0)
    magnitude = np.minimum(np.abs(linear), _ULAW_CLIP) + _ULAW_BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - _ULAW_LOWEST_BIT
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    code: bytes = (~(sign | exponent << 4 | mantissa) & 0xFF).astype(np.uint8).tobytes()
    return code


def from_ulaw(data: bytes) -> Samples:
    """Read 8-bit mu-law samples (ITU-T G.711)."""
    code = ~np.frombuffer(data, np.uint8)
    exponent = (code >> 4) & 0x07
    mantissa = (code & 0x0F).astype(np.int32)
    magnitude = (((mantissa << 3) + _ULAW_BIAS) << exponent) - _ULAW_BIAS
    signed = np.where(code & 0x80, -magnitude, magnitude)
    samples: Samples = signed.astype(np.float32) / np.float32(_FULL_SCALE)
    return samples


class Level(NamedTuple):
    """How loud samples are, in dBFS: 0 is full scale, silence is -120."""

    peak: float
    rms: float


def level(samples: Samples) -> Level:
    """Measure samples; none at all count as silence."""
    if not len(samples):
        return Level(_FLOOR_DBFS, _FLOOR_DBFS)
    peak = max(float(samples.max()), -float(samples.min()))
    rms = math.sqrt(float(np.dot(samples, samples)) / len(samples))
    return Level(_dbfs(peak), _dbfs(rms))


@lru_cache(maxsize=4)
def _level_of(data: bytes) -> Level:
    return level(from_bytes(data))


def _dbfs(amplitude: float) -> float:
    return max(_FLOOR_DBFS, 20.0 * math.log10(amplitude)) if amplitude > 0 else _FLOOR_DBFS
