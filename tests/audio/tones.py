"""Pure tones, and how far from pure they come out."""

import numpy as np

from captions.pcm import Samples

HERTZ = 997.0
"""Of a tone that no rate divides, so that no two of its waves have the same samples."""


def tone(hertz: float, seconds: float, rate: int = 48_000) -> Samples:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)
    return wave.astype(np.float32)


def faults(samples: Samples, rate: int) -> float:
    """How far samples are from the one sine of `HERTZ` that fits them best, as a share of it."""
    phase = 2 * np.pi * HERTZ * np.arange(len(samples)) / rate
    waves = np.stack([np.cos(phase), np.sin(phase)], axis=1)
    fit, *_ = np.linalg.lstsq(waves, samples, rcond=None)
    assert np.hypot(*fit) > 0.1
    return float(np.abs(samples - waves @ fit).max() / np.hypot(*fit))
