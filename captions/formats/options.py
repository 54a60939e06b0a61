"""Formats of transcript files, and what the user can choose about them."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePath

from captions.errors import UsageError
from captions.model.live.translated_text import TranslationChoice


class TextFormat(StrEnum):
    """File format of a transcript; the value is its file extension."""

    TXT = "txt"
    MARKDOWN = "md"
    SRT = "srt"
    VTT = "vtt"
    ASS = "ass"
    TTML = "ttml"
    JSONL = "jsonl"
    CSV = "csv"

    @property
    def has_cues(self) -> bool:
        """True for subtitle files."""
        return self in {TextFormat.SRT, TextFormat.VTT, TextFormat.ASS, TextFormat.TTML}


LIVE_FORMATS = (TextFormat.TXT, TextFormat.SRT, TextFormat.VTT, TextFormat.JSONL)
"""Formats that can be appended to while captions run."""
SOUND_ENDINGS = (".opus", ".ogg", ".flac", ".wav", ".mp3")
"""Extensions of files to which the sound of a transcript can be exported."""
_NTSC = Fraction(1000, 1001)
_NTSC_RATES = {"23.976": 24, "23.98": 24, "29.97": 30, "59.94": 60, "119.88": 120}
"""Usual names of frame rates whose exact values are fractions, and the nearest whole rates."""
_MAX_FRAME_RATE = 1000
_FRAME_RATE = re.compile(r"[0-9]{1,7}(?:[./][0-9]{1,7})?")
"""A number or a fraction of a length that is computed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What the user chose for one file."""

    offset_seconds: float = 0.0
    """Added to all times; subtitles of speech before the new beginning are omitted."""
    frame_rate: Fraction | None = None
    """Frames per second to which cue times are aligned; `None` for none."""
    word_times: bool = False
    """True to write the time of each word (WebVTT)."""
    times: bool = False
    """True to write the time before each line (plain text)."""
    text: TranslationChoice = TranslationChoice.ORIGINAL
    """Which text is written of segments that were translated; a machine translation begins with
    ``[EN]``. JSON Lines always has both."""
    title: str = ""
    """Title of the session; empty for none."""
    started: float | None = None
    """When the session began, in seconds since 1970 (UTC); `None` if that is unknown."""
    utc_offset_seconds: int = 0
    """Offset of the local time from UTC."""
    language: str = ""
    """Language of the text as a BCP 47 tag; empty if it is unknown."""

    def check_format(self, text_format: TextFormat) -> None:
        """Check that the options apply to a format.

        Raises:
            UsageError: an option is invalid, or has no meaning for the format.
        """
        if not math.isfinite(self.offset_seconds):
            raise UsageError("offset_invalid")
        if self.offset_seconds and text_format is TextFormat.TXT and not self.times:
            raise UsageError("offset_without_times")
        if self.frame_rate is not None and not text_format.has_cues:
            raise UsageError("frame_rate_without_cues", format=text_format.value)
        if self.word_times and text_format is not TextFormat.VTT:
            raise UsageError("word_times_without_vtt", format=text_format.value)


def parse_frame_rate(text: str) -> Fraction:
    """Return a frame rate such as ``25``, ``29.97`` or ``30000/1001``.

    Raises:
        UsageError: the text is not a number between 1 and 1,000.
    """
    text = text.strip()
    if text in _NTSC_RATES:
        return _NTSC_RATES[text] * _NTSC
    try:
        rate = Fraction(text) if _FRAME_RATE.fullmatch(text) else Fraction(0)
    except ZeroDivisionError:
        rate = Fraction(0)
    if not 1 <= rate <= _MAX_FRAME_RATE:
        raise UsageError("frame_rate_invalid", rate=text)
    return rate


def infer_format(path: PurePath | None) -> TextFormat:
    """Return the format implied by a file's extension; plain text without one.

    Raises:
        UsageError: the extension is unknown.
    """
    ending = path.suffix.lower().removeprefix(".") if path is not None else ""
    if not ending:
        return TextFormat.TXT
    ending = {"markdown": "md", "ssa": "ass", "xml": "ttml", "dfxp": "ttml"}.get(ending, ending)
    if ending in set(TextFormat):
        return TextFormat(ending)
    known = ", ".join(f".{item}" for item in TextFormat)
    raise UsageError("output_format_unknown", ending=ending, known=known)


def infer_live_format(path: PurePath) -> TextFormat:
    """Return the format of a file that grows while captions run.

    Raises:
        UsageError: the extension is not that of such a format.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending in LIVE_FORMATS:
        return TextFormat(ending)
    known = ", ".join(f".{item}" for item in LIVE_FORMATS)
    raise UsageError("live_format_unknown", file=str(path), known=known)
