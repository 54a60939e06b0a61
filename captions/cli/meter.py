"""``captions devices --meter``: how loud a device is, peak and RMS, until Ctrl-C."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable

from captions.audio import live
from captions.audio.source import Source
from captions.events import Event, Failed, SourceChanged, SourceState
from captions.pcm import SAMPLE_BYTES, Level, from_bytes, level
from captions.printable import printable

_RATE = 48_000
"""Samples a second, so that all that a device gives is measured."""
_PLAIN_SECONDS = 1.0
"""Measured at once where no line can be rewritten; a terminal shows every chunk."""
_BAR_FLOOR_DBFS = -60.0
_BAR_CELLS = 30


def show(device: str, *, computer: bool) -> None:
    """Write how loud a device is until Ctrl-C.

    A terminal gets 20 values a second on one line that is rewritten, anything else a line a second.

    Args:
        device: its name, or a part of it; empty for the default microphone.
        computer: whether to listen to what the computer plays instead.
    """
    page = _Page(rewrites=sys.stdout.isatty())
    source = (
        live.computer(_RATE, page.tell) if computer else live.microphone(device, _RATE, page.tell)
    )
    with contextlib.suppress(KeyboardInterrupt):  # Nothing else ends it, so it is no failure.
        asyncio.run(_measure(source, page.write, 0.0 if page.rewrites else _PLAIN_SECONDS))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Who presses it twice wants nothing else.
    page.end_line()


class _Page:
    """Standard output, whose last line is rewritten if it is a terminal."""

    def __init__(self, *, rewrites: bool) -> None:
        self.rewrites = rewrites
        self._within_line = False

    def write(self, measured: Level) -> None:
        """Show how loud it is now."""
        text = f"peak {measured.peak:6.1f}  RMS {measured.rms:6.1f} dBFS  [{_bar(measured)}]"
        sys.stdout.write(f"\r{text}" if self.rewrites else f"{text}\n")
        sys.stdout.flush()
        self._within_line = self.rewrites

    def tell(self, event: Event) -> None:
        """Say what is heard, and on standard error why nothing is, each on a line of its own."""
        match event:
            case SourceChanged(SourceState.LISTENING, name):
                self.end_line()
                sys.stdout.write(f"{printable(name)} (Ctrl-C ends)\n")
                sys.stdout.flush()
            case Failed(advice=advice):
                self.end_line()
                sys.stderr.write(f"captions: {printable(advice)}\n")
            case _:
                pass

    def end_line(self) -> None:
        """Leave the line that was rewritten as it is."""
        if self._within_line:
            sys.stdout.write("\n")
            sys.stdout.flush()
            self._within_line = False


async def _measure(source: Source, write: Callable[[Level], None], seconds: float) -> None:
    """Measure chunks, or so many seconds of them at once."""
    least = round(seconds * _RATE) * SAMPLE_BYTES
    heard = bytearray()
    async with contextlib.aclosing(source.chunks()) as chunks:
        async for chunk in chunks:
            heard += chunk.data
            if len(heard) >= least:
                write(level(from_bytes(bytes(heard))))
                heard.clear()


def _bar(measured: Level) -> str:
    """Return a bar as long as the RMS, with a mark where the peak is."""
    return "".join(
        "#" if cell <= _cells(measured.rms) else "|" if cell == _cells(measured.peak) else " "
        for cell in range(1, _BAR_CELLS + 1)
    )


def _cells(dbfs: float) -> int:
    """Return how many cells of a bar a level fills."""
    return round((1 - max(dbfs, _BAR_FLOOR_DBFS) / _BAR_FLOOR_DBFS) * _BAR_CELLS)
