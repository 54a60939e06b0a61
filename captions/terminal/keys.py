"""Keys that are pressed in a terminal, read without blocking the event loop.

Only single characters count: an arrow or function key sends an escape sequence, and pasted text
comes as many characters at once. Neither may pause or end captions.
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
_BLOCK = 256
"""Bytes read at once."""
_TYPED = 3
"""Most different characters that are read at once while somebody types; a paste has more."""
_POLL_SECONDS = 0.05
"""Interval at which a Windows console is asked for keys; it offers no event to a selector loop."""


class Keys(Protocol):
    """Reads keys between `open` and `close`."""

    def open(self) -> bool:
        """Begin to read keys, which are then not echoed; do nothing if they are read already.

        Returns:
            False while another job of the shell has the terminal.
        """

    def close(self) -> None:
        """Stop reading keys, and leave the terminal as it was."""


def typed(data: bytes) -> list[str]:
    """Return the keys in what a terminal sent at once; nothing for a paste."""
    text = _SEQUENCE.sub(b"", data).decode(errors="ignore")
    return list(text) if len(set(text)) <= _TYPED else []


if sys.platform == "win32":
    import msvcrt

    class TerminalKeys(Keys):
        """Reads the keys of a Windows console by polling it."""

        def __init__(
            self, _terminal: int, pressed: Callable[[str], None], _gone: Callable[[], None]
        ) -> None:
            """``pressed`` is called with each key; a console that closes ends its programs."""
            self._pressed = pressed
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
                if key in "\x00\xe0":  # An arrow or function key, whose code follows.
                    msvcrt.getwch()
                else:
                    self._pressed(key)
            self._timer = asyncio.get_running_loop().call_later(_POLL_SECONDS, self._poll)

else:
    import termios

    class TerminalKeys(Keys):
        """Reads the keys of a POSIX terminal, which keeps sending signals for Ctrl+C and Ctrl+Z."""

        def __init__(
            self, terminal: int, pressed: Callable[[str], None], gone: Callable[[], None]
        ) -> None:
            """Prepare to read.

            Args:
                terminal: descriptor of the terminal.
                pressed: is called with each key.
                gone: is called when there is no terminal any more.
            """
            self._terminal = terminal
            self._pressed = pressed
            self._gone = gone
            self._before: list[Any] | None = None
            """The terminal's attributes before keys were read."""
            self._deaf = False
            """True if no keys can be read."""

        @override
        def open(self) -> bool:
            # The shell would stop a job in the background for reading keys.
            if not _in_foreground(self._terminal):
                return False
            if self._before is None and not self._deaf:
                self._take()
            return True

        @override
        def close(self) -> None:
            if self._before is None:
                return
            asyncio.get_running_loop().remove_reader(self._terminal)
            before, self._before = self._before, None
            try:
                termios.tcsetattr(self._terminal, termios.TCSANOW, before)
            except termios.error:  # The terminal has gone.
                return

        def _take(self) -> None:
            try:
                before = termios.tcgetattr(self._terminal)
                wanted = list(before)
                wanted[3] &= ~(termios.ECHO | termios.ICANON)
                wanted[6] = list(before[6])
                wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
                termios.tcsetattr(self._terminal, termios.TCSANOW, wanted)
                self._before = before
                asyncio.get_running_loop().add_reader(self._terminal, self._read)
            except (OSError, termios.error):  # Captions go on without keys.
                self._deaf = True
                self.close()

        def _read(self) -> None:
            try:
                data = os.read(self._terminal, _BLOCK)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._deaf = True
                self.close()
                self._gone()
            for key in typed(data):
                self._pressed(key)

    def _in_foreground(terminal: int) -> bool:
        """Return True if the shell has given this program the keyboard."""
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:  # It is not the terminal of this session.
            return True
