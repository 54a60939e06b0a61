"""Layouts of the rows that are or were visible; only the latest few hundred are kept.

After the last segment, one more row shows the open partials and the space below the text.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QRect

from captions.model.live.translated_text import mark_translation
from captions.model.saved_transcript import SavedSegment
from captions.ui.history.segments.segment_model import SegmentModel
from captions.ui.history.segments.segment_texts import describe_gap, describe_unknown_speaker
from captions.ui.history.view.segment_layout import SegmentLayout, SegmentText
from captions.ui.history.view.text_look import TextLook
from captions.ui.theme.metrics import GRID

MAX_LAYOUTS = 256
"""Maximum number of layouts kept; several screens of short segments."""
BOTTOM_GAP = 2 * GRID
"""Space below the last text."""


class LaidOutRow(NamedTuple):
    """A segment with its layout."""

    segment: SavedSegment
    layout: SegmentLayout
    previous_label: str | None
    """Label of the segment before; `None` after a gap and at the beginning."""
    is_first: bool
    """True at the beginning of the transcript."""

    @property
    def key(self) -> tuple[SavedSegment, str | None, bool]:
        """All that the layout depends on."""
        return self.segment, self.previous_label, self.is_first


class RowLayouts:
    """Measures and returns rows on demand."""

    def __init__(self, model: SegmentModel, look: TextLook) -> None:
        self._model = model
        self._look = look
        self._width = 0
        self._rows: OrderedDict[int, LaidOutRow] = OrderedDict()
        self.partials: list[SegmentLayout] = []
        """Layouts of the open partials, from top to bottom."""
        self._partial_texts: Mapping[str, str] = {}
        self._editor: tuple[int, int] | None = None
        """Segment that is being edited, and the height of its editor."""

    @property
    def look(self) -> TextLook:
        """Fonts and colours in use."""
        return self._look

    def set_geometry(self, look: TextLook, width: int) -> None:
        """Use other fonts or another width of the view."""
        width = look.text_width(width)
        if (look, width) != (self._look, self._width):
            self._look, self._width = look, width
            self._rows.clear()
            self.show_partials(self._partial_texts)

    def show_partials(self, texts: Mapping[str, str]) -> None:
        """Lay out the open partials, given by their labels."""
        self._partial_texts = dict(texts)
        self.partials = []
        label = self._find_last_label()
        for speaker, text in texts.items():
            shown = "" if speaker == label else speaker
            spoken = SegmentText(text, shown)
            self.partials.append(SegmentLayout(spoken, self._look, self._width))
            label = speaker

    def set_editor(self, segment_id: int | None, height: int = 0) -> None:
        """Reserve the height of an editor for a segment's text; `None` for no editor."""
        self._editor = None if segment_id is None else (segment_id, height)

    def clear(self) -> None:
        """Forget the segments, because those of another session follow."""
        self._rows.clear()
        self._editor = None

    def get_row(self, row: int) -> LaidOutRow | None:
        """Return a row; `None` if it has no segment."""
        segment = self._model.get_segment(row)
        if segment is None:
            return None
        before = self._model.get_segment(row - 1)
        label = None if before is None or before.is_gap else before.label
        known, is_first = self._rows.get(segment.id), row == 0
        if known is not None and known.key == (segment, label, is_first):
            # The segment may have been read again; comparing the same object is fast.
            return self._keep_row(known._replace(segment=segment))
        layout = self._lay_out(segment, label, is_first=is_first)
        return self._keep_row(LaidOutRow(segment, layout, label, is_first=is_first))

    def measure(self, row: int) -> int:
        """Return the height of a row in pixels."""
        found = self.get_row(row)
        if found is None:
            return self._look.line_height if row < self._model.rowCount() else self._measure_end()
        if self._editor is not None and self._editor[0] == found.segment.id:
            layout = found.layout
            return layout.height - layout.text_height + max(layout.text_height, self._editor[1])
        return found.layout.height

    def locate_text(self, area: QRect, layout: SegmentLayout) -> QRect:
        """Return the area of a row's text, given the area of the row."""
        height = area.height() - (layout.height - layout.text_height)
        return QRect(
            area.left() + self._look.gutter_width, area.top() + layout.text_top, self._width, height
        )

    def _lay_out(
        self, segment: SavedSegment, previous_label: str | None, *, is_first: bool
    ) -> SegmentLayout:
        text = describe_gap(segment) if segment.is_gap else segment.text
        is_new = not segment.is_gap and segment.label != (previous_label or "")
        # Without a name, a sentence would be read as one of the speaker before.
        shown = (segment.label or describe_unknown_speaker()) if is_new else ""
        top_gap = GRID if is_first and not shown else 0
        translation = mark_translation(segment.translation) if segment.translation else ""
        spoken = SegmentText(text, shown, bool(segment.label), translation)
        return SegmentLayout(spoken, self._look, self._width, top_gap=top_gap)

    def _keep_row(self, row: LaidOutRow) -> LaidOutRow:
        self._rows[row.segment.id] = row
        self._rows.move_to_end(row.segment.id)
        while len(self._rows) > MAX_LAYOUTS:
            self._rows.popitem(last=False)
        return row

    def _measure_end(self) -> int:
        return sum(layout.height for layout in self.partials) + BOTTOM_GAP

    def _find_last_label(self) -> str | None:
        last = self._model.get_segment(self._model.rowCount() - 1)
        return None if last is None or last.is_gap else last.label
