"""The trace: what happened when, one JSON object a line, to measure the way from sound to pixel.

Each line has ``t``, seconds on the monotonic clock, and ``what``:

* ``chunk``: sound was taken in; ``stream_time`` and ``seconds``;
* ``event``: speech was recognised; ``event`` (``partial`` or ``committed``) and ``text``;
* ``frame``: a picture was painted; ``rows``, each a list of runs with ``text`` and ``settled``;
* ``state``: ``part`` (``session``, ``source`` or ``engine``), ``state`` and ``detail``;
* ``error``: ``kind``, ``title`` and ``advice`` of what the user was told.
"""

import json
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from captions.errors import OutputError
from captions.events import (
    Committed,
    EngineChanged,
    Event,
    Failed,
    Gap,
    Partial,
    SessionChanged,
    SourceChanged,
)
from captions.model.rollup import Rows
from captions.pcm import Chunk


class Trace:
    """Writes a trace to a file, or nothing at all; each line is whole on the disk at once."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, emptying it.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            self._file = path.open("w", encoding="utf-8", buffering=1) if path else None
        except OSError as error:
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
            self._file.close()

    def chunk(self, chunk: Chunk) -> None:
        """Note that sound was taken in."""
        self._write("chunk", stream_time=round(chunk.stream_time, 4), seconds=chunk.seconds)

    def frame(self, rows: Rows) -> None:
        """Note that a picture was painted."""
        shown = [[{"text": run.text, "settled": run.settled} for run in row.runs] for row in rows]
        self._write("frame", rows=shown)

    def event(self, event: Event) -> None:
        """Note what happened."""
        match event:
            case Partial(text):
                self._write("event", event="partial", text=text)
            case Committed(text):
                self._write("event", event="committed", text=text)
            case Gap(start, seconds):
                self._write("gap", start=start, seconds=seconds)
            case SessionChanged(state, detail):
                self._write("state", part="session", state=state.value, detail=detail)
            case SourceChanged(state, detail):
                self._write("state", part="source", state=state.value, detail=detail)
            case EngineChanged(state, detail):
                self._write("state", part="engine", state=state.value, detail=detail)
            case Failed(kind, title, advice):
                self._write("error", kind=kind, title=title, advice=advice)

    def _write(self, what: str, **fields: Any) -> None:  # noqa: ANN401  # whatever JSON can hold
        if self._file is not None:
            line = {"t": round(time.monotonic(), 5), "what": what, **fields}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
