"""Markdown (CommonMark): headings by time, and paragraphs by speaker with names in bold."""

import re
from typing import TextIO

from captions.formats.fields import (
    clean_text,
    clock_time,
    describe_gap,
    local_time,
    shifted_time,
)
from captions.formats.options import ExportOptions
from captions.model import line_breaking
from captions.model.live.translated_text import is_translation_lane, list_texts
from captions.model.saved_transcript import TranscriptSegment

_HEADING_SECONDS = 300.0
"""Time between headings."""
_PARAGRAPH_PAUSE_SECONDS = 3.0
"""A pause of this length starts a paragraph."""
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&#~|$^=]")
"""Characters that are markup in CommonMark or its common extensions."""
_LINE_START = re.compile(r"([+\-:]|\d{1,9}(?=[.)]))")
"""The start of a list or a rule; for a numbered list, the number before its mark."""


class MarkdownWriter:
    """Writes segments as paragraphs, each of one speaker."""

    def __init__(self, out: TextIO, options: ExportOptions) -> None:
        self._out = out
        self._options = options
        self._label: str | None = None
        """Label of the open paragraph; `None` if there is none."""
        self._is_translated = False
        """True if the open paragraph is the translation of the one before."""
        self._end = 0.0
        """End of the last segment in seconds."""
        self._next_heading = 0.0
        """Time of the next heading in seconds of stream time."""
        self._write_title()

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment; one without text is skipped, and a gap is marked."""
        for shown in list_texts(segment, self._options.text):
            self._write_text(shown)

    def _write_text(self, segment: TranscriptSegment) -> None:
        text = describe_gap(segment) if segment.is_gap else clean_text(segment.text)
        if not text:
            return
        self._write_heading(segment)
        label = "" if segment.is_gap else clean_text(segment.label)
        is_paused = segment.start - self._end >= _PARAGRAPH_PAUSE_SECONDS
        is_translated = is_translation_lane(segment.lane) or self._is_translated
        self._is_translated = is_translation_lane(segment.lane)
        if segment.is_gap or is_paused or label != self._label or is_translated:
            self._end_paragraph()
        if self._label is None:
            self._out.write(f"**{_escape_markup(label)}:** " if label else "")
            self._out.write(_escape_markup(text) if label else _escape_paragraph(text))
        else:
            spaced = line_breaking.split_pieces(text)[0].startswith(" ")
            self._out.write(f"{' ' if spaced else ''}{_escape_markup(text)}")
        self._label = label
        self._end = max(self._end, segment.end)
        if segment.is_gap:
            self._end_paragraph()

    def finish(self) -> None:
        """End the last paragraph."""
        self._end_paragraph()

    def _write_title(self) -> None:
        title = clean_text(self._options.title)
        if title:
            self._out.write(f"# {_escape_markup(title)}\n\n")
        started = local_time(self._options.started, self._options.utc_offset_seconds)
        if started is not None:
            self._out.write(f"{started:%Y-%m-%d %H:%M}\n\n")

    def _write_heading(self, segment: TranscriptSegment) -> None:
        start = shifted_time(segment.start, self._options)
        if start is None or segment.start < self._next_heading:
            return
        self._end_paragraph()
        wall = local_time(segment.wall_time, self._options.utc_offset_seconds)
        self._out.write(f"## {clock_time(start)}{f' ({wall:%H:%M:%S})' if wall else ''}\n\n")
        self._next_heading = segment.start + _HEADING_SECONDS

    def _end_paragraph(self) -> None:
        if self._label is not None:
            self._out.write("\n\n")
            self._label = None


def _escape_markup(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _escape_paragraph(text: str) -> str:
    """Escape a text at the start of a line."""
    start = _LINE_START.match(text)
    escaped = _escape_markup(text)
    if start is None:
        return escaped
    number = start[0] if start[0].isdigit() else ""
    return f"{number}\\{escaped[len(number) :]}"
