"""A small HTTP server on loopback that serves recordings, for ffmpeg to read from a URL."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from typing_extensions import override


class MediaServer(ThreadingHTTPServer):
    """Serves files under their names; ``/silent`` accepts a request and never answers."""

    def __init__(self, *files: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.files = {f"/{file.name}": file for file in files}
        self.asked = threading.Event()
        """Set as soon as a client waits for ``/silent``."""
        self.left = threading.Event()
        """Set as soon as that client has disconnected."""

    @property
    def host(self) -> str:
        """Host and port, as in a URL."""
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
        """Log nothing."""

    def _give(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # A player may disconnect early.
            self.wfile.write(data)

    def _keep_waiting(self) -> None:
        self.server.asked.set()
        with contextlib.suppress(ConnectionError):
            self.rfile.read()
        self.server.left.set()


@contextlib.contextmanager
def serving(*files: Path) -> Iterator[MediaServer]:
    """Serve files while the context lasts."""
    with MediaServer(*files) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
