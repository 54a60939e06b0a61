"""Converts ffmpeg's output to mono samples at one rate: timestamps, channels, sample rate."""

from collections.abc import Iterator

import numpy as np

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
        self._mixer: ChannelMixer | None = None
        self._resampler: Resampler | None = None
        self._channels = 1

    def feed(self, data: bytes) -> Iterator[Samples]:
        """Yield the samples that the next bytes complete."""
        for timed in self._reader.feed(data):
            yield from self._place_frames(timed)

    def finish(self) -> Iterator[Samples]:
        """Yield the remaining samples."""
        if self._mixer is not None and self._resampler is not None:
            rest = self._mixer.feed(np.zeros((0, self._channels), np.float32), last=True)
            yield from _non_empty(self._resampler.feed(rest, last=True))

    def _place_frames(self, timed: TimedFrames) -> Iterator[Samples]:
        frames, rate = timed.frames, timed.rate
        if not len(frames):
            return
        if self._mixer is None:
            self._channels = frames.shape[1]
            self._mixer = ChannelMixer(rate, self._channels)
            self._resampler = Resampler(rate, self._rate)
        placement = self._timeline.place_frames(timed.time, len(frames), rate)
        missing = placement.silence
        while missing:
            size = min(missing, round(rate * _SILENCE_SECONDS))
            yield from self._mix_frames(np.zeros((size, self._channels), np.float32))
            missing -= size
        yield from self._mix_frames(frames[placement.skip :])

    def _mix_frames(
        self, frames: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    ) -> Iterator[Samples]:
        assert self._mixer is not None  # noqa: S101  # for mypy: created with the first frames
        assert self._resampler is not None  # noqa: S101
        mixed = self._mixer.feed(frames)
        yield from _non_empty(self._resampler.feed(mixed) if len(mixed) else mixed)


def _non_empty(samples: Samples) -> Iterator[Samples]:
    if len(samples):
        yield samples
