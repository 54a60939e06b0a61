"""Many readers of a page in one process: how soon each of them receives a sentence.

Command line: ``page_readers PORT PATH COUNT``. It prints a line once all are connected. At the end
of its standard input it prints the delays in seconds as JSON. The text of each sentence is the time
at which it was committed.
"""

import asyncio
import json
import re
import sys
import time

from typing_extensions import override

_SENTENCE = re.compile(rb'"text":"([0-9.]+)"')
_AT_ONCE = 50
"""Connections that are opened at the same time."""


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


async def read(port: int, path: str, count: int) -> list[float]:
    """Read until standard input ends; return the delays."""
    request = (
        f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nupgrade: websocket\r\n"
        "connection: upgrade\r\nsec-websocket-version: 13\r\n"
        "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    ).encode()
    loop, delays = asyncio.get_running_loop(), list[float]()
    transports = []
    for start in range(0, count, _AT_ONCE):
        opened = await asyncio.gather(
            *(
                loop.create_connection(lambda: Reader(request, delays), "127.0.0.1", port)
                for _ in range(min(_AT_ONCE, count - start))
            )
        )
        await asyncio.gather(*(reader.opened for _, reader in opened))
        transports += [transport for transport, _ in opened]
    print("connected", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for transport in transports:
        transport.abort()
    return delays


if __name__ == "__main__":
    print(json.dumps(asyncio.run(read(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))))
