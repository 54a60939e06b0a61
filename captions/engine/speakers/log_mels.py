"""Log mel spectrograms as the voice model was trained on them.

The model comes from the project maum-ai/voicefilter (``utils/audio.py``): spectra of 25 ms every
10 ms with a Hann window, 40 bands on Slaney's mel scale with areas of equal size, and the base-10
logarithm. Each window is brought to the same loudness first, which halves the equal error rate.
"""

from functools import cache
from typing import Any

import numpy as np

from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples

LogMels = np.ndarray[Any, np.dtype[np.float32]]
"""Frames of `BANDS` values each."""
BANDS = 40
_FFT_SAMPLES = 512
_WINDOW_SAMPLES = 400
_HOP_SAMPLES = 160
_FLOOR = 1e-6
"""Added to each band's energy, as in training."""
_LOUDNESS = 0.05
"""Root mean square to which sound is brought."""
_QUIETEST = 1e-3
"""Root mean square below which sound is not amplified any further."""
_LINEAR_MELS = 15.0
"""Slaney's scale is linear up to this value, which stands for 1000 Hz; then logarithmic."""
_HZ_PER_MEL = 200 / 3
_LOG_STEP = np.log(6.4) / 27


def count_samples(frames: int) -> int:
    """Return the number of samples from which so many frames are computed."""
    return (frames - 1) * _HOP_SAMPLES + _FFT_SAMPLES


def compute_log_mels(samples: Samples) -> LogMels:
    """Return the log mel spectrogram of sound at `ports.ENGINE_RATE`, at a fixed loudness."""
    loudness = float(np.sqrt(np.mean(np.square(samples))))
    scaled = samples * np.float32(_LOUDNESS / max(loudness, _QUIETEST))
    frames = np.lib.stride_tricks.sliding_window_view(scaled, _FFT_SAMPLES)[::_HOP_SAMPLES]
    spectra = np.fft.rfft(frames * _hann_window(), axis=1)
    power = np.square(spectra.real) + np.square(spectra.imag)
    # Not a matrix product: the threads of BLAS would spin for longer than this takes.
    energies = np.einsum("fb,mb->fm", power, _mel_filters())
    mels: LogMels = np.log10(energies + np.float32(_FLOOR))
    return mels


@cache
def _hann_window() -> Samples:
    """Return a periodic Hann window in the middle of a spectrum's samples."""
    window = np.zeros(_FFT_SAMPLES, np.float32)
    edge = (_FFT_SAMPLES - _WINDOW_SAMPLES) // 2
    phase = 2 * np.pi * np.arange(_WINDOW_SAMPLES) / _WINDOW_SAMPLES
    window[edge : edge + _WINDOW_SAMPLES] = 0.5 - 0.5 * np.cos(phase)
    return window


@cache
def _mel_filters() -> LogMels:
    """Return for each band its weight at each frequency of a spectrum."""
    top = _LINEAR_MELS + np.log(ENGINE_RATE / 2 / 1000) / _LOG_STEP
    edges = _mels_to_hz(np.linspace(0, top, BANDS + 2))
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    frequencies = np.linspace(0, ENGINE_RATE / 2, _FFT_SAMPLES // 2 + 1)
    rising, falling = (
        (frequencies - low) / (centre - low),
        (high - frequencies) / (high - centre),
    )
    filters: LogMels = np.maximum(0, np.minimum(rising, falling)) * 2 / (high - low)
    return filters.astype(np.float32)


def _mels_to_hz(mels: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[Any]]:
    logarithmic = 1000 * np.exp((mels - _LINEAR_MELS) * _LOG_STEP)
    return np.where(mels < _LINEAR_MELS, mels * _HZ_PER_MEL, logarithmic)
