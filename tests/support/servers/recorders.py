"""Records both ends of a connection: the calls of callbacks, and the messages to a server."""

import asyncio
import json
from typing import Any

from typing_extensions import override
from websockets.asyncio.server import ServerConnection

from captions.protocol.messages import decode_audio, decode_client_message
from captions.realtime import RealtimeConnection, RealtimeEvents

STARTED = json.dumps({"message_type": "session_started", "session_id": "1", "config": {}})


class Listener:
    """Records all calls of a connection's callbacks, in order."""

    def __init__(self, connection: RealtimeConnection, *more: str) -> None:
        """``more`` names events beyond those of the protocol."""
        self.told: list[tuple[str, Any]] = []
        self.closed = asyncio.Event()
        for name in (*(event.value for event in RealtimeEvents), *more):
            connection.on(name, lambda *args, name=name: self.told.append((name, args)))
        connection.on("close", self.closed.set)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.told]

    def fields(self, event: str) -> list[Any]:
        """Return the arguments of each call for an event; calls without arguments add nothing."""
        return [args[0] if args else None for name, args in self.told if name == event]

    @property
    def text(self) -> str:
        """All committed text."""
        return " ".join(fields["text"] for fields in self.fields("committed_transcript"))


class Service:
    """A scripted speech server that records its messages, and answers each commit."""

    def __init__(self, *answers: object) -> None:
        """``answers`` are sent for each commit; by default, a committed transcript."""
        self.answers = answers or ({"message_type": "committed_transcript", "text": "words"},)
        self.clients: list[ServerConnection] = []
        self.chunks: list[bytes] = []
        self.commits = 0
        self.heard = asyncio.Event()
        """Set as soon as audio has arrived."""
        self.asked = asyncio.Event()
        """Set as soon as a commit has arrived."""

    async def __call__(self, client: ServerConnection) -> None:
        self.clients.append(client)
        await client.send(STARTED)
        async for frame in client:
            chunk = decode_client_message(frame)
            if chunk.audio_base_64:
                self.chunks.append(decode_audio(chunk))
                self.heard.set()
            if chunk.commit:
                self.commits += 1
                self.asked.set()
                await self.answer(client)

    async def answer(self, client: ServerConnection) -> None:
        for answer in self.answers:
            await client.send(json.dumps(answer))


class Silent(Service):
    """Accepts everything, and never answers."""

    @override
    async def answer(self, client: ServerConnection) -> None:
        """Leave a commit unanswered."""
