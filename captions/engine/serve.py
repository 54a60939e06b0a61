"""Runs the speech server in this process until it is told to stop."""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator

import uvicorn
from typing_extensions import override

from captions.engine.models import Models
from captions.engine.server import SpeechServer
from captions.errors import EngineError
from captions.protocol.messages import MAX_FRAME_BYTES

KEY_VARIABLE = "CAPTIONS_SERVE_KEY"
_GRACE_SECONDS = 1
"""How long open connections may take to close when the server stops."""


def serve(host: str, port: int, announce: Callable[[str, str], None], *, tethered: bool) -> None:
    """Serve until a signal arrives.

    Args:
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        announce: is called with the base URL and the key once connections are taken.
        tethered: also stop when standard input ends, so that a child never outlives its parent.

    Raises:
        EngineError: the address cannot be had, or the model cannot be loaded.
    """
    listener = _listen(host, port)
    key = os.environ.get(KEY_VARIABLE) or secrets.token_urlsafe(32)
    config = uvicorn.Config(
        SpeechServer(Models.load(), key).app,
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    bound = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    server = _Server(config, lambda: announce(f"http://{shown}:{bound}", key))
    asyncio.run(server.run_until_told(listener, tethered=tethered))


def announce_json(url: str, key: str) -> None:
    """Print where the server is as one line of JSON, for a program that started it."""
    _say(json.dumps({"url": url, "api_key": key}))


def announce_text(url: str, key: str) -> None:
    """Print where the server is as one line for a person; a key of the user's own stays unsaid."""
    own = KEY_VARIABLE in os.environ
    _say(f"Serving on {url}, key {f'from {KEY_VARIABLE}' if own else key}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":  # There the option would let two programs share a port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise EngineError(
            f"Port {port} on {host} cannot be had ({error.strerror}): "
            "choose another with --port, or --port 0 for any free one."
        ) from error
    return listener


class _Server(uvicorn.Server):
    """Uvicorn that says when it is ready, and whose stop by a signal is a clean one."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def run_until_told(self, listener: socket.socket, *, tethered: bool) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            _on_signal(loop, number, self._stop)
        if tethered:
            _on_end_of_input(loop, self._stop)
        await self.serve([listener])

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone: uvicorn would raise them again after a clean stop."""
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def _stop(self) -> None:
        self.should_exit = True


def _on_signal(loop: asyncio.AbstractEventLoop, number: int, stop: Callable[[], None]) -> None:
    try:
        loop.add_signal_handler(number, stop)
    except NotImplementedError:  # Windows' loop has no signals of its own.
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _on_end_of_input(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    def wait() -> None:
        # Not sys.stdin: a thread that waits in it when the process ends makes Python abort.
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        with contextlib.suppress(RuntimeError):  # The loop may be closed by now.
            loop.call_soon_threadsafe(stop)

    # Reading standard input cannot be awaited on every system; the thread ends with the process.
    threading.Thread(target=wait, daemon=True, name="end-of-input").start()
