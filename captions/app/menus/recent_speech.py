"""Reads what was said in the last minutes."""

from captions.history.history import History
from captions.model.saved_transcript import SavedSegment

_PAGE_SEGMENTS = 100
"""Segments that are read at once, from the end of the session."""


def read_recent(history: History, session_id: int | None, since: float) -> list[SavedSegment]:
    """Return the segments that began after a time, in order, without gaps.

    Args:
        history: the transcripts.
        session_id: the session of this run; `None` before the first speech.
        since: seconds since 1970 (UTC).

    Raises:
        HistoryError: the transcript cannot be read.
    """
    recent: list[SavedSegment] = []
    end = 0 if session_id is None else history.count_segments(session_id)
    while session_id is not None and end > 0:
        start = max(0, end - _PAGE_SEGMENTS)
        page = history.read_segments(session_id, start, end - start)
        found = [segment for segment in page if (segment.wall_time or 0.0) >= since]
        recent[:0] = [segment for segment in found if not segment.is_gap]
        if len(found) < len(page):
            break
        end = start
    return recent
