"""Combines speech with its machine translations, for displays that know only speech.

A display shows the original, the translation, or both. To show only the translation, a committed
segment stays grey until its translation arrives and replaces it. To show both, a translation is a
segment of a lane of its own, because it arrives while the next sentence is already being spoken.
This module has no clock: times are seconds of any monotonic clock.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace

from captions.events import CaptionEvent, Committed, Partial, Speech, Translated
from captions.model.live.translated_text import (
    TranslationChoice,
    mark_translation,
    translation_lane,
)
from captions.model.writing.joining import join_words

_MAX_WAIT_SECONDS = 10.0
"""Longest time in seconds for which a segment stays grey. Its original is shown then: it was
translated too late, or the connection broke before."""
_MAX_WAITING = 64
"""Maximum segments of a lane that wait for translations; a server that commits more of them in that
time does not translate."""


class AwaitedTranslations:
    """Segments that were shown and whose translations may follow.

    A translation is shown only if its segment was: the user may have cleared the captions, or have
    paused an output while it was spoken.
    """

    def __init__(self) -> None:
        self._segments: deque[Committed] = deque(maxlen=_MAX_WAITING)
        self.clear = self._segments.clear

    def add_segment(self, event: CaptionEvent) -> None:
        """Await the translation of a segment, if one will follow."""
        if isinstance(event, Committed) and event.segment_id:
            self._segments.append(event)

    def pop_segment(self, translated: Translated) -> Committed | None:
        """Return the segment of a translation, once; `None` if it is not awaited."""
        for segment in self._segments:
            if segment.segment_id == translated.segment_id:
                self._segments.remove(segment)
                return segment
        return None


@dataclass(slots=True)
class _WaitingSegment:
    """A committed segment that is not shown as final yet."""

    committed: Committed
    deadline: float
    """When its original is shown."""
    is_ready: bool = False
    """True once it has its final text."""
    is_translated: bool = False
    """True if that text is the translation."""


@dataclass(slots=True)
class _WaitingLane:
    """Segments of one lane that are not final yet, and the open one after them."""

    segments: deque[_WaitingSegment] = field(default_factory=deque)
    partial: Partial = field(default_factory=lambda: Partial(""))

    def add_translation(self, translated: Translated, text: str) -> None:
        """Replace the text of a segment; those before it lost their translation."""
        ids = [waiting.committed.segment_id for waiting in self.segments]
        if translated.segment_id not in ids:
            return
        for waiting in list(self.segments)[: ids.index(translated.segment_id) + 1]:
            waiting.is_ready = True
        if text:
            waiting.is_translated = True
            waiting.committed = replace(
                waiting.committed, text=text, words=(), language=translated.language
            )

    def pop_ready(self, *, marks_originals: bool) -> list[Speech]:
        """Return the segments that are final, and what is open after them; empty if none is.

        Args:
            marks_originals: True to mark the language of segments without their translation.
        """
        ready: list[Speech] = []
        while self.segments and self.segments[0].is_ready:
            waiting = self.segments.popleft()
            is_marked = marks_originals and waiting.committed.segment_id
            plain = not is_marked or waiting.is_translated
            ready.append(waiting.committed if plain else _mark_original(waiting.committed))
        if ready and (self.segments or self.partial.text):
            ready.append(self.join_open())
        return ready

    def join_open(self) -> Partial:
        """Return all that is not final as one partial, none of which is settled."""
        texts = [waiting.committed.text for waiting in self.segments]
        text = join_words([*texts, self.partial.text])
        return replace(self.partial, text=text, settled_text="", marked=True)


class TranslationFilter:
    """Returns what a display shows of speech and its translations."""

    def __init__(self, choice: TranslationChoice, *, marks: bool = True) -> None:
        """Start without segments.

        Args:
            choice: which text is shown.
            marks: True to mark each translation in its text. False if a mark stands beside all
                rows: the text of a segment that lost its translation is then marked instead.
        """
        self._choice = choice
        self._marks = marks
        self._lanes: defaultdict[str, _WaitingLane] = defaultdict(_WaitingLane)
        self._awaited = AwaitedTranslations()

    def apply(self, event: CaptionEvent, now: float) -> list[Speech]:
        """Return the speech to show for an event."""
        if isinstance(event, Translated):
            return self._apply_translation(event)
        self._awaited.add_segment(event)
        if self._choice is not TranslationChoice.TRANSLATION:
            return [event]
        return self._delay_speech(event, now)

    def poll(self, now: float) -> list[Speech]:
        """Return the segments that have waited too long for their translation."""
        overdue: list[Speech] = []
        for lane in self._lanes.values():
            for waiting in lane.segments:
                waiting.is_ready = waiting.is_ready or waiting.deadline <= now
            overdue += lane.pop_ready(marks_originals=not self._marks)
        return overdue

    def clear(self) -> list[Speech]:
        """Drop the segments that wait and all translations that are awaited.

        Returns:
            What is open without the dropped segments.
        """
        self._awaited.clear()
        waiting = [lane for lane in self._lanes.values() if lane.segments]
        for lane in waiting:
            lane.segments.clear()
        return [lane.join_open() for lane in waiting]

    @property
    def next_deadline(self) -> float | None:
        """When `poll` will return a segment without another event; `None` for never."""
        deadlines = (lane.segments[0].deadline for lane in self._lanes.values() if lane.segments)
        return min(deadlines, default=None)

    def _apply_translation(self, event: Translated) -> list[Speech]:
        is_awaited = self._awaited.pop_segment(event) is not None
        text = event.text.strip()
        shown = mark_translation(text, event.language) if text and self._marks else text
        match self._choice:
            case TranslationChoice.TRANSLATION:
                lane = self._lanes[event.lane]
                lane.add_translation(event, shown)
                return lane.pop_ready(marks_originals=not self._marks)
            case TranslationChoice.BOTH if shown and is_awaited:
                return [Committed(shown, (), event.language, translation_lane(event.lane))]
            case _:
                return []

    def _delay_speech(self, event: Speech, now: float) -> list[Speech]:
        lane = self._lanes[event.lane]
        if isinstance(event, Partial):
            lane.partial = event
            return [lane.join_open()]
        lane.partial = Partial("", event.lane)
        if not event.segment_id and not lane.segments:
            return [event]
        if event.text.strip():
            is_ready = not event.segment_id
            lane.segments.append(_WaitingSegment(event, now + _MAX_WAIT_SECONDS, is_ready))
        if len(lane.segments) > _MAX_WAITING:
            lane.segments[0].is_ready = True
            return lane.pop_ready(marks_originals=not self._marks)
        return [lane.join_open()]


def _mark_original(committed: Committed) -> Committed:
    """Return a segment with the mark of its language, if that is known."""
    if not committed.language:
        return committed
    return replace(committed, text=mark_translation(committed.text, committed.language), words=())
