"""Both ends of a conversation, kept to be asked: what callbacks were told, what a server got."""

import asyncio
import json
from typing import Any

from typing_extensions import override
from websockets.asyncio.server import ServerConnection

from captions.protocol.messages import audio_of, decode_client
from captions.realtime import RealtimeConnection, RealtimeEvents

STARTED = json.dumps({"message_type": "session_started", "session_id": "1", "config": {}})


class Listener:
    """Everything that a connection's callbacks are told, in order."""

    def __init__(self, connection: RealtimeConnection, *more: str) -> None:
        """``more`` names events that are not the protocol's."""
        self.told: list[tuple[str, Any]] = []
        self.closed = asyncio.Event()
        for name in (*(event.value for event in RealtimeEvents), *more):
            connection.on(name, lambda *args, name=name: self.told.append((name, args)))
        connection.on("close", self.closed.set)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.told]

    def fields(self, event: str) -> list[Any]:
        """What each of an event's callbacks was given; nothing for those without parameters."""
        return [args[0] if args else None for name, args in self.told if name == event]

    @property
    def text(self) -> str:
        """All that was committed."""
        return " ".join(fields["text"] for fields in self.fields("committed_transcript"))


class Service:
    """A speech server's script: it keeps what it gets, and answers each commit."""

    def __init__(self, *answers: object) -> None:
        """``answers`` are sent for each commit; a committed transcript if there are none."""
        self.answers = answers or ({"message_type": "committed_transcript", "text": "words"},)
        self.clients: list[ServerConnection] = []
        self.chunks: list[bytes] = []
        self.commits = 0
        self.heard = asyncio.Event()
        """Is set as soon as sound has come."""
        self.asked = asyncio.Event()
        """Is set as soon as a commit has come."""

    async def __call__(self, client: ServerConnection) -> None:
        self.clients.append(client)
        await client.send(STARTED)
        async for frame in client:
            chunk = decode_client(frame)
            if chunk.audio_base_64:
                self.chunks.append(audio_of(chunk))
                self.heard.set()
            if chunk.commit:
                self.commits += 1
                self.asked.set()
                await self.answer(client)

    async def answer(self, client: ServerConnection) -> None:
        for answer in self.answers:
            await client.send(json.dumps(answer))


class Silent(Service):
    """Takes everything, and never answers."""

    @override
    async def answer(self, client: ServerConnection) -> None:
        """Leave a commit unanswered."""
