"""The committed sentences of the audience page, numbered so that pages ask for newer ones only."""

import secrets
from collections import deque

from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.pages.page_messages import KEPT_SEGMENTS, PageSegment, PageSegments

_MAX_TEXT_CHARS = 10_000
"""Maximum length of a segment on a page."""


class PageSentences:
    """Numbers sentences, and keeps the last ones for new readers and for a new process."""

    def __init__(self) -> None:
        self._session = secrets.token_urlsafe(8)
        self._next_number = 0
        self._kept: deque[PageSegment] = deque(maxlen=KEPT_SEGMENTS)

    @property
    def kept(self) -> PageSegments | None:
        """The last sentences; `None` if there are none."""
        return PageSegments(self._session, tuple(self._kept)) if self._kept else None

    def add_segments(self, segments: list[TranscriptSegment]) -> PageSegments:
        """Add sentences, and return the message about them."""
        added = tuple(map(self._number_segment, segments))
        self._kept.extend(added)
        return PageSegments(self._session, added)

    def _number_segment(self, segment: TranscriptSegment) -> PageSegment:
        number, self._next_number = self._next_number, self._next_number + 1
        text = segment.text[:_MAX_TEXT_CHARS]
        return PageSegment(number, text, segment.label, segment.lane, segment.language)
