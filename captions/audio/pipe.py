"""A pipe as the loop reads it: bytes that another program writes, a block at a time."""

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
"""Samples are read in such blocks, so that they are handed on as they come."""
_LARGE_BLOCK_BYTES = 65_536
"""The same for a recording, which is read for a decoder; as much as a pipe holds."""

log = logging.getLogger(__name__)


class Pipe:
    """Reads a pipe in a thread of its own, a block at a time and only when it is asked to.

    Not every system can await a pipe, and a thread that waits for one cannot be stopped. So there
    is one for the life of the process. What it read for a reader that has gone is kept for the
    next.

    Attributes:
        name: what the user calls it.
        may_be_samples: True if it may bring samples instead of a recording.
        is_recording: True once it is known to bring a recording.
        begun: True once anything but `peek` has read from it.
    """

    def __init__(
        self, name: str, opened: Callable[[], int], *, may_be_samples: bool = True
    ) -> None:
        """Prepare to read.

        Args:
            name: what the user calls it.
            opened: opens it and returns its descriptor; called in the thread, as it may wait.
            may_be_samples: True if it may bring samples instead of a recording.
        """
        self.name = name
        self.may_be_samples = may_be_samples
        self.is_recording = False
        self.begun = False
        self._opened = opened
        self._wanted = threading.Semaphore(0)
        self._asked = False
        """True while a block is on its way."""
        self._arrived = asyncio.Event()
        self._blocks: deque[bytes | OSError] = deque()
        self._peeked = b""
        """What was looked at and not yet read."""
        self._half = b""
        """The first byte of a sample whose second has not come."""
        self._loop: asyncio.AbstractEventLoop | None = None
        # It must not keep the process from ending.
        threading.Thread(target=self._read, daemon=True, name="pipe").start()

    async def samples(self) -> bytes:
        """Return the next whole samples; none at the end.

        Raises:
            RecordingError: no more can be read.
        """
        self.begun = True
        while block := await self._block():
            data = self._half + block
            whole = len(data) - len(data) % SAMPLE_BYTES
            self._half = data[whole:]
            if whole:
                return data[:whole]
        if self._half:
            log.warning("%s ended within a sample: its first half was left out.", self._title)
            self._half = b""
        return b""

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield the bytes as they come, to the end.

        Raises:
            RecordingError: no more can be read.
        """
        self.begun = True
        while block := await self._block():
            yield block

    async def peek(self, size: int) -> bytes:
        """Return the first bytes without reading them, at least ``size`` of them if there are.

        Raises:
            RecordingError: nothing can be read.
        """
        while len(self._peeked) < size and (block := await self._next()):
            self._peeked += block
        return self._peeked

    async def _block(self) -> bytes:
        if self._peeked:
            block, self._peeked = self._peeked, b""
            return block
        return await self._next()

    async def _next(self) -> bytes:
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        if not self._asked:
            self._asked = True
            self._wanted.release()
        while not self._blocks:
            self._arrived.clear()
            await self._arrived.wait()
        self._asked = False
        block = self._blocks.popleft()
        if isinstance(block, OSError):
            raise RecordingError(
                f"{self._title} broke off ({block.strerror}): start the program again that writes "
                "into it."
            ) from block
        if not block:  # Another writer may begin.
            self.begun = False
        return block

    @property
    def _title(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    def _read(self) -> None:
        """Read what is asked for, in the thread."""
        descriptor: int | None = None
        while self._wanted.acquire():
            try:
                if descriptor is None:
                    descriptor = self._opened()
                # Not sys.stdin: a thread that waits in it when the process ends makes Python abort.
                size = _LARGE_BLOCK_BYTES if self.is_recording else _BLOCK_BYTES
                self._blocks.append(os.read(descriptor, size))
            except OSError as error:
                self._blocks.append(error)
            with contextlib.suppress(RuntimeError):  # The loop may be closed by now.
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._arrived.set()
