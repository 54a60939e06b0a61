"""Transcribes standard input with LiveKit's ElevenLabs plugin; a program.

The plugin pins another version of ``livekit`` than Captions, so it runs in a separate environment:
``python -m venv DIR; DIR/bin/pip install livekit-plugins-elevenlabs==1.8.9``. Nothing of Captions
is imported here. Standard input is 16-bit audio at 16 kHz, and the arguments are the URL and the
key of the server. Each event is printed as a line of JSON.
"""

import asyncio
import json
import logging
import sys

import aiohttp
from livekit import rtc
from livekit.agents import stt
from livekit.plugins import elevenlabs

RATE = 16_000
FRAME_BYTES = RATE // 10 * 2
LAST = stt.SpeechEventType.FINAL_TRANSCRIPT


async def transcribe(url: str, key: str, sound: bytes) -> None:
    """Transcribe audio as an agent would, then commit it."""
    async with aiohttp.ClientSession() as session:
        recogniser = elevenlabs.STT(
            api_key=key,
            base_url=f"{url}/v1",
            http_session=session,
            model="scribe_v2_realtime",
            include_timestamps=True,
            language_code="en",
            keyterms=["Dickens"],
            previous_text="A Tale of Two Cities",
        )
        async with recogniser.stream() as stream:
            for start in range(0, len(sound), FRAME_BYTES):
                part = sound[start : start + FRAME_BYTES]
                stream.push_frame(rtc.AudioFrame(part, RATE, 1, len(part) // 2))
            stream.flush()
            async for event in stream:
                for found in event.alternatives:
                    words = [str(word) for word in found.words or ()]
                    shown = {"text": found.text, "confidence": found.confidence, "words": words}
                    print(json.dumps({"event": event.type.value, **shown}), flush=True)
                if event.type is LAST:
                    break


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(transcribe(sys.argv[1], sys.argv[2], sys.stdin.buffer.read()))
