"""Converts ffmpeg's output to mono samples at one rate: timestamps, channels, sample rate."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from captions.media.matroska import MatroskaReader, TimedFrames
from captions.media.mixing import ChannelMixer
from captions.media.timeline import SampleTimeline
from captions.pcm import Resampler, Samples

_SILENCE_SECONDS = 1.0
"""Length in seconds of the pieces that fill a gap, however long the gap is."""


class SoundAssembler:
    """Converts the bytes that ffmpeg writes to audio without gaps."""

    def __init__(self, rate: int, longest_gap: float) -> None:
        """``rate`` is in Hz; ``longest_gap`` is in seconds, as in `SampleTimeline`."""
        self._rate = rate
        self._reader = MatroskaReader()
        self._timeline = SampleTimeline(longest_gap)
        self._converter: _FrameConverter | None = None
        """Converts frames to samples; None before the first frames."""

    def feed(self, data: bytes) -> Iterator[Samples]:
        """Yield the samples that the next bytes complete."""
        for timed in self._reader.feed(data):
            yield from self._place_frames(timed)

    def finish(self) -> Iterator[Samples]:
        """Yield the remaining samples."""
        if self._converter is not None:
            yield from self._converter.finish()

    def _place_frames(self, timed: TimedFrames) -> Iterator[Samples]:
        frames, rate = timed.frames, timed.rate
        if not len(frames):
            return
        converter = self._converter
        if converter is None:
            converter = self._converter = _FrameConverter(rate, self._rate, frames.shape[1])
        placement = self._timeline.place_frames(timed.time, len(frames), rate)
        missing = placement.silence
        while missing:
            size = min(missing, round(rate * _SILENCE_SECONDS))
            yield from converter.feed_silence(size)
            missing -= size
        yield from converter.feed(frames[placement.skip :])


class _FrameConverter:
    """Converts frames of one format to mono samples."""

    def __init__(self, input_rate: int, output_rate: int, channels: int) -> None:
        self._channels = channels
        self._mixer = ChannelMixer(input_rate, channels)
        self._resampler = Resampler(input_rate, output_rate)

    def feed(self, frames: NDArray[np.float32]) -> Iterator[Samples]:
        """Yield the samples that frames of shape ``(n, channels)`` complete."""
        mixed = self._mixer.feed(frames)
        yield from _non_empty(self._resampler.feed(mixed) if len(mixed) else mixed)

    def feed_silence(self, size: int) -> Iterator[Samples]:
        """Yield the samples that ``size`` silent frames complete."""
        yield from self.feed(np.zeros((size, self._channels), np.float32))

    def finish(self) -> Iterator[Samples]:
        """Yield the remaining samples."""
        rest = self._mixer.feed(np.zeros((0, self._channels), np.float32), last=True)
        yield from _non_empty(self._resampler.feed(rest, last=True))


def _non_empty(samples: Samples) -> Iterator[Samples]:
    if len(samples):
        yield samples
