"""Pure tones, and a measure of their distortion."""

import numpy as np

from captions.pcm import Samples

HERTZ = 997.0
"""Frequency of a tone that divides no sample rate, so that no two periods have equal samples."""


def tone(hertz: float, seconds: float, rate: int = 48_000) -> Samples:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)
    return wave.astype(np.float32)


def faults(samples: Samples, rate: int) -> float:
    """Return the deviation of samples from the best-fitting sine of `HERTZ`, relative to it."""
    phase = 2 * np.pi * HERTZ * np.arange(len(samples)) / rate
    waves = np.stack([np.cos(phase), np.sin(phase)], axis=1)
    fit, *_ = np.linalg.lstsq(waves, samples, rcond=None)
    assert np.hypot(*fit) > 0.1
    return float(np.abs(samples - waves @ fit).max() / np.hypot(*fit))
