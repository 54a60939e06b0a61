"""WebVTT (.vtt; W3C), with voice spans for speakers, and times of words on request."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from typing_extensions import override

from captions.formats.cues.cue import Cue, CueLine
from captions.formats.cues.cue_maker import CueOptions
from captions.formats.subtitles.cue_writer import CueWriter
from captions.formats.subtitles.timestamps import format_time

HEADER = "WEBVTT"
_WORD_JOINER = "\u2060"
_LOOKALIKES = str.maketrans(
    {
        "&": "\N{FULLWIDTH AMPERSAND}",
        "<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
        ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
        "\\": "/",
    }
)


class VttWriter(CueWriter):
    """Writes cues without numbers."""

    def __init__(self, out: TextIO, cue_options: CueOptions, *, word_times: bool = False) -> None:
        super().__init__(out, cue_options)
        self._word_times = word_times

    def write_header(self) -> None:
        """Write the line that a file begins with."""
        self._out.write(f"{HEADER}\n\n")

    @override
    def _write_cues(self, cues: Iterable[Cue]) -> None:
        for cue in cues:
            text = "\n".join(self._format_lines(cue))
            self._out.write(f"{format_time(cue.start)} --> {format_time(cue.end)}\n{text}\n\n")

    def _format_lines(self, cue: Cue) -> Iterator[str]:
        """Yield the lines; a speaker's name is repeated only if another one speaks."""
        last = cue.start
        for index, line in enumerate(cue.lines):
            text, last = self._format_line(cue, line, last)
            speaker = _clean_name(line.label)
            is_first = index == 0 or line.label != cue.lines[index - 1].label
            is_last = index == len(cue.lines) - 1 or line.label != cue.lines[index + 1].label
            opening = f"<v {speaker}>" if speaker and is_first else ""
            yield f"{opening}{text}{'</v>' if speaker and is_last else ''}"

    def _format_line(self, cue: Cue, line: CueLine, last: float) -> tuple[str, float]:
        """Return a line, and the time of its last word that has one."""
        if not self._word_times:
            return escape_vtt(line.text), last
        parts = [escape_vtt(line.mark)]
        for place, piece in enumerate(line.pieces):
            text = escape_vtt(piece.text.lstrip() if place == 0 else piece.text)
            time = round(piece.start, 3)
            if last < time < cue.end:
                spaces = len(text) - len(text.lstrip())
                text = f"{text[:spaces]}<{format_time(time)}>{text[spaces:]}"
                last = time
            parts.append(text)
        return "".join(parts), last


def escape_vtt(text: str) -> str:
    """Escape markup; ``>`` is escaped too, so that no text can contain ``-->``.

    Players based on ffmpeg take a backslash for the start of a line break or an override, unless
    an invisible character follows.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\\", f"\\{_WORD_JOINER}")


def _clean_name(label: str) -> str:
    """Return a name for a voice span, where ffmpeg decodes no escapes: similar characters."""
    return label.translate(_LOOKALIKES)
