"""A URL's or a file's sound, decoded by ffmpeg, as the whole samples that the wire wants."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from captions import ffmpeg
from captions.decoding import tracks
from captions.decoding.decoder import Decoder
from captions.decoding.timeline import LONGEST_GAP, LONGEST_GAP_OF_STREAM
from captions.errors import RecordingError
from captions.ffmpeg import shown
from captions.pcm import Chunker, to_bytes

_BLOCK_SECONDS = 0.1
_START_SECONDS = 30.0
"""Timeout for a server's first sound."""
_END_SECONDS = 1.0
"""Timeout for ffmpeg to end when it is asked to."""
_NOTHING = np.zeros(0, np.float32)


class _Choice(NamedTuple):
    """What ffmpeg decodes."""

    source: ffmpeg.Input
    track: str = "0"
    """As `tracks.specifier` returns it."""
    longest_gap: float = LONGEST_GAP_OF_STREAM
    """Seconds; as in `Timeline`."""


class Feed:
    """A source that ffmpeg decodes; it has given its first sound when it is made."""

    def __init__(self, decoder: Decoder, url: str, rate: int, longest_gap: float) -> None:
        """Take over a decoder; ``longest_gap`` in seconds, as in `Timeline`."""
        self.process = decoder.process
        self._decoder = decoder
        self._url = url
        self._rate = rate
        self._sound = decoder.sound(rate, longest_gap, None, None)
        self._first = _NOTHING

    @classmethod
    async def start(cls, url: str, rate: int) -> "Feed":
        """Start to decode.

        Args:
            url: whatever ffmpeg reads: a web address, a stream, the path of a file.
            rate: samples a second to give.

        Raises:
            RecordingError: ffmpeg is missing, or cannot read the URL; says ffmpeg's own words.
        """
        choice = await asyncio.to_thread(_choice, url)
        feed = cls(await _decoder(url, choice), url, rate, choice.longest_gap)
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
        samples = self._first
        while samples.size:
            for chunk in chunker.feed(to_bytes(samples)):
                yield chunk.data
            samples = await anext(self._sound, _NOTHING)
        for chunk in chunker.flush():
            yield chunk.data
        await self._check_end()

    async def stop(self) -> None:
        """End the program, if it runs; it leaves nothing behind."""
        await self._sound.aclose()
        await self._decoder.stop(_END_SECONDS)

    async def _await_sound(self) -> None:
        try:
            async with asyncio.timeout(_START_SECONDS):
                self._first = await anext(self._sound, _NOTHING)
        except TimeoutError as error:
            raise RecordingError(
                f"{shown(self._url)} gives no sound within {_START_SECONDS:.0f} s: "
                "check the address and the network."
            ) from error
        if not self._first.size:
            await self._check_end()
            raise RecordingError(f"{shown(self._url)} holds no sound: choose another one.")

    async def _check_end(self) -> None:
        code = await self._decoder.wait()
        complaints = self._decoder.complaints
        if "matches no streams" in complaints:
            raise RecordingError(f"{shown(self._url)} holds no sound: choose another one.")
        if code:
            reason = ffmpeg.last_words(complaints, f"file:{self._url}", self._url)
            raise RecordingError(f"{shown(self._url)} cannot be streamed ({reason}).")


async def _decoder(url: str, choice: _Choice) -> Decoder:
    try:
        return await Decoder.start(choice.source, choice.track)
    except FileNotFoundError as error:
        raise RecordingError(
            "ffmpeg is required to stream a URL: install it "
            "(Debian and Ubuntu: apt install ffmpeg), and try again."
        ) from error
    except (OSError, ValueError) as error:
        raise RecordingError(
            f"ffmpeg cannot be started for {shown(url)}: check the address, and that "
            "'ffmpeg -version' works in a terminal."
        ) from error


def _choice(url: str) -> _Choice:
    """Return how ffmpeg is told what to read: a URL in secret, a file by its name.

    Raises:
        RecordingError: the URL has a hidden sign in it.
    """
    scheme, mark, rest = url.partition("://")
    scheme = scheme.lower()  # ffmpeg knows no other spelling.
    if mark and scheme != "file":
        return _Choice(ffmpeg.hidden(f"{scheme}://{rest}", f"{scheme},{ffmpeg.WEB_PROTOCOLS}"))
    path = Path(rest if mark else url)
    with contextlib.suppress(OSError, ValueError):
        if path.is_file():
            contents = tracks.probe(ffmpeg.directly(path))
            track = tracks.specifier("", contents, shown(url))
            return _Choice(ffmpeg.recording(path), track, LONGEST_GAP)
        if path.exists():
            # So named, ffmpeg takes no part of it for a protocol.
            return _Choice(ffmpeg.Input(("-i", f"file:{path}")))
    return _Choice(ffmpeg.Input(("-i", url)))
