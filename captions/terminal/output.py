"""The terminal to write to: its size, its modes, and writing that never holds the program up."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TextIO

_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_RETRY_SECONDS = 0.05
"""Interval at which a terminal that takes no output is tried again."""
_FLUSH_SECONDS = 0.5
"""Longest time at the end that a terminal which takes no output is waited for."""


class Size(NamedTuple):
    """What a terminal has room for."""

    columns: int
    rows: int


def is_capable(stream: TextIO | None, environment: Mapping[str, str]) -> bool:
    """Return True if a stream is a terminal that can rewrite its lines."""
    if stream is None or not stream.isatty():
        return False
    if sys.platform == "win32":
        return _takes_sequences(stream.fileno())
    return environment.get("TERM", "") not in ("", "dumb", "unknown")


class TerminalOutput:
    """Writes to a terminal; while it takes no output, such as after Ctrl+S, writing waits."""

    def __init__(self, stream: TextIO, ready: Callable[[], None], gone: Callable[[], None]) -> None:
        """Open the terminal behind a stream.

        Args:
            stream: standard output.
            ready: is called when the terminal takes output again after it was `busy`.
            gone: is called when there is no terminal any more.
        """
        self.descriptor = _reopened(stream.fileno())
        self._owned = self.descriptor != stream.fileno()
        self._ready = ready
        self._gone = gone
        self._encoding = stream.encoding or "utf-8"
        self._pending = b""
        self._retry: asyncio.TimerHandle | None = None

    @property
    def busy(self) -> bool:
        """True while the terminal has not taken all that was written."""
        return bool(self._pending)

    @property
    def size(self) -> Size:
        """The size of the terminal; 80 columns and 24 rows where it does not say."""
        try:
            columns, rows = os.get_terminal_size(self.descriptor)
        except OSError:
            columns, rows = 0, 0
        return Size(columns or 80, rows or 24)

    def open(self) -> None:
        """Prepare the terminal."""
        self.write(_HIDE_CURSOR)

    def write(self, text: str) -> None:
        """Write control sequences and text, now or as soon as the terminal takes them."""
        busy = self.busy
        self._pending += text.encode(self._encoding, errors="replace")
        if not busy:
            self._send()
        if self.busy and not busy:
            self._try_later()

    def close(self, text: str = "") -> None:
        """Write a last text, and leave the terminal as it was."""
        if self._retry is not None:
            self._retry.cancel()
        self._pending += f"{text}{_SHOW_CURSOR}".encode(self._encoding, errors="replace")
        self._send()
        until = time.monotonic() + _FLUSH_SECONDS
        while self._pending and time.monotonic() < until:
            time.sleep(_RETRY_SECONDS)
            self._send()
        self._pending = b""

    def release(self) -> None:
        """Close the descriptor, after `close`."""
        if self._owned:
            os.close(self.descriptor)

    def _try_later(self) -> None:
        # Not add_writer: a terminal that Ctrl+S has stopped counts as ready, and takes nothing.
        loop = asyncio.get_running_loop()
        self._retry = loop.call_later(_RETRY_SECONDS, self._resume)

    def _resume(self) -> None:
        self._send()
        if self.busy:
            self._try_later()
        else:
            self._ready()

    def _send(self) -> None:
        try:
            while self._pending:
                self._pending = self._pending[os.write(self.descriptor, self._pending) :]
        except BlockingIOError:
            pass
        except OSError:  # Such as a closed window, or a connection that broke.
            self._pending = b""
            self._gone()


@contextlib.contextmanager
def quiet_errors() -> Iterator[None]:
    """Keep libraries that write to standard error, such as ALSA's, from disturbing the screen."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    sys.stderr.flush()
    with contextlib.ExitStack() as stack:
        saved = os.dup(2)
        stack.callback(os.close, saved)
        stack.callback(os.dup2, saved, 2)
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # a device
            os.dup2(nowhere.fileno(), 2)
        yield


def _reopened(descriptor: int) -> int:
    """Return a descriptor of its own for a terminal, which never blocks; the same if it cannot be.

    Setting the flag on the given one would change it for the shell, which shares it.
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
        """Return True if a console obeys control sequences, as it does from Windows 10 on.

        It has to be asked for it: ENABLE_VIRTUAL_TERMINAL_PROCESSING of SetConsoleMode.
        """
        import ctypes  # noqa: PLC0415  # only Windows needs it
        import msvcrt  # noqa: PLC0415

        kernel = ctypes.windll.kernel32
        handle = msvcrt.get_osfhandle(descriptor)
        mode = ctypes.c_ulong()
        if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            return False
        return bool(kernel.SetConsoleMode(handle, mode.value | 0x0004))
