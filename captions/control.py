"""The control socket: other programs of the same user send the running app one line, and get one.

It is a Unix socket beside the app's lock; on Windows, a named pipe. Only the user's own programs
can write to either. Anything but a known command is refused with a sentence and has no effect.
"""

import asyncio
import contextlib
import hashlib
import logging
import socket
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec

from captions import lock
from captions.errors import CaptionsError, NotRunningError
from captions.model import wishes
from captions.model.wishes import WORDS, Answer, Question, Wish

_log = logging.getLogger(__name__)

LONGEST = 512 * 1024
"""Most bytes of a command; the longest one sets a thousand keyterms."""
_LONGEST_ANSWER = LONGEST
"""Most bytes of an answer."""
MOST = 8
"""Most programs that are connected at once."""
PATIENCE = 5.0
"""Timeout in seconds, for a program to send its command and for the app to answer it."""


class ControlSocket:
    """Answers the commands of other programs."""

    def __init__(self, answer: Callable[[Question], Answer]) -> None:
        """``answer`` executes a command, and returns what came of it."""
        self._answer = answer
        self._connections: set[asyncio.Task[None]] = set()
        self._close: Callable[[], None] = _nothing

    async def open(self, folder: Path | None = None) -> None:
        """Listen from now on; where nothing can be listened at, the app goes on without.

        Args:
            folder: where the lock is kept; by default as `captions.lock` has it.
        """
        name = _name(folder or lock.make_folder())
        try:
            self._close = await _listen(name, self._serve)
        except OSError as error:
            said = error.strerror or str(error)
            _log.warning("'captions tell' cannot reach the app at %s: %s.", name, said)

    async def close(self) -> None:
        """Stop listening, and break off the connections that are open."""
        self._close()
        self._close = _nothing
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._connections) >= MOST:
            writer.transport.abort()
            return
        self._connections.add(task)
        try:
            async with asyncio.timeout(PATIENCE):
                asked = await _line(reader)
                writer.write(msgspec.json.encode(self._reply(asked)) + b"\n")
                await writer.drain()
                await _sent(reader, writer)
        except (TimeoutError, OSError):
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            writer.close()

    def _reply(self, asked: bytes) -> Answer:
        try:
            question = wishes.decode(asked)
        except ValueError:
            known = ", ".join(WORDS)
            said = f"There is no such thing to ask for: choose one of {known}."
            return msgspec.structs.replace(self._answer(Wish.STATE), refusal=said)
        return self._answer(question)


def ask(question: Question, folder: Path | None = None) -> Answer:
    """Send the running app a command, and wait for its answer; no loop may be running.

    Args:
        question: the command.
        folder: where the app's lock is kept; by default as `captions.lock` has it.

    Raises:
        NotRunningError: no copy of the app is running.
        CaptionsError: one is running, and does not answer.
    """
    try:
        line = asyncio.run(_ask(_name(folder or lock.make_folder()), question))
    except OSError as error:  # Such as that nothing is there, or nobody listens.
        if lock.is_held(folder):
            raise CaptionsError(
                "Captions is running, but cannot be reached: use its menu."
            ) from error
        raise NotRunningError("Captions is not running: start it first.") from error
    try:
        return msgspec.json.decode(line, type=Answer)
    except msgspec.MsgspecError as error:
        raise CaptionsError(
            "The running copy of Captions is another version: quit it, and start it again."
        ) from error


async def _ask(name: str, question: Question) -> bytes:
    """Return the line that answers a command.

    Raises:
        OSError: nothing listens at this name.
        CaptionsError: nothing answers.
    """
    async with asyncio.timeout(PATIENCE):
        reader, writer = await _connect(name)
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(wishes.encode(question))
            return await reader.readline()
    except (TimeoutError, ConnectionError, ValueError) as error:
        raise CaptionsError(
            "Captions is running, but does not answer: try again in a moment."
        ) from error
    finally:
        writer.transport.abort()


async def _line(reader: asyncio.StreamReader) -> bytes:
    """Return a line; nothing if it breaks off, or is longer than any command."""
    try:
        return await reader.readuntil()
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return b""


async def _sent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Wait on Windows until the other side has closed: closing a pipe discards what is unread."""
    if sys.platform == "win32":
        while await reader.read(LONGEST):
            pass
    else:
        writer.close()
        await writer.wait_closed()


_Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]

if sys.platform == "win32":

    def _name(folder: Path) -> str:
        """Return the name of the pipe."""
        code = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        return rf"\\.\pipe\captions-{code}"

    async def _listen(name: str, serve: _Serve) -> Callable[[], None]:
        """Listen at a name; the pipe's default rights let only the same user write to it.

        Returns:
            What stops listening.

        Raises:
            OSError: it is taken.
        """
        loop = asyncio.get_running_loop()

        def connected() -> asyncio.StreamReaderProtocol:
            return asyncio.StreamReaderProtocol(asyncio.StreamReader(LONGEST - 1), serve)

        (server,) = await loop.start_serving_pipe(connected, name)
        return server.close

    async def _connect(name: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to a name.

        Raises:
            OSError: nothing listens there.
        """
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(_LONGEST_ANSWER)
        protocol = asyncio.StreamReaderProtocol(reader)
        transport, _ = await loop.create_pipe_connection(lambda: protocol, name)
        return reader, asyncio.StreamWriter(transport, protocol, reader, loop)

else:

    def _name(folder: Path) -> str:
        """Return the path of the socket."""
        return str(folder / "captions.socket")

    async def _listen(name: str, serve: _Serve) -> Callable[[], None]:
        """Listen at a path.

        Returns:
            What stops listening.

        Raises:
            OSError: it cannot be listened at.
        """
        server = await asyncio.start_unix_server(serve, sock=_bound(name), limit=LONGEST - 1)

        def close() -> None:
            server.close()
            with contextlib.suppress(OSError):
                Path(name).unlink()

        return close

    def _bound(name: str) -> socket.socket:
        """Return a socket at a path, which only the same user can open.

        Raises:
            OSError: there can be no socket at this path.
        """
        # The app holds the lock, so a file at this path was left behind by a copy that died.
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
        """Connect to a path.

        Raises:
            OSError: nothing listens there.
        """
        return await asyncio.open_unix_connection(name, limit=_LONGEST_ANSWER)


def _nothing() -> None:
    """Close what was never opened."""
