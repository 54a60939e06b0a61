"""Turns ffmpeg's output into mono samples at one rate: timestamps, channels, sample rate."""

from collections.abc import Iterator

import numpy as np

from captions.decoding.matroska import MatroskaReader, TimedFrames
from captions.decoding.timeline import Timeline
from captions.mixing import ChannelMixer
from captions.pcm import Resampler, Samples

_SILENCE_SECONDS = 1.0
"""A gap is filled in pieces of this length, however long it is."""


class SoundAssembler:
    """Takes the bytes that ffmpeg writes and returns sound without gaps."""

    def __init__(self, rate: int, longest_gap: float) -> None:
        """``rate`` in samples a second; ``longest_gap`` in seconds, as in `Timeline`."""
        self._rate = rate
        self._reader = MatroskaReader()
        self._timeline = Timeline(longest_gap)
        self._mixer: ChannelMixer | None = None
        self._resampler: Resampler | None = None
        self._channels = 1

    def feed(self, data: bytes) -> Iterator[Samples]:
        """Yield the sound that is complete with the next bytes."""
        for timed in self._reader.feed(data):
            yield from self._placed(timed)

    def finish(self) -> Iterator[Samples]:
        """Yield the rest."""
        if self._mixer is not None and self._resampler is not None:
            rest = self._mixer.feed(np.zeros((0, self._channels), np.float32), last=True)
            yield from _some(self._resampler.feed(rest, last=True))

    def _placed(self, timed: TimedFrames) -> Iterator[Samples]:
        frames, rate = timed.frames, timed.rate
        if not len(frames):
            return
        if self._mixer is None:
            self._channels = frames.shape[1]
            self._mixer = ChannelMixer(rate, self._channels)
            self._resampler = Resampler(rate, self._rate)
        placement = self._timeline.place(timed.time, len(frames), rate)
        missing = placement.silence
        while missing:
            size = min(missing, round(rate * _SILENCE_SECONDS))
            yield from self._mixed(np.zeros((size, self._channels), np.float32))
            missing -= size
        yield from self._mixed(frames[placement.skip :])

    def _mixed(
        self, frames: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    ) -> Iterator[Samples]:
        assert self._mixer is not None  # noqa: S101  # for mypy: made with the first frames
        assert self._resampler is not None  # noqa: S101
        mixed = self._mixer.feed(frames)
        yield from _some(self._resampler.feed(mixed) if len(mixed) else mixed)


def _some(samples: Samples) -> Iterator[Samples]:
    if len(samples):
        yield samples
