"""Keys pressed in a terminal, read without blocking the event loop.

Only single characters count. Arrow and function keys send escape sequences, and pasted text arrives
as many characters at once; neither may pause or end captions.
"""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from typing import Any, Protocol

from typing_extensions import override

_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?", re.DOTALL)
"""An escape sequence: CSI, SS3, Alt with a key, or the Escape key alone (ECMA-48, xterm)."""
_READ_BYTES = 256
"""Maximum number of bytes per read."""
_MAX_TYPED_CHARS = 3
"""Maximum number of different characters in one read while a user types; a paste has more."""
_POLL_SECONDS = 0.05
"""Polling interval of a Windows console, which a selector event loop cannot wait for."""


class KeyReader(Protocol):
    """Reads keys between `open` and `close`."""

    def open(self) -> bool:
        """Start reading keys without echo; no effect if already open.

        Returns:
            False while another job of the shell owns the terminal.
        """

    def close(self) -> None:
        """Stop reading keys, and restore the terminal."""


def parse_keys(data: bytes) -> list[str]:
    """Return the keys in one read from a terminal; empty for a paste."""
    text = _SEQUENCE.sub(b"", data).decode(errors="ignore")
    return list(text) if len(set(text)) <= _MAX_TYPED_CHARS else []


if sys.platform == "win32":
    import msvcrt

    class TerminalKeys(KeyReader):
        """Reads the keys of a Windows console by polling."""

        def __init__(
            self, _terminal: int, on_key: Callable[[str], None], _on_closed: Callable[[], None]
        ) -> None:
            """``on_key`` is called with each key; a console that closes ends its programs."""
            self._on_key = on_key
            self._timer: asyncio.TimerHandle | None = None

        @override
        def open(self) -> bool:
            if self._timer is None and sys.stdin is not None and sys.stdin.isatty():
                self._poll()
            return True

        @override
        def close(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _poll(self) -> None:
            while msvcrt.kbhit():
                key = msvcrt.getwch()
                if key in "\x00\xe0":  # Prefix of an arrow or function key.
                    msvcrt.getwch()
                else:
                    self._on_key(key)
            self._timer = asyncio.get_running_loop().call_later(_POLL_SECONDS, self._poll)

else:
    import termios

    class TerminalKeys(KeyReader):
        """Reads the keys of a POSIX terminal; Ctrl+C and Ctrl+Z still send signals."""

        def __init__(
            self, terminal: int, on_key: Callable[[str], None], on_closed: Callable[[], None]
        ) -> None:
            """Prepare to read.

            Args:
                terminal: descriptor of the terminal.
                on_key: called with each key.
                on_closed: called when the terminal has been closed.
            """
            self._terminal = terminal
            self._on_key = on_key
            self._on_closed = on_closed
            self._before: list[Any] | None = None
            """Attributes of the terminal before `open`."""
            self._unavailable = False
            """True if no keys can be read."""

        @override
        def open(self) -> bool:
            # The kernel stops a background job that reads keys.
            if not _in_foreground(self._terminal):
                return False
            if self._before is None and not self._unavailable:
                self._enter_cbreak()
            return True

        @override
        def close(self) -> None:
            if self._before is None:
                return
            asyncio.get_running_loop().remove_reader(self._terminal)
            before, self._before = self._before, None
            try:
                termios.tcsetattr(self._terminal, termios.TCSANOW, before)
            except termios.error:  # The terminal has been closed.
                return

        def _enter_cbreak(self) -> None:
            try:
                before = termios.tcgetattr(self._terminal)
                cbreak = list(before)
                cbreak[3] &= ~(termios.ECHO | termios.ICANON)
                cbreak[6] = list(before[6])
                cbreak[6][termios.VMIN], cbreak[6][termios.VTIME] = 1, 0
                termios.tcsetattr(self._terminal, termios.TCSANOW, cbreak)
                self._before = before
                asyncio.get_running_loop().add_reader(self._terminal, self._read)
            except (OSError, termios.error):  # Captions continue without keys.
                self._unavailable = True
                self.close()

        def _read(self) -> None:
            try:
                data = os.read(self._terminal, _READ_BYTES)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._unavailable = True
                self.close()
                self._on_closed()
            for key in parse_keys(data):
                self._on_key(key)

    def _in_foreground(terminal: int) -> bool:
        """Return True if this program is the terminal's foreground job."""
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:  # Not the controlling terminal.
            return True
