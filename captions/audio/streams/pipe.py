"""Reads a pipe on the event loop: bytes that another program writes, a block at a time."""

import asyncio
import contextlib
import logging
import os
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable

from captions.errors import RecordingError
from captions.pcm import SAMPLE_BYTES

_BLOCK_BYTES = 4096
"""Block size in bytes for samples, which are passed on as they arrive."""
_LARGE_BLOCK_BYTES = 65_536
"""Block size in bytes for a recording, which a decoder reads; the capacity of a pipe (pipe(7))."""

log = logging.getLogger(__name__)


class PipeReader:
    """Reads a pipe on its own thread, a block at a time and only on request.

    Not every system can await a pipe, and a thread that waits for one cannot be stopped. So the
    thread lives as long as the process. A block that it read for a former reader is kept for the
    next one.

    Attributes:
        name: name shown to the user.
        may_be_samples: True if the pipe may carry samples instead of a recording.
        is_recording: True once the pipe is known to carry a recording.
        is_started: True once anything but `peek` has read from the pipe.
    """

    def __init__(
        self, name: str, open_descriptor: Callable[[], int], *, may_be_samples: bool = True
    ) -> None:
        """Prepare to read.

        Args:
            name: name shown to the user.
            open_descriptor: opens the pipe and returns its descriptor; called on the thread,
                because it may block.
            may_be_samples: True if the pipe may carry samples instead of a recording.
        """
        self.name = name
        self.may_be_samples = may_be_samples
        self.is_recording = False
        self.is_started = False
        self._open_descriptor = open_descriptor
        self._requests = threading.Semaphore(0)
        self._request_pending = False
        self._arrived = asyncio.Event()
        self._blocks: deque[bytes | OSError] = deque()
        self._peeked = b""
        """Bytes that were peeked at and not read yet."""
        self._half_sample = b""
        """First byte of a sample whose second byte has not arrived."""
        self._loop: asyncio.AbstractEventLoop | None = None
        # A daemon thread does not keep the process running.
        threading.Thread(target=self._run_thread, daemon=True, name="pipe").start()

    @property
    def capitalised_name(self) -> str:
        """Name at the beginning of a sentence."""
        return self.name[:1].upper() + self.name[1:]

    async def read_samples(self) -> bytes:
        """Return the next whole samples; empty at the end.

        Raises:
            RecordingError: the pipe cannot be read further.
        """
        self.is_started = True
        while block := await self._next_block():
            data = self._half_sample + block
            whole = len(data) - len(data) % SAMPLE_BYTES
            self._half_sample = data[whole:]
            if whole:
                return data[:whole]
        if self._half_sample:
            log.warning(
                "%s ended in the middle of a sample, which was discarded.", self.capitalised_name
            )
            self._half_sample = b""
        return b""

    async def iter_blocks(self) -> AsyncIterator[bytes]:
        """Yield bytes as they arrive, to the end.

        Raises:
            RecordingError: the pipe cannot be read further.
        """
        self.is_started = True
        while block := await self._next_block():
            yield block

    async def peek(self, size: int) -> bytes:
        """Return the first bytes without consuming them: at least ``size``, or all there are.

        Raises:
            RecordingError: the pipe cannot be read.
        """
        while len(self._peeked) < size and (block := await self._receive_block()):
            self._peeked += block
        return self._peeked

    async def _next_block(self) -> bytes:
        if self._peeked:
            block, self._peeked = self._peeked, b""
            return block
        return await self._receive_block()

    async def _receive_block(self) -> bytes:
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        if not self._request_pending:
            self._request_pending = True
            self._requests.release()
        while not self._blocks:
            self._arrived.clear()
            await self._arrived.wait()
        self._request_pending = False
        block = self._blocks.popleft()
        if isinstance(block, OSError):
            raise RecordingError(
                "pipe_broke_off", pipe=self.capitalised_name, reason=str(block.strerror)
            ) from block
        if not block:  # Another writer may open the pipe.
            self.is_started = False
        return block

    def _run_thread(self) -> None:
        """Read blocks on request, on the thread."""
        descriptor: int | None = None
        while self._requests.acquire():
            try:
                if descriptor is None:
                    descriptor = self._open_descriptor()
                # Not sys.stdin: Python aborts if a thread waits in it when the process ends.
                size = _LARGE_BLOCK_BYTES if self.is_recording else _BLOCK_BYTES
                self._blocks.append(os.read(descriptor, size))
            except OSError as error:
                self._blocks.append(error)
            with contextlib.suppress(RuntimeError):  # The loop may be closed by now.
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._wake_reader)

    def _wake_reader(self) -> None:
        self._arrived.set()
