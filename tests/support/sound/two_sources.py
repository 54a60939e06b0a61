"""Captures microphone and computer side by side, and prints the pitch of each; a program."""

import asyncio
import contextlib
import json
import os

import numpy as np

from captions.audio import live
from captions.audio.source import Source
from captions.events import Event


async def measured_hertz(source: Source) -> float:
    loud: list[np.ndarray] = []
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            samples = np.frombuffer(chunk.data, "<i2").astype(float)
            if np.abs(samples).max() > 1000:
                loud.append(samples)
            if len(loud) == 20:
                break
    power = np.abs(np.fft.rfft(np.concatenate(loud)))
    return float(power.argmax()) / sum(map(len, loud)) * 16_000


def ignore(_: Event) -> None:
    """Ignore an event."""


async def main() -> None:
    microphone, computer = await asyncio.gather(
        measured_hertz(live.microphone_source("", 16_000, ignore)),
        measured_hertz(live.loopback_source(16_000, ignore)),
    )
    variable = os.environ.get("PULSE_SOURCE")
    print(json.dumps({"microphone": microphone, "computer": computer, "variable": variable}))


if __name__ == "__main__":
    asyncio.run(main())
