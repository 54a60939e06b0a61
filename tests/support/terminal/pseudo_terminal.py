"""Runs a program in a pseudo-terminal, reads its screen and sends it keys."""

import fcntl
import os
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import pytest

from tests.support.terminal.emulator import Emulator
from tests.support.virtual_screen import REPOSITORY

LIMIT = 60.0
_BLOCK = 65_536


class PseudoTerminal:
    """A program and its terminal."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
    ) -> None:
        """Start a program in a terminal; ``size`` is in columns and rows."""
        self._user, self._program = os.openpty()
        self._size(*size)
        self.attributes = list(termios.tcgetattr(self._program))
        """Attributes of the terminal before the program started."""
        self.emulator = Emulator(*size)
        self.written = bytearray()
        self._lock = threading.Lock()
        self.process = subprocess.Popen(
            (sys.executable, "-m", "tests.support.terminal.session_leader", *command),
            stdin=self._program,
            stdout=self._program,
            stderr=self._program,
            env={**environment, "TERM": environment.get("TERM", "xterm-256color")},
            cwd=REPOSITORY,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._program)
        self._reader.join(LIMIT)
        os.close(self._user)

    def wait_for(self, wanted: Callable[[Emulator], object], limit: float = LIMIT) -> None:
        """Wait for a condition on the screen; fail if the program ends first or after ``limit``."""
        until = time.monotonic() + limit
        while time.monotonic() < until:
            ended = self.process.poll() is not None
            if self.seen(wanted):
                return
            if ended:
                pytest.fail(f"The program ended: {self.seen(Emulator.history)}")
            time.sleep(0.01)
        pytest.fail(f"This is all that is seen: {self.seen(Emulator.history)}")

    def seen(self, look: Callable[[Emulator], object]) -> object:
        """Return the result of a function of the terminal."""
        with self._lock:
            return look(self.emulator)

    def press(self, keys: str) -> None:
        os.write(self._user, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        with self._lock:
            self.emulator.screen.resize(rows, columns)
        self._size(columns, rows)

    def end(self) -> int:
        """Wait until the program has ended and all its output was read; return its exit code."""
        code = self.process.wait(LIMIT)
        drained = time.monotonic() + LIMIT
        before = -1
        while before != len(self.written) and time.monotonic() < drained:
            before = len(self.written)
            time.sleep(0.05)
        return code

    def is_clean(self) -> bool:
        """Return True if the program has restored the terminal."""
        with self._lock:
            cursor, column = self.emulator.cursor_is_shown, self.emulator.screen.cursor.x
            wraps = self.emulator.wraps
        attributes = list(termios.tcgetattr(self._program))
        return cursor and column == 0 and wraps and attributes == self.attributes

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._user, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._user, _BLOCK)
            except OSError:  # The other end is closed.
                return
            if not data:
                return
            with self._lock:
                self.written += data
                self.emulator.feed(data)
