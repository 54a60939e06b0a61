"""Appends committed segments to a transcript: plain text, JSON lines, SubRip or WebVTT."""

import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TextIO

from captions.events import Committed
from captions.formats.cues import Cue, CueMaker

FormatSegment = Callable[[Committed], str]


class TextFormat(StrEnum):
    """File format of a transcript."""

    TXT = "txt"
    JSONL = "jsonl"
    SRT = "srt"
    VTT = "vtt"


class SegmentWriter:
    """Appends segments to a text stream; written text is never changed."""

    def __init__(self, out: TextIO, text_format: TextFormat) -> None:
        self._out = out
        self._cues = CueMaker()
        self._cue_number = 0
        """Number of the last cue."""
        writers: dict[TextFormat, FormatSegment] = {
            TextFormat.TXT: _format_text,
            TextFormat.JSONL: _format_json,
            TextFormat.SRT: lambda segment: self._format_srt(self._cues.feed(segment)),
            TextFormat.VTT: lambda segment: _format_vtt(self._cues.feed(segment)),
        }
        self._format_segment = writers[text_format]
        self._format = text_format
        if text_format is TextFormat.VTT:
            self._out.write("WEBVTT\n\n")

    def add_segment(self, segment: Committed) -> None:
        """Append a segment; one without text is skipped.

        A short cue at the end of a segment is written with the next segment, or by `finish`.
        """
        if segment.text:
            self._out.write(self._format_segment(segment))
            self._out.flush()

    def finish(self) -> None:
        """Append the pending cue."""
        cues = self._cues.finish()
        self._out.write(
            _format_vtt(cues) if self._format is TextFormat.VTT else self._format_srt(cues)
        )
        self._out.flush()

    def _format_srt(self, cues: Iterable[Cue]) -> str:
        blocks = []
        for cue in cues:
            self._cue_number += 1
            times = f"{_format_time(cue.start, ',')} --> {_format_time(cue.end, ',')}"
            blocks.append(f"{self._cue_number}\n{times}\n{_cue_text(cue)}\n\n")
        return "".join(blocks)


def _format_text(segment: Committed) -> str:
    return " ".join(segment.text.split()) + "\n"


def _format_json(segment: Committed) -> str:
    start = round(segment.words[0].start, 3) if segment.words else None
    end = round(segment.words[-1].end, 3) if segment.words else None
    line = {"start": start, "end": end, "text": segment.text}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _format_vtt(cues: Iterable[Cue]) -> str:
    return "".join(
        f"{_format_time(cue.start, '.')} --> {_format_time(cue.end, '.')}\n"
        f"{_escape_vtt(_cue_text(cue))}\n\n"
        for cue in cues
    )


def _cue_text(cue: Cue) -> str:
    return "\n".join(cue.lines)


def _escape_vtt(text: str) -> str:
    """Escape WebVTT markup; ``>`` is escaped too, so that no text can contain ``-->``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _format_time(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02}{point}{milliseconds:03}"
