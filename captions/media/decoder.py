"""Decodes one audio track with a running ffmpeg, to mono samples as they arrive."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncGenerator, AsyncIterator

from captions.media.decoded_audio import SoundAssembler
from captions.media.ffmpeg import InputArguments, decoding_arguments
from captions.media.ffmpeg_process import FfmpegProcess, start_ffmpeg
from captions.pcm import Samples
from captions.transports import signal_child

_MAX_STDERR_BYTES = 4096
"""Bytes of ffmpeg's messages that are kept; the last messages give the reason of a failure."""
_READ_BYTES = 65_536


class FfmpegDecoder:
    """A running ffmpeg; the caller that starts it stops it."""

    def __init__(self, started: FfmpegProcess, stdin_data: AsyncIterator[bytes] | bytes) -> None:
        """Adopt a process and write ``stdin_data`` to its standard input."""
        self.process = started.process
        self._stdin = started.stdin
        self._stdout = started.stdout
        self._stderr = started.stderr
        self._stderr_tail = b""
        self._tasks = [
            asyncio.create_task(self._collect_stderr()),
            asyncio.create_task(self._feed_stdin(stdin_data)),
        ]

    @classmethod
    async def start(
        cls,
        source: InputArguments,
        track: str = "0",
        stdin_data: AsyncIterator[bytes] | None = None,
    ) -> "FfmpegDecoder":
        """Start decoding one audio track.

        Args:
            source: what ffmpeg reads.
            track: audio track: a number from 0, or another of ffmpeg's stream specifiers.
            stdin_data: bytes for ffmpeg's standard input, if it reads from there.

        Raises:
            OSError: ffmpeg cannot be started.
            ValueError: an argument cannot be passed to a program.
        """
        started = await start_ffmpeg(*decoding_arguments(source, track))
        return cls(started, source.stdin_data if stdin_data is None else stdin_data)

    @property
    def stderr_text(self) -> str:
        """End of what ffmpeg has written to standard error."""
        return self._stderr_tail.decode(errors="replace")

    async def iter_samples(
        self,
        rate: int,
        longest_gap: float,
        start_seconds: float | None,
        stall_seconds: float | None,
    ) -> AsyncGenerator[Samples, None]:
        """Yield mono samples as they arrive, to the end of the track.

        Args:
            rate: sample rate in Hz.
            longest_gap: seconds, as in `SampleTimeline`.
            start_seconds: timeout for the first sample, None for no limit.
            stall_seconds: timeout for each later one, None for no limit.

        Raises:
            TimeoutError: ffmpeg delivers nothing more.
        """
        assembler = SoundAssembler(rate, longest_gap)
        timeout = start_seconds
        while data := await self._read_output(timeout):
            for samples in assembler.feed(data):
                timeout = stall_seconds
                yield samples
        for samples in assembler.finish():
            yield samples

    async def wait(self) -> int:
        """Return ffmpeg's exit code, once it has ended and its messages are read."""
        code = await self.process.wait()
        await asyncio.wait([self._tasks[0]])
        return code

    async def stop(self, grace_seconds: float = 0.0) -> None:
        """Stop ffmpeg if it runs; no process and no task remains.

        Args:
            grace_seconds: time for ffmpeg to disconnect from a server before it is killed.
        """
        if self.process.returncode is None and grace_seconds:
            signal_child(self.process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace_seconds):
                    await self._drain_output()
        if self.process.returncode is None:
            signal_child(self.process.pid)
            await self._drain_output()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    async def _drain_output(self) -> None:
        """Wait for the end, which asyncio reports only after all output has been read."""
        while await self._stdout.read(_READ_BYTES):
            pass
        await self.process.wait()

    async def _read_output(self, limit: float | None) -> bytes:
        async with asyncio.timeout(limit):
            return await self._stdout.read(_READ_BYTES)

    async def _collect_stderr(self) -> None:
        while data := await self._stderr.read(_MAX_STDERR_BYTES):
            self._stderr_tail = (self._stderr_tail + data)[-_MAX_STDERR_BYTES:]

    async def _feed_stdin(self, stdin_data: AsyncIterator[bytes] | bytes) -> None:
        """Write to ffmpeg's standard input and close it; ffmpeg may stop reading earlier."""
        with contextlib.suppress(ConnectionError):
            if isinstance(stdin_data, bytes):
                self._stdin.write(stdin_data)
            else:
                async for data in stdin_data:
                    self._stdin.write(data)
                    await self._stdin.drain()
        self._stdin.close()
