"""Audio that is played rather than captured: a recording, a stream from a URL, or a pipe."""

import math
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

from captions.audio.files import recording
from captions.audio.files.recording import Recording
from captions.audio.source import EventCallback, Source
from captions.audio.streams import standard_input, url_stream
from captions.audio.streams.standard_input import PipedSource
from captions.audio.streams.url_reader import StreamLimits
from captions.audio.streams.url_stream import WebStream
from captions.pcm import Samples, from_bytes
from captions.settings.source import LocationKind, parse_location


def make_source(
    location: str, rate: int, emit: EventCallback, speed: float = 1.0, track: str = ""
) -> Source:
    """Return the source at a location.

    Args:
        location: path of a file or a pipe, a URL, or ``-`` for standard input.
        rate: sample rate of the chunks in Hz; on standard input, also that of the samples.
        emit: receives the source's events.
        speed: highest speed in seconds of audio per second, possibly infinite.
        track: number or language of the audio track; empty for the default.
    """
    if parse_location(location) is LocationKind.STANDARD_INPUT:
        return PipedSource(rate, emit, speed, track=track)
    if is_url(location):
        return WebStream(location, rate, emit, StreamLimits(speed=speed), track)
    if standard_input.is_pipe(location):
        return PipedSource(rate, emit, speed, standard_input.named_pipe(location), track)
    return Recording(Path(location), rate, emit, speed, track)


def read_samples(
    location: str, rate: int, emit: EventCallback, track: str = ""
) -> Iterator[Samples]:
    """Yield the same audio as mono samples, as fast as possible, where no event loop runs.

    Raises:
        RecordingError: the audio cannot be read to its end.
    """
    if is_file(location):
        yield from recording.read_samples(Path(location), rate, track)
    else:
        yield from recording.iter_synchronously(
            _iter_samples(make_source(location, rate, emit, math.inf, track))
        )


def read_duration(location: str) -> float | None:
    """Return the duration in seconds; None if it is unknown."""
    return recording.read_duration(Path(location)) if is_file(location) else None


def check_source(location: str) -> None:
    """Check a location before anything is opened.

    Raises:
        RecordingError: no audio can be read from it.
    """
    if parse_location(location) is LocationKind.STANDARD_INPUT:
        standard_input.check_standard_input()
    elif is_url(location):
        url_stream.check_url(location)
    elif standard_input.is_pipe(location):
        standard_input.check_pipe(location)
    else:
        recording.check_file(Path(location))


def is_live(location: str) -> bool:
    """Return True if unread audio is lost.

    A film from a URL resumes at its position automatically.
    """
    return is_url(location)


def is_url(location: str) -> bool:
    """Return True if a location is a URL and not a path."""
    return parse_location(location) is LocationKind.URL


def is_file(location: str) -> bool:
    """Return True if a location is a file, which can be read repeatedly."""
    return parse_location(location) is LocationKind.PATH and not standard_input.is_pipe(location)


async def _iter_samples(source: Source) -> AsyncGenerator[Samples, None]:
    chunks = source.iter_chunks()
    try:
        async for chunk in chunks:
            yield from_bytes(chunk.data)
    finally:
        await chunks.aclose()
