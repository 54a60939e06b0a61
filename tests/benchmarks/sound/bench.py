"""The benchmark of sound: how late, how dear and how whole it comes from a card to the session.

``python3 packaging/dev.py bench sound [--quick] [--only latency,processor,replug,switch,app,kept]
[--minutes N] [--json PATH]``

All parts are real: PulseAudio with virtual devices, ALSA's way to it, PortAudio, and our sources.
What is measured:

* latency: from a card whose every sample says when it was recorded (see `sound_card`) to the chunk
  in the hands of a loop that stands for the session. The bound is for a chunk's last sample, since
  a chunk of 50 ms lasts 50 ms; how late its first sample is stands beside it.
* processor: of a process that listens to 48 kHz stereo and does nothing else, without its start. It
  is PulseAudio that converts the rate; what it uses more than without a listener stands beside it,
  and what a stream of PortAudio's takes that wakes a loop for each block and no more.
* replug: from the order to plug a microphone in, at any moment of the search, to its first chunk.
* switch: from the order to caption another source to its first chunk (`switching`).
* app: what the whole app, painting and recognising, misses of minutes of speech (`app_capture`).
* kept: what it costs to keep the sound, and what a killed program loses of it (`kept_sound`).

A bound that is missed does not fail it, because machines are shared and noisy; something that does
not work does.
"""

import argparse
import time
from collections.abc import Sequence
from statistics import median

import numpy as np

from tests.benchmarks import drive
from tests.benchmarks.drive import PROC
from tests.benchmarks.figures import Figure, Scope, create_parser, delays, run_scope
from tests.benchmarks.sound import app_capture, kept_sound, sound_card
from tests.benchmarks.sound.listener import (
    BARE,
    COMPUTER,
    MICROPHONE,
    RATE,
    CapturedChunk,
    run_listener,
)
from tests.benchmarks.sound.sound_card import Card
from tests.benchmarks.sound.switching import measure_switches
from tests.support.seeded_random import seeded_random
from tests.support.sound.sound_server import SoundServer

LATENCY_BOUND_MS = 60.0
PROCESSOR_BOUND_PERCENT = 1.0
REPLUG_BOUND_SECONDS = 3.0
SWITCH_BOUND_SECONDS = 1.0
_SETTLE_SECONDS = 2.0
"""Seconds at the beginning that are not measured, because capture settles."""
_ROUGH_SECONDS = 0.001
"""The ramp is read no better than to a fifth of this, so what is less is no loss."""
_IDLE_SECONDS = 10.0
"""How long the sound server is watched without a listener."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write; return 1 if something did not work."""
    return run_scope(SCOPE, _parse(arguments))


def latency(asked: argparse.Namespace) -> list[Figure]:
    """Measure the way of samples from the card to the session."""
    with SoundServer() as server, Card(server, sound_card.ramp()) as card:
        with run_listener(server) as listener:
            time.sleep(_SETTLE_SECONDS + asked.seconds)
            chunks = _settled(listener.end())
        first = [chunk.t - card.recorded_at(begins(chunk), chunk.t) for chunk in chunks]
        last = [delay - chunk.seconds for delay, chunk in zip(first, chunks, strict=True)]
    return [
        *delays("delay of a chunk's last sample", last, LATENCY_BOUND_MS),
        *delays("... of its first sample", first),
        Figure("sound lost or repeated meanwhile", 1000 * faults(chunks), "ms", 0),
    ]


def processor(asked: argparse.Namespace) -> list[Figure]:
    """Measure what it costs to listen."""
    figures = []
    with SoundServer(rate=48_000, channels=2) as server:
        idle = _server_percent(_IDLE_SECONDS)
        for name in (MICROPHONE, COMPUTER):
            with run_listener(server, name) as listener:
                time.sleep(_SETTLE_SECONDS)
                served = _server_percent(asked.seconds)
                chunks = _settled(listener.end())
            whole, loop = _used_percent(chunks)
            figures += [
                Figure(f"processor to hear the {name}", whole, "%", PROCESSOR_BOUND_PERCENT),
                Figure("... of that, the loop", loop, "%"),
                Figure("... the threads of PortAudio and of the watch", whole - loop, "%"),
                Figure("... besides, the sound server", served - idle, "%"),
            ]
        with run_listener(server, BARE) as listener:
            time.sleep(_SETTLE_SECONDS + asked.seconds)
            whole, _ = _used_percent(_settled(listener.end()))
        figures.append(Figure("a stream of PortAudio's alone, for a loop", whole, "%"))
    return figures


