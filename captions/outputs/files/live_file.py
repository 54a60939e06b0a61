"""Live transcripts: files to which each sentence is appended as soon as it is committed.

A thread formats, writes and syncs sentences from an unbounded queue. A slow disk or the reader of a
named pipe never delays captions, and no sentence is dropped before the file is closed. What a
killed program leaves is valid, apart from a possibly truncated last line of plain text or JSON
Lines.
"""

import contextlib
import queue
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from captions.errors import OutputError, describe_reason
from captions.formats.live import Continuation, LiveFormatter, continue_file
from captions.formats.options import TextFormat, infer_live_format
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.files.append_file import NO_READER, AppendFile, FileEnds, read_ends
from captions.outputs.files.output_paths import check_writable

_RETRY_SECONDS = 0.5
"""Delay between attempts to write, and to find a reader of a named pipe."""
_CLOSE_SECONDS = 2.0
"""Maximum time that closing waits for the disk."""

OnProblem = Callable[[Message], None]


class LiveTranscriptFile:
    """Appends segments to a file whose extension selects the format."""

    def __init__(
        self, path: Path, on_problem: OnProblem, retry_seconds: float = _RETRY_SECONDS
    ) -> None:
        """Choose the format; the file is not touched.

        Args:
            path: the file: it is created, or continued.
            on_problem: called on the writer's thread when the file cannot be written, once until
                it can be written again; and by `close` if the end was not written.
            retry_seconds: delay between attempts.

        Raises:
            UsageError: the extension is not that of a live format.
        """
        self._path = path
        self._on_problem = on_problem
        self._retry_seconds = retry_seconds
        self._format = choose_format(path)
        self._file = AppendFile(path, self._make_prefix)
        self._segments: queue.SimpleQueue[TranscriptSegment | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._has_problem = False
        """True if the present problem has been reported."""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Check the file, and start the writer's thread.

        Raises:
            OutputError: the file cannot be written, or has other content.
        """
        check_writable(self._path)
        try:
            continuation = self._read_continuation(read_ends(self._path))
        except (OSError, ValueError) as error:
            reason = describe_reason(error)
            raise OutputError("output_unwritable", file=str(self._path), reason=reason) from error
        self._thread = threading.Thread(
            target=self._write_segments,
            args=(LiveFormatter(self._format, continuation),),
            name="live transcript",
            daemon=True,  # A reader that does not read must not prevent the program's end.
        )
        self._thread.start()

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Queue a segment; never blocks."""
        self._segments.put(segment)

    def close(self) -> None:
        """Write what is queued, for two seconds at most, and close the file.

        A thread that is still writing then, for example to a pipe whose reader does not read, is
        left to the end of the program, and reported.
        """
        self._segments.put(None)
        self._closing.set()
        thread, self._thread = self._thread, None
        if thread is None:
            return
        thread.join(_CLOSE_SECONDS)
        if thread.is_alive():
            reason = Message("live_file_stuck")
            self._on_problem(Message("live_file_unfinished", file=str(self._path), reason=reason))

    def _read_continuation(self, ends: FileEnds) -> Continuation:
        """Return how to continue the file.

        Raises:
            OutputError: its content has another format.
        """
        continuation = continue_file(self._format, *ends)
        if continuation is None:
            name = _FORMAT_NAMES[self._format]
            raise OutputError("live_file_foreign", file=str(self._path), format=name)
        return continuation

    def _make_prefix(self, ends: FileEnds) -> bytes:
        """Return what completes the file's last line or cue, or a new file's header."""
        continuation = continue_file(self._format, *ends)
        return (continuation or Continuation("\n\n")).prefix.encode()

    def _write_segments(self, formatter: LiveFormatter) -> None:
        while (segment := self._segments.get()) is not None:
            text = formatter.format_segment(segment)
            if text and not self._write_text(text.encode()):
                break
        self._file.close()

    def _write_text(self, content: bytes) -> bool:
        """Write until it succeeds; return False if it fails while the file is being closed."""
        while True:
            is_last = self._closing.is_set()
            try:
                self._file.append(content)
            except OSError as error:
                self._report_failure(error, is_last=is_last)
            else:
                self._sync_file()
                return True
            if is_last:
                return False
            self._closing.wait(self._retry_seconds)

    def _sync_file(self) -> None:
        try:
            self._file.sync()
        except OSError as error:  # Not written again: the text is in the file, if not on the disk.
            self._report_failure(error, is_last=False)
        else:
            self._has_problem = False

    def _report_failure(self, error: OSError, *, is_last: bool) -> None:
        """Report a problem unless it is known, or a pipe only lacks a reader."""
        if error.errno in NO_READER or (self._has_problem and not is_last):
            return
        self._has_problem = True
        file, reason = str(self._path), describe_reason(error)
        if is_last:
            self._on_problem(Message("live_file_unfinished", file=file, reason=reason))
        else:
            self._on_problem(Message("live_file_interrupted", file=file, reason=reason))


def choose_format(path: Path) -> TextFormat:
    """Return the format of a file; a pipe or a device without an extension takes plain text.

    Raises:
        UsageError: the extension is not that of a live format.
    """
    with contextlib.suppress(OSError, ValueError):
        if not path.suffix and not stat.S_ISREG(path.stat().st_mode):
            return TextFormat.TXT
    return infer_live_format(path)


_FORMAT_NAMES = {
    TextFormat.TXT: "plain",
    TextFormat.SRT: "SubRip",
    TextFormat.VTT: "WebVTT",
    TextFormat.JSONL: "JSON Lines",
}
