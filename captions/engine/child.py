"""The on-device speech server as a child process of the app: started, found, and ended.

Nothing that the child does can harm the app: what it writes is bounded, and ending it takes a
bounded time.
"""

import asyncio
import contextlib
import json
import logging
import os
import secrets
import sys
from collections.abc import Sequence
from typing import Any, Self, cast

from typing_extensions import override

from captions.engine import KEY_VARIABLE
from captions.errors import EngineError
from captions.printable import printable
from captions.realtime.wire import Address

_STDIN, _STDERR = 0, 2
_READY_SECONDS = 30.0
"""Time to start in; loading the model from a slow disk takes some of it."""
_STOP_SECONDS = 2.0
"""Time to end by itself."""
_KILL_SECONDS = 2.0
"""Time for the system to end a process that was killed."""
_LAST_WORDS_SECONDS = 1.0
"""Time for the last error lines to arrive after the process has ended."""
_MAX_LINE_BYTES = 4096
_MAX_SHOWN_CHARACTERS = 300
_MAX_LOGGED_LINES = 100
"""Error lines of one child that are logged."""

log = logging.getLogger(__name__)


class EngineRefusedError(EngineError):
    """The engine said itself why it cannot start, so that another try would be in vain."""


def command(model: str) -> tuple[str, ...]:
    """Return the command line of the speech server for a model."""
    serve = (sys.executable, "-m", "captions", "serve", "--json", "--tethered")
    return (*serve, "--model", model)


class EngineProcess(asyncio.SubprocessProtocol):
    """One running child."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport: asyncio.SubprocessTransport | None = None
        self._ready: asyncio.Future[bytes] = loop.create_future()
        """The first line that the child writes."""
        self._ended: asyncio.Future[None] = loop.create_future()
        self._silent: asyncio.Future[None] = loop.create_future()
        """Done when no more error lines will come."""
        self._first_line = b""
        self._errors = _ErrorLines()

    @classmethod
    async def start(cls, arguments: Sequence[str]) -> Self:
        """Start a child on a free port, with a key of its own that only its environment holds.

        Raises:
            EngineError: the program cannot be started.
        """
        environment = {**os.environ, KEY_VARIABLE: secrets.token_urlsafe(32)}
        try:
            _, process = await asyncio.get_running_loop().subprocess_exec(
                cls,
                *arguments,
                env=environment,
                # Ctrl+C in a terminal goes to the whole group; the child is ended by the app.
                start_new_session=True,
            )
        except OSError as error:
            raise EngineError(f"The speech engine cannot be started: {error.strerror}.") from error
        return process

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._transport is not None  # noqa: S101  # it was started
        return self._transport.get_pid() or 0

    async def address(self) -> Address:
        """Wait until the child takes connections.

        Raises:
            EngineRefusedError: it cannot, and says why.
            EngineError: it ended before that, or took too long.
        """
        either: set[asyncio.Future[Any]] = {self._ready, self._ended}
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait(either, timeout=_READY_SECONDS, return_when=first)
        if self._ready.done():
            return _read_address(self._ready.result())
        if not self._ended.done():
            raise EngineError("The speech engine takes too long to start: try again.")
        raise EngineError(await self.why())

    async def ended(self) -> None:
        """Wait until the child has ended."""
        await asyncio.shield(self._ended)

    async def why(self) -> str:
        """Wait until the child has ended, and return why in one sentence."""
        await self.ended()
        # A process that the child started may hold its standard error open for ever.
        await asyncio.wait({self._silent}, timeout=_LAST_WORDS_SECONDS)
        assert self._transport is not None  # noqa: S101  # it was started
        code = self._transport.get_returncode()
        return self._errors.last or f"The speech engine ended unexpectedly (code {code})."

    def kill(self) -> None:
        """End the child at once."""
        if self._transport is not None:
            with contextlib.suppress(ProcessLookupError):
                self._transport.kill()

    async def stop(self) -> None:
        """End the child: by closing its input, by force if that is not enough.

        It returns within a few seconds, even if the system cannot end the process.
        """
        if self._transport is None:
            return
        stdin = self._transport.get_pipe_transport(_STDIN)
        if stdin is not None:
            stdin.close()
        await asyncio.wait({self._ended}, timeout=_STOP_SECONDS)
        if not self._ended.done():
            self.kill()
            await asyncio.wait({self._ended}, timeout=_KILL_SECONDS)
        if not self._ended.done():
            log.warning("The speech engine cannot be ended (process %s).", self.pid)
        self._transport.close()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.SubprocessTransport", transport)

    @override
    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == _STDERR:
            self._errors.feed(data)
        elif not self._ready.done():
            self._first_line += data
            line, end, _ = self._first_line.partition(b"\n")
            if end or len(line) > _MAX_LINE_BYTES:
                self._ready.set_result(line)

    @override
    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == _STDERR and not self._silent.done():
            self._silent.set_result(None)

    @override
    def process_exited(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)


class _ErrorLines:
    """Logs a bounded number of a child's error lines, each of bounded length; keeps the last."""

    def __init__(self) -> None:
        self.last = ""
        """The last line that was not empty."""
        self._rest = b""
        self._logged = 0

    def feed(self, data: bytes) -> None:
        """Take what was written."""
        *lines, rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take(line)
        # Of a line that does not end, the beginning is enough.
        self._rest = rest[:_MAX_LINE_BYTES]

    def _take(self, line: bytes) -> None:
        text = printable(line[:_MAX_LINE_BYTES].decode(errors="replace"), _MAX_SHOWN_CHARACTERS)
        text = text.strip()
        if not text:
            return
        self.last = text.removeprefix("captions: ")
        self._logged += 1
        if self._logged < _MAX_LOGGED_LINES:
            log.info("engine: %s", text)
        elif self._logged == _MAX_LOGGED_LINES:
            log.info("engine: more lines are not logged.")


def _read_address(line: bytes) -> Address:
    """Return what the child announced in its first line.

    Raises:
        EngineRefusedError: why it cannot serve.
        EngineError: the line makes no sense.
    """
    try:
        fields = json.loads(line)
        if "error" in fields:
            raise EngineRefusedError(str(fields["error"]))
        return Address(str(fields["url"]), str(fields["api_key"]))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise EngineError("The speech engine does not say where it listens.") from error
