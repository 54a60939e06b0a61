"""Writes committed segments as text: plain, JSON lines, SubRip or WebVTT, one after the other."""

import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TextIO

from captions.events import Committed
from captions.model.cues import Cue, CueMaker

_Write = Callable[[Committed], str]


class TextFormat(StrEnum):
    """What a transcript can be written as."""

    TXT = "txt"
    JSONL = "jsonl"
    SRT = "srt"
    VTT = "vtt"


class SegmentWriter:
    """Appends segments to a text; what is written is never changed."""

    def __init__(self, out: TextIO, text_format: TextFormat) -> None:
        self._out = out
        self._cues = CueMaker()
        self._number = 0
        """Of the last cue."""
        writers: dict[TextFormat, _Write] = {
            TextFormat.TXT: _plain,
            TextFormat.JSONL: _json_line,
            TextFormat.SRT: lambda segment: self._subrip(self._cues.feed(segment)),
            TextFormat.VTT: lambda segment: _webvtt(self._cues.feed(segment)),
        }
        self._write = writers[text_format]
        self._format = text_format
        if text_format is TextFormat.VTT:
            self._out.write("WEBVTT\n\n")

    def add(self, segment: Committed) -> None:
        """Append a segment; one without words leaves no trace.

        A short cue at the end of a segment is written with the next segment, or by `finish`.
        """
        if segment.text:
            self._out.write(self._write(segment))
            self._out.flush()

    def finish(self) -> None:
        """Append what was held back."""
        rest = self._cues.finish()
        self._out.write(_webvtt(rest) if self._format is TextFormat.VTT else self._subrip(rest))
        self._out.flush()

    def _subrip(self, cues: Iterable[Cue]) -> str:
        blocks = []
        for cue in cues:
            self._number += 1
            times = f"{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}"
            blocks.append(f"{self._number}\n{times}\n{_joined(cue)}\n\n")
        return "".join(blocks)


def _plain(segment: Committed) -> str:
    return " ".join(segment.text.split()) + "\n"


def _json_line(segment: Committed) -> str:
    start = round(segment.words[0].start, 3) if segment.words else None
    end = round(segment.words[-1].end, 3) if segment.words else None
    line = {"start": start, "end": end, "text": segment.text}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _webvtt(cues: Iterable[Cue]) -> str:
    return "".join(
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_escaped(_joined(cue))}\n\n"
        for cue in cues
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
