"""Holds segments back until their machine translation arrives, in order and not for long."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from captions.model.saved_transcript import TranscriptSegment

MAX_WAIT_SECONDS = 10.0
"""Longest time in seconds for which a segment is held back; it then has no translation."""


class CallLater(Protocol):
    """Calls a function after some seconds, as an event loop does."""

    def __call__(self, delay: float, callback: Callable[[], None], /) -> object:
        """Schedule a call."""


@dataclass(slots=True)
class _HeldSegment:
    segment: TranscriptSegment
    segment_id: str
    """Empty once the segment is complete."""


class TranslationWait:
    """Passes each segment on once it is complete."""

    def __init__(self, pass_on: Callable[[TranscriptSegment], None]) -> None:
        self._pass_on = pass_on
        self._held: deque[_HeldSegment] = deque()

    def add_segment(
        self, segment: TranscriptSegment, segment_id: str, call_later: CallLater
    ) -> None:
        """Pass a segment on, or hold it back.

        Args:
            segment: the segment.
            segment_id: identifies it to its translation; empty if none will follow.
            call_later: schedules the end of the wait.
        """
        self._held.append(_HeldSegment(segment, segment_id))
        if segment_id:
            call_later(MAX_WAIT_SECONDS, lambda: self.add_translation(segment_id, ""))
        self._pass_complete()

    def add_translation(self, segment_id: str, text: str) -> None:
        """Complete a segment; an empty text leaves it without a translation."""
        for held in self._held:
            if held.segment_id == segment_id:
                held.segment = replace(held.segment, translation=text)
                held.segment_id = ""
        self._pass_complete()

    def pass_all(self) -> None:
        """Pass all segments on without waiting any longer."""
        for held in self._held:
            held.segment_id = ""
        self._pass_complete()

    def _pass_complete(self) -> None:
        while self._held and not self._held[0].segment_id:
            self._pass_on(self._held.popleft().segment)
