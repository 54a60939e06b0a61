"""A sound card that the benchmark plays itself, so that it knows when each sample was recorded.

It is a FIFO. While anybody listens, PulseAudio's ``module-pipe-source`` reads from it as soon as
something is there, hands on whatever it has read, and holds nothing back. A period is written when
its last sample would have been recorded, as hardware does whose periods are as long. No more is
known of real hardware than that: what converters, USB or Bluetooth hold back is not measured.
"""

import bisect
import contextlib
import itertools
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tests.support.sound.sound_server import SoundServer

RATE = 48_000
CHANNELS = 2
PERIOD_SECONDS = 0.01
"""Seconds of sound in one period of the card."""
PERIOD_SAMPLES = round(RATE * PERIOD_SECONDS)
RAMP_SECONDS = 8.0
"""Far longer than any delay, so that a place on the ramp means one moment alone."""

_HEIGHT = 26_000
"""Amplitude of the ramp's ends; below full scale, because a resampler overshoots where it falls."""

Pcm = NDArray[np.int16]


class Card:
    """Records a loop of sound, as the server's default microphone, while it is entered."""

    def __init__(self, server: SoundServer, sound: Pcm) -> None:
        """``sound`` is mono, of `RATE`, shape ``(n,)``; what is short of a period is left out."""
        whole = sound[: len(sound) // PERIOD_SAMPLES * PERIOD_SAMPLES].repeat(CHANNELS)
        periods = whole.reshape(-1, PERIOD_SAMPLES * CHANNELS)
        self._periods = [period.tobytes() for period in periods]
        self._server = server
        self._recorded: list[float] = []
        """When each period was complete, on the monotonic clock."""
        self.refused: list[float] = []
        """When periods were lost, since nobody had listened for a third of a second."""
        self._stack = contextlib.ExitStack()
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        with self._stack:
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            self._stack.enter_context(_plugged_in(self._server, folder / "card"))
            self._fifo = os.open(folder / "card", os.O_WRONLY | os.O_NONBLOCK)
            self._stack.callback(os.close, self._fifo)
            thread = threading.Thread(target=self._record)
            thread.start()
            self._stack.callback(thread.join)
            self._stack.callback(self._ended.set)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def recorded_at(self, place: float, arrived_at: float) -> float:
        """Return when a sample was recorded, on the monotonic clock.

        Args:
            place: seconds from the beginning of the loop to the sample.
            arrived_at: when it arrived, less than a whole loop later.
        """
        number = int(place / PERIOD_SECONDS)
        loops = (bisect.bisect(self._recorded, arrived_at) - 1 - number) // len(self._periods)
        complete = self._recorded[number + loops * len(self._periods)]
        return complete - ((number + 1) * PERIOD_SECONDS - place)

    def _record(self) -> None:
        began = time.monotonic()
        for number, period in enumerate(itertools.cycle(self._periods), 1):
            if self._ended.wait(max(0.0, began + number * PERIOD_SECONDS - time.monotonic())):
                return
            self._recorded.append(time.monotonic())
            self._hand_over(period)

    def _hand_over(self, period: bytes) -> None:
        try:
            os.write(self._fifo, period)
        except BlockingIOError:
            self.refused.append(time.monotonic())


def ramp() -> Pcm:
    """Return a sound whose every sample says by its height how far in the loop it is."""
    return np.linspace(-_HEIGHT, _HEIGHT, round(RATE * RAMP_SECONDS)).astype(np.int16)


def beginning(heights: Sequence[int], seconds: float) -> float:
    """Return how far in the ramp sound begins, in seconds, to a fifth of 1 ms.

    Args:
        heights: of samples from the first to the last one, evenly apart; where the ramp falls, one
            of them may be anything, so that it takes three to be sure.
        seconds: from the first to the last one.
    """
    places = (np.asarray(heights) / _HEIGHT + 1) / 2 * RAMP_SECONDS
    found = (places - np.linspace(0, seconds, len(heights))) % RAMP_SECONDS
    apart = np.abs(found[:, None] - found)
    around = np.minimum(apart, RAMP_SECONDS - apart)
    return float(found[np.sort(around)[:, 1].argmin()])


@contextlib.contextmanager
def _plugged_in(server: SoundServer, fifo: Path) -> Iterator[None]:
    module = _control(
        server,
        *("load-module", "module-pipe-source", "source_name=card", f"file={fifo}"),
        *("format=s16le", f"rate={RATE}", f"channels={CHANNELS}"),
    )
    try:
        _control(server, "set-default-source", "card")
        yield
    finally:
        _control(server, "unload-module", module)


def _control(server: SoundServer, *words: str) -> str:
    environment = {**os.environ, **server.environment}
    done = subprocess.run(
        ("pactl", *words), env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
