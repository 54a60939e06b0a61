"""Mixes channels down to one, without losing speech that stands in one channel only."""

import numpy as np
from numpy.typing import NDArray

from captions.pcm import Samples, finite

BLOCK_SECONDS = 0.05
"""Decisions are made this often; shorter than a syllable."""
_MEMORY_SECONDS = 2.0
"""Time constant of what the channels have in common; a few words."""
_FADE_SECONDS = 0.01
"""Crossfade between two mixes, so that no click is heard."""
_QUIETER = 10 ** (4.5 / 10)
"""Power ratio from which the mix is much quieter than a channel. With two channels, speech in one
is 6 dB quieter in the mix, and two independent channels are 3 dB quieter."""
_CANCELLED = 10 ** (2.0 / 10)
"""Power ratio, beyond that of speech in one channel, from which channels cancel each other."""
_CANCELLED_STILL = 10 ** (1.0 / 10)
"""The same once they do. It is smaller, so that choices do not flip."""
_UNHEARD = 10 ** (-12 / 10)
"""Share of a channel's power that others may have besides it, for that channel to be enough."""
_HEARD = 10 ** (-10 / 10)
"""Share from which another channel is missed. It is larger, so that choices do not flip."""
_FAINT = 10 ** (-30 / 10)
"""Share from which another channel is missed while the chosen one is silent."""
_NOISE = 10 ** (3 / 10)
"""Power ratio by which sound stands out from steady noise."""
_NOISE_RISE = 10 ** (0.1 * BLOCK_SECONDS)
"""Growth of the estimate of noise with each block, 1 dB a second; it falls at once."""
_AUDIBLE = 1e-10
"""Power of -100 dBFS; with less there is nothing to compare."""


class ChannelMixer:
    """Averages channels, or uses one channel where the average would lose what it holds.

    Decisions follow the channels' covariance. It tells how loud the mix is, and how much of the
    other channels a channel does not hold.
    """

    def __init__(self, rate: int, channels: int) -> None:
        """``rate`` in samples a second."""
        self._channels = channels
        self._block = max(1, round(rate * BLOCK_SECONDS))
        self._fade = min(self._block, max(1, round(rate * _FADE_SECONDS)))
        self._forget = float(np.exp(-BLOCK_SECONDS / _MEMORY_SECONDS))
        self._covariance = np.zeros((channels, channels))
        self._remembered = 0.0
        """Weight of the blocks in the covariance; less than 1 at the beginning."""
        self._noise = 0.0
        """Power that the channels beside the chosen one have all the time."""
        self._average = np.full(channels, 1 / channels, np.float32)
        self._weights = self._average
        self._chosen: int | None = None
        """The channel that is used alone, if one is."""
        self._held = np.zeros((0, channels), np.float32)

    def feed(self, frames: NDArray[np.float32], *, last: bool = False) -> Samples:
        """Return the mix of all whole blocks so far; with ``last`` also of the rest.

        Args:
            frames: shape ``(n, channels)``; numbers that are none count as silence.
            last: True if no more frames follow.
        """
        frames = finite(frames)
        if self._channels == 1:
            return frames.reshape(-1)
        self._held = np.concatenate([self._held, frames]) if len(self._held) else frames
        size = len(self._held) if last else len(self._held) - len(self._held) % self._block
        blocks = [
            self._mixed(self._held[start : min(size, start + self._block)])
            for start in range(0, size, self._block)
        ]
        self._held = self._held[size:]
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)

    def _mixed(self, block: NDArray[np.float32]) -> Samples:
        self._decide(block)
        weights = self._average if self._chosen is None else np.zeros_like(self._average)
        if self._chosen is not None:
            weights[self._chosen] = 1
        mixed: Samples = block @ weights
        if not np.array_equal(weights, self._weights):
            fade = np.linspace(0, 1, min(self._fade, len(block)), dtype=np.float32)
            before = block[: len(fade)] @ self._weights
            mixed[: len(fade)] = before + (mixed[: len(fade)] - before) * fade
            self._weights = weights
        return mixed

    def _decide(self, block: NDArray[np.float32]) -> None:
        now = (block.T @ block / len(block)).astype(np.float64)
        self._covariance = self._covariance * self._forget + now * (1 - self._forget)
        self._remembered = self._remembered * self._forget + 1 - self._forget
        usual = self._covariance / self._remembered
        loudest = int(usual.diagonal().argmax())
        if usual[loudest, loudest] < _AUDIBLE:
            return
        if self._chosen is None:
            if _loses(usual, loudest):
                self._chosen = loudest
                self._noise = _beside(usual, loudest)
        elif self._misses(usual, now, self._chosen):
            self._chosen = None
            # A second passes before the other channels are forgotten again.
            self._covariance += now

    def _misses(self, usual: NDArray[np.float64], now: NDArray[np.float64], channel: int) -> bool:
        """Say whether the mix now holds something that a channel lacks, or has only as an echo."""
        if _quieter(usual, channel) > self._channels**2 * _CANCELLED_STILL:
            return False
        power, beside = float(usual[channel, channel]), _beside(now, channel)
        mix = _mix(now)
        alone = mix > _QUIETER * now[channel, channel] and mix > _NOISE * self._noise
        self._noise = min(self._noise * _NOISE_RISE, max(beside, mix))
        return bool((alone and mix > _FAINT * power) or beside > _HEARD * power)


def _loses(usual: NDArray[np.float64], channel: int) -> bool:
    """Say whether the mix loses a channel that is enough by itself, or that is cancelled."""
    quieter = _quieter(usual, channel)
    if quieter > len(usual) ** 2 * _CANCELLED:
        return True
    return quieter > _QUIETER and _beside(usual, channel) < _UNHEARD * usual[channel, channel]


def _quieter(covariance: NDArray[np.float64], channel: int) -> float:
    """Return how much less power the mix has than a channel."""
    power = float(covariance[channel, channel])
    return power / max(_mix(covariance), power * 1e-9, 1e-30)


def _mix(covariance: NDArray[np.float64]) -> float:
    """Return the power of the average of all channels."""
    return float(covariance.sum()) / len(covariance) ** 2


def _beside(covariance: NDArray[np.float64], channel: int) -> float:
    """Return the power in other channels that is no copy of this channel."""
    power = float(covariance[channel, channel])
    if power <= 0:
        return float(covariance.trace())
    return float((covariance.diagonal() - covariance[channel] ** 2 / power).sum())
