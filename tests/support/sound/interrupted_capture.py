"""Cancels a capture after 0, 3, ... 57 ms, and prints how many streams stay open; a program."""

import asyncio
import contextlib

from captions.audio.devices import portaudio
from captions.audio.live import microphone_source


async def listen() -> None:
    async with contextlib.aclosing(
        microphone_source("", 16_000, lambda _: None).iter_chunks()
    ) as chunks:
        async for _ in chunks:
            pass


async def main() -> None:
    for milliseconds in range(0, 60, 3):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listen(), milliseconds / 1000)
        print(portaudio.SYSTEM.run_blocking(lambda: portaudio.SYSTEM._open_streams))


if __name__ == "__main__":
    asyncio.run(main())
