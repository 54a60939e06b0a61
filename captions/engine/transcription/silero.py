"""Voice activity detection by Silero's recurrent network (MIT licence, model versions 5 and 6)."""

from pathlib import Path

import numpy as np

from captions.engine.onnx import open_model
from captions.engine.ports import ENGINE_RATE, FRAME_SAMPLES
from captions.pcm import Samples

_CONTEXT_SAMPLES = 64
"""Samples from the end of the previous frame that the network expects before each frame."""
_STATE_SHAPE = (2, 1, 128)


class SileroModel:
    """The weights, shared by any number of streams."""

    def __init__(self, path: Path) -> None:
        self.session = open_model(path)

    def create_detector(self) -> "SileroDetector":
        """Return a detector for one stream."""
        return SileroDetector(self)


class SileroDetector:
    """The recurrent state of one stream."""

    def __init__(self, model: SileroModel) -> None:
        self._session = model.session
        self._rate = np.array(ENGINE_RATE, np.int64)
        self.reset()

    def reset(self) -> None:
        """Reset the state: the next frame is the first of a stream."""
        self._state = np.zeros(_STATE_SHAPE, np.float32)
        self._context = np.zeros(_CONTEXT_SAMPLES, np.float32)

    def probability(self, frame: Samples) -> float:
        """Return the probability that a frame of `FRAME_SAMPLES` samples is speech."""
        if len(frame) != FRAME_SAMPLES:
            raise ValueError(len(frame))
        padded = np.concatenate([self._context, frame])
        output, self._state = self._session.run(
            None, {"input": padded[None], "state": self._state, "sr": self._rate}
        )
        self._context = padded[-_CONTEXT_SAMPLES:]
        return float(output[0, 0])
