"""What is played instead of listened to: a recording, a stream from a URL, or standard input."""

import asyncio
import math
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

from captions.audio import piped, recording, webstream
from captions.audio.piped import Piped
from captions.audio.recording import Recording
from captions.audio.source import Source, Tell
from captions.audio.webstream import WebStream
from captions.pcm import Chunk, Samples, from_bytes

_STANDARD_INPUT = "-"


def played(text: str, rate: int, tell: Tell, speed: float = 1.0) -> Source:
    """Return the source that a user's text means.

    Args:
        text: the path of a file, a URL, or ``-``.
        rate: samples a second of the chunks; on standard input, those that are written.
        tell: is called with what happens to the source.
        speed: seconds of sound a second at most, maybe infinite.
    """
    if text == _STANDARD_INPUT:
        return Piped(rate, tell, speed)
    if _is_url(text):
        return WebStream(text, rate, tell, speed)
    return Recording(Path(text), rate, tell, speed)


def read(text: str, rate: int, tell: Tell) -> Iterator[Samples]:
    """Yield the same sound as fast as it can be had, mono, where no loop runs.

    Raises:
        RecordingError: it cannot be had, or not to its end.
    """
    if _is_file(text):
        yield from recording.read(Path(text), rate)
        return
    chunks = played(text, rate, tell, math.inf).chunks()
    with asyncio.Runner() as runner:
        while (chunk := runner.run(_next(chunks))) is not None:
            yield from_bytes(chunk.data)


def duration(text: str) -> float | None:
    """Return how many seconds it lasts; `None` where that is not known."""
    return recording.duration(Path(text)) if _is_file(text) else None


def check(text: str) -> None:
    """Find what is plainly wrong with a user's text, before anything is opened.

    Raises:
        RecordingError: nothing can be heard from there.
    """
    if text == _STANDARD_INPUT:
        piped.check()
    elif _is_url(text):
        webstream.check(text)
    else:
        recording.check(Path(text))


def is_live(text: str) -> bool:
    """Say whether what nobody listens to is lost; a film behind a URL finds its place itself."""
    return _is_url(text)


async def _next(chunks: AsyncGenerator[Chunk, None]) -> Chunk | None:
    return await anext(chunks, None)


def _is_file(text: str) -> bool:
    return text != _STANDARD_INPUT and not _is_url(text)


def _is_url(text: str) -> bool:
    return "://" in text
