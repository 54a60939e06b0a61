"""The on-device speech server as a child process of the app.

The app reads a bounded amount of the child's output, and stops the child within a bounded time.
"""

import asyncio
import json
import logging
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

from typing_extensions import override

from captions.engine import KEY_VARIABLE
from captions.errors import EngineError, describe_reason
from captions.messages.message import Message, Parameter
from captions.printable import make_printable
from captions.protocol.addresses import Address
from captions.transports import signal_child

_STDIN, _STDERR = 0, 2
_READY_SECONDS = 30.0
"""Startup timeout; loading the model from a slow disk takes part of it."""
_STOP_SECONDS = 2.0
"""Time for the child to exit after its standard input is closed."""
_KILL_SECONDS = 2.0
"""Time for the operating system to end a killed process."""
_STDERR_SECONDS = 1.0
"""Time for the remaining error lines to arrive after the process has exited."""
_MAX_LINE_BYTES = 4096
_MAX_SHOWN_CHARACTERS = 300
_MAX_LOGGED_LINES = 100
"""Maximum number of error lines logged for one child."""

log = logging.getLogger(__name__)


class EngineRefusedError(EngineError):
    """The engine reported why it cannot start; a retry would fail in the same way."""


def engine_command(model: str) -> tuple[str, ...]:
    """Return the command line of the speech server for a model."""
    serve = (sys.executable, "-m", "captions", "serve", "--json", "--tethered")
    return (*serve, "--model", model)


class EngineProcess(asyncio.SubprocessProtocol):
    """A running child process."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport: asyncio.SubprocessTransport
        """Set by `connection_made`, before `start` returns."""
        self._ready: asyncio.Future[bytes] = loop.create_future()
        """The first line on the child's standard output."""
        self._exited: asyncio.Future[None] = loop.create_future()
        self._stderr_closed: asyncio.Future[None] = loop.create_future()
        """Done when standard error is closed."""
        self._first_line = b""
        self._error_lines = _ErrorLines()

    @classmethod
    async def start(cls, arguments: Sequence[str]) -> Self:
        """Start a child on a free port, with a random key that is passed in its environment only.

        Raises:
            EngineError: the program cannot be started.
        """
        environment = {**os.environ, KEY_VARIABLE: secrets.token_urlsafe(32)}
        try:
            _, process = await asyncio.get_running_loop().subprocess_exec(
                cls,
                *arguments,
                env=environment,
                # Ctrl+C in a terminal signals the whole group; the app stops the child itself.
                start_new_session=True,
            )
        except OSError as error:
            raise EngineError("engine_start_failed", reason=describe_reason(error)) from error
        return process

    @property
    def pid(self) -> int:
        """Process ID."""
        return self._transport.get_pid() or 0

    @property
    def exit_code(self) -> int | None:
        """Exit code, or the negative number of a signal; `None` while the process runs."""
        return self._transport.get_returncode()

    async def wait_for_address(self) -> Address:
        """Wait until the child accepts connections, and return its address and key.

        Raises:
            EngineRefusedError: the child reported why it cannot start.
            EngineError: the child exited first, or the startup timeout has passed.
        """
        futures: set[asyncio.Future[Any]] = {self._ready, self._exited}
        first = asyncio.FIRST_COMPLETED
        await asyncio.wait(futures, timeout=_READY_SECONDS, return_when=first)
        if self._ready.done():
            return _read_address(self._ready.result())
        if not self._exited.done():
            raise EngineError("engine_slow_to_start")
        raise EngineError(await self.exit_reason())

    async def wait_for_exit(self) -> None:
        """Wait until the child has exited."""
        await asyncio.shield(self._exited)

    async def exit_reason(self) -> Message:
        """Wait until the child has ended, and return why."""
        await self.wait_for_exit()
        # A grandchild may keep standard error open indefinitely.
        await asyncio.wait({self._stderr_closed}, timeout=_STDERR_SECONDS)
        if self._error_lines.last_line:
            return Message("engine_reported", reason=self._error_lines.last_line)
        return Message("engine_ended", exit_code=str(self.exit_code))

    def kill(self) -> None:
        """Kill the child."""
        if self.exit_code is None:
            signal_child(self.pid)

    async def stop(self) -> None:
        """Stop the child: close its standard input, then kill it if it has not exited.

        Return within a few seconds, even if the operating system cannot end the process. If it is
        cancelled, the child is killed at once.
        """
        stdin = self._transport.get_pipe_transport(_STDIN)
        if stdin is not None:
            stdin.close()
        try:
            await asyncio.wait({self._exited}, timeout=_STOP_SECONDS)
            if not self._exited.done():
                self.kill()
                await asyncio.wait({self._exited}, timeout=_KILL_SECONDS)
            if not self._exited.done():
                log.warning("The speech engine cannot be stopped (process %s).", self.pid)
        finally:
            self._transport.close()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.SubprocessTransport", transport)

    @override
    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == _STDERR:
            self._error_lines.feed(data)
        elif not self._ready.done():
            self._first_line += data
            line, end, _ = self._first_line.partition(b"\n")
            if end or len(line) > _MAX_LINE_BYTES:
                self._ready.set_result(line)

    @override
    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == _STDERR and not self._stderr_closed.done():
            self._stderr_closed.set_result(None)

    @override
    def process_exited(self) -> None:
        if not self._exited.done():
            self._exited.set_result(None)


class _ErrorLines:
    """Logs a bounded number of error lines, each of bounded length, and keeps the last one."""

    def __init__(self) -> None:
        self.last_line = ""
        """The last non-empty line."""
        self._incomplete_line = b""
        self._logged_lines = 0

    def feed(self, data: bytes) -> None:
        """Process bytes that the child has written to standard error."""
        *lines, rest = (self._incomplete_line + data).split(b"\n")
        for line in lines:
            self._log_line(line)
        # Bounds the memory that a line without an end can take.
        self._incomplete_line = rest[:_MAX_LINE_BYTES]

    def _log_line(self, line: bytes) -> None:
        text = make_printable(
            line[:_MAX_LINE_BYTES].decode(errors="replace"), _MAX_SHOWN_CHARACTERS
        )
        text = text.strip()
        if not text:
            return
        self.last_line = text.removeprefix("captions: ")
        self._logged_lines += 1
        if self._logged_lines < _MAX_LOGGED_LINES:
            log.info("engine: %s", text)
        elif self._logged_lines == _MAX_LOGGED_LINES:
            log.info("engine: further lines are not logged.")


def _read_address(line: bytes) -> Address:
    """Return the address and key in the child's first line.

    Raises:
        EngineRefusedError: the line holds an error instead.
        EngineError: the line cannot be parsed.
    """
    try:
        fields = json.loads(line)
        if "error" in fields:
            raise EngineRefusedError("engine_reported", reason=_read_reason(fields))
        return Address(str(fields["url"]), str(fields["api_key"]))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise EngineError("engine_address_missing") from error


def _read_reason(fields: Mapping[str, Any]) -> Parameter:  # Any: JSON
    """Return why the child cannot start: as a message, which can be translated, if it sent one."""
    try:
        return Message.from_plain(fields["message"])
    except (TypeError, LookupError, AttributeError):
        return str(fields["error"])
