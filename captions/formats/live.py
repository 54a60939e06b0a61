"""Formats segments one by one for a file that grows, and continues what such a file contains.

Plain text and JSON Lines continue with a new line. SubRip and WebVTT continue with the next number,
and their times with the end of the last cue: the file stays one valid sequence of cues, in which
players and editors find everything.
"""

import codecs
import io
import re
from dataclasses import dataclass

from captions.formats.cues.cue_maker import CueOptions
from captions.formats.export import FormatWriter
from captions.formats.options import ExportOptions, TextFormat
from captions.formats.plain_text import TextWriter
from captions.formats.subtitles.srt import SrtWriter
from captions.formats.subtitles.vtt import HEADER, VttWriter
from captions.formats.tables import JsonLinesWriter
from captions.model.live.translated_text import TranslationChoice
from captions.model.saved_transcript import TranscriptSegment

_TEXT = TranslationChoice.BOTH
"""A translation is written below its original; without one, the original alone."""
_CUE_END = re.compile(r"-->[ \t]*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
_CUE_NUMBER = re.compile(r"^(\d{1,9})[ \t]*\r?\n[^\n]*-->", re.MULTILINE)
_VTT_START = re.compile(rf"\ufeff?{HEADER}(?:[ \t\r\n]|$)")
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""Marks of text that UTF-8 must not be appended to; UTF-32 begins with them or with zeros."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """How to continue a file."""

    prefix: str = ""
    """Text between the content and the first new segment."""
    last_number: int = 0
    """Number of the last cue."""
    end_seconds: float = 0.0
    """End of the last cue."""


def continue_file(text_format: TextFormat, head: bytes, tail: bytes) -> Continuation | None:
    """Return how to continue a file; `None` if it does not have the format.

    Args:
        text_format: one of the live formats.
        head: the first bytes of the file.
        tail: its last bytes, enough for a cue and the line after it.
    """
    if b"\0" in head or head.startswith(_OTHER_ENCODINGS):
        return None
    start, text = (part.decode(errors="replace").replace("\r\n", "\n") for part in (head, tail))
    if not text.strip("\ufeff \t\n"):
        is_new = text_format is TextFormat.VTT
        return Continuation(f"{HEADER}\n\n" if is_new else "")
    if not text_format.has_cues:
        return Continuation("" if text.endswith("\n") else "\n")
    ends = [_to_seconds(*match.groups("0")) for match in _CUE_END.finditer(text)]
    is_vtt = _VTT_START.match(start) is not None
    if is_vtt != (text_format is TextFormat.VTT) or not (is_vtt or ends):
        return None
    numbers = [int(match[1]) for match in _CUE_NUMBER.finditer(text)]
    missing = 2 - (len(text) - len(text.rstrip("\n")))
    return Continuation("\n" * missing, max(numbers, default=0), max(ends, default=0.0))


class LiveFormatter:
    """Formats each segment as soon as it is committed."""

    def __init__(self, text_format: TextFormat, continuation: Continuation) -> None:
        self._out = io.StringIO()
        self._skips_gaps = text_format is not TextFormat.JSONL
        self._writer = self._make_writer(text_format, continuation)

    def format_segment(self, segment: TranscriptSegment) -> str:
        """Return the text to append; empty if the segment has none."""
        if segment.is_gap and self._skips_gaps:
            return ""
        self._writer.add_segment(segment)
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text

    def _make_writer(self, text_format: TextFormat, continuation: Continuation) -> FormatWriter:
        offset = continuation.end_seconds
        match text_format:
            case TextFormat.SRT:
                cue_options = CueOptions(is_live=True, offset_seconds=offset, text=_TEXT)
                return SrtWriter(self._out, cue_options, continuation.last_number)
            case TextFormat.VTT:
                cue_options = CueOptions(
                    is_live=True, offset_seconds=offset, show_names=False, text=_TEXT
                )
                return VttWriter(self._out, cue_options)
            case TextFormat.JSONL:
                return JsonLinesWriter(self._out, ExportOptions())
            case _:
                return TextWriter(self._out, ExportOptions(text=_TEXT))


def _to_seconds(hours: str, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(fraction.ljust(3, "0")) / 1000
