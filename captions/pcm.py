"""PCM audio: conversion, resampling, chunking and level measurement.

Samples are ``float32`` in -1..1 of shape ``(n,)`` unless a name says ``int16`` or ``bytes``. Bytes
are signed 16-bit little-endian, the wire format.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SAMPLE_BYTES = 2
"""Size of one 16-bit sample in bytes."""

_FULL_SCALE = 32768.0
_FLOOR_DBFS = -120.0
_MAX_AMPLITUDE = 1e6
"""Amplitude above which a sample is treated as corrupt: float recordings reach +30 dBFS at most.
Sums of squares below it do not overflow."""
_ULAW_BIAS = 0x84
_ULAW_CLIP = 32_635
_ULAW_LOWEST_BIT = 7


@dataclass(frozen=True)
class Chunk:
    """Audio that is processed as one unit."""

    data: bytes
    """Mono 16-bit little-endian samples."""
    rate: int
    """Sample rate in hertz."""
    stream_time: float
    """Stream time of the first sample in seconds."""

    @property
    def seconds(self) -> float:
        """Duration of the chunk."""
        return len(self.data) / SAMPLE_BYTES / self.rate

    @cached_property
    def level(self) -> "Level":
        """Level of the chunk; measured once, because several parts of the program read it."""
        return measure_level(from_bytes(self.data))


def from_bytes(data: bytes) -> Samples:
    """Convert 16-bit little-endian bytes to samples; the number of bytes must be even."""
    samples: Samples = np.multiply(np.frombuffer(data, "<i2"), 1 / _FULL_SCALE, dtype=np.float32)
    return samples


def to_bytes(samples: Samples) -> bytes:
    """Convert samples to 16-bit little-endian bytes, clipped at full scale.

    NaN and infinite samples become silence.
    """
    bounded = np.clip(silence_invalid(samples), -1, 1) * _FULL_SCALE
    scaled = np.clip(np.rint(bounded), -_FULL_SCALE, _FULL_SCALE - 1)
    data: bytes = scaled.astype("<i2").tobytes()
    return data


def silence_invalid(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Replace samples that are NaN, infinite or far too large by silence.

    Accepts any shape. A single such sample would corrupt the state of all later filters and
    detectors.
    """
    valid = np.abs(samples) <= _MAX_AMPLITUDE  # False for NaN.
    if valid.all():
        return samples
    return np.where(valid, samples, np.float32(0))


class Resampler:
    """Resamples a stream without discontinuities between calls."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        """Rates are in hertz; equal rates make this a pass-through."""
        self._stream = (
            None
            if from_rate == to_rate
            else soxr.ResampleStream(from_rate, to_rate, 1, dtype="float32", quality="MQ")
        )

    def feed(self, samples: Samples, *, last: bool = False) -> Samples:
        """Return the samples available at the new rate.

        Args:
            samples: samples at the old rate.
            last: True to flush the filter's delay as well.
        """
        if self._stream is None:
            return samples
        resampled: Samples = self._stream.resample_chunk(samples, last=last)
        return resampled


class Chunker:
    """Splits a stream of bytes into chunks of equal size, each with its stream time."""

    def __init__(self, rate: int, chunk_seconds: float, stream_time: float = 0.0) -> None:
        """``rate`` is in hertz; the first sample is at ``stream_time``."""
        self._rate = rate
        self._chunk_bytes = max(1, round(rate * chunk_seconds)) * SAMPLE_BYTES
        self._start = stream_time
        self._samples_out = 0
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Chunk]:
        """Yield every complete chunk."""
        self._buffer += data
        while len(self._buffer) >= self._chunk_bytes:
            yield self._cut_chunk(self._chunk_bytes)

    def flush(self) -> Iterator[Chunk]:
        """Yield the rest as one shorter chunk; an incomplete last sample is dropped."""
        whole = len(self._buffer) - len(self._buffer) % SAMPLE_BYTES
        if whole:
            yield self._cut_chunk(whole)
        self._buffer.clear()

    def _cut_chunk(self, size: int) -> Chunk:
        chunk = Chunk(
            bytes(self._buffer[:size]), self._rate, self._start + self._samples_out / self._rate
        )
        del self._buffer[:size]
        self._samples_out += size // SAMPLE_BYTES
        return chunk


def to_ulaw(data: bytes) -> bytes:
    """Encode 16-bit samples as 8-bit mu-law (ITU-T G.711)."""
    linear = np.frombuffer(data, dtype="<i2").astype(np.int32)
    sign = np.where(linear < 0, 0x80, 0)
    magnitude = np.minimum(np.abs(linear), _ULAW_CLIP) + _ULAW_BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - _ULAW_LOWEST_BIT
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    code: bytes = (~(sign | exponent << 4 | mantissa) & 0xFF).astype(np.uint8).tobytes()
    return code


def from_ulaw(data: bytes) -> Samples:
    """Decode 8-bit mu-law samples (ITU-T G.711)."""
    code = ~np.frombuffer(data, np.uint8)
    exponent = (code >> 4) & 0x07
    mantissa = (code & 0x0F).astype(np.int32)
    magnitude = (((mantissa << 3) + _ULAW_BIAS) << exponent) - _ULAW_BIAS
    signed = np.where(code & 0x80, -magnitude, magnitude)
    samples: Samples = signed.astype(np.float32) / np.float32(_FULL_SCALE)
    return samples


class Level(NamedTuple):
    """Peak and RMS level in dBFS: 0 is full scale, -120 is silence."""

    peak: float
    rms: float


def measure_level(samples: Samples) -> Level:
    """Measure the level of samples; an empty array counts as silence."""
    if not len(samples):
        return Level(_FLOOR_DBFS, _FLOOR_DBFS)
    peak = max(float(samples.max()), -float(samples.min()))
    rms = math.sqrt(float(np.dot(samples, samples)) / len(samples))
    return Level(_to_dbfs(peak), _to_dbfs(rms))


def _to_dbfs(amplitude: float) -> float:
    return max(_FLOOR_DBFS, 20.0 * math.log10(amplitude)) if amplitude > 0 else _FLOOR_DBFS
