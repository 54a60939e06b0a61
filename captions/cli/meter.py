"""``captions devices --meter``: shows the peak and RMS level of a device until Ctrl+C."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable

from captions.audio import live
from captions.audio.source import Source
from captions.cli.sentences import write_sentence
from captions.events import Event, Failed, SourceChanged, SourceState
from captions.pcm import SAMPLE_BYTES, Level, from_bytes, measure_level
from captions.printable import make_printable
from captions.wording.notifications import notices

_RATE = 48_000
"""Sample rate in hertz, high enough to measure the device's whole bandwidth."""
_PLAIN_SECONDS = 1.0
"""Measurement interval if lines cannot be rewritten; a terminal shows every chunk."""
_BAR_FLOOR_DBFS = -60.0
_BAR_CELLS = 30


def show_meter(device: str, *, computer: bool) -> None:
    """Print the level of a device until Ctrl+C.

    A terminal shows 20 values per second on one line; other outputs get one line per second.

    Args:
        device: the device's name or a part of it; empty for the default microphone.
        computer: True to measure what the computer plays instead.
    """
    page = _MeterOutput(rewrites=sys.stdout.isatty())
    source = (
        live.loopback_source(_RATE, page.handle_event)
        if computer
        else live.microphone_source(device, _RATE, page.handle_event)
    )
    with contextlib.suppress(KeyboardInterrupt):  # The normal way to stop the meter.
        asyncio.run(_measure_source(source, page.write, 0.0 if page.rewrites else _PLAIN_SECONDS))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ignore a second Ctrl+C.
    page.end_line()


class _MeterOutput:
    """Writes to standard output, and rewrites the last line if that is a terminal."""

    def __init__(self, *, rewrites: bool) -> None:
        self.rewrites = rewrites
        self._within_line = False

    def write(self, measured: Level) -> None:
        """Show a level."""
        text = f"peak {measured.peak:6.1f}  RMS {measured.rms:6.1f} dBFS  [{_format_bar(measured)}]"
        sys.stdout.write(f"\r{text}" if self.rewrites else f"{text}\n")
        sys.stdout.flush()
        self._within_line = self.rewrites

    def handle_event(self, event: Event) -> None:
        """Print the name of the device, or a problem on standard error, each on its own line."""
        match event:
            case SourceChanged(SourceState.LISTENING, name):
                self.end_line()
                sys.stdout.write(f"{make_printable(name)} (press Ctrl-C to stop)\n")
                sys.stdout.flush()
            case Failed():
                self.end_line()
                _, advice = notices.format_in_english(event)
                write_sentence(sys.stderr, f"captions: {advice}")
            case _:
                pass

    def end_line(self) -> None:
        """End a line that was being rewritten."""
        if self._within_line:
            sys.stdout.write("\n")
            sys.stdout.flush()
            self._within_line = False


async def _measure_source(source: Source, write: Callable[[Level], None], seconds: float) -> None:
    """Measure each chunk, or blocks of a minimum duration in seconds."""
    min_bytes = round(seconds * _RATE) * SAMPLE_BYTES
    block = bytearray()
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            block += chunk.data
            if len(block) >= min_bytes:
                write(measure_level(from_bytes(bytes(block))))
                block.clear()


def _format_bar(measured: Level) -> str:
    """Return a bar for the RMS level with a mark at the peak."""
    return "".join(
        "#"
        if cell <= _count_cells(measured.rms)
        else "|"
        if cell == _count_cells(measured.peak)
        else " "
        for cell in range(1, _BAR_CELLS + 1)
    )


def _count_cells(dbfs: float) -> int:
    """Return the number of filled cells for a level."""
    return round((1 - max(dbfs, _BAR_FLOOR_DBFS) / _BAR_FLOOR_DBFS) * _BAR_CELLS)
