"""Captures a live source, and prints its events and the pitch of its chunks as JSON; a program.

``python -m tests.support.sound.source_listener DEVICE RATE [--no-library]``: ``system`` is the
computer's sound, an empty name the default microphone. ``--no-library`` hides PortAudio.
"""

import asyncio
import contextlib
import ctypes.util
import json
import sys
from typing import Any

import numpy as np

from captions.audio import live
from captions.events import DeviceCondition, Event, Failed, SourceChanged


def say(**fields: Any) -> None:  # noqa: ANN401  # JSON
    print(json.dumps(fields), flush=True)


def handle_event(event: Event) -> None:
    match event:
        case SourceChanged(state, name, detail):
            say(state=state.value, detail=name or str(detail or ""))
        case Failed(kind, detail):
            say(failed=kind, advice=str(detail))
        case DeviceCondition(muted, volume, plays):
            say(muted=muted, volume=volume, plays=plays)
        case _:
            pass


async def listen(name: str, rate: int) -> None:
    if name == "system":
        source = live.loopback_source(rate, handle_event)
    else:
        source = live.microphone_source(name, rate, handle_event)
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            samples = np.frombuffer(chunk.data, "<i2").astype(float)
            power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
            say(
                at=chunk.stream_time,
                seconds=chunk.seconds,
                rate=chunk.rate,
                clock=asyncio.get_running_loop().time(),
                hertz=float(power.argmax()) * rate / len(samples),
                rms=float(np.sqrt(np.mean(samples**2))),
            )


if __name__ == "__main__":
    if "--no-library" in sys.argv:
        vars(ctypes.util)["find_library"] = lambda _: None
    asyncio.run(listen(sys.argv[1], int(sys.argv[2])))
