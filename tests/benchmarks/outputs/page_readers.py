"""Many readers of a page in one process: how soon each of them receives a sentence.

Command line: ``page_readers PORT PATH COUNT [TIMED]``. It prints a line once all are connected. At
the end of its standard input it prints as JSON the delays in seconds, and how many sentences all
readers have received. The text of each sentence is the time at which it was committed.

``TIMED`` readers look at once, by default all of them. What the others receive waits in the
system's buffers and is counted later, as if their programs ran on computers of their own.
"""

import asyncio
import itertools
import json
import re
import socket
import sys
import time

from typing_extensions import override

_SENTENCE = re.compile(rb'"([0-9]{9,}[.][0-9]+)"')
_AT_ONCE = 50
"""Connections that are opened at the same time."""
_LOOK_SECONDS = 0.05
_LOOKS = 20
"""Connections whose data is counted in that time."""
_BYTES = 1 << 20


class Reader(asyncio.Protocol):
    """A WebSocket that only reads; it is far lighter than a library's."""

    def __init__(self, request: bytes, delays: list[float]) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._delays = delays

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._request)

    @override
    def data_received(self, data: bytes) -> None:
        now = time.time()
        if not self.opened.done():
            self.opened.set_result(None)
        self._delays += [now - float(text) for text in _SENTENCE.findall(data)]


class LateReaders:
    """Connections whose data is counted some time after it has arrived."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self.received = 0
        """Sentences so far."""

    async def open(self, port: int, request: bytes) -> None:
        """Open another connection."""
        loop = asyncio.get_running_loop()
        opened = socket.socket()
        opened.setblocking(False)
        self._sockets.append(opened)
        await loop.sock_connect(opened, ("127.0.0.1", port))
        await loop.sock_sendall(opened, request)
        await loop.sock_recv(opened, _BYTES)

    async def count_slowly(self) -> None:
        """Count what a few connections have received, then others, until cancelled."""
        for number, opened in enumerate(itertools.cycle(self._sockets)):
            if number % _LOOKS == 0:
                await asyncio.sleep(_LOOK_SECONDS)
            self._count(opened)

    def close(self) -> None:
        """Count what is left, and close all connections."""
        for opened in self._sockets:
            self._count(opened)
            opened.close()

    def _count(self, opened: socket.socket) -> None:
        try:
            self.received += len(_SENTENCE.findall(opened.recv(_BYTES)))
        except BlockingIOError:
            """Nothing has arrived."""


async def read(port: int, path: str, count: int, timed: int) -> tuple[list[float], int]:
    """Read until standard input ends; return the delays and the number of sentences."""
    request = (
        f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nupgrade: websocket\r\n"
        "connection: upgrade\r\nsec-websocket-version: 13\r\n"
        "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    ).encode()
    loop, delays, late = asyncio.get_running_loop(), list[float](), LateReaders()

    async def open_timed() -> asyncio.Transport:
        transport, reader = await loop.create_connection(
            lambda: Reader(request, delays), "127.0.0.1", port
        )
        await reader.opened
        return transport

    # Evenly among the others, because the server sends to one after the other.
    is_timed = [timed * number // count != timed * (number + 1) // count for number in range(count)]
    transports = []
    for start in range(0, count, _AT_ONCE):
        opened = await asyncio.gather(
            *(
                open_timed() if now else late.open(port, request)
                for now in is_timed[start:][:_AT_ONCE]
            )
        )
        transports += [transport for transport in opened if transport is not None]
    counting = asyncio.create_task(late.count_slowly())
    print("connected", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    counting.cancel()
    late.close()
    for transport in transports:
        transport.abort()
    return delays, len(delays) + late.received


if __name__ == "__main__":
    port, path, count, *timed = sys.argv[1:]
    print(json.dumps(asyncio.run(read(int(port), path, int(count), int((timed or [count])[0])))))
