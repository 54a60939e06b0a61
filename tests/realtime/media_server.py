"""A small HTTP server on loopback that has recordings, for what ffmpeg reads from a URL."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from typing_extensions import override


class MediaServer(ThreadingHTTPServer):
    """Serves files under their names; ``/silent`` takes a request and never answers it."""

    def __init__(self, *files: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.files = {f"/{file.name}": file for file in files}
        self.asked = threading.Event()
        """Is set as soon as somebody waits for ``/silent``."""
        self.left = threading.Event()
        """Is set as soon as he has gone."""

    @property
    def host(self) -> str:
        """Host and port, as a URL has them."""
        return f"127.0.0.1:{self.server_port}"


class _Request(BaseHTTPRequestHandler):
    server: MediaServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/silent":
            self._keep_waiting()
        elif path in self.server.files:
            self._give(self.server.files[path].read_bytes())
        else:
            self.send_error(404)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _give(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # A player that has enough hangs up.
            self.wfile.write(data)

    def _keep_waiting(self) -> None:
        self.server.asked.set()
        with contextlib.suppress(ConnectionError):
            self.rfile.read()
        self.server.left.set()


@contextlib.contextmanager
def serving(*files: Path) -> Iterator[MediaServer]:
    """Serve files until the end of the block."""
    with MediaServer(*files) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
