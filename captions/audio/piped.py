"""Standard input: samples that another program writes, heard as they come.

They are signed 16-bit little-endian, of one channel, at the rate of the session. A file that is
piped comes faster than speech: it is read at the speed of speech, and its writer waits.
"""

import asyncio
import contextlib
import functools
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import AsyncGenerator

from captions.audio.pacing import paced
from captions.audio.source import Tell
from captions.errors import RecordingError
from captions.events import SourceChanged, SourceState
from captions.pcm import SAMPLE_BYTES, Chunk

NAME = "standard input"

_BLOCK_BYTES = 4096
_HOW = "pipe 16-bit samples of one channel into the program"

log = logging.getLogger(__name__)


class Input:
    """Reads a file in a thread of its own, a block at a time and only when it is asked to.

    Not every system can await standard input, and a thread that waits for it cannot be stopped: so
    there is one for the life of the process, and what it read for somebody who has gone is kept for
    the next.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._wanted = threading.Semaphore(0)
        self._asked = False
        """Whether a block is on its way."""
        self._arrived = asyncio.Event()
        self._blocks: deque[bytes | OSError] = deque()
        self._half = b""
        """The first byte of a sample whose second has not come."""
        self._loop: asyncio.AbstractEventLoop | None = None
        # It must not keep the process from ending.
        threading.Thread(target=self._read, daemon=True, name="standard-input").start()

    async def samples(self) -> bytes:
        """Return the next whole samples; none at the end.

        Raises:
            RecordingError: it cannot be read any more.
        """
        while block := await self._block():
            data = self._half + block
            whole = len(data) - len(data) % SAMPLE_BYTES
            self._half = data[whole:]
            if whole:
                return data[:whole]
        if self._half:
            log.warning("Standard input ended within a sample: its first half was left out.")
            self._half = b""
        return b""

    async def _block(self) -> bytes:
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
                f"Standard input broke off ({block.strerror}): start the program again that "
                "writes into it."
            ) from block
        return block

    def _read(self) -> None:
        """Read what is asked for, in the thread."""
        while self._wanted.acquire():
            try:
                # Not sys.stdin: a thread that waits in it when the process ends makes Python abort.
                self._blocks.append(os.read(self._descriptor, _BLOCK_BYTES))
            except OSError as error:
                self._blocks.append(error)
            with contextlib.suppress(RuntimeError):  # The loop may be closed by now.
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._arrived.set()


class Piped:
    """Sound that another program writes into this one's standard input."""

    def __init__(
        self, rate: int, tell: Tell, speed: float = 1.0, given: Input | None = None
    ) -> None:
        """Prepare to listen.

        Args:
            rate: samples a second that are written.
            tell: is called when sound begins and ends.
            speed: seconds of sound a second at most, maybe infinite.
            given: what is read; otherwise standard input.
        """
        self._rate = rate
        self._tell = tell
        self._speed = speed
        self._input = given or _standard_input()
        self._heard = False

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks as they come, at the speed of speech at most, until the writer ends.

        Raises:
            RecordingError: nothing came at all, or no more can be read.
        """
        chunks = paced(self._blocks(), self._rate, self._begin, self._speed)
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                yield chunk
        if not self._heard:
            raise RecordingError(f"Nothing came from standard input: {_HOW}.")
        self._tell(SourceChanged(SourceState.ENDED, NAME))

    def _begin(self) -> float:
        self._heard = True
        self._tell(SourceChanged(SourceState.LISTENING, NAME))
        return 0.0

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        while samples := await self._input.samples():
            yield samples


def check() -> None:
    """Find out whether anything can come from standard input.

    Raises:
        RecordingError: it is closed, or a person at a terminal.
    """
    if sys.stdin is None:  # So Python tells that it was started without.
        raise RecordingError(f"Standard input is closed: {_HOW}.")
    if os.isatty(0):
        raise RecordingError(f"Standard input is the terminal, and brings no sound: {_HOW}.")


@functools.cache
def _standard_input() -> Input:
    return Input(0)
