"""Shows which word is being played, and keeps it visible."""

from captions.model.saved_transcript import SavedSegment
from captions.ui.history.segments.segment_model import SegmentModel
from captions.ui.history.segments.word_times import find_spoken, locate_words
from captions.ui.history.view.segment_view import SegmentView


class PlaybackMarker:
    """Marks the spoken word in a view."""

    def __init__(self, model: SegmentModel, view: SegmentView) -> None:
        self._model = model
        self._view = view
        self._row = -1
        self._follows = True
        """False after the user scrolled away."""
        view.moved.connect(self._stop_following)

    @property
    def is_playing(self) -> bool:
        """True while a word may be marked."""
        return self._row >= 0

    def start(self) -> None:
        """Follow the words again, because the user started to play."""
        self._follows = True

    def show_time(self, stream_time: float | None) -> None:
        """Mark the word spoken at a stream time; `None` ends playing."""
        if stream_time is None:
            self._row = -1
            self._mark(None)
            return
        row = self._find_row(stream_time)
        segment = self._model.get_segment(row)
        self._mark(segment, 0.0 if segment is None else stream_time)
        if row != self._row and self._follows:
            self._view.show_row(row)
        self._row = row

    def _mark(self, segment: SavedSegment | None, stream_time: float = 0.0) -> None:
        word = None if segment is None else find_spoken(locate_words(segment), stream_time)
        spoken = None if segment is None or word is None else (segment.id, word)
        if spoken != self._view.marker.spoken:
            self._view.marker.spoken = spoken
            self._view.viewport().update()

    def _find_row(self, stream_time: float) -> int:
        """Return the last row that begins before a time; nearby rows are tried first."""
        for row in (self._row, self._row + 1):
            if row >= 0 and self._begins_before(row, stream_time):
                after = self._model.get_segment(row + 1)
                if after is None or after.start > stream_time:
                    return row
        low, high = 0, self._model.rowCount()
        while low < high:
            middle = (low + high) // 2
            if self._begins_before(middle, stream_time):
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def _begins_before(self, row: int, stream_time: float) -> bool:
        segment = self._model.get_segment(row)
        return segment is not None and segment.start <= stream_time

    def _stop_following(self, *_: object) -> None:
        self._follows = False
