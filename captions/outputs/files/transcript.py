"""Destination of a transcript: standard output, or a file that is created with the first words."""

import contextlib
import math
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from captions.errors import OutputError, UsageError, describe_reason
from captions.events import Committed
from captions.formats.export import FormatWriter, make_writer
from captions.formats.fields import clean_text
from captions.formats.options import ExportOptions, TextFormat
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.files.output_paths import check_writable
from captions.outputs.files.standard_output import open_output
from captions.settings.source import LocationKind, parse_location
from captions.wording.speaker_names import SpeakerNames


class TranscriptFile:
    """Writes segments; the file is not opened before the first one."""

    def __init__(
        self, path: Path | None, text_format: TextFormat, options: ExportOptions | None = None
    ) -> None:
        """``path`` is `None` for standard output."""
        self._path = path
        self._format = text_format
        self._options = options
        self._writer: FormatWriter | None = None
        self._file: TextIO | None = None

    @property
    def has_text(self) -> bool:
        """True once text has been written."""
        return self._writer is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the pending cue, and close the file.

        Raises:
            OutputError: the file cannot be written, and no other error was raised before.
        """
        try:
            if self._writer is not None:
                with self._open_output():
                    self._writer.finish()
        except OutputError:
            if error is None:
                raise
        finally:
            self._close_file(raises=error is None)

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Write a segment, without terminal control characters.

        Raises:
            OutputError: the file cannot be written.
        """
        if not clean_text(segment.text):
            return
        with self._open_output() as out:
            if self._writer is None:
                self._writer = make_writer(out, self._format, self._options)
            self._writer.add_segment(segment)

    @contextlib.contextmanager
    def _open_output(self) -> Iterator[TextIO]:
        """Yield the output, and flush it at the end.

        Raises:
            OutputError: it cannot be written.
        """
        if self._path is None:
            with open_output() as out:
                yield out
            return
        try:
            if self._file is None:
                self._file = self._path.open("w", encoding="utf-8")
            yield self._file
            self._file.flush()
        except OSError as error:
            raise self._make_error(error) from error

    def _close_file(self, *, raises: bool) -> None:
        try:
            if self._file is not None:
                self._file.close()
        except OSError as error:  # Some network file systems fail only here.
            if raises:
                raise self._make_error(error) from error

    def _make_error(self, error: OSError) -> OutputError:
        reason = describe_reason(error)
        return OutputError("transcript_unwritable", file=str(self._path), reason=reason)


def make_segment(segment: Committed, translation: str = "") -> TranscriptSegment:
    """Return a committed segment as formats take it; its times are those of its words.

    Its label is the number of the speaker, if that is certain.

    Args:
        segment: the segment.
        translation: its machine translation; empty for none.
    """
    return TranscriptSegment(
        text=segment.text,
        start=min((word.start for word in segment.words), default=math.nan),
        end=max((word.end for word in segment.words), default=math.nan),
        words=segment.words,
        lane=segment.lane,
        translation=translation,
        label=SpeakerNames().find_name(segment.speaker),
    )


def check_output(path: Path, recording: str) -> None:
    """Check an output file before anything is opened or overwritten.

    Args:
        path: the output file.
        recording: the recording: a path, a URL, or ``-``.

    Raises:
        UsageError: the output is the recording itself, possibly under another name.
        OutputError: the output cannot be written.
    """
    if _is_same_file(path, recording):
        raise UsageError("output_is_recording", file=str(path))
    check_writable(path)


def _is_same_file(path: Path, recording: str) -> bool:
    """Return True if both are the same file; symlinks are followed, and ``-`` is standard input."""
    try:
        is_piped = parse_location(recording) is LocationKind.STANDARD_INPUT
        source = os.fstat(0) if is_piped else Path(recording).stat()
        return os.path.samestat(path.stat(), source)
    except (OSError, ValueError):
        return False
