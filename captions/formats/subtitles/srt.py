"""SubRip (.srt)."""

from collections.abc import Iterable
from typing import TextIO

from typing_extensions import override

from captions.formats.cues.cue import Cue
from captions.formats.cues.cue_maker import CueOptions
from captions.formats.subtitles.cue_writer import CueWriter
from captions.formats.subtitles.timestamps import format_time

_LOOKALIKES = str.maketrans(
    {
        "<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
        ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
        "{": "(",
        "}": ")",
        "\\": "\\\u2060",  # An invisible word joiner, as ffmpeg writes it.
    }
)
"""Replacements for what players take for a tag, an override or the line of times."""


class SrtWriter(CueWriter):
    """Writes numbered cues with times."""

    def __init__(self, out: TextIO, cue_options: CueOptions, last_number: int = 0) -> None:
        super().__init__(out, cue_options)
        self._number = last_number
        """Number of the last cue."""

    @override
    def _write_cues(self, cues: Iterable[Cue]) -> None:
        for cue in cues:
            self._number += 1
            times = f"{format_time(cue.start, ',')} --> {format_time(cue.end, ',')}"
            text = "\n".join(escape_srt(line.text) for line in cue.lines)
            self._out.write(f"{self._number}\n{times}\n{text}\n\n")


def escape_srt(text: str) -> str:
    """Return a text without markup.

    SubRip has no escapes, and players hide what looks like a tag: other characters of a similar
    form keep every word visible.
    """
    return text.translate(_LOOKALIKES)
