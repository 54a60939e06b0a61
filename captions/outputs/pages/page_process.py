"""The process that serves a page, seen from the app."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

import msgspec

from captions.errors import OutputError, OutputUnavailableError, describe_reason
from captions.messages.message import Message
from captions.outputs.pages.page_messages import (
    Answer,
    Command,
    PageListening,
    PageRefused,
    ReaderCount,
    decode_answer,
    encode_line,
)
from captions.printable import make_printable
from captions.transports import signal_child

_log = logging.getLogger(__name__)

PAGE_COMMAND = (sys.executable, "-m", "captions.outputs.pages.serving")
"""Command line of the process."""
_READY_SECONDS = 20.0
"""Startup timeout."""
_WRITE_SECONDS = 10.0
"""Time for the process to read what the app has written."""
_STOP_SECONDS = 3.0
"""Time for the process to exit after its standard input is closed."""
_PENDING_BYTES = 64 * 1024
"""Bytes that may wait for the process before the app waits."""
_MAX_LINE_BYTES = 4096
_MAX_SHOWN_CHARACTERS = 300
_MAX_LOGGED_LINES = 100
"""Maximum number of error lines logged for one process."""


class PageRefusedError(OutputError):
    """The page cannot be served before the user changes something."""


class PageProcess:
    """A running process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._stdin, self._stdout = process.stdin, process.stdout

    @property
    def pid(self) -> int:
        """Process ID."""
        return self._process.pid

    async def wait_until_listening(self) -> None:
        """Wait until the page can be opened.

        Raises:
            PageRefusedError: the process has reported why the page cannot be served.
            OutputUnavailableError: the process has ended, or takes too long.
        """
        try:
            async with asyncio.timeout(_READY_SECONDS):
                answer = await self._read_answer()
        except TimeoutError as error:
            raise OutputUnavailableError("page_slow_to_start") from error
        if isinstance(answer, PageRefused):
            raise PageRefusedError(_describe_refusal(answer))
        if not isinstance(answer, PageListening):
            raise OutputUnavailableError("page_ended")

    async def read_readers(self, on_readers: Callable[[int], None]) -> None:
        """Report the number of readers until the process ends.

        Raises:
            OutputUnavailableError: the process has ended.
        """
        while True:
            answer = await self._read_answer()
            if isinstance(answer, ReaderCount):
                on_readers(answer.count)

    async def send_messages(self, messages: Iterable[Command]) -> None:
        """Send messages to the process.

        Raises:
            OutputUnavailableError: the process has ended, or does not read.
        """
        lines = b"".join(map(encode_line, messages))
        if not lines or self._stdin is None:
            return
        try:
            async with asyncio.timeout(_WRITE_SECONDS):
                self._stdin.write(lines)
                await self._stdin.drain()
        except (TimeoutError, OSError) as error:
            raise OutputUnavailableError("page_ended") from error

    async def log_errors(self) -> None:
        """Log a bounded number of the lines that the process writes to standard error."""
        stderr = self._process.stderr
        number = 0
        while stderr is not None and (data := await stderr.read(_MAX_LINE_BYTES)):
            for line in data.decode(errors="replace").splitlines():
                number += 1
                if line.strip() and number <= _MAX_LOGGED_LINES:
                    _log.info("page: %s", make_printable(line, _MAX_SHOWN_CHARACTERS))

    async def stop(self) -> None:
        """Close standard input, and kill the process if it does not exit."""
        if self._stdin is not None:
            self._stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                await self._process.wait()
                return
        signal_child(self._process.pid)
        await self._process.wait()

    async def _read_answer(self) -> Answer:
        line = b"" if self._stdout is None else await self._stdout.readline()
        try:
            return decode_answer(line)
        except msgspec.DecodeError as error:
            raise OutputUnavailableError("page_ended") from error


def _describe_refusal(answer: PageRefused) -> Message:
    """Return why the process cannot serve, with the code and the parameters that it has named."""
    found = answer.parameters
    if answer.code == "page_file_missing":
        return Message("page_file_missing", file=found.get("file", ""))
    port, reason = found.get("port", ""), found.get("reason", "")
    return Message("page_port_unavailable", port=port, reason=reason)


@asynccontextmanager
async def open_process(command: Sequence[str] = PAGE_COMMAND) -> AsyncIterator[PageProcess]:
    """Start a process, and stop it when the context ends.

    Raises:
        OutputUnavailableError: the program cannot be started.
    """
    pipe = asyncio.subprocess.PIPE
    try:
        started = await asyncio.create_subprocess_exec(
            *command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            # Ctrl+C in a terminal signals the whole group; the app stops the process itself.
            start_new_session=True,
        )
    except OSError as error:
        raise OutputUnavailableError("page_start_failed", reason=describe_reason(error)) from error
    if started.stdin is not None:
        started.stdin.transport.set_write_buffer_limits(high=_PENDING_BYTES)
    process = PageProcess(started)
    logging_errors = asyncio.create_task(process.log_errors())
    try:
        yield process
    finally:
        # The wait must survive a cancellation, or the process would outlive its owner.
        await asyncio.shield(process.stop())
        logging_errors.cancel()
