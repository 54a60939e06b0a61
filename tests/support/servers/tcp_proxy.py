"""A TCP proxy on loopback that cuts, stalls, delays, throttles or corrupts connections."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from captions.protocol.addresses import Address

_PIECE_BYTES = 4096


@dataclass
class Weather:
    """Current condition of the network, which a test can change at any time."""

    delay_seconds: float = 0.0
    """Delay added to every piece of data, in each direction."""
    bytes_per_second: float = 0.0
    """Bandwidth to the server; 0 for no limit."""
    flows: asyncio.Event = field(default_factory=asyncio.Event)
    """While cleared, no data passes, but connections stay open."""
    refuses: bool = False
    """True if new connections are cut at once."""
    corrupt: Callable[[bytes], bytes] | None = None
    """Function that changes every piece of data on its way to the client."""


class TcpProxy:
    """Forwards bytes between clients and one server."""

    def __init__(self, server: Address) -> None:
        parts = urlsplit(server.url)
        assert parts.hostname is not None
        assert parts.port is not None
        self._server = (parts.hostname, parts.port)
        self._key = server.api_key
        self._listener: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.weather = Weather()
        self.connections = 0
        """Number of connections so far."""
        self.up_bytes = 0
        """Number of bytes sent to the server so far."""
        self._changed = asyncio.Event()

    @property
    def address(self) -> Address:
        """The address at which clients reach the server through the proxy."""
        assert self._listener is not None
        port = self._listener.sockets[0].getsockname()[1]
        return Address(f"http://127.0.0.1:{port}", self._key)

    async def start(self) -> None:
        """Listen on loopback."""
        self.weather.flows.set()
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Cut all connections, and stop listening."""
        assert self._listener is not None
        self._listener.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> int:
        """Break all connections as a lost network does, and return their number."""
        cut = len(self._open)
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()
        return cut // 2

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition is true; it is checked at each connection and each send."""
        while not condition():
            self._changed.clear()
            await self._changed.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # WORKAROUND(CPython 3.11): the server logs the cancellation of its task as an error.
        with contextlib.suppress(asyncio.CancelledError):
            await self._connect(reader, writer)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._changed.set()
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.weather.refuses:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            up_reader, up_writer = await asyncio.open_connection(*self._server)
            both = {writer, up_writer}
            self._open |= both
            try:
                up = self._hand_on(reader, up_writer, upwards=True)
                await asyncio.gather(up, self._hand_on(up_reader, writer, upwards=False))
            finally:
                self._open -= both
                for end in both:
                    end.transport.abort()

    async def _hand_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, upwards: bool
    ) -> None:
        """Forward bytes until one end closes, then close the other."""
        while data := await reader.read(_PIECE_BYTES):
            await self._hold_up(len(data), upwards=upwards)
            if self.weather.corrupt is not None and not upwards:
                data = self.weather.corrupt(data)
            writer.write(data)
            await writer.drain()
            if upwards:
                self.up_bytes += len(data)
                self._changed.set()
        writer.close()

    async def _hold_up(self, size: int, *, upwards: bool) -> None:
        weather = self.weather
        if weather.delay_seconds:
            await asyncio.sleep(weather.delay_seconds)
        if upwards and weather.bytes_per_second:
            await asyncio.sleep(size / weather.bytes_per_second)
        await weather.flows.wait()


@contextlib.asynccontextmanager
async def proxied(server: Address) -> AsyncIterator[TcpProxy]:
    """Run a proxy in front of a server."""
    proxy = TcpProxy(server)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()
