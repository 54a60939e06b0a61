"""An HTTP server on loopback that receives posts, and misbehaves as a test has scripted.

Each request takes the next behaviour of the script. Without one, the server answers as its platform
does.
"""

import contextlib
import os
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from typing_extensions import override

_SLOW_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it arrived."""

    method: str
    target: str
    """Path and query, byte for byte."""
    headers: dict[str, str]
    """Headers with names in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def number(self) -> int:
        return int(self.parameters["seq"])

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the server."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Visit(BaseHTTPRequestHandler):
    """A request, and the means for a behaviour to answer it."""

    server: "PlatformServer"
    protocol_version = "HTTP/1.1"
    received: Received

    def do_POST(self) -> None:
        self._handle_request()

    def do_GET(self) -> None:
        self._handle_request()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    @override
    def handle(self) -> None:
        # The client may disconnect early, or refuse the certificate.
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            super().handle()

    def send_reply(self, reply: Reply) -> None:
        """Send a whole answer."""
        self.send_response_only(reply.status)
        headers = {"Date": formatdate(usegmt=True), "Content-Length": str(len(reply.body))}
        for name, value in (headers | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def cut(self) -> None:
        """Close the connection without an answer."""
        self.close_connection = True

    def _handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.received = Received(self.command, self.path, headers, body)
        with self.server.lock:
            self.server.requests.append(self.received)
            script = self.server.script
            behaviour = script.popleft() if script else answers
            self.server.open_requests += 1
            most = max(self.server.most_open_requests, self.server.open_requests)
            self.server.most_open_requests = most
        try:
            behaviour(self)
        finally:
            with self.server.lock:
                self.server.open_requests -= 1


Behaviour = Callable[[Visit], None]


class PlatformServer(ThreadingHTTPServer):
    """Receives posts; without a script, it accepts all of them."""

    daemon_threads = True
    path = "/captions"

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """Listen on any port; with a context, clients need TLS."""
        super().__init__(("127.0.0.1", 0), Visit)
        if context is not None:
            # The handshake is left to each connection's own thread: httpcore leaves a connection
            # open whose handshake is cancelled, and accept() would wait for it forever.
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self.lock = threading.Lock()
        self.requests: list[Received] = []
        """All requests, whatever their answer was."""
        self.accepted: list[Received] = []
        """Requests that the platform accepted."""
        self.script: deque[Behaviour] = deque()
        self.open_requests = 0
        """Requests that are being answered."""
        self.most_open_requests = 0
        self.released = threading.Event()
        """Ends all stalled requests."""

    @property
    def url(self) -> str:
        """The address for captions, with a secret."""
        scheme = "https" if isinstance(self.socket, ssl.SSLSocket) else "http"
        return f"{scheme}://127.0.0.1:{self.server_port}{self.path}"

    @property
    def texts(self) -> list[str]:
        """Texts of the accepted posts."""
        return [received.text for received in self.accepted]

    def decide(self, received: Received) -> Reply:
        """Return the platform's answer, and keep what it accepts."""
        self.accepted.append(received)
        return Reply()


Server = TypeVar("Server", bound=PlatformServer)


@contextlib.contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run a server while the context lasts."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


def answers(visit: Visit) -> None:
    """Answer as the platform does."""
    with visit.server.lock:
        reply = visit.server.decide(visit.received)
    visit.send_reply(reply)


def disconnects(visit: Visit) -> None:
    """Close the connection, and forget the post."""
    visit.cut()


def resets(visit: Visit) -> None:
    """Reset the connection, and forget the post."""
    at_once = struct.pack("ii", 1, 0)
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    visit.cut()


def loses_answer(visit: Visit) -> None:
    """Accept the post, but close the connection before the answer."""
    with visit.server.lock:
        visit.server.decide(visit.received)
    visit.cut()


def stalls(visit: Visit) -> None:
    """Send nothing until the test ends."""
    visit.server.released.wait(60)
    visit.cut()


def answers_slowly(visit: Visit) -> None:
    """Accept the post, but answer after the next request could have arrived."""
    visit.server.released.wait(_SLOW_SECONDS)
    answers(visit)


def answers_with(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Return a behaviour that refuses the post with a status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda visit: visit.send_reply(Reply(status, body, named))


def accepts_with(body: bytes) -> Behaviour:
    """Return a behaviour that accepts the post, and answers with a body of its own."""

    def behave(visit: Visit) -> None:
        with visit.server.lock:
            reply = visit.server.decide(visit.received)
        visit.send_reply(Reply(reply.status, body))

    return behave


def sends_junk(visit: Visit) -> None:
    """Send 10,000 bytes that are not HTTP."""
    visit.wfile.write(b"\0" + os.urandom(9_999))
    visit.cut()


def never_ends(visit: Visit) -> None:
    """Accept the post, and send a body until the client leaves."""
    with visit.server.lock:
        visit.server.decide(visit.received)
    visit.send_response_only(200)
    visit.send_header("Transfer-Encoding", "chunked")
    visit.end_headers()
    while not visit.server.released.is_set():
        visit.wfile.write(b"400\r\n%s\r\n" % (b"x" * 1024))


def stalls_in_body(visit: Visit) -> None:
    """Accept the post, but never finish the body of the answer."""
    with visit.server.lock:
        visit.server.decide(visit.received)
    visit.send_response_only(200)
    visit.send_header("Content-Length", "100")
    visit.end_headers()
    stalls(visit)
