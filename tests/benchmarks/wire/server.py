"""A speech server that costs its clients nothing: it counts what it is sent, or sends what it has.

It runs in a thread of the benchmark, so in another process than the client that is measured, and
it neither unpacks what it counts nor packs what it sends, so that the client never waits for it.
"""

import contextlib
import json
import random
import select
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from websockets.extensions.permessage_deflate import enable_server_permessage_deflate
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.utils import apply_mask

from captions.protocol.messages import MAX_FRAME_BYTES
from tests.support.seeded_random import seeded_random

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_CLOSE_FRAME = b"\x88\x02\x03\xe8"
"""Closes with code 1000."""
_BLOCK_MESSAGES = 10_000
_REST_SECONDS = 0.0005
_WORDS = ("it", "was", "the", "best", "of", "times", "age", "foolishness", "epoch", "incredulity")
_SEGMENT_WORDS = 12


class WireServer:
    """Serves one client after the other at ``url`` while it is entered."""

    def __init__(self, blocks: Sequence[bytes] = (), *, deflate: bool = False) -> None:
        """Listen.

        Args:
            blocks: frames to send before closing; without any, the client sends and closes.
            deflate: whether to agree to permessage-deflate, if the client offers it.
        """
        self._blocks = blocks
        self._deflate = deflate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ended = False
        self.url = f"ws://127.0.0.1:{self._listener.getsockname()[1]}"
        self.received_count = 0
        """Messages that the last client sent."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended = True
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname()).close()
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection, contextlib.suppress(ConnectionError):
                if self._ended:
                    return
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        if not _shake_hands(connection, deflate=self._deflate):
            return
        incoming = _Incoming(connection)
        for block in self._blocks:
            connection.sendall(block)
            incoming.read_if_there()
        if self._blocks:
            connection.sendall(_CLOSE_FRAME)
        incoming.read_all()
        self.received_count = incoming.messages
        if not self._blocks:
            connection.sendall(_CLOSE_FRAME)


def blocks(count: int, *, mixed: bool) -> list[bytes]:
    """Return the frames of a session: its start, then ``count`` messages.

    Args:
        count: number of messages after the first one.
        mixed: every tenth partial is a commit and its timed copy; otherwise all are partials.
    """
    chance = seeded_random(1)
    cycle = _messages(chance, mixed=mixed)
    frames = [frame(next(cycle)) for _ in range(min(count, _BLOCK_MESSAGES))]
    whole, rest = divmod(count, _BLOCK_MESSAGES)
    first = frame({"message_type": "session_started", "session_id": "s", "config": {}})
    repeated = [b"".join(frames)] * whole
    return [first, *repeated, b"".join(frames[:rest])]


def frame(message: dict[str, Any]) -> bytes:
    """Write a message as a server's text frame."""
    return _frame(_TEXT, json.dumps(message).encode())


def _frame(kind: int, data: bytes) -> bytes:
    """Write a frame of less than 64 KiB, as a server does (RFC 6455, section 5.2)."""
    assert len(data) < 1 << 16
    long = len(data) >= 126
    length = b"\x7e" + len(data).to_bytes(2, "big") if long else bytes([len(data)])
    return bytes([0x80 | kind]) + length + data


def _messages(chance: random.Random, *, mixed: bool) -> Iterator[dict[str, Any]]:
    while True:
        for _ in range(9):
            yield {"message_type": "partial_transcript", "text": _text(chance)}
        if mixed:
            words = _segment(chance)
            text = "".join(word["text"] for word in words)
            yield {"message_type": "committed_transcript", "text": text}
            kind = "committed_transcript_with_timestamps"
            yield {"message_type": kind, "text": text, "language_code": "en", "words": words}


def _text(chance: random.Random) -> str:
    """Return a guess of 5 to 60 characters."""
    text = " ".join(chance.choices(_WORDS, k=20))
    return text[: chance.randint(5, 60)]


def _segment(chance: random.Random) -> list[dict[str, Any]]:
    words: list[dict[str, Any]] = []
    now = round(chance.uniform(0, 3600), 2)
    for text in chance.choices(_WORDS, k=_SEGMENT_WORDS):
        if words:
            words.append(_word(" ", "spacing", now, 0.0))
            now = round(now + 0.06, 2)
        words.append(_word(text, "word", now, -round(chance.random(), 4)))
        now = round(now + 0.28, 2)
    return words


def _word(text: str, kind: str, start: float, logprob: float) -> dict[str, Any]:
    length = 0.06 if kind == "spacing" else 0.28
    end = round(start + length, 2)
    return {"text": text, "start": start, "end": end, "type": kind, "logprob": logprob}


def _shake_hands(connection: socket.socket, *, deflate: bool) -> bool:
    """Answer a client's request; `False` if it went away."""
    extensions = enable_server_permessage_deflate(None) if deflate else None
    protocol = ServerProtocol(extensions=extensions, max_size=MAX_FRAME_BYTES)
    while not (events := protocol.events_received()):
        data = connection.recv(1 << 16)
        if not data:
            return False
        protocol.receive_data(data)
    request = events[0]
    assert isinstance(request, Request)
    protocol.send_response(protocol.accept(request))
    for data in protocol.data_to_send():
        connection.sendall(data)
    return True


class _Incoming:
    """Reads a client's frames: counts messages, answers pings, and ignores all others."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._data, self._begin = b"", 0
        self.messages = 0
        self.closed = False

    def read_all(self) -> None:
        """Read until the client closes, in gulps: a client that sends pays for waking a reader."""
        while not self.closed:
            time.sleep(_REST_SECONDS)
            self.read()

    def read_if_there(self) -> None:
        """Read what has come, if anything has."""
        if select.select([self._connection], [], [], 0)[0]:
            self.read()

    def read(self) -> None:
        """Wait for something and read it."""
        data = self._connection.recv(1 << 18)
        if not data:
            self.closed = True
            return
        # What lies before the beginning is done with; a frame may end far behind what has come.
        whole = self._data + data
        self._data, self._begin = whole[self._begin :], max(0, self._begin - len(whole))
        while not self.closed and self._pass_frame():
            pass

    def _pass_frame(self) -> bool:
        """Pass over a frame whose head is here; `False` if it is not."""
        begin, data = self._begin, self._data
        if len(data) < begin + 2:
            return False
        kind, length = data[begin] & 0x0F, data[begin + 1] & 0x7F
        body = begin + 2 + {126: 2, 127: 8}.get(length, 0)
        if len(data) < body + (4 + length if kind == _PING else 0):
            return False
        if length >= 126:
            length = int.from_bytes(data[begin + 2 : body], "big")
        self._begin = body + 4 + length
        if kind == _PING:
            mask, text = data[body : body + 4], data[body + 4 : self._begin]
            self._connection.sendall(_frame(_PONG, apply_mask(text, mask)))
        self.messages += kind == _TEXT
        self.closed = kind == _CLOSE
        return True
