"""Recordings: read as fast as they can be, or played at the speed of speech like a microphone."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from pathlib import Path

from captions import ffmpeg
from captions.audio import media, soundfiles
from captions.audio.media import Media, Report
from captions.audio.pacing import paced
from captions.audio.source import Tell
from captions.decoding import tracks
from captions.errors import RecordingError
from captions.events import Failed, SourceChanged, SourceState
from captions.ffmpeg import shown
from captions.pcm import Chunk, Samples, to_bytes


class Recording:
    """A file that is played as if it were said now."""

    def __init__(
        self, path: Path, rate: int, tell: Tell, speed: float = 1.0, track: str = ""
    ) -> None:
        """Prepare to play.

        Args:
            path: the file.
            rate: samples a second of the chunks.
            tell: is called when the recording begins and ends.
            speed: seconds of sound a second, maybe infinite.
            track: number or language of the sound track; nothing for the default one.
        """
        self._path = path
        self._rate = rate
        self._tell = tell
        self._speed = speed
        self._track = track

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield each chunk when its last sample would have been heard.

        Raises:
            RecordingError: the file cannot be read; where it breaks in the middle, what comes
                before has been yielded.
        """
        chunks = paced(self._blocks(), self._rate, self._begin, self._speed)
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                yield chunk
        self._tell(SourceChanged(SourceState.ENDED, self._path.name))

    def _begin(self) -> float:
        self._tell(SourceChanged(SourceState.LISTENING, self._path.name))
        return 0.0

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        sound = samples(self._path, self._rate, self._track, self._report_silence)
        async with contextlib.aclosing(sound):
            async for block in sound:
                yield to_bytes(block)

    def _report_silence(self, sentence: str) -> None:
        self._tell(Failed("silent_track", "The sound track is silent", sentence))


async def samples(
    path: Path, rate: int, track: str = "", report_silence: Report = lambda _: None
) -> AsyncGenerator[Samples, None]:
    """Yield a file's sound, mono at ``rate`` samples a second, in blocks of about a second.

    Args:
        path: the file.
        rate: samples a second.
        track: number or language of the sound track; nothing for the default one.
        report_silence: is called once if the track begins with silence and there are others.

    Raises:
        RecordingError: the file cannot be read, or not to its end; it comes with the first block
            wherever that can be known so early.
    """
    check(path)
    blocks = await asyncio.to_thread(soundfiles.read, path, rate)
    if blocks is None:
        opened = await asyncio.to_thread(_opened, path, track)
        sound: AsyncGenerator[Samples, None] = media.decode(opened, rate, report_silence)
    elif track not in ("", "1"):
        blocks.close()
        raise RecordingError(f"{shown(str(path))} has a single sound track: leave out --track.")
    else:
        sound = _threaded(blocks)
    async with contextlib.aclosing(sound):
        async for block in sound:
            yield block


def read(path: Path, rate: int, track: str = "") -> Iterator[Samples]:
    """Yield the same where no loop runs.

    Raises:
        RecordingError: as `samples` does.
    """
    yield from drained(samples(path, rate, track))


def drained(sound: AsyncGenerator[Samples, None]) -> Iterator[Samples]:
    """Yield what an asynchronous generator yields, on a loop of its own."""
    with asyncio.Runner() as runner:
        try:
            while (block := runner.run(_next(sound))) is not None:
                yield block
        finally:
            runner.run(sound.aclose())


def duration(path: Path) -> float | None:
    """Return how many seconds a file lasts, without decoding it; None where it does not say."""
    if not path.is_file():
        return None
    known = soundfiles.duration(path)
    return tracks.probe(ffmpeg.directly(path)).seconds if known is None else known


def check(path: Path) -> None:
    """Find what is wrong with a file before any decoder words it in its own way.

    Raises:
        RecordingError: it is not there, may not be read, or is empty.
    """
    name = shown(str(path))
    try:
        if path.is_dir():
            raise RecordingError(f"{name} is a folder: name a file in it.")
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError as error:
        raise RecordingError(f"There is no file {name}: check its name.") from error
    except PermissionError as error:
        raise RecordingError(
            f"{name} may not be read: ask its owner for permission, or copy it."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RecordingError(
            f"{name} cannot be read: {reason}; check the disk or its name."
        ) from error
    if empty:
        raise RecordingError(f"{name} is empty: record or copy it again.")


def _opened(path: Path, track: str) -> Media:
    name = shown(str(path))
    contents = tracks.probe(ffmpeg.directly(path))
    return Media(name, ffmpeg.recording(path), tracks.specifier(track, contents, name), contents)


async def _threaded(blocks: "soundfiles.Blocks") -> AsyncGenerator[Samples, None]:
    """Read blocks in a worker thread, one at a time."""
    reading: asyncio.Future[Samples | None] | None = None
    try:
        while True:
            reading = asyncio.ensure_future(asyncio.to_thread(next, blocks, None))
            block = await asyncio.shield(reading)
            if block is None:
                return
            yield block
    finally:
        # The thread may still read a block.
        if reading is not None and not reading.done():
            await asyncio.wait([reading])
        await asyncio.to_thread(blocks.close)


async def _next(sound: AsyncIterator[Samples]) -> Samples | None:
    return await anext(sound, None)
