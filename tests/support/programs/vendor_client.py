"""Transcribes standard input with the vendor's SDK, as its documentation shows; a program.

``python -m tests.support.programs.vendor_client URL``, with the key in ``ELEVENLABS_API_KEY``.
"""

import asyncio
import base64
import sys
from typing import Any

from elevenlabs import AudioFormat, CommitStrategy, ElevenLabs, RealtimeEvents


async def main(url: str) -> None:
    client = ElevenLabs(base_url=url)
    options: Any = {
        "model_id": "scribe_v2_realtime",
        "audio_format": AudioFormat.PCM_16000,
        "sample_rate": 16000,
        "commit_strategy": CommitStrategy.MANUAL,
    }
    connection = await client.speech_to_text.realtime.connect(options)
    done = asyncio.Event()
    connection.on(RealtimeEvents.PARTIAL_TRANSCRIPT, lambda data: print("..", data["text"]))
    connection.on(RealtimeEvents.COMMITTED_TRANSCRIPT, lambda data: print("=>", data["text"]))
    connection.on(RealtimeEvents.COMMITTED_TRANSCRIPT, lambda _: done.set())
    connection.on(RealtimeEvents.ERROR, lambda data: sys.exit(f"error: {data}"))
    audio = sys.stdin.buffer.read()
    for start in range(0, len(audio), 3200):
        chunk = base64.b64encode(audio[start : start + 3200]).decode()
        await connection.send({"audio_base_64": chunk})
    await connection.commit()
    await asyncio.wait_for(done.wait(), 30)
    await connection.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
