"""A window of audio frames that are recognised together."""

import numpy as np

from captions.engine.ports import FRAME_SECONDS
from captions.pcm import Samples


class AudioWindow:
    """Consecutive frames with their speech probabilities."""

    def __init__(self, start_frame: int) -> None:
        """``start_frame`` is the number of the first frame, counted by the transcriber."""
        self.start_frame = start_frame
        self._frames: list[Samples] = []
        self._probabilities: list[float] = []

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def duration(self) -> float:
        """Duration in seconds."""
        return len(self) * FRAME_SECONDS

    def append(self, frame: Samples, probability: float) -> None:
        """Add a frame and its speech probability."""
        self._frames.append(frame)
        self._probabilities.append(probability)

    def join_samples(self, frames: int | None = None) -> Samples:
        """Return the samples of the first ``frames`` frames, or of all."""
        return np.concatenate(self._frames[:frames])

    def frames_from(self, frame: int) -> list[Samples]:
        """Return the frames from a frame number on; all of them if the window begins later."""
        return self._frames[max(0, frame - self.start_frame) :]

    def voiced_mask(self, threshold: float) -> list[bool]:
        """Return for each frame whether its probability reaches a threshold."""
        return [probability >= threshold for probability in self._probabilities]

    def drop_before(self, frame: int) -> None:
        """Remove the frames before a frame number."""
        count = min(max(0, frame - self.start_frame), len(self))
        del self._frames[:count], self._probabilities[:count]
        self.start_frame += count
