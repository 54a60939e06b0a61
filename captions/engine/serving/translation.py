"""Translation of committed segments: their audio, and the queue in which they wait.

Recognition comes first. A segment is translated after its commit was sent, by a thread that no
session needs for recognition. If translations fall behind, the oldest waiting ones are left out.
"""

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from captions.engine.ports import ENGINE_RATE, Translator
from captions.events import Committed
from captions.pcm import Samples
from captions.protocol.languages import two_letter_code
from captions.protocol.messages import Translation

_KEPT_SECONDS = 60.0
"""Audio that is kept for translation, in seconds: longer than the longest segment, of 36 s, and the
silence that ends it."""
_MARGIN_SECONDS = 0.2
"""Audio before the first and after the last word that is translated too, in seconds. The times of
words may be off by a syllable."""
_MAX_WAITING_SECONDS = 120.0
"""Maximum audio of one session that waits to be translated, in seconds."""


@dataclass(frozen=True, slots=True)
class DueTranslation:
    """A committed segment that is to be translated."""

    segment_id: str
    """Id of the segment on the wire."""
    committed: Committed
    """The segment, with times since the first sample of the session."""
    language: str
    """Language of the translation, as an ISO 639-1 code."""
    samples: Samples = field(repr=False, compare=False)
    """Audio of the segment at `ENGINE_RATE`."""

    @property
    def seconds(self) -> float:
        """Duration of the audio in seconds."""
        return len(self.samples) / ENGINE_RATE

    def make_message(self, text: str) -> Translation:
        """Return the message with the translation; an empty text says that there is none."""
        words = self.committed.words
        return Translation(text, self.segment_id, self.language, words[0].start, words[-1].end)


class SegmentTranslator:
    """Collects the segments of one session that are to be translated, with their audio."""

    def __init__(self, translator: Translator, target: str) -> None:
        """Start without audio.

        Args:
            translator: translates into the target language.
            target: language of the translations, as an ISO 639-1 or ISO 639-3 code.
        """
        self._translator = translator
        self._target = two_letter_code(target)
        self._id_prefix = secrets.token_hex(6)
        self._count = 0
        self._pieces: deque[Samples] = deque()
        """The last audio of the session."""
        self._start = 0
        """Number of the first kept sample, counted from the first sample of the session."""
        self._end = 0
        """Number of samples received."""
        self._due: list[DueTranslation] = []

    def record_audio(self, samples: Samples) -> None:
        """Keep audio of the session, and drop what no segment needs any more."""
        self._pieces.append(samples)
        self._end += len(samples)
        while (
            len(self._pieces) > 1
            and self._end - self._start - len(self._pieces[0]) >= _KEPT_SECONDS * ENGINE_RATE
        ):
            self._start += len(self._pieces.popleft())

    def add_segment(self, committed: Committed) -> str:
        """Add a segment, and return its id; empty if there is nothing to translate."""
        if not committed.words or not committed.text or committed.language == self._target:
            return ""
        samples = self._cut_audio(committed.words[0].start, committed.words[-1].end)
        if not len(samples):
            return ""
        self._count += 1
        segment_id = f"{self._id_prefix}-{self._count}"
        self._due.append(DueTranslation(segment_id, committed, self._target, samples))
        return segment_id

    def take_due(self) -> list[DueTranslation]:
        """Return the segments added since the last call."""
        due, self._due = self._due, []
        return due

    def translate(self, due: DueTranslation) -> str:
        """Return the translation of a segment; this takes long, and any thread may do it."""
        committed = due.committed
        return self._translator.translate(due.samples, committed.text, committed.language)

    def _cut_audio(self, start: float, end: float) -> Samples:
        """Return the audio between two session times in seconds, with a margin."""
        first = round((start - _MARGIN_SECONDS) * ENGINE_RATE) - self._start
        last = round((end + _MARGIN_SECONDS) * ENGINE_RATE) - self._start
        return np.concatenate(self._pieces)[max(0, first) : max(0, last)].copy()


class TranslationQueue:
    """Segments of one session that wait to be translated; used on the event loop only."""

    def __init__(self) -> None:
        self._waiting: deque[DueTranslation] = deque()
        self._has_work = asyncio.Event()
        self._running = False

    @property
    def is_busy(self) -> bool:
        """True while a segment waits or is being translated."""
        return self._running or bool(self._waiting)

    def put(self, due: DueTranslation) -> list[DueTranslation]:
        """Append a segment, and return the oldest ones, which it displaces."""
        self._waiting.append(due)
        self._has_work.set()
        displaced = []
        while len(self._waiting) > 1 and self._waiting_seconds > _MAX_WAITING_SECONDS:
            displaced.append(self._waiting.popleft())
        return displaced

    async def wait_for_work(self) -> None:
        """Wait until a segment waits; the previous one is then no longer being translated."""
        self._running = False
        while not self._waiting:
            self._has_work.clear()
            await self._has_work.wait()

    def pop(self) -> DueTranslation:
        """Remove and return the segment that has waited longest; there must be one."""
        self._running = True
        return self._waiting.popleft()

    @property
    def _waiting_seconds(self) -> float:
        return sum(due.seconds for due in self._waiting)
