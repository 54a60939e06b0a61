"""A piece of sound with speech in it, frame by frame."""

import numpy as np

from captions.engine.ports import FRAME_SECONDS
from captions.pcm import Samples


class Piece:
    """Frames that are recognised together."""

    def __init__(self, start_frame: int) -> None:
        """``start_frame`` counts frames from where a transcriber began to listen."""
        self.start_frame = start_frame
        self._frames: list[Samples] = []
        self._probabilities: list[float] = []

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self) * FRAME_SECONDS

    def append(self, frame: Samples, probability: float) -> None:
        """Add a frame and its probability of speech."""
        self._frames.append(frame)
        self._probabilities.append(probability)

    def samples(self, frames: int | None = None) -> Samples:
        """Return the sound of the first ``frames`` frames, or of all."""
        return np.concatenate(self._frames[:frames])

    def frames_from(self, frame: int) -> list[Samples]:
        """Return the frames from one of the stream's on; all if the piece begins behind it."""
        return self._frames[max(0, frame - self.start_frame) :]

    def voiced(self, threshold: float) -> list[bool]:
        """Say of each frame whether its probability reaches a threshold."""
        return [probability >= threshold for probability in self._probabilities]

    def cut(self, frame: int) -> None:
        """Let go of what stands before a frame of the stream."""
        count = min(max(0, frame - self.start_frame), len(self))
        del self._frames[:count], self._probabilities[:count]
        self.start_frame += count
