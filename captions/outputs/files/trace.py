"""Trace of events with their times, as JSON lines, to measure latency from audio to screen.

Each line has ``t``, seconds on the monotonic clock, and ``what``:

* ``chunk``: audio was captured; ``stream_time`` and ``seconds``;
* ``event``: speech was recognised; ``event`` (``partial``, ``committed`` or ``translated``) and
  ``text``; a partial may have ``settled_text``, the prefix that the server will not change; a
  committed text may have ``words``, each with ``text``, ``start`` and ``end`` in seconds of stream
  time, and ``speaker``, such as ``speaker_1``, if that is certain; a translation has its
  ``language``;
* ``frame``: a frame was painted; ``rows``, each a list of runs with ``text`` and ``settled``, which
  is true for white words, and ``lane`` if there are several;
* ``state``: ``part`` (``session``, ``source`` or ``engine``), ``state`` and ``detail``;
* ``gap``: audio was dropped; ``start`` and ``seconds``;
* ``device``: settings of the device in use: ``muted``, ``volume`` and ``plays``;
* ``error``: ``kind``, ``title`` and ``advice`` of a problem reported to the user.

If several lanes are captioned, the events of one have its name as ``lane``.
"""

import contextlib
import errno
import io
import json
import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from captions.errors import OutputError, describe_reason
from captions.events import (
    CaptionEvent,
    Committed,
    DeviceCondition,
    EngineChanged,
    Event,
    Failed,
    Gap,
    PaceChanged,
    Partial,
    SessionChanged,
    SourceChanged,
    Translated,
    Word,
)
from captions.model.rows import Rows
from captions.pcm import Chunk
from captions.wording.notifications import notices

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""Errors of a full disk, an exceeded quota or a file at its size limit."""

_log = logging.getLogger(__name__)


class TraceFile:
    """Writes a trace to a file, or nothing without a path; each line is written unbuffered.

    If the disk is full, or the reader of the trace has closed the pipe, the trace ends and captions
    continue.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file, and truncate it.

        Raises:
            OutputError: the file cannot be written, for a reason other than a full disk.
        """
        self._path = path
        self._file: io.FileIO | None = None
        if path is None:
            return
        try:
            self._file = io.FileIO(path, "w", opener=_open_nonblocking)
        except OSError as error:
            if error.errno in _DISK_FULL:
                self._end_trace(error.strerror)
                return
            raise OutputError(
                "trace_unwritable", file=str(path), reason=describe_reason(error)
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError as failure:  # Some network file systems fail only here.
                self._end_trace(failure.strerror)

    def record_chunk(self, lane: str, chunk: Chunk) -> None:
        """Record that a chunk was captured; ``lane`` is empty if there is only one."""
        fields = {"stream_time": round(chunk.stream_time, 4), "seconds": chunk.seconds}
        self._write_line("chunk", **fields, **_lane_field(lane))

    def record_frame(self, rows: Rows) -> None:
        """Record that a frame was painted."""
        shown = [
            [
                {"text": run.text, "settled": run.settled, **_lane_field(row.lane)}
                for run in row.runs
            ]
            for row in rows
        ]
        self._write_line("frame", rows=shown)

    def record_event(self, event: Event) -> None:
        """Record an event, and its lane if there are several."""
        what, fields = _describe_event(event)
        self._write_line(what, **fields, **_lane_field(getattr(event, "lane", "")))

    def _write_line(self, what: str, **fields: object) -> None:
        if self._file is None:
            return
        line = {"t": round(time.monotonic(), 5), "what": what, **fields}
        content = (json.dumps(line, ensure_ascii=False) + "\n").encode(errors="replace")
        try:
            written = self._file.write(content)
            if written is None:
                self._end_trace("its reader is too slow")
            elif written < len(content):
                self._truncate_line(written)
                self._end_trace(os.strerror(errno.ENOSPC))
        except OSError as error:
            self._end_trace(error.strerror)

    def _truncate_line(self, size: int) -> None:
        """Remove the part of a line that was written before the disk was full."""
        if self._file is not None and self._file.seekable():
            self._file.truncate(self._file.tell() - size)

    def _end_trace(self, reason: str | None) -> None:
        _log.warning("The trace in %s ends here (%s); captions continue.", self._path, reason)
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()


def _open_nonblocking(path: str, flags: int) -> int:
    """Open a file without blocking; a FIFO without a reader raises an `OSError`."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


def _lane_field(lane: str) -> dict[str, str]:
    return {"lane": lane} if lane else {}


def _word_times(words: Sequence[Word]) -> dict[str, Any]:
    """Return the words with their times in seconds of stream time, if there are any."""
    timed = [
        {"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)}
        for word in words
    ]
    return {"words": timed} if timed else {}


def _describe_caption(event: CaptionEvent) -> dict[str, Any]:
    match event:
        case Partial(text, _, settled_text):
            settled = {"settled_text": settled_text} if settled_text else {}
            return {"event": "partial", "text": text, **settled}
        case Committed(text, words):
            who = {"speaker": event.speaker} if event.speaker else {}
            return {"event": "committed", "text": text, **who, **_word_times(words)}
        case Translated(text, _, language):
            return {"event": "translated", "text": text, "language": language}


def _describe_event(event: Event) -> tuple[str, dict[str, Any]]:
    """Return the type of an event's line, and its fields."""
    match event:
        case Partial() | Committed() | Translated():
            return "event", _describe_caption(event)
        case SessionChanged() | SourceChanged() | EngineChanged():
            part = type(event).__name__.removesuffix("Changed").lower()
            name = event.name if isinstance(event, SourceChanged) else ""
            detail = name if event.detail is None else str(event.detail)
            return "state", {"part": part, "state": event.state.value, "detail": detail}
        case Gap(start, seconds):
            return "gap", {"start": start, "seconds": seconds}
        case DeviceCondition(muted, volume, plays):
            return "device", {"muted": muted, "volume": volume, "plays": plays}
        case PaceChanged(is_behind):
            return "pace", {"is_behind": is_behind}
        case Failed(kind):
            title, advice = notices.format_in_english(event)
            return "error", {"kind": kind, "title": title, "advice": advice}
