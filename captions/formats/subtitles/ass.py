"""Advanced SubStation Alpha (.ass), written with pysubs2."""

from collections.abc import Iterable
from typing import TextIO

import pysubs2
from pysubs2.formats.substation import SubstationFormat
from pysubs2.time import ms_to_times
from typing_extensions import override

from captions.formats.cues.cue import Cue
from captions.formats.cues.cue_maker import CueOptions
from captions.formats.fields import clean_text
from captions.formats.options import ExportOptions
from captions.formats.subtitles.cue_writer import CueWriter, choose_grid

_TICKS_PER_SECOND = 100
_WORD_JOINER = "\u2060"
"""An invisible character; after a backslash, it keeps an override from being recognised."""
_PARENTHESES = str.maketrans("{}", "()")
_NOTICE = "Written by Captions"
_STYLE = pysubs2.SSAStyle(
    fontname="Arial",
    fontsize=58.0,
    outline=3.0,
    shadow=0.0,
    marginl=190,
    marginr=190,
    marginv=60,
)
"""White letters with a black outline, at 5 % of the height of the picture."""
_PICTURE = {
    "PlayResX": "1920",
    "PlayResY": "1080",
    "WrapStyle": "2",
    "ScaledBorderAndShadow": "yes",
}


class AssWriter(CueWriter):
    """Collects cues, and writes them at the end."""

    def __init__(self, out: TextIO, options: ExportOptions) -> None:
        grid = choose_grid(options, _TICKS_PER_SECOND)
        offset = options.offset_seconds
        super().__init__(out, CueOptions(grid=grid, offset_seconds=offset, text=options.text))
        self._file = pysubs2.SSAFile()
        self._file.styles = {"Default": _STYLE.copy()}
        self._file.info |= {"Title": clean_text(options.title), **_PICTURE}

    @override
    def finish(self) -> None:
        """Write the file."""
        super().finish()
        _LongSubstation.to_file(self._file, self._out, "ass", header_notice=_NOTICE)

    @override
    def _write_cues(self, cues: Iterable[Cue]) -> None:
        for cue in cues:
            text = r"\N".join(escape_ass(line.text) for line in cue.lines)
            names = dict.fromkeys(_clean_name(line.label) for line in cue.lines)
            event = pysubs2.SSAEvent(
                start=round(cue.start * 1000),
                end=round(cue.end * 1000),
                name=" & ".join(filter(None, names)),
                text=text,
            )
            self._file.events.append(event)


class _LongSubstation(SubstationFormat):
    """Writes times beyond 10 hours as well, which players accept and pysubs2 cuts."""

    @staticmethod
    @override
    def ms_to_timestamp(requested_ms: int) -> str:
        hours, minutes, seconds, milliseconds = ms_to_times(requested_ms + 5)
        return f"{hours}:{minutes:02}:{seconds:02}.{milliseconds // 10:02}"


def escape_ass(text: str) -> str:
    """Return a text without overrides.

    A backslash is followed by an invisible character, as ffmpeg writes it. Braces have no escape
    that all players know, and become parentheses.
    """
    return text.replace("\\", f"\\{_WORD_JOINER}").translate(_PARENTHESES)


def _clean_name(label: str) -> str:
    """Return a name without the comma, which separates fields."""
    return " ".join(label.replace(",", " ").split())
