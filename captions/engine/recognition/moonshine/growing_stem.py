"""The encoder's first layers for a window of audio that grows at its end.

A guess hears what the guess before it heard, and a little more. The *stem*, the encoder's first two
convolutions, takes a third of its time. Each of its results depends on 32 ms of audio only, so
those of the previous guess are used again. The group norm between the convolutions does depend
on all samples, and is applied afterwards (see ``packaging/moonshine_graphs.py``).
"""

from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from captions.engine.onnx import open_model
from captions.pcm import Samples

_STRIDE = 192
"""Samples from one feature to the next."""
_RECEPTIVE_FIELD = 511
"""Samples that a feature depends on."""
_SECOND_STRIDE = 3
"""Stride of the second convolution, in results of the first."""
_EPSILON = 1e-5
"""Addend of the variance in the network's group norm."""
_KEY_SAMPLES = 1600
"""First samples of a window, by which it is found again."""
_MAX_AGE = 24
"""Guesses after which a window is forgotten that none of them continued. A dozen sessions guess
twice in this time. Each second of a window takes up to 0.3 MB."""

Features = NDArray[np.float32]
"""Results of the second convolution, ``[channels, features]``."""


class _Results(NamedTuple):
    """Results of the convolutions without the group norm."""

    products: Features
    sums: NDArray[np.float32]
    """Sum of the channels of each result of the first convolution."""
    squares: NDArray[np.float32]
    """Sum of their squares."""

    def keep_first(self, features: int) -> "_Results":
        """Return the first features, and the sums before those that the next feature needs."""
        first = _SECOND_STRIDE * features
        return _Results(self.products[:, :features], self.sums[:first], self.squares[:first])

    def extend(self, more: "_Results") -> "_Results":
        """Return these results, followed by others."""
        return _Results(*(np.concatenate(pair, -1) for pair in zip(self, more, strict=True)))


class _Window(NamedTuple):
    """A window of audio, as a guess heard it."""

    samples: Samples
    results: _Results
    guess: int
    """Number of the guess for which the results were computed."""


class _RecentWindows:
    """The windows of the last guesses of all sessions."""

    def __init__(self) -> None:
        self._windows: dict[bytes, _Window] = {}
        """The windows by their first samples."""
        self._guesses = 0
        self._lock = Lock()

    def take(self, samples: Samples) -> _Results | None:
        """Remove the window that these samples continue, and return what remains valid of it."""
        with self._lock:
            window = self._windows.pop(_find_key(samples), None)
        if window is None:
            return None
        common = min(len(window.samples), len(samples))
        features = (common - _RECEPTIVE_FIELD) // _STRIDE + 1
        if features < 1 or not np.array_equal(window.samples[:common], samples[:common]):
            return None
        return window.results.keep_first(features)

    def keep(self, samples: Samples, results: _Results) -> None:
        """Keep the results for a window until the following guesses."""
        with self._lock:
            self._guesses += 1
            self._windows[_find_key(samples)] = _Window(samples, results, self._guesses)
            oldest = self._guesses - _MAX_AGE
            self._windows = {
                key: window for key, window in self._windows.items() if window.guess > oldest
            }


class GrowingStem:
    """The stem of one model size; shared by any number of threads."""

    def __init__(self, path: Path) -> None:
        """Load ``growing_stem.onnx``.

        Raises:
            EngineError: it cannot be loaded.
        """
        self._model = open_model(path)
        self._windows = _RecentWindows()
        silence = np.zeros((1, _RECEPTIVE_FIELD), np.float32)
        self._weight_sums, self._offsets = self._model.run(
            ["weight_sums", "offsets"], {"samples": silence}
        )

    def compute_features(self, samples: Samples, padding: int) -> Features:
        """Return the features of a window of audio with silence after it.

        Args:
            samples: the window.
            padding: number of silent samples.
        """
        known = self._windows.take(samples)
        first = known.products.shape[1] * _STRIDE if known else 0
        rest = np.pad(samples[first:], (0, padding))
        outputs = self._model.run(["products", "sums", "squares"], {"samples": rest[np.newaxis]})
        new = _Results(*(output[0] for output in outputs))
        results = known.extend(new) if known else new
        self._windows.keep(samples, results)
        return self._normalise(results)

    def _normalise(self, results: _Results) -> Features:
        """Apply the group norm that the results lack."""
        channels = len(results.products) // 2
        count = channels * len(results.sums)
        mean = results.sums.sum(dtype=np.float64) / count
        variance = results.squares.sum(dtype=np.float64) / count - mean**2
        scale = np.float32((variance + _EPSILON) ** -0.5)
        shift: Features = self._offsets - np.float32(mean) * scale * self._weight_sums
        return results.products * scale + shift


def _find_key(samples: Samples) -> bytes:
    return samples[:_KEY_SAMPLES].tobytes()
