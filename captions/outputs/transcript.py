"""Destination of a transcript: standard output, or a file that is created with the first words."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from captions.errors import OutputError, UsageError
from captions.events import Committed
from captions.outputs.files import SegmentWriter, TextFormat
from captions.printable import make_printable
from captions.settings.source import LocationKind, parse_location


class TranscriptFile:
    """Writes segments; the file is not opened before the first one."""

    def __init__(self, path: Path | None, text_format: TextFormat) -> None:
        """``path`` is `None` for standard output."""
        self._path = path
        self._format = text_format
        self._writer: SegmentWriter | None = None
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
            with self._convert_errors():
                try:
                    if self._writer is not None:
                        self._writer.finish()
                finally:
                    if self._file is not None:
                        self._file.close()
        except OutputError:
            if error is None:
                raise

    def add_segment(self, segment: Committed) -> None:
        """Write a segment, without terminal control characters.

        Raises:
            OutputError: the file cannot be written.
        """
        segment = _clean_segment(segment)
        if not segment.text.strip():
            return
        with self._convert_errors():
            if self._writer is None:
                self._writer = SegmentWriter(self._open_output(), self._format)
            self._writer.add_segment(segment)

    def _open_output(self) -> TextIO:
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8")
            return self._file
        if sys.stdout is None:  # Python was started without standard output.
            raise OutputError("standard_output_closed")
        return sys.stdout

    @contextlib.contextmanager
    def _convert_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._make_error(error) from error

    def _make_error(self, error: OSError) -> OutputError:
        if self._path is None:
            abandon_standard_output()
            if isinstance(error, BrokenPipeError):
                return OutputError("output_ended")
            return OutputError("transcript_unprintable", reason=str(error.strerror))
        return OutputError(
            "transcript_unwritable", file=str(self._path), reason=str(error.strerror)
        )


def _clean_segment(segment: Committed) -> Committed:
    """Return a segment with printable text, for any model or server."""
    words = tuple(replace(word, text=make_printable(word.text)) for word in segment.words)
    return replace(segment, text=make_printable(segment.text), words=words)


def abandon_standard_output() -> None:
    """Discard the rest of the output buffer, which Python would otherwise write again at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, sys.stdout.fileno())
        os.close(null_device)


def infer_format(path: Path | None) -> TextFormat:
    """Return the format implied by a file's extension; plain text without one.

    Raises:
        UsageError: the extension is unknown.
    """
    ending = path.suffix.lower().removeprefix(".") if path is not None else ""
    if not ending:
        return TextFormat.TXT
    if ending in set(TextFormat):
        return TextFormat(ending)
    known = ", ".join(f".{item}" for item in TextFormat)
    raise UsageError("output_format_unknown", ending=ending, known=known)


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
    folder = path.absolute().parent
    try:
        if path.is_dir():
            raise OutputError("output_is_folder", file=str(path))
        if not folder.is_dir():
            raise OutputError("output_folder_missing", folder=str(folder))
        writable = os.access(path if path.exists() else folder, os.W_OK)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError("output_unwritable", file=str(path), reason=str(reason)) from error
    if not writable:
        raise OutputError("output_forbidden", file=str(path))


def _is_same_file(path: Path, recording: str) -> bool:
    """Return True if both are the same file; symlinks are followed, and ``-`` is standard input."""
    try:
        is_piped = parse_location(recording) is LocationKind.STANDARD_INPUT
        source = os.fstat(0) if is_piped else Path(recording).stat()
        return os.path.samestat(path.stat(), source)
    except (OSError, ValueError):
        return False
