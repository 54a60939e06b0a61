"""Writes transcripts in any format to a text stream."""

from collections.abc import Callable, Iterable
from typing import Protocol, TextIO

from captions.formats.cues.cue_maker import CueOptions
from captions.formats.markdown import MarkdownWriter
from captions.formats.options import ExportOptions, TextFormat
from captions.formats.plain_text import TextWriter
from captions.formats.subtitles.cue_writer import choose_grid
from captions.formats.subtitles.srt import SrtWriter
from captions.formats.subtitles.ttml import TtmlWriter
from captions.formats.subtitles.vtt import VttWriter
from captions.formats.tables import CsvWriter, JsonLinesWriter
from captions.model.saved_transcript import TranscriptSegment


class FormatWriter(Protocol):
    """Writes segments in one format."""

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment that has text, or keep it until its display time is known."""

    def finish(self) -> None:
        """Write what is held back, and complete the file."""


def make_writer(
    out: TextIO, text_format: TextFormat, options: ExportOptions | None = None
) -> FormatWriter:
    """Write what a format starts with, and return the writer of its segments.

    The writer appends to the stream; written text is never changed. Segments of several lanes come
    in the order of their start. The last cues are held back until their display time is known. ASS
    is written at the end.

    Args:
        out: open for text, with an encoding that has all characters.
        text_format: the format.
        options: the user's choices; those without meaning for the format are ignored.
    """
    return _WRITERS[text_format](out, options or ExportOptions())


def export_transcript(
    out: TextIO,
    text_format: TextFormat,
    segments: Iterable[TranscriptSegment],
    options: ExportOptions | None = None,
) -> None:
    """Write a whole transcript.

    Args:
        out: open for text, with an encoding that has all characters.
        text_format: the format.
        segments: all segments in the order of their start.
        options: the user's choices; those without meaning for the format are ignored.
    """
    writer = make_writer(out, text_format, options)
    for segment in segments:
        writer.add_segment(segment)
    writer.finish()


def _make_srt_writer(out: TextIO, options: ExportOptions) -> FormatWriter:
    grid = choose_grid(options)
    offset = options.offset_seconds
    return SrtWriter(out, CueOptions(grid=grid, offset_seconds=offset, text=options.text))


def _make_vtt_writer(out: TextIO, options: ExportOptions) -> FormatWriter:
    grid = choose_grid(options)
    cue_options = CueOptions(
        grid=grid, show_names=False, offset_seconds=options.offset_seconds, text=options.text
    )
    writer = VttWriter(out, cue_options, word_times=options.word_times)
    writer.write_header()
    return writer


def _make_ass_writer(out: TextIO, options: ExportOptions) -> FormatWriter:
    from captions.formats.subtitles.ass import AssWriter  # noqa: PLC0415  # pysubs2 loads slowly

    return AssWriter(out, options)


_WRITERS: dict[TextFormat, Callable[[TextIO, ExportOptions], FormatWriter]] = {
    TextFormat.TXT: TextWriter,
    TextFormat.MARKDOWN: MarkdownWriter,
    TextFormat.SRT: _make_srt_writer,
    TextFormat.VTT: _make_vtt_writer,
    TextFormat.ASS: _make_ass_writer,
    TextFormat.TTML: TtmlWriter,
    TextFormat.JSONL: JsonLinesWriter,
    TextFormat.CSV: CsvWriter,
}
