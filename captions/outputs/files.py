"""Writes committed segments as text: plain, JSON lines, SubRip or WebVTT, one after the other."""

import json
from collections.abc import Callable
from enum import StrEnum
from typing import TextIO

from captions.events import Committed
from captions.model.cues import Cue, cues

_Write = Callable[[Committed], str]


class TextFormat(StrEnum):
    """What a transcript can be written as."""

    TXT = "txt"
    JSONL = "jsonl"
    SRT = "srt"
    VTT = "vtt"


class SegmentWriter:
    """Appends segments to a text; what is written stands, whatever comes behind it."""

    def __init__(self, out: TextIO, text_format: TextFormat) -> None:
        self._out = out
        self._cues = 0
        writers: dict[TextFormat, _Write] = {
            TextFormat.TXT: _plain,
            TextFormat.JSONL: _json_line,
            TextFormat.SRT: self._subrip,
            TextFormat.VTT: _webvtt,
        }
        self._write = writers[text_format]
        if text_format is TextFormat.VTT:
            self._out.write("WEBVTT\n\n")

    def add(self, segment: Committed) -> None:
        """Append a segment; one without words leaves no trace."""
        if segment.text:
            self._out.write(self._write(segment))
            self._out.flush()

    def _subrip(self, segment: Committed) -> str:
        blocks = []
        for cue in cues(segment):
            self._cues += 1
            times = f"{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}"
            blocks.append(f"{self._cues}\n{times}\n{_joined(cue)}\n\n")
        return "".join(blocks)


def _plain(segment: Committed) -> str:
    return f"{segment.text}\n"


def _json_line(segment: Committed) -> str:
    start = round(segment.words[0].start, 3) if segment.words else None
    end = round(segment.words[-1].end, 3) if segment.words else None
    line = {"start": start, "end": end, "text": segment.text}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _webvtt(segment: Committed) -> str:
    return "".join(
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(_joined(cue))}\n\n"
        for cue in cues(segment)
    )


def _joined(cue: Cue) -> str:
    return "\n".join(cue.lines)


def _escaped(text: str) -> str:
    """Escape what WebVTT would read as markup; ``>`` too, so that no text can hold ``-->``."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02}{point}{milliseconds:03}"
