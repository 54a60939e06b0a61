"""Output to a terminal: its size, its modes, and writing that never blocks."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

if sys.platform == "win32":
    import ctypes
    import msvcrt

_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_RETRY_SECONDS = 0.05
"""Retry interval while the terminal accepts no output."""
_FLUSH_SECONDS = 0.5
"""Timeout for the last output when the terminal is closed."""


class TerminalSize(NamedTuple):
    """Size of a terminal in characters."""

    columns: int
    rows: int


def is_capable(stream: TextIO | None, environment: Mapping[str, str]) -> bool:
    """Return True if a stream is a terminal that can rewrite lines."""
    if stream is None or not stream.isatty():
        return False
    if sys.platform == "win32":
        return _takes_sequences(stream.fileno())
    return environment.get("TERM", "") not in ("", "dumb", "unknown")


class TerminalOutput:
    """Writes to a terminal without blocking, and buffers output that it does not accept.

    A terminal accepts no output after Ctrl+S, for example.
    """

    def __init__(
        self, stream: TextIO, on_ready: Callable[[], None], on_closed: Callable[[], None]
    ) -> None:
        """Open the terminal of a stream.

        Args:
            stream: standard output.
            on_ready: called when the terminal accepts output after it was `is_busy`.
            on_closed: called when the terminal has been closed.
        """
        self.descriptor = _reopen_terminal(stream.fileno())
        self._owned = self.descriptor != stream.fileno()
        self._on_ready = on_ready
        self._on_closed = on_closed
        self._encoding = stream.encoding or "utf-8"
        self._pending = b""
        self._retry: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        """True while the terminal has not accepted all output."""
        return bool(self._pending)

    @property
    def size(self) -> TerminalSize:
        """Size of the terminal; 80 columns and 24 rows if it is unknown."""
        try:
            columns, rows = os.get_terminal_size(self.descriptor)
        except OSError:
            columns, rows = 0, 0
        return TerminalSize(columns or 80, rows or 24)

    def open(self) -> None:
        """Hide the cursor."""
        self.write(_HIDE_CURSOR)

    def write(self, text: str) -> None:
        """Write text and control sequences, or buffer them until the terminal accepts them."""
        busy = self.is_busy
        self._pending += text.encode(self._encoding, errors="replace")
        if not busy:
            self._write_pending()
        if self.is_busy and not busy:
            self._schedule_retry()

    def close(self, text: str = "") -> None:
        """Write the last text, and restore the terminal."""
        if self._retry is not None:
            self._retry.cancel()
        self._pending += f"{text}{_SHOW_CURSOR}".encode(self._encoding, errors="replace")
        self._write_pending()
        deadline = time.monotonic() + _FLUSH_SECONDS
        while self._pending and time.monotonic() < deadline:
            time.sleep(_RETRY_SECONDS)
            self._write_pending()
        self._pending = b""

    def close_descriptor(self) -> None:
        """Close the descriptor, after `close`."""
        if self._owned:
            os.close(self.descriptor)

    def _schedule_retry(self) -> None:
        # Not add_writer: a terminal stopped by Ctrl+S is reported as ready but accepts nothing.
        loop = asyncio.get_running_loop()
        self._retry = loop.call_later(_RETRY_SECONDS, self._retry_write)

    def _retry_write(self) -> None:
        self._write_pending()
        if self.is_busy:
            self._schedule_retry()
        else:
            self._on_ready()

    def _write_pending(self) -> None:
        try:
            while self._pending:
                self._pending = self._pending[os.write(self.descriptor, self._pending) :]
        except BlockingIOError:
            pass
        except OSError:  # For example, the window or the connection was closed.
            self._pending = b""
            self._on_closed()


@contextlib.contextmanager
def silence_stderr() -> Iterator[None]:
    """Discard standard error, because libraries such as ALSA's write to it over the captions."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    sys.stderr.flush()
    with contextlib.ExitStack() as stack:
        saved = os.dup(2)
        stack.callback(os.close, saved)
        stack.callback(os.dup2, saved, 2)
        with Path(os.devnull).open("wb") as null_device:
            os.dup2(null_device.fileno(), 2)
        yield


def _reopen_terminal(descriptor: int) -> int:
    """Return a separate non-blocking descriptor for a terminal, or the same one if that fails.

    The shell shares the given descriptor, so its flags must not be changed.
    """
    if sys.platform == "win32":
        return descriptor
    try:
        flags = os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        return os.open(os.ttyname(descriptor), flags)
    except OSError:
        return descriptor


if sys.platform == "win32":

    def _takes_sequences(descriptor: int) -> bool:
        """Enable control sequences in a console, and return True if it supports them.

        Windows 10 and later do: ENABLE_VIRTUAL_TERMINAL_PROCESSING of SetConsoleMode.
        """
        kernel = ctypes.windll.kernel32
        handle = msvcrt.get_osfhandle(descriptor)
        mode = ctypes.c_ulong()
        if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            return False
        return bool(kernel.SetConsoleMode(handle, mode.value | 0x0004))
