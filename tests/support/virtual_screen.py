"""A virtual screen with a window manager and a compositor, started and stopped by the tests.

`VirtualScreen` is a context manager. Programs that run with its `environment` appear on it,
`picture()` returns its pixels, and `hand()` controls mouse and keyboard.
"""

import contextlib
import ctypes
import os
import select
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "openbox", "picom", "xdotool")
_LIMIT = 60.0
"""Timeout in seconds for the start of each program."""

Picture = npt.NDArray[np.uint8]
"""Pixels, shape (rows, columns, 3): red, green and blue."""


class VirtualScreen:
    """A private X server with only openbox and picom on it."""

    def __init__(self, width: int = 1280, height: int = 720) -> None:
        """``width`` and ``height`` are in pixels."""
        self._size = f"{width}x{height}x24"
        self._stack = contextlib.ExitStack()
        self._folder = Path()
        self.display = ""

    @property
    def environment(self) -> dict[str, str]:
        """Environment variables with which a program finds this screen and no other desktop."""
        gone = {"WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"}
        kept = {name: value for name, value in os.environ.items() if name not in gone}
        return {**kept, "DISPLAY": self.display, "HOME": str(self._folder)}

    def __enter__(self) -> Self:
        missing = [program for program in PROGRAMS if shutil.which(program) is None]
        if missing:
            raise FileNotFoundError(f"The tests need {', '.join(missing)}: run packaging/dev.py.")
        with self._stack:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="screen-"))
            self._folder = Path(folder)
            self._start_server()
            self._start("openbox", "--sm-disable")
            wait_until(lambda: self._is_owned("WM_S0"), "openbox")
            # Without shadows and fades, a picture shows at once exactly what a program painted.
            # WORKAROUND(picom 12): its damage tracking paints black where two windows overlap.
            quiet = ("--config", "/dev/null", "--no-use-damage")
            self._start("picom", *quiet, "--backend", "xrender")
            wait_until(lambda: self._is_owned("_NET_WM_CM_S0"), "picom")
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def picture(self) -> Picture:
        """Return the pixels of the whole screen."""
        data = (self._folder / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])
        start, width, height, line = header[0] + 12 * header[19], header[4], header[5], header[12]
        pixels = np.frombuffer(data, np.uint8, line * height, start).reshape(height, line)
        blue_first = pixels[:, : 4 * width].reshape(height, width, 4)
        return blue_first[:, :, 2::-1].copy()

    def hand(self, *words: object) -> str:
        """Run an xdotool command for mouse, keyboard or windows, and return its output."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=_LIMIT,
        )
        return done.stdout.strip()

    def has_keys(self, title: str) -> bool:
        """Return True if the title of the active window, which gets the keys, contains a text."""
        with contextlib.suppress(subprocess.CalledProcessError):  # No window is active yet.
            return title in self.hand("getactivewindow", "getwindowname")
        return False

    def _start_server(self) -> None:
        """Start an X server that chooses a free display number itself, which avoids conflicts."""
        reading, writing = os.pipe()
        with os.fdopen(reading) as answer:
            self._start(
                "Xvfb", "-displayfd", str(writing), "-screen", "0", self._size,
                "-fbdir", str(self._folder), "-nolisten", "tcp", "-noreset",
                keep=writing,
            )  # fmt: skip
            os.close(writing)
            ready, _, _ = select.select([answer], [], [], _LIMIT)
            number = answer.readline().strip() if ready else ""
        if not number:
            raise RuntimeError("The X server did not start.")
        self.display = f":{number}"

    def _start(self, *command: str, keep: int | None = None) -> None:
        """Start a program that ends with the screen and inherits the file descriptor ``keep``."""
        process = subprocess.Popen(
            command,
            env=self.environment,
            pass_fds=() if keep is None else (keep,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(end, process)

    def _is_owned(self, selection: str) -> bool:
        with _connection(self.display) as (x11, connection):
            atom = x11.XInternAtom(connection, selection.encode(), 0)
            return bool(x11.XGetSelectionOwner(connection, ctypes.c_ulong(atom)))


def start_program(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a program with line-buffered pipes; stop it with `end`."""
    return subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Terminate a program, and kill it after a timeout."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def wait_until(condition: Callable[[], object], what: str, limit: float = _LIMIT) -> None:
    """Poll until a condition is true, because external programs offer nothing to await.

    Raises:
        TimeoutError: It was not true within ``limit`` seconds; ``what`` describes it.
    """
    last = time.monotonic() + limit
    while not condition():
        if time.monotonic() > last:
            raise TimeoutError(f"Waited {limit:g} s in vain: {what}.")
        time.sleep(0.02)


@contextlib.contextmanager
def _connection(display: str) -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p]]:
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    try:
        yield x11, connection
    finally:
        if connection.value is not None:
            x11.XCloseDisplay(connection)
