"""The sound of a stream in overlapping windows, each with the vector of its voice.

The windows lie on a fixed grid of stream time. What is computed for them therefore does not depend
on the sizes in which sound arrives, nor on when it is computed.
"""

from collections import deque
from itertools import islice
from typing import NamedTuple

import numpy as np

from captions.engine.ports import ENGINE_RATE
from captions.engine.speakers.ports import SpeakerEmbedder, Vector
from captions.pcm import Samples

HOP_SECONDS = 0.4
"""Distance of two windows in seconds."""
_HOP_SAMPLES = round(HOP_SECONDS * ENGINE_RATE)
_MAX_HOPS = 150
"""Windows that are kept: a minute, which is more than a live segment lasts."""
_BATCH_WINDOWS = 4
"""Windows that `prepare_windows` computes at once, so that no guess has to wait for long."""


class VoiceWindow(NamedTuple):
    """One window."""

    number: int
    """Place on the grid; window 0 begins with the stream."""
    vector: Vector
    """Its voice."""


class VoiceWindows:
    """The last windows of a stream."""

    def __init__(self, embedder: SpeakerEmbedder) -> None:
        self._embedder = embedder
        self.seconds = embedder.window_samples / ENGINE_RATE
        """Duration of a window in seconds."""
        self._sound: deque[Samples] = deque()
        """Sound from the first kept window on, in pieces of one hop."""
        self._first = 0
        """Number of the first kept window."""
        self._remainder = np.zeros(0, np.float32)
        self._vectors: dict[int, Vector] = {}

    def append(self, samples: Samples) -> None:
        """Add the next sound of the stream."""
        sound = np.concatenate([self._remainder, samples])
        whole = len(sound) - len(sound) % _HOP_SAMPLES
        self._sound.extend(np.split(sound[:whole], whole // _HOP_SAMPLES) if whole else ())
        self._remainder = sound[whole:]
        self._drop_windows(self._first + len(self._sound) - _MAX_HOPS)

    def drop_before(self, seconds: float) -> None:
        """Forget the windows that begin before a stream time in seconds."""
        self._drop_windows(int(seconds / HOP_SECONDS))

    def prepare_windows(self, start: float) -> None:
        """Compute some complete windows from a stream time on in advance.

        Several at once take half the time that each would take alone.
        """
        missing = [
            number
            for number in range(self._number_at(start), self._complete_end)
            if number not in self._vectors
        ]
        if len(missing) >= _BATCH_WINDOWS:
            self._compute_vectors(missing[:_BATCH_WINDOWS])

    def find_windows(self, start: float, end: float) -> list[VoiceWindow]:
        """Return the windows that lie between two stream times in seconds."""
        last = int((end - self.seconds) / HOP_SECONDS + 1e-6) if end >= self.seconds else -1
        numbers = range(self._number_at(start), min(last + 1, self._complete_end))
        self._compute_vectors([number for number in numbers if number not in self._vectors])
        return [VoiceWindow(number, self._vectors[number]) for number in numbers]

    @property
    def _complete_end(self) -> int:
        """Number of the first window whose sound is incomplete."""
        available = len(self._sound) * _HOP_SAMPLES + len(self._remainder)
        complete = (available - self._embedder.window_samples) // _HOP_SAMPLES + 1
        return self._first + max(0, complete)

    def _number_at(self, seconds: float) -> int:
        """Return the number of the first kept window that begins at a time or later."""
        return max(self._first, int(np.ceil(seconds / HOP_SECONDS - 1e-6)))

    def _compute_vectors(self, numbers: list[int]) -> None:
        vectors = self._embedder.embed_windows([self._window_sound(number) for number in numbers])
        self._vectors.update(zip(numbers, vectors, strict=True))

    def _window_sound(self, number: int) -> Samples:
        size = self._embedder.window_samples
        begin = number - self._first
        hops = islice(self._sound, begin, begin + -(-size // _HOP_SAMPLES))
        return np.concatenate([*hops, self._remainder])[:size]

    def _drop_windows(self, number: int) -> None:
        while self._first < number and self._sound:
            self._sound.popleft()
            self._vectors.pop(self._first, None)
            self._first += 1
