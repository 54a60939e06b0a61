"""Runs the ffmpeg program: the only place in which Captions starts it."""

import asyncio
import contextlib
import os
import subprocess
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from captions.decoding.sound import SoundAssembler
from captions.ffmpeg import Input
from captions.pcm import Samples

_MOST_COMPLAINTS = 4096
"""Bytes of ffmpeg's messages that are kept; the last ones give the reason."""
_READ_BYTES = 65_536
_CLUSTER_MILLISECONDS = "1"
"""Longest cluster; Matroska's muxer holds back no more than the last two packets then."""

if os.name == "nt":
    # A program without a console would open a window for ffmpeg.
    _GROUP: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
else:
    # Ctrl+C reaches Captions alone, which ends ffmpeg itself and then knows why it ended.
    _GROUP = {"process_group": 0}


class Decoder:
    """A running ffmpeg; the code that starts one stops it."""

    def __init__(
        self, process: asyncio.subprocess.Process, given: AsyncIterator[bytes] | bytes
    ) -> None:
        """Take over a process and write ``given`` to its standard input."""
        self.process = process
        self._complaints = b""
        self._tasks = [
            asyncio.create_task(self._collect_complaints()),
            asyncio.create_task(self._give(given)),
        ]

    @classmethod
    async def start(
        cls, source: Input, track: str = "0", given: AsyncIterator[bytes] | None = None
    ) -> "Decoder":
        """Start to decode one track of sound.

        Args:
            source: what ffmpeg reads.
            track: which of its sound tracks: a number from 0, or another of ffmpeg's stream
                specifiers.
            given: bytes for ffmpeg's standard input, where it reads from there.

        Raises:
            OSError: ffmpeg cannot be started.
            ValueError: an argument cannot be passed to a program.
        """
        process = await asyncio.create_subprocess_exec(
            *("ffmpeg", "-nostdin", "-v", "error", *source.arguments),
            *("-map", f"0:a:{track}", "-map_metadata", "-1", "-map_chapters", "-1"),
            # What an edit list leaves out has negative timestamps, which Matroska cannot have.
            *("-af", "atrim=start=0", "-c:a", "pcm_f32le", "-f", "matroska"),
            *("-cluster_time_limit", _CLUSTER_MILLISECONDS, "-flush_packets", "1", "pipe:1"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            **_GROUP,
        )
        return cls(process, source.told if given is None else given)

    @property
    def complaints(self) -> str:
        """The end of what ffmpeg wrote to standard error so far."""
        return self._complaints.decode(errors="replace")

    async def sound(
        self,
        rate: int,
        longest_gap: float,
        start_seconds: float | None,
        stall_seconds: float | None,
    ) -> AsyncGenerator[Samples, None]:
        """Yield mono samples as they come, to the end of the track.

        Args:
            rate: samples a second to yield.
            longest_gap: seconds; as in `Timeline`.
            start_seconds: timeout for the first sample, None for no limit.
            stall_seconds: timeout for each later one, None for no limit.

        Raises:
            TimeoutError: ffmpeg gives nothing any more.
        """
        assembler = SoundAssembler(rate, longest_gap)
        patience = start_seconds
        while data := await self._read(patience):
            for samples in assembler.feed(data):
                patience = stall_seconds
                yield samples
        for samples in assembler.finish():
            yield samples

    async def wait(self) -> int:
        """Return ffmpeg's exit code, once it has ended and its messages are read."""
        code = await self.process.wait()
        await asyncio.wait([self._tasks[0]])
        return code

    async def stop(self, patience: float = 0.0) -> None:
        """End ffmpeg if it runs; no process and no task is left.

        Args:
            patience: seconds in which ffmpeg may take its leave of a server before it is killed.
        """
        if self.process.returncode is None and patience:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._drain()
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self._drain()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    @property
    def _output(self) -> asyncio.StreamReader:
        assert self.process.stdout is not None  # noqa: S101  # for mypy: it is a pipe
        return self.process.stdout

    async def _drain(self) -> None:
        """Wait for the end, of which asyncio learns only when everything has been read."""
        while await self._output.read(_READ_BYTES):
            pass
        await self.process.wait()

    async def _read(self, patience: float | None) -> bytes:
        async with asyncio.timeout(patience):
            return await self._output.read(_READ_BYTES)

    async def _collect_complaints(self) -> None:
        assert self.process.stderr is not None  # noqa: S101  # for mypy: it is a pipe
        while data := await self.process.stderr.read(_MOST_COMPLAINTS):
            self._complaints = (self._complaints + data)[-_MOST_COMPLAINTS:]

    async def _give(self, given: AsyncIterator[bytes] | bytes) -> None:
        """Write to ffmpeg's standard input and close it; ffmpeg may have enough before."""
        stdin = self.process.stdin
        assert stdin is not None  # noqa: S101  # for mypy: it is a pipe
        with contextlib.suppress(ConnectionError):
            if isinstance(given, bytes):
                stdin.write(given)
            else:
                async for data in given:
                    stdin.write(data)
                    await stdin.drain()
        stdin.close()
