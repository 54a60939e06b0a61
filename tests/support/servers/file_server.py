"""A real HTTP server on loopback that serves one file, and fails as a test requests."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from typing_extensions import override


class Answer(NamedTuple):
    """The response to one request."""

    status: int = 200
    """Status code; if it is not 200, nothing else is sent."""
    content: bytes | None = None
    """Content that replaces the file's."""
    version: str = '"one"'
    """The ETag; an empty one is omitted."""
    most: int | None = None
    """Number of bytes after which the connection breaks."""
    stalls: bool = False
    """True if the connection stays open after `most` bytes and sends nothing more."""
    ignores_range: bool = False
    shifted: int = 0
    """Offset of the start of a range response from the requested start."""


class FileServer:
    """A file server that records requests, and sends scripted responses."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.answers: list[Answer] = []
        """The next responses; later ones are correct."""
        self.ranges: list[tuple[str | None, str | None]] = []
        """``Range`` and ``If-Range`` of each request."""
        self.requested = threading.Event()
        self.released = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/folder"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked, condition = handler.headers["Range"], handler.headers["If-Range"]
        self.ranges.append((asked, condition))
        answer = self.answers.pop(0) if self.answers else Answer()
        if answer.status != 200:
            handler.send_error(answer.status)
            return
        content = self.content if answer.content is None else answer.content
        start = self._start(asked, condition, answer)
        if start >= len(content) > 0:
            handler.send_error(416)
            return
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        handler.send_header("Content-Length", str(len(content) - start))
        if answer.version:
            handler.send_header("ETag", answer.version)
        handler.end_headers()
        handler.wfile.write(content[start:][: answer.most])
        handler.wfile.flush()
        self.requested.set()
        if answer.stalls:
            self.released.wait()

    def _start(self, asked: str | None, condition: str | None, answer: Answer) -> int:
        if asked is None or answer.ignores_range or condition not in {None, answer.version}:
            return 0
        return int(asked.removeprefix("bytes=").removesuffix("-")) + answer.shifted


@contextmanager
def serving(content: bytes, tls: ssl.SSLContext | None = None) -> Iterator[FileServer]:
    """Serve while the context lasts; with ``tls``, over HTTPS."""
    files = FileServer(content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(files.answer))
    files.port = server.server_port
    if tls is not None:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )  # A client that never greets holds up nobody: see PlatformServer.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield files
    finally:
        files.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(answer: Callable[[BaseHTTPRequestHandler], None]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(ConnectionError):  # In some tests, the client gives up.
                answer(self)

        def do_CONNECT(self) -> None:
            """Answer as a proxy that refuses a tunnel."""
            self.send_error(407)

        @override
        def log_message(self, format: str, *arguments: object) -> None:
            """Log nothing."""

    return Handler
