"""The trace: what happened when, one JSON object a line, to measure the way from sound to pixel.

Each line has ``t``, seconds on the monotonic clock, and ``what``:

* ``chunk``: sound was taken in; ``stream_time`` and ``seconds``;
* ``event``: speech was recognised; ``event`` (``partial`` or ``committed``) and ``text``;
  a partial may have ``settled_text``, the beginning that the server will not change; a committed
  text may have ``words``, each with ``text``, ``start`` and ``end`` in seconds of stream time;
* ``frame``: a picture was painted; ``rows``, each a list of runs with ``text`` and ``settled``,
  which is true for white words;
* ``state``: ``part`` (``session``, ``source`` or ``engine``), ``state`` and ``detail``;
* ``device``: how the heard device is set: ``muted``, ``volume`` and ``plays``;
* ``error``: ``kind``, ``title`` and ``advice`` of what the user was told.

Where several lanes are heard, what happens in one has its name as ``lane``.
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

from captions.errors import OutputError
from captions.events import (
    Committed,
    DeviceCondition,
    EngineChanged,
    Event,
    Failed,
    Gap,
    Partial,
    SessionChanged,
    SourceChanged,
    Word,
)
from captions.model.rows import Rows
from captions.pcm import Chunk

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What a system answers when there is no room, or no more of it for this user."""

_log = logging.getLogger(__name__)


class Trace:
    """Writes a trace to a file, or nothing at all; each line is whole on the disk at once.

    When the disk is full, or the reader of the trace is gone, the trace ends and captions go on.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file, emptying it.

        Raises:
            OutputError: it cannot be written, for another reason than a full disk.
        """
        self._path = path
        self._file: io.FileIO | None = None
        if path is None:
            return
        try:
            self._file = io.FileIO(path, "w", opener=_open)
        except OSError as error:
            if error.errno in _FULL:
                self._give_up(error.strerror)
                return
            raise OutputError(
                f"The trace cannot be written to {path} ({error.strerror}): choose another path."
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
            except OSError as failure:  # Some network file systems only notice now.
                self._give_up(failure.strerror)

    def chunk(self, lane: str, chunk: Chunk) -> None:
        """Note that sound was taken in; ``lane`` is empty where there is only one."""
        fields = {"stream_time": round(chunk.stream_time, 4), "seconds": chunk.seconds}
        self._write("chunk", **fields, **_named(lane))

    def frame(self, rows: Rows) -> None:
        """Note that a picture was painted."""
        shown = [[{"text": run.text, "settled": run.settled} for run in row.runs] for row in rows]
        self._write("frame", rows=shown)

    def event(self, event: Event) -> None:
        """Note what happened, and in which lane if there are several."""
        what, fields = _described(event)
        self._write(what, **fields, **_named(getattr(event, "lane", "")))

    def _write(self, what: str, **fields: Any) -> None:  # noqa: ANN401  # whatever JSON can hold
        if self._file is None:
            return
        line = {"t": round(time.monotonic(), 5), "what": what, **fields}
        content = (json.dumps(line, ensure_ascii=False) + "\n").encode(errors="replace")
        try:
            written = self._file.write(content)
            if written is None:
                self._give_up("its reader is too slow")
            elif written < len(content):
                self._take_back(written)
                self._give_up(os.strerror(errno.ENOSPC))
        except OSError as error:
            self._give_up(error.strerror)

    def _take_back(self, size: int) -> None:
        """Remove the beginning of a line that did not fit."""
        if self._file is not None and self._file.seekable():
            self._file.truncate(self._file.tell() - size)

    def _give_up(self, reason: str | None) -> None:
        _log.warning("The trace in %s ends here (%s); captions go on.", self._path, reason)
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):
                file.close()


def _open(path: str, flags: int) -> int:
    """Open a file; a FIFO that nobody reads is an error, and does not wait for a reader."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o666)


def _named(lane: str) -> dict[str, str]:
    return {"lane": lane} if lane else {}


def _timed(words: Sequence[Word]) -> dict[str, Any]:
    """Return the words with their seconds of stream time, if there are any."""
    timed = [
        {"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)}
        for word in words
    ]
    return {"words": timed} if timed else {}


def _described(event: Event) -> tuple[str, dict[str, Any]]:
    """Return what a line calls an event, and its fields."""
    match event:
        case Partial(text, _, settled_text):
            settled = {"settled_text": settled_text} if settled_text else {}
            return "event", {"event": "partial", "text": text, **settled}
        case Committed(text, words):
            return "event", {"event": "committed", "text": text, **_timed(words)}
        case SessionChanged() | SourceChanged() | EngineChanged():
            part = type(event).__name__.removesuffix("Changed").lower()
            return "state", {"part": part, "state": event.state.value, "detail": event.detail}
        case Gap(start, seconds):
            return "gap", {"start": start, "seconds": seconds}
        case DeviceCondition(muted, volume, plays):
            return "device", {"muted": muted, "volume": volume, "plays": plays}
        case Failed(kind, title, advice):
            return "error", {"kind": kind, "title": title, "advice": advice}