def replug(asked: argparse.Namespace) -> list[Figure]:
    """Measure the delay from plugging a microphone in again to its first chunk."""
    chance = seeded_random(1)
    waits = []
    with SoundServer() as server, run_listener(server) as listener:
        for _ in range(3 if asked.quick else 10):
            server.unplug()
            listener.wait_for("missing")
            time.sleep(chance.uniform(0.5, 2))
            plugged_in = time.monotonic()
            server.plug_in()
            waits.append(listener.wait_for("chunk") - plugged_in)
    return [
        Figure("plugged in to first chunk, median", median(waits), "s"),
        Figure(f"... the worst of {len(waits)}", max(waits), "s", REPLUG_BOUND_SECONDS),
    ]


def switch(asked: argparse.Namespace) -> list[Figure]:
    """Measure how long it takes to caption another source."""
    with SoundServer() as server:
        seconds = measure_switches(server, 4 if asked.quick else 20)
    return [
        Figure("another source chosen to its first chunk, median", median(seconds), "s"),
        Figure(f"... the worst of {len(seconds)}", max(seconds), "s", SWITCH_BOUND_SECONDS),
    ]


def app(asked: argparse.Namespace) -> list[Figure]:
    """Measure whether the whole app misses any sound."""
    return app_capture.run(60 * asked.minutes)


def begins(chunk: CapturedChunk) -> float:
    """Return how far in the ramp a chunk begins, in seconds."""
    return sound_card.beginning(chunk.heights, chunk.seconds - 1 / RATE)


def faults(chunks: Sequence[CapturedChunk]) -> float:
    """Return how many seconds of the ramp are missing, or there twice."""
    steps = np.diff([begins(chunk) for chunk in chunks]) % sound_card.RAMP_SECONDS
    off = np.abs(steps - [chunk.seconds for chunk in chunks[:-1]])
    return float(off[off > _ROUGH_SECONDS].sum())


SCOPE = Scope(
    "sound",
    "Sound, from the card to the session",
    {
        "latency": latency,
        "processor": processor,
        "replug": replug,
        "switch": switch,
        "app": app,
        "kept": kept_sound.measure_kept_sound,
    },
)


def _used_percent(chunks: Sequence[CapturedChunk]) -> tuple[float, float]:
    """Return what a listener used of a processor; of that, the loop."""
    share = 100 / (chunks[-1].t - chunks[0].t)
    whole = share * (chunks[-1].cpu - chunks[0].cpu)
    return whole, share * (chunks[-1].loop_cpu - chunks[0].loop_cpu)


def _settled(chunks: Sequence[CapturedChunk]) -> list[CapturedChunk]:
    return [chunk for chunk in chunks if chunk.t - chunks[0].t > _SETTLE_SECONDS]


def _server_percent(seconds: float) -> float:
    """Return what the sound server uses of a processor, while so many seconds pass."""
    pid = next(
        int(child)
        for children in (PROC / "self" / "task").glob("*/children")
        for child in children.read_text().split()
        if (PROC / child / "comm").read_text().strip() == "pulseaudio"
    )
    before, _ = drive.process_usage(pid)
    time.sleep(seconds)
    after, _ = drive.process_usage(pid)
    return 100 * (after - before) / seconds


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = create_parser(SCOPE, "Measure the way of sound; on Linux alone.")
    parser.add_argument(
        "--minutes", type=float, default=1.0, help="how long the app listens (default: 1)"
    )
    asked = parser.parse_args(arguments)
    asked.seconds = 20.0 if asked.quick else 60.0
    return asked
