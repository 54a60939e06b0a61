"""Captures the microphone while the app's player plays a tone, and prints both; a program.

``python -m tests.support.recorded_sound.playing_listener``: the tone has 1000 Hz and lasts 2 s. The
line is a JSON object with ``position`` in seconds, the last one that was reported, and the
``hertz`` and ``times`` of the chunks that were captured meanwhile.
"""

import asyncio
import contextlib
import json

import numpy as np

from captions.audio import live
from captions.audio.player.player import SoundPlayer
from captions.pcm import Chunk, Chunker, from_bytes, to_bytes
from tests.support.sound.tones import tone

RATE = 16_000


async def main() -> None:
    captured: list[Chunk] = []
    positions: list[float] = []
    player = SoundPlayer(positions.append)
    sound = Chunker(RATE, 0.1).feed(to_bytes(tone(1000, 2.0, RATE)))
    playing: asyncio.Task[None] | None = None
    source = live.microphone_source("", RATE, lambda _: None)
    async with contextlib.aclosing(source.iter_chunks()) as chunks:
        async for chunk in chunks:
            if np.abs(from_bytes(chunk.data)).max() < 0.1:
                continue
            playing = playing or asyncio.create_task(player.play(sound))
            captured.append(chunk)
            if playing.done():
                break
    samples = from_bytes(b"".join(chunk.data for chunk in captured[5:-5]))
    hertz = float(np.abs(np.fft.rfft(samples)).argmax()) * RATE / len(samples)
    times = [chunk.stream_time for chunk in captured]
    print(json.dumps({"position": positions[-1], "hertz": hertz, "times": times}))


if __name__ == "__main__":
    asyncio.run(main())
