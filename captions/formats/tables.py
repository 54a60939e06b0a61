"""Transcripts for programs: JSON Lines with words, and CSV for spreadsheets."""

import csv
import json
from typing import TextIO

from captions.events import Word
from captions.formats.cues.timed_pieces import time_words
from captions.formats.fields import clean_text, local_time, round_seconds, shifted_time
from captions.formats.options import ExportOptions
from captions.model.live.translated_text import TranslationChoice
from captions.model.saved_transcript import TranscriptSegment

_FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)
"""Spreadsheet programs calculate cells that start with one of these (OWASP, "CSV Injection")."""
_BOM = "\ufeff"
"""Byte-order mark: without it, Excel reads UTF-8 as another encoding."""
_TRANSLATION = "machine translation"
_COLUMNS = ("start", "end", "time", "speaker", "text")


class JsonLinesWriter:
    """Writes one JSON object for each segment.

    ``start`` and ``end`` are seconds, or null; ``text`` is the text, and ``words`` has ``text``,
    ``start`` and ``end`` of each of its words, if their times are known. ``speaker``, ``lane``,
    ``time`` (UTC, ISO 8601) and ``translation``, a machine translation, are present if they are
    known, and ``gap`` is true for audio that was dropped.
    """

    def __init__(self, out: TextIO, options: ExportOptions) -> None:
        self._out = out
        self._options = options

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment; one without text is skipped unless it is a gap."""
        text = clean_text(segment.text)
        if not text and not segment.is_gap:
            return
        line = {
            "start": self._round_time(segment.start),
            "end": self._round_time(segment.end),
            "text": text,
            "words": [self._describe_word(word) for word in time_words(segment)],
            **_describe_origin(segment),
        }
        self._out.write(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n")

    def finish(self) -> None:
        """Do nothing: every line is complete."""

    def _describe_word(self, word: Word) -> dict[str, object]:
        return {
            "text": clean_text(word.text),
            "start": self._round_time(word.start),
            "end": self._round_time(word.end),
        }

    def _round_time(self, seconds: float) -> float | None:
        return round_seconds(shifted_time(seconds, self._options))


class CsvWriter:
    """Writes one row for each segment; no cell is a formula."""

    def __init__(self, out: TextIO, options: ExportOptions) -> None:
        self._options = options
        self._rows = csv.writer(out, lineterminator="\n")
        out.write(_BOM)
        self._has_translation = options.text is not TranslationChoice.ORIGINAL
        self._rows.writerow((*_COLUMNS, *([_TRANSLATION] if self._has_translation else [])))

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment; one without text is skipped unless it is a gap."""
        text = clean_text(segment.text)
        if not text and not segment.is_gap:
            return
        wall = local_time(segment.wall_time, self._options.utc_offset_seconds)
        self._rows.writerow(
            (
                self._format_time(segment.start),
                self._format_time(segment.end),
                wall.isoformat(timespec="seconds") if wall is not None else "",
                _escape_formula(clean_text(segment.label)),
                _escape_formula(text),
                *self._list_translation(segment),
            )
        )

    def finish(self) -> None:
        """Do nothing: every row is complete."""

    def _list_translation(self, segment: TranscriptSegment) -> list[str]:
        """Return the cell of the translation, if there is such a column."""
        text = _escape_formula(clean_text(segment.translation))
        return [text] if self._has_translation else []

    def _format_time(self, seconds: float) -> str:
        time = shifted_time(seconds, self._options)
        return "" if time is None else f"{time:.3f}"


def _describe_origin(segment: TranscriptSegment) -> dict[str, object]:
    """Return what else is known about a segment."""
    fields: dict[str, object] = {}
    if segment.label:
        fields["speaker"] = clean_text(segment.label)
    if segment.lane:
        fields["lane"] = clean_text(segment.lane)
    wall = local_time(segment.wall_time, 0)
    if wall is not None:
        fields["time"] = wall.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if segment.translation:
        fields["translation"] = clean_text(segment.translation)
    if segment.is_gap:
        fields["gap"] = True
    return fields


def _escape_formula(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
