"""Labels of speakers from a server: only if they were asked for."""

import json
from collections.abc import AsyncGenerator

import pytest
from websockets.asyncio.server import ServerConnection

from captions.events import Committed, Event
from captions.pcm import Chunk
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.support.servers.scripted_servers import scripted

STARTED = json.dumps({"message_type": "session_started", "session_id": "x", "config": {}})
WORD = {"text": "yes", "start": 0.0, "end": 0.5, "type": "word", "speaker_id": "anybody"}


async def label_words(client: ServerConnection) -> None:
    """Label each word, as a server."""
    await client.send(STARTED)
    while not json.loads(await client.recv()).get("commit"):
        pass
    await client.send(json.dumps({"message_type": "committed_transcript", "text": "yes"}))
    timed = {"message_type": "committed_transcript_with_timestamps", "text": "yes"}
    await client.send(json.dumps({**timed, "words": [WORD]}))
    await client.wait_closed()


async def speak() -> AsyncGenerator[Chunk, None]:
    """Yield a second of sound."""
    yield Chunk(bytes(32_000), 16_000, 0.0)


@pytest.mark.parametrize(("diarize", "speaker"), [(True, "speaker_1"), (None, "")])
def test_speakers_are_labelled_only_if_the_server_was_asked(
    diarize: bool | None, speaker: str
) -> None:
    events: list[Event] = []
    options = SessionOptions(include_timestamps=True, diarize=diarize)

    async def work() -> None:
        async with scripted(label_words) as address:

            async def find() -> Address:
                return address

            await RealtimeSession(find, options, events.append).run(speak())

    on_loop(work())
    (segment,) = (event for event in events if isinstance(event, Committed))
    assert [word.speaker for word in segment.words] == [speaker]
