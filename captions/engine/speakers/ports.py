"""The interface of voice models, and the vectors that they compute."""

from typing import Any, Protocol

import numpy as np

from captions.pcm import Samples

Vector = np.ndarray[Any, np.dtype[np.float32]]
"""A voice as a vector of length 1: the smaller the angle of two, the more alike the voices."""


class SpeakerEmbedder(Protocol):
    """Computes the vector of a voice; used by several threads at once."""

    @property
    def window_samples(self) -> int:
        """Samples, at `captions.engine.ports.ENGINE_RATE`, of one window."""
        ...

    def embed_windows(self, windows: list[Samples]) -> list[Vector]:
        """Return the vector of each window of speech."""
        ...


def mean_vector(vectors: list[Vector]) -> Vector:
    """Return the direction in which several vectors point together."""
    total = np.sum(vectors, axis=0)
    mean: Vector = total / max(float(np.linalg.norm(total)), 1e-9)
    return mean
