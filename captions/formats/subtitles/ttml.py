"""TTML in the text profile of IMSC 1.1 (W3C)."""

from collections.abc import Iterable
from typing import TextIO

from typing_extensions import override

from captions.formats.cues.cue import Cue
from captions.formats.cues.cue_maker import CueOptions
from captions.formats.fields import clean_text
from captions.formats.options import ExportOptions
from captions.formats.subtitles.cue_writer import CueWriter, choose_grid
from captions.formats.subtitles.timestamps import format_time

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
    ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text"
    ttp:timeBase="media" ttp:cellResolution="32 15"{frames} xml:lang="{language}">
  <head>
    <metadata><ttm:title>{title}</ttm:title></metadata>
    <styling>
      <style xml:id="caption" tts:fontFamily="proportionalSansSerif" tts:fontSize="80%"
          tts:lineHeight="125%" tts:textAlign="center" tts:color="white"/>
      <style xml:id="words" tts:backgroundColor="#000000cc"/>
    </styling>
    <layout>
      <region xml:id="bottom" tts:origin="10% 10%" tts:extent="80% 80%"
          tts:displayAlign="after" tts:showBackground="whenActive"/>
    </layout>
  </head>
  <body style="caption" region="bottom">
    <div>
"""
_TAIL = """\
    </div>
  </body>
</tt>
"""


class TtmlWriter(CueWriter):
    """Writes each cue as a paragraph."""

    def __init__(self, out: TextIO, options: ExportOptions) -> None:
        cue_options = CueOptions(
            grid=choose_grid(options), offset_seconds=options.offset_seconds, text=options.text
        )
        super().__init__(out, cue_options)
        out.write(
            _HEAD.format(
                frames=_format_frame_rate(options),
                language=_escape_xml(clean_text(options.language)),
                title=_escape_xml(clean_text(options.title)),
            )
        )

    @override
    def finish(self) -> None:
        """Write the cues that are held back, and close the document."""
        super().finish()
        self._out.write(_TAIL)

    @override
    def _write_cues(self, cues: Iterable[Cue]) -> None:
        for cue in cues:
            text = "<br/>".join(_escape_xml(line.text) for line in cue.lines)
            times = f'begin="{format_time(cue.start)}" end="{format_time(cue.end)}"'
            self._out.write(f'      <p {times}><span style="words">{text}</span></p>\n')


def _format_frame_rate(options: ExportOptions) -> str:
    """Return the attributes for a frame rate; a fraction needs a multiplier."""
    if options.frame_rate is None:
        return ""
    rate = round(options.frame_rate)
    multiplier = options.frame_rate / rate
    attributes = f' ttp:frameRate="{rate}"'
    if multiplier != 1:
        numbers = f"{multiplier.numerator} {multiplier.denominator}"
        attributes += f' ttp:frameRateMultiplier="{numbers}"'
    return attributes


def _escape_xml(text: str) -> str:
    """Escape markup; `clean_text` has removed the characters that XML forbids."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
