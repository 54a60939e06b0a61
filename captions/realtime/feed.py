"""The ffmpeg program: a URL's or a file's sound as the whole samples that the wire wants."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from captions import ffmpeg
from captions.errors import RecordingError
from captions.ffmpeg import shown
from captions.pcm import SAMPLE_BYTES, Chunker

_BLOCK_SECONDS = 0.1
_START_SECONDS = 30.0
"""How long a server may take to give its first sound."""
_END_SECONDS = 1.0
"""How long ffmpeg may take to end when it is asked to."""
_MOST_COMPLAINTS = 4096
"""Bytes of what ffmpeg says that are kept: the last ones say why."""
_READ_BYTES = 65_536


class Feed:
    """A program that decodes; it has given its first sound when it is made."""

    def __init__(self, process: asyncio.subprocess.Process, url: str, rate: int) -> None:
        self.process = process
        self._url = url
        self._rate = rate
        self._first = b""
        self._said = b""
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, url: str, rate: int) -> "Feed":
        """Start to decode.

        Args:
            url: whatever ffmpeg reads: a web address, a stream, the path of a file.
            rate: samples a second to give.

        Raises:
            RecordingError: ffmpeg is missing, or cannot read the URL; says ffmpeg's own words.
        """
        if shutil.which("ffmpeg") is None:
            raise RecordingError(
                "ffmpeg is required to stream a URL: install it "
                "(Debian and Ubuntu: apt install ffmpeg), and try again."
            )
        feed = cls(await _ffmpeg(url, rate), url, rate)
        try:
            await feed._await_sound()
        except BaseException:
            await feed.stop()
            raise
        return feed

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield 16-bit samples, a tenth of a second at once, to the end.

        Raises:
            RecordingError: ffmpeg failed on the way; what came before is good.
        """
        chunker = Chunker(self._rate, _BLOCK_SECONDS)
        data = self._first
        while data:
            for chunk in chunker.feed(data):
                yield chunk.data
            data = await self._output.read(_READ_BYTES)
        for chunk in chunker.flush():
            yield chunk.data
        await self._check_end()

    async def stop(self) -> None:
        """End the program, if it runs; it leaves nothing behind."""
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()
            # ffmpeg ends, and asyncio learns of it, only when what it wrote has been read.
            draining = asyncio.create_task(self._drain())
            try:
                async with asyncio.timeout(_END_SECONDS):
                    await self.process.wait()
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
            await draining
        self._listening.cancel()
        await asyncio.wait([self._listening])

    @property
    def _output(self) -> asyncio.StreamReader:
        assert self.process.stdout is not None  # noqa: S101  # for mypy: it is a pipe
        return self.process.stdout

    async def _await_sound(self) -> None:
        try:
            async with asyncio.timeout(_START_SECONDS):
                self._first = await self._output.read(SAMPLE_BYTES)
        except TimeoutError as error:
            raise RecordingError(
                f"{shown(self._url)} gives no sound within {_START_SECONDS:.0f} s: "
                "check the address and the network."
            ) from error
        if not self._first:
            await self._check_end()
            raise RecordingError(f"{shown(self._url)} holds no sound: choose another one.")

    async def _check_end(self) -> None:
        code = await self.process.wait()
        await asyncio.wait([self._listening])
        if code:
            raise RecordingError(f"{shown(self._url)} cannot be streamed ({self._reason()}).")

    async def _drain(self) -> None:
        while await self._output.read(_READ_BYTES):
            pass

    async def _listen(self) -> None:
        """Keep the end of what ffmpeg complains of."""
        assert self.process.stderr is not None  # noqa: S101  # for mypy: it is a pipe
        while data := await self.process.stderr.read(_MOST_COMPLAINTS):
            self._said = (self._said + data)[-_MOST_COMPLAINTS:]

    def _reason(self) -> str:
        said = self._said.decode(errors="replace")
        return ffmpeg.last_words(said, f"file:{self._url}", self._url)


async def _ffmpeg(url: str, rate: int) -> asyncio.subprocess.Process:
    source = _input(url)
    try:
        process = await asyncio.create_subprocess_exec(
            *("ffmpeg", "-nostdin", "-v", "error", *source.arguments),
            *("-vn", "-f", "s16le", "-ar", str(rate), "-ac", "1", "pipe:1"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except (OSError, ValueError) as error:
        raise RecordingError(
            f"ffmpeg cannot be started for {shown(url)}: check the address, and that "
            "'ffmpeg -version' works in a terminal."
        ) from error
    assert process.stdin is not None  # noqa: S101  # for mypy: it is a pipe
    process.stdin.write(source.told)
    process.stdin.close()
    return process


def _input(url: str) -> ffmpeg.Input:
    """Return how ffmpeg is told what to read: a URL in secret, a file by its name.

    Raises:
        RecordingError: the URL has a hidden sign in it.
    """
    scheme, mark, rest = url.partition("://")
    scheme = scheme.lower()  # ffmpeg knows no other spelling.
    if mark and scheme != "file":
        return ffmpeg.hidden(f"{scheme}://{rest}", f"{scheme},{ffmpeg.WEB_PROTOCOLS}")
    with contextlib.suppress(OSError, ValueError):
        if not mark and Path(url).exists():
            # So named, ffmpeg takes no part of it for a protocol.
            return ffmpeg.Input(("-i", f"file:{url}"))
    return ffmpeg.Input(("-i", url))
