"""Voice detection by Silero's small recurrent network (MIT licence), version 5 and 6 models."""

from pathlib import Path

import numpy as np

from captions.engine.onnx import open_model
from captions.engine.ports import ENGINE_RATE, FRAME_SAMPLES
from captions.pcm import Samples

_CONTEXT_SAMPLES = 64
"""The network wants the end of the frame before in front of each frame."""
_STATE_SHAPE = (2, 1, 128)


class SileroModel:
    """The weights, which any number of streams share."""

    def __init__(self, path: Path) -> None:
        self.session = open_model(path)

    def detector(self) -> "SileroDetector":
        """Start a stream of its own."""
        return SileroDetector(self)


class SileroDetector:
    """One stream's memory of what it heard."""

    def __init__(self, model: SileroModel) -> None:
        self._session = model.session
        self._rate = np.array(ENGINE_RATE, np.int64)
        self.reset()

    def reset(self) -> None:
        """Forget the past: the next frame is the first of a stream."""
        self._state = np.zeros(_STATE_SHAPE, np.float32)
        self._context = np.zeros(_CONTEXT_SAMPLES, np.float32)

    def probability(self, frame: Samples) -> float:
        """Return the probability that a frame of `FRAME_SAMPLES` samples is speech."""
        assert len(frame) == FRAME_SAMPLES  # noqa: S101  # a wrong size is a bug of the caller's
        padded = np.concatenate([self._context, frame])
        output, self._state = self._session.run(
            None, {"input": padded[None], "state": self._state, "sr": self._rate}
        )
        self._context = padded[-_CONTEXT_SAMPLES:]
        return float(output[0, 0])
