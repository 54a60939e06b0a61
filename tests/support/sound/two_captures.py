"""Captures two devices of the sound server at once, and prints the pitch of each; a program."""

import asyncio
import contextlib
import json
import os
from functools import partial

import numpy as np

from captions.audio import microphone_stream
from captions.audio.device_list import Device
from captions.audio.devices import portaudio
from captions.audio.devices.capture import BLOCK_SECONDS, Capture
from captions.audio.devices.thread_queue import ThreadQueue
from captions.pcm import from_bytes

RATE = 16_000


def opened(address: str) -> Capture:
    device = Device(address, "PulseAudio", 2, RATE, False, "input", address)
    queue = ThreadQueue(BLOCK_SECONDS)
    return Capture(address, microphone_stream.open_server_source(device, RATE, queue), queue)


async def measured_hertz(capture: Capture) -> float:
    async with contextlib.aclosing(capture.iter_blocks()) as blocks:
        async for block in blocks:
            if np.abs(from_bytes(block)).max() > 0.1:
                break
        samples = from_bytes(b"".join([await anext(blocks) for _ in range(20)]))
    return float(np.abs(np.fft.rfft(samples)).argmax()) * RATE / len(samples)


async def main() -> None:
    names = ("virtmic", "cap_sink.monitor")
    captures = [await portaudio.SYSTEM.run(partial(opened, name)) for name in names]
    hertz = [await measured_hertz(capture) for capture in captures]
    for capture in captures:
        await capture.close()
    print(json.dumps({"hertz": hertz, "left": os.environ["PULSE_SOURCE"]}))


if __name__ == "__main__":
    asyncio.run(main())
