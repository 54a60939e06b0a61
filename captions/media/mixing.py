"""Mixes channels down to mono without losing speech that is in one channel only."""

import numpy as np
from numpy.typing import NDArray

from captions.pcm import Samples, silence_invalid

BLOCK_SECONDS = 0.05
"""Interval of decisions in seconds; shorter than a syllable."""
_MEMORY_SECONDS = 2.0
"""Time constant of the channels' covariance in seconds; a few words."""
_FADE_SECONDS = 0.01
"""Length in seconds of the crossfade between two mixes, which avoids clicks."""
_QUIETER_RATIO = 10 ** (4.5 / 10)
"""Power ratio from which the mix is much quieter than a channel. With two channels, speech in one
is 6 dB quieter in the mix. Two independent channels are 3 dB quieter."""
_CANCELLED_RATIO = 10 ** (2.0 / 10)
"""Power ratio, beyond that of speech in one channel, from which channels cancel each other."""
_STILL_CANCELLED_RATIO = 10 ** (1.0 / 10)
"""The same ratio while channels cancel each other; smaller as hysteresis."""
_NEGLIGIBLE_SHARE = 10 ** (-12 / 10)
"""Share of a channel's power that the others may add while that channel is used alone."""
_MISSED_SHARE = 10 ** (-10 / 10)
"""Share from which another channel is needed again; above `_NEGLIGIBLE_SHARE` as hysteresis."""
_MISSED_IN_SILENCE_SHARE = 10 ** (-30 / 10)
"""Share from which another channel is needed while the chosen one is silent."""
_NOISE_RATIO = 10 ** (3 / 10)
"""Power ratio by which a signal exceeds steady noise."""
_NOISE_RISE = 10 ** (0.1 * BLOCK_SECONDS)
"""Growth of the noise estimate per block, 1 dB a second; the estimate falls at once."""
_AUDIBLE_POWER = 1e-10
"""Power of -100 dBFS, below which channels are not compared."""


class ChannelMixer:
    """Averages channels, or uses one channel if the average would lose part of it.

    Decisions follow the channels' covariance. It yields the power of the mix, and the power in
    other channels that a channel lacks.
    """

    def __init__(self, rate: int, channels: int) -> None:
        """``rate`` is the sample rate in Hz."""
        self._channels = channels
        self._block = max(1, round(rate * BLOCK_SECONDS))
        self._fade = min(self._block, max(1, round(rate * _FADE_SECONDS)))
        self._decay = float(np.exp(-BLOCK_SECONDS / _MEMORY_SECONDS))
        self._covariance = np.zeros((channels, channels))
        self._total_weight = 0.0
        """Total weight of the blocks in the covariance; less than 1 at the beginning."""
        self._noise = 0.0
        """Steady power of the other channels beside the chosen one."""
        self._average = np.full(channels, 1 / channels, np.float32)
        self._weights = self._average
        self._chosen: int | None = None
        """Index of the channel that is used alone; None for the average."""
        self._pending = np.zeros((0, channels), np.float32)

    def feed(self, frames: NDArray[np.float32], *, last: bool = False) -> Samples:
        """Return the mix of all whole blocks so far; with ``last``, also of the rest.

        Args:
            frames: shape ``(n, channels)``; non-finite values count as silence.
            last: True if no more frames follow.
        """
        frames = silence_invalid(frames)
        if self._channels == 1:
            return frames.reshape(-1)
        self._pending = np.concatenate([self._pending, frames]) if len(self._pending) else frames
        size = len(self._pending) if last else len(self._pending) - len(self._pending) % self._block
        blocks = [
            self._mix_block(self._pending[start : min(size, start + self._block)])
            for start in range(0, size, self._block)
        ]
        self._pending = self._pending[size:]
        return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)

    def _mix_block(self, block: NDArray[np.float32]) -> Samples:
        self._choose_channel(block)
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

    def _choose_channel(self, block: NDArray[np.float32]) -> None:
        now = (block.T @ block / len(block)).astype(np.float64)
        self._covariance = self._covariance * self._decay + now * (1 - self._decay)
        self._total_weight = self._total_weight * self._decay + 1 - self._decay
        usual = self._covariance / self._total_weight
        loudest = int(usual.diagonal().argmax())
        if usual[loudest, loudest] < _AUDIBLE_POWER:
            return
        if self._chosen is None:
            if _mix_loses_sound(usual, loudest):
                self._chosen = loudest
                self._noise = _residual_power(usual, loudest)
        elif self._misses_sound(usual, now, self._chosen):
            self._chosen = None
            # Weigh the other channels for about another second.
            self._covariance += now

    def _misses_sound(
        self, usual: NDArray[np.float64], now: NDArray[np.float64], channel: int
    ) -> bool:
        """Return True if the mix now holds what a channel lacks, or has only as an echo."""
        if _mix_attenuation(usual, channel) > self._channels**2 * _STILL_CANCELLED_RATIO:
            return False
        power, beside = float(usual[channel, channel]), _residual_power(now, channel)
        mix = _mix_power(now)
        alone = mix > _QUIETER_RATIO * now[channel, channel] and mix > _NOISE_RATIO * self._noise
        self._noise = min(self._noise * _NOISE_RISE, max(beside, mix))
        return bool(
            (alone and mix > _MISSED_IN_SILENCE_SHARE * power) or beside > _MISSED_SHARE * power
        )


def _mix_loses_sound(usual: NDArray[np.float64], channel: int) -> bool:
    """Return True if the mix loses a channel that is sufficient alone, or that is cancelled."""
    quieter = _mix_attenuation(usual, channel)
    if quieter > len(usual) ** 2 * _CANCELLED_RATIO:
        return True
    return (
        quieter > _QUIETER_RATIO
        and _residual_power(usual, channel) < _NEGLIGIBLE_SHARE * usual[channel, channel]
    )


def _mix_attenuation(covariance: NDArray[np.float64], channel: int) -> float:
    """Return the power ratio by which the mix is quieter than a channel."""
    power = float(covariance[channel, channel])
    return power / max(_mix_power(covariance), power * 1e-9, 1e-30)


def _mix_power(covariance: NDArray[np.float64]) -> float:
    """Return the power of the average of all channels."""
    return float(covariance.sum()) / len(covariance) ** 2


def _residual_power(covariance: NDArray[np.float64], channel: int) -> float:
    """Return the power in other channels that is not a copy of this channel."""
    power = float(covariance[channel, channel])
    if power <= 0:
        return float(covariance.trace())
    return float((covariance.diagonal() - covariance[channel] ** 2 / power).sum())
