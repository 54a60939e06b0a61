"""Lines from the app on standard input, handed to the event loop one batch at a time.

asyncio cannot read standard input on Windows, so a thread reads it. The thread waits until a batch
is handled, so that a busy loop holds the app back instead of buffering lines.
"""

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Iterator

_STDIN = 0
_CHUNK_BYTES = 64 * 1024


class InputLines:
    """Reads standard input, or another descriptor."""

    def __init__(self, descriptor: int = _STDIN) -> None:
        self._descriptor = descriptor
        self._rest = b""
        """Beginning of a line whose end has not been read."""
        self._unread: list[bytes] = []
        """Lines read together with the first one."""

    def read_first(self) -> bytes:
        """Wait for the first line, and return it; empty if the input ended before."""
        for lines in self._iter_batches():
            self._unread = lines[1:]
            return lines[0]
        return b""

    def start(self, handle_line: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
        """Call a function on the running loop with each further line, and another at the end."""
        loop = asyncio.get_running_loop()
        for line in self._unread:
            handle_line(line)

        def read_lines() -> None:
            with contextlib.suppress(OSError, RuntimeError):  # The loop may be closed.
                for lines in self._iter_batches():
                    handled = threading.Event()
                    loop.call_soon_threadsafe(_handle_lines, lines, handle_line, handled)
                    handled.wait()
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(on_end)

        threading.Thread(target=read_lines, daemon=True, name="input-lines").start()

    def _iter_batches(self) -> Iterator[list[bytes]]:
        """Yield complete lines, as many as arrive at once."""
        # Not sys.stdin: Python aborts if a thread holds its lock when the process exits.
        while data := os.read(self._descriptor, _CHUNK_BYTES):
            *lines, self._rest = (self._rest + data).split(b"\n")
            if lines:
                yield lines


def _handle_lines(
    lines: list[bytes], handle_line: Callable[[bytes], None], handled: threading.Event
) -> None:
    try:
        for line in lines:
            handle_line(line)
    finally:
        handled.set()
