"""Control socket: other programs of the same user send the running app commands.

It is a Unix socket next to the app's lock file, or a named pipe on Windows. Only the user's own
programs can write to it. Each connection carries one line with a command and one line with its
answer. An unknown command is refused with a sentence and has no effect.
"""

import asyncio
import contextlib
import hashlib
import logging
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from captions.app.lifecycle import instance_lock
from captions.background_tasks import BackgroundTasks
from captions.errors import CaptionsError, NotRunningError, describe_reason
from captions.model import command
from captions.model.command import COMMAND_WORDS, Command, CommandAnswer, CommandRequest

_log = logging.getLogger(__name__)

MAX_COMMAND_BYTES = 512 * 1024
"""Maximum size of a command in bytes; the largest one sets a thousand keyterms."""
_MAX_ANSWER_BYTES = MAX_COMMAND_BYTES
"""Maximum size of an answer in bytes."""
MAX_CONNECTIONS = 8
"""Maximum number of simultaneous connections."""
TIMEOUT_SECONDS = 5.0
"""Timeout in seconds for sending a command and for answering it."""


class ControlSocket:
    """Server side of the control socket."""

    def __init__(
        self,
        execute: Callable[[CommandRequest], CommandAnswer],
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """Prepare to listen.

        Args:
            execute: executes a command and returns its answer.
            timeout_seconds: timeout for reading a command and sending its answer.
        """
        self._execute = execute
        self._timeout_seconds = timeout_seconds
        self._connections = BackgroundTasks()
        self._stop_listening: Callable[[], None] = _do_nothing

    async def open(self, folder: Path | None = None) -> None:
        """Start listening; if that fails, log a warning and continue without a control socket.

        Args:
            folder: folder of the lock file; by default that of `instance_lock`.
        """
        name = socket_name(folder or instance_lock.make_state_folder())
        try:
            self._stop_listening = await _listen(name, self._accept_connection)
        except OSError as error:
            reason = describe_reason(error)
            _log.warning("'captions control' cannot reach the app at %s: %s.", name, reason)

    async def close(self) -> None:
        """Stop listening, and cancel the open connections."""
        self._stop_listening()
        self._stop_listening = _do_nothing
        await self._connections.cancel()

    def _accept_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if len(self._connections) >= MAX_CONNECTIONS:
            writer.transport.abort()
        else:
            self._connections.start(self._handle_connection(reader, writer))

    async def _handle_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                line = await _read_line(reader)
                writer.write(msgspec.json.encode(self._answer_line(line)) + b"\n")
                await writer.drain()
                await _wait_until_sent(reader, writer)
        except (TimeoutError, OSError):
            writer.transport.abort()
        finally:
            writer.close()

    def _answer_line(self, line: bytes) -> CommandAnswer:
        try:
            request = command.decode_request(line)
        except ValueError:
            known = ", ".join(COMMAND_WORDS)
            refusal = f"This is not a valid command: choose one of {known}."
            return msgspec.structs.replace(self._execute(Command.STATE), refusal=refusal)
        return self._execute(request)


def send_command(
    request: CommandRequest, folder: Path | None = None, timeout_seconds: float = TIMEOUT_SECONDS
) -> CommandAnswer:
    """Send the running app a command, and return its answer; no event loop may be running.

    Args:
        request: the command.
        folder: folder of the lock file; by default that of `instance_lock`.
        timeout_seconds: timeout for connecting, and for the answer.

    Raises:
        NotRunningError: no copy of the app is running.
        CaptionsError: a copy is running but does not answer.
    """
    name = socket_name(folder or instance_lock.make_state_folder())
    try:
        line = asyncio.run(_send_request(name, request, timeout_seconds))
    except OSError as error:  # For example, the socket is missing or refuses the connection.
        if instance_lock.is_held(folder):
            raise CaptionsError("app_unreachable") from error
        raise NotRunningError("app_not_running") from error
    try:
        return msgspec.json.decode(line, type=CommandAnswer)
    except msgspec.MsgspecError as error:
        raise CaptionsError("app_of_other_version") from error


async def _send_request(name: str, request: CommandRequest, timeout_seconds: float) -> bytes:
    """Send a command, and return the line that answers it.

    Raises:
        OSError: no program listens at this name.
        CaptionsError: the program does not answer.
    """
    async with asyncio.timeout(timeout_seconds):
        reader, writer = await _connect(name)
    try:
        async with asyncio.timeout(timeout_seconds):
            writer.write(command.encode_request(request))
            return await reader.readline()
    except (TimeoutError, ConnectionError, ValueError) as error:
        raise CaptionsError("app_unresponsive") from error
    finally:
        writer.transport.abort()


async def _read_line(reader: asyncio.StreamReader) -> bytes:
    """Return one line; empty if it is incomplete or too long."""
    try:
        return await reader.readuntil()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return b""


async def _wait_until_sent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Wait until the answer has been sent.

    On Windows this waits until the client closes its end, because closing a pipe discards unread
    data.
    """
    if sys.platform == "win32":
        while await reader.read(MAX_COMMAND_BYTES):
            pass
    else:
        writer.close()
        await writer.wait_closed()


_ClientHandler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]

if sys.platform == "win32":

    def socket_name(folder: Path) -> str:
        """Return the name of the named pipe."""
        code = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        return rf"\\.\pipe\captions-{code}"

    async def _listen(name: str, serve: _ClientHandler) -> Callable[[], None]:
        """Listen at a name; the pipe's default permissions allow only the same user to write.

        Returns:
            A function that stops listening.

        Raises:
            OSError: the name is in use.
        """
        loop = asyncio.get_running_loop()

        def make_protocol() -> asyncio.StreamReaderProtocol:
            return asyncio.StreamReaderProtocol(asyncio.StreamReader(MAX_COMMAND_BYTES - 1), serve)

        (server,) = await loop.start_serving_pipe(make_protocol, name)
        return server.close

    async def _connect(name: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to a named pipe.

        Raises:
            OSError: no program listens at this name.
        """
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(_MAX_ANSWER_BYTES)
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await loop.create_pipe_connection(lambda: protocol, name)
        return reader, asyncio.StreamWriter(transport, protocol, reader, loop)

else:

    def socket_name(folder: Path) -> str:
        """Return the path of the Unix socket."""
        return str(folder / "captions.socket")

    async def _listen(name: str, serve: _ClientHandler) -> Callable[[], None]:
        """Listen at a path.

        Returns:
            A function that stops listening and removes the socket.

        Raises:
            OSError: the socket cannot be created.
        """
        server = await asyncio.start_unix_server(
            serve, sock=_bind_socket(name), limit=MAX_COMMAND_BYTES - 1
        )

        def close() -> None:
            server.close()
            with contextlib.suppress(OSError):
                Path(name).unlink()

        return close

    def _bind_socket(name: str) -> socket.socket:
        """Return a socket bound to a path that only the same user can open.

        Raises:
            OSError: the path cannot hold a socket.
        """
        # The app holds the lock, so an existing file was left by a copy that crashed.
        Path(name).unlink(missing_ok=True)
        bound = socket.socket(socket.AF_UNIX)
        try:
            bound.bind(name)
            Path(name).chmod(0o600)
        except OSError:
            bound.close()
            raise
        return bound

    async def _connect(name: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to a Unix socket.

        Raises:
            OSError: no program listens at this path.
        """
        return await asyncio.open_unix_connection(name, limit=_MAX_ANSWER_BYTES)


def _do_nothing() -> None:
    """Do nothing; used before the socket is opened."""
