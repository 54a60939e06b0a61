"""What is played instead of listened to: a recording, a stream from a URL, or a pipe."""

import math
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

from captions.audio import piped, recording, webstream
from captions.audio.piped import Piped
from captions.audio.recording import Recording
from captions.audio.source import Source, Tell
from captions.audio.webstream import WebStream
from captions.pcm import Samples, from_bytes

_STANDARD_INPUT = "-"


def played(text: str, rate: int, tell: Tell, speed: float = 1.0, track: str = "") -> Source:
    """Return the source that a user's text means.

    Args:
        text: the path of a file or a pipe, a URL, or ``-``.
        rate: samples a second of the chunks; on standard input, those that are written.
        tell: is called with what happens to the source.
        speed: seconds of sound a second at most, maybe infinite.
        track: number or language of the sound track; nothing for the default one.
    """
    if text == _STANDARD_INPUT:
        return Piped(rate, tell, speed, track=track)
    if is_url(text):
        return WebStream(text, rate, tell, speed, track)
    if piped.is_pipe(text):
        return Piped(rate, tell, speed, piped.opened(text), track)
    return Recording(Path(text), rate, tell, speed, track)


def read(text: str, rate: int, tell: Tell, track: str = "") -> Iterator[Samples]:
    """Yield the same sound as fast as it can be had, mono, where no loop runs.

    Raises:
        RecordingError: it cannot be had, or not to its end.
    """
    if is_file(text):
        yield from recording.read(Path(text), rate, track)
    else:
        yield from recording.drained(_samples(played(text, rate, tell, math.inf, track)))


def duration(text: str) -> float | None:
    """Return how many seconds it lasts; `None` where that is not known."""
    return recording.duration(Path(text)) if is_file(text) else None


def check(text: str) -> None:
    """Find what is plainly wrong with a user's text, before anything is opened.

    Raises:
        RecordingError: nothing can be heard from there.
    """
    if text == _STANDARD_INPUT:
        piped.check()
    elif is_url(text):
        webstream.check(text)
    elif piped.is_pipe(text):
        piped.check_pipe(text)
    else:
        recording.check(Path(text))


def is_live(text: str) -> bool:
    """Say whether what nobody listens to is lost; a film behind a URL finds its place itself."""
    return is_url(text)


def is_url(text: str) -> bool:
    """Say whether a text is an address and no path."""
    return "://" in text


def is_file(text: str) -> bool:
    """Say whether a text means a file, which can be read again and again."""
    return text != _STANDARD_INPUT and not is_url(text) and not piped.is_pipe(text)


async def _samples(source: Source) -> AsyncGenerator[Samples, None]:
    chunks = source.chunks()
    try:
        async for chunk in chunks:
            yield from_bytes(chunk.data)
    finally:
        await chunks.aclose()
