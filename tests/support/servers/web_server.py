"""An HTTP server on loopback with scripted pages: complete, cut off, stalled or endless."""

import base64
import contextlib
import io
import os
import struct
import threading
import wave
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from select import select
from socket import SO_SNDBUF, SOL_SOCKET

from typing_extensions import override

_SENT_AHEAD_BYTES = 65_536
_HELD_BACK_SECONDS = 0.5


class Visit(BaseHTTPRequestHandler):
    """A request, and the means for a page to answer it."""

    server: "WebServer"
    protocol_version = "HTTP/1.1"

    @override
    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(SOL_SOCKET, SO_SNDBUF, _SENT_AHEAD_BYTES)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.visits[path] += 1
        self.close_connection = True
        page = self.server.pages.get(path, refused(404))
        if not self._may_see(path):
            page = refused(401)
        with contextlib.suppress(ConnectionError):  # A player may disconnect early.
            page(self)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def begin(self, status: int = 200, **headers: str) -> None:
        """Send a status and headers; ``_`` in the name of a header is a hyphen."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def give(self, data: bytes) -> None:
        """Send a part of the body, and set `held_back` if the client does not read it."""
        self.connection.setblocking(False)
        left = memoryview(data)
        while left:
            if not select([], [self.connection], [], _HELD_BACK_SECONDS)[1]:
                self.server.held_back.set()
            with contextlib.suppress(BlockingIOError):
                sent = self.connection.send(left)
                self.server.given_bytes += sent
                left = left[sent:]
        self.connection.setblocking(True)

    def give_piece(self, data: bytes) -> None:
        """Send a chunk of a body in chunked transfer coding; an empty chunk ends it."""
        self.give(b"%x\r\n%s\r\n" % (len(data), data))

    def wait_for_leaving(self) -> None:
        """Send nothing more, and wait until the client disconnects."""
        with contextlib.suppress(ConnectionError):
            self.rfile.read()

    def _may_see(self, path: str) -> bool:
        password = self.server.passwords.get(path)
        given = self.headers.get("Authorization", "").removeprefix("Basic ")
        return password is None or base64.b64decode(given).decode() == password


Page = Callable[[Visit], None]


class WebServer(ThreadingHTTPServer):
    """Serves pages under their paths."""

    daemon_threads = False
    """False, so that closing the server waits for all clients to disconnect."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.pages: dict[str, Page] = {}
        self.passwords: dict[str, str] = {}
        """Credentials of protected pages, as ``user:password``."""
        self.visits: Counter[str] = Counter()
        self.given_bytes = 0
        """Number of bytes sent in all bodies so far."""
        self.held_back = threading.Event()
        """Set as soon as a client stops reading a body."""

    @property
    def host(self) -> str:
        """Host and port, as in a URL."""
        return f"127.0.0.1:{self.server_port}"

    def serve(self, path: str, *pages: Page) -> str:
        """Serve pages under a path: one for each request, and the last for all that follow.

        Returns:
            The URL.
        """
        waiting = list(pages)

        def page(visit: Visit) -> None:
            (waiting.pop(0) if len(waiting) > 1 else waiting[0])(visit)

        self.pages[path] = page
        return f"http://{self.host}{path}"


@contextlib.contextmanager
def web_server() -> Iterator[WebServer]:
    """Run a server while the context lasts."""
    with WebServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def whole(data: bytes, kind: str = "audio/wav") -> Page:
    """Return a page that sends all of its data."""
    return cut(data, len(data), kind)


def cut(data: bytes, at: int, kind: str = "audio/wav") -> Page:
    """Return a page that announces all of its data but sends only a part."""

    def page(visit: Visit) -> None:
        visit.begin(Content_Length=str(len(data)), Content_Type=kind)
        visit.give(data[:at])

    return page


def unmeasured(data: bytes) -> Page:
    """Return a page without a length, which ends by closing the connection."""

    def page(visit: Visit) -> None:
        visit.begin(Connection="close", Content_Type="audio/wav")
        visit.give(data)

    return page


def broadcast(data: bytes, then: Page) -> Page:
    """Return a page of unknown length that sends some data, then continues with ``then``."""

    def page(visit: Visit) -> None:
        visit.begin(Transfer_Encoding="chunked", Content_Type="audio/wav")
        visit.give_piece(data)
        then(visit)

    return page


def ends(visit: Visit) -> None:
    """End a broadcast properly."""
    visit.give_piece(b"")


def breaks(visit: Visit) -> None:
    """Break off a broadcast within a chunk."""
    visit.give(b"f\r\n")


def stalls(visit: Visit) -> None:
    """Stall a broadcast."""
    visit.wait_for_leaving()


def never_ends(visit: Visit) -> None:
    """Send noise in a broadcast until the client disconnects."""
    noise = os.urandom(_SENT_AHEAD_BYTES)
    while True:
        visit.give_piece(noise)


def refused(status: int) -> Page:
    """Return a page that sends only an error status."""

    def page(visit: Visit) -> None:
        visit.begin(status, Content_Length="0", WWW_Authenticate='Basic realm="x"')

    return page


def redirect(url: str) -> Page:
    """Return a page that redirects to a URL."""
    return lambda visit: visit.begin(302, Location=url, Content_Length="0")


def wav(data: bytes, rate: int) -> bytes:
    """Return 16-bit mono samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(data)
    return file.getvalue()


def live(data: bytes, rate: int) -> bytes:
    """Return 16-bit mono samples as a broadcast of unknown length.

    It is an AU file, because ffmpeg reads seconds of a WAV file without an end before it outputs
    anything.
    """
    linear_16_bit = 3
    head = struct.pack(">4s5I", b".snd", 24, 2**32 - 1, linear_16_bit, rate, 1)
    swapped = bytearray(data)
    swapped[::2], swapped[1::2] = data[1::2], data[::2]
    return head + swapped
