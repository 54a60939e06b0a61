"""Plain text: one line for each segment."""

from typing import TextIO

from captions.formats.fields import clean_text, clock_time, describe_gap, shifted_time
from captions.formats.options import ExportOptions
from captions.model.live.translated_text import list_texts
from captions.model.saved_transcript import TranscriptSegment


class TextWriter:
    """Writes one line for each segment, such as ``Anna: Good morning``."""

    def __init__(self, out: TextIO, options: ExportOptions) -> None:
        self._out = out
        self._options = options

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment; one without text is skipped, and a gap is marked."""
        for shown in list_texts(segment, self._options.text):
            self._write_line(shown)

    def _write_line(self, segment: TranscriptSegment) -> None:
        text = describe_gap(segment) if segment.is_gap else clean_text(segment.text)
        if not text:
            return
        start = shifted_time(segment.start, self._options)
        time = f"[{clock_time(start)}] " if self._options.times and start is not None else ""
        label = clean_text(segment.label)
        name = f"{label}: " if label and not segment.is_gap else ""
        self._out.write(f"{time}{name}{text}\n")

    def finish(self) -> None:
        """Do nothing: every line is complete."""
