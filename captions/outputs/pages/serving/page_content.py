"""What a page shows at present, encoded once for all readers."""

from collections import deque

from captions.outputs.pages.page_messages import (
    KEPT_SEGMENTS,
    PageLive,
    PageLook,
    PageNames,
    PageRows,
    PageSegment,
    PageSegments,
    ToPage,
    encode_page_message,
)
from captions.web.protocols import encode_text_frame

_MAX_FRAMES = 8
"""Maximum number of encoded frames with segments."""


class PageContent:
    """The look, the newest state and the last segments; each change has a number."""

    def __init__(self) -> None:
        """Start with an empty page."""
        self.look_number = 0
        """Number of the present look; 0 while there is none."""
        self.look_frame = b""
        self.state_number = 0
        """Number of the present rows or open segments; 0 while there are none."""
        self.state_frame = b""
        self.names_number = 0
        """Number of the present names; 0 while all speakers have their first."""
        self.names_frame = b""
        self.session = ""
        """Session of the segments; empty while there are none."""
        self._segments: deque[PageSegment] = deque(maxlen=KEPT_SEGMENTS)
        self._segment_frames: dict[int, bytes] = {}
        """Frames with the segments from a number on, until there is another segment. Their number
        is limited, because readers who connect again choose the number."""

    @property
    def next_segment(self) -> int:
        """Number of the next segment."""
        return self._segments[-1].number + 1 if self._segments else 0

    def set_look(self, look: PageLook) -> None:
        """Replace the look."""
        self.look_frame = _encode_frame(look)
        self.look_number += 1

    def set_state(self, state: PageRows | PageLive) -> None:
        """Replace what is being spoken."""
        self.state_frame = _encode_frame(state)
        self.state_number += 1

    def set_names(self, names: PageNames) -> None:
        """Replace the names of the speakers."""
        self.names_frame = _encode_frame(names)
        self.names_number += 1

    def add_segments(self, added: PageSegments) -> None:
        """Add segments; those of an earlier session, or with known numbers, are replaced."""
        if added.session != self.session:
            self._segments.clear()
        self.session = added.session
        first = self.next_segment
        self._segments.extend(item for item in added.segments if item.number >= first)
        self._segment_frames.clear()

    def segments_frame(self, first: int) -> bytes:
        """Return a frame with the segments from this number on; empty if there are none."""
        if first >= self.next_segment:
            return b""
        first = max(first, self._segments[0].number)
        if first not in self._segment_frames:
            if len(self._segment_frames) >= _MAX_FRAMES:
                self._segment_frames.clear()
            segments = tuple(item for item in self._segments if item.number >= first)
            self._segment_frames[first] = _encode_frame(PageSegments(self.session, segments))
        return self._segment_frames[first]


def _encode_frame(message: ToPage) -> bytes:
    return encode_text_frame(encode_page_message(message))
