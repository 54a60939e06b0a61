"""Where a transcript is written: to a file, made with its first words, or to standard output."""

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
from captions.printable import printable


class Transcript:
    """Writes segments; a file is opened no sooner than there is something to write into it."""

    def __init__(self, path: Path | None, text_format: TextFormat) -> None:
        """``path`` is None for standard output."""
        self._path = path
        self._format = text_format
        self._writer: SegmentWriter | None = None
        self._file: TextIO | None = None

    @property
    def begun(self) -> bool:
        """True once words were written."""
        return self._writer is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what was held back, and close the file.

        Raises:
            OutputError: it cannot be written, and nothing else went wrong before.
        """
        try:
            with self._failures():
                try:
                    if self._writer is not None:
                        self._writer.finish()
                finally:
                    if self._file is not None:
                        self._file.close()
        except OutputError:
            if error is None:
                raise

    def add(self, segment: Committed) -> None:
        """Write a segment, without anything in its words that a terminal obeys.

        Raises:
            OutputError: it cannot be written.
        """
        segment = _cleaned(segment)
        if not segment.text.strip():
            return
        with self._failures():
            if self._writer is None:
                self._writer = SegmentWriter(self._opened(), self._format)
            self._writer.add(segment)

    def _opened(self) -> TextIO:
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8")
            return self._file
        if sys.stdout is None:  # So Python tells that it was started without.
            raise OutputError("Standard output is closed: name a file with --output.")
        return sys.stdout

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> OutputError:
        if self._path is None:
            abandon_standard_output()
            if isinstance(error, BrokenPipeError):
                return OutputError("The program that read the transcript has ended.")
            return OutputError(
                f"The transcript cannot be written to standard output ({error.strerror}): name a "
                "file with --output."
            )
        return OutputError(
            f"The transcript cannot be written to {self._path} ({error.strerror}): choose another "
            "path."
        )


def _cleaned(segment: Committed) -> Committed:
    """Return a segment whose words are `printable`, whatever model or server they are from."""
    words = tuple(replace(word, text=printable(word.text)) for word in segment.words)
    return replace(segment, text=printable(segment.text), words=words)


def abandon_standard_output() -> None:
    """Let Python end without another try to write what is left in its buffer."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def format_of(path: Path | None) -> TextFormat:
    """Return the format that a file's name asks for; a name without an ending asks for text.

    Raises:
        UsageError: there is no such format.
    """
    ending = path.suffix.lower().removeprefix(".") if path is not None else ""
    if not ending:
        return TextFormat.TXT
    if ending in set(TextFormat):
        return TextFormat(ending)
    known = ", ".join(f".{item}" for item in TextFormat)
    raise UsageError(
        f"“.{ending}” is no ending of a transcript: use {known}, or name the format with --format."
    )


def check(path: Path, recording: str) -> None:
    """Find what is wrong with an output file before anything is opened or overwritten.

    Args:
        path: the output file.
        recording: what is transcribed: a path, a URL, or ``-``.

    Raises:
        UsageError: it is the recording itself, maybe by another name.
        OutputError: it cannot be written.
    """
    if _is_same(path, recording):
        raise UsageError(
            f"{path} is the recording itself, and would be overwritten: choose another --output."
        )
    folder = path.absolute().parent
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder: name a file in it.")
        if not folder.is_dir():
            raise OutputError(f"There is no folder {folder}: make it, or choose another path.")
        writable = os.access(path if path.exists() else folder, os.W_OK)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path} cannot be written ({reason}): choose another path.") from error
    if not writable:
        raise OutputError(f"{path} may not be written: choose another path.")


def _is_same(path: Path, recording: str) -> bool:
    """Say whether both are one file; links are followed, and standard input may be a file."""
    try:
        source = os.fstat(0) if recording == "-" else Path(recording).stat()
        return os.path.samestat(path.stat(), source)
    except (OSError, ValueError):
        return False
