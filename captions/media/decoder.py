"""Runs the ffmpeg program; the only place where Captions starts it."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from captions.media.decoded_audio import SoundAssembler
from captions.media.ffmpeg import InputArguments
from captions.pcm import Samples

_MAX_STDERR_BYTES = 4096
"""Bytes of ffmpeg's messages that are kept; the last messages give the reason of a failure."""
_READ_BYTES = 65_536
_CLUSTER_MILLISECONDS = "1"
"""Longest cluster; with it, the Matroska muxer holds back at most the last two packets."""

if os.name == "nt":
    # Without a console, ffmpeg would open a window.
    _PROCESS_OPTIONS: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
else:
    # Ctrl+C reaches only Captions, which stops ffmpeg itself and so knows why it ended.
    _PROCESS_OPTIONS = {"process_group": 0}


class FfmpegDecoder:
    """A running ffmpeg; the caller that starts it stops it."""

    def __init__(
        self, process: asyncio.subprocess.Process, stdin_data: AsyncIterator[bytes] | bytes
    ) -> None:
        """Adopt a process and write ``stdin_data`` to its standard input."""
        self.process = process
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
        process = await asyncio.create_subprocess_exec(
            *("ffmpeg", "-nostdin", "-v", "error", *source.arguments),
            *("-map", f"0:a:{track}", "-map_metadata", "-1", "-map_chapters", "-1"),
            # Samples that an edit list omits have negative timestamps, which Matroska forbids.
            *("-af", "atrim=start=0", "-c:a", "pcm_f32le", "-f", "matroska"),
            *("-cluster_time_limit", _CLUSTER_MILLISECONDS, "-flush_packets", "1", "pipe:1"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            **_PROCESS_OPTIONS,
        )
        return cls(process, source.stdin_data if stdin_data is None else stdin_data)

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
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace_seconds):
                    await self._drain_output()
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self._drain_output()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    @property
    def _stdout(self) -> asyncio.StreamReader:
        assert self.process.stdout is not None  # noqa: S101  # for mypy: it is a pipe
        return self.process.stdout

    async def _drain_output(self) -> None:
        """Wait for the end, which asyncio reports only after all output has been read."""
        while await self._stdout.read(_READ_BYTES):
            pass
        await self.process.wait()

    async def _read_output(self, limit: float | None) -> bytes:
        async with asyncio.timeout(limit):
            return await self._stdout.read(_READ_BYTES)

    async def _collect_stderr(self) -> None:
        assert self.process.stderr is not None  # noqa: S101  # for mypy: it is a pipe
        while data := await self.process.stderr.read(_MAX_STDERR_BYTES):
            self._stderr_tail = (self._stderr_tail + data)[-_MAX_STDERR_BYTES:]

    async def _feed_stdin(self, stdin_data: AsyncIterator[bytes] | bytes) -> None:
        """Write to ffmpeg's standard input and close it; ffmpeg may stop reading earlier."""
        stdin = self.process.stdin
        assert stdin is not None  # noqa: S101  # for mypy: it is a pipe
        with contextlib.suppress(ConnectionError):
            if isinstance(stdin_data, bytes):
                stdin.write(stdin_data)
            else:
                async for data in stdin_data:
                    stdin.write(data)
                    await stdin.drain()
        stdin.close()
