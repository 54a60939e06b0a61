"""Recordings: read as fast as they can be, or played at the speed of speech like a microphone."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import numpy as np
import soundfile

from captions.audio import media
from captions.audio.pacing import paced
from captions.audio.source import Tell
from captions.errors import RecordingError
from captions.events import SourceChanged, SourceState
from captions.pcm import Chunk, Resampler, Samples, mono, to_bytes

_BLOCK_SECONDS = 1.0
_PIECE_SECONDS = 0.1
"""Read at once: what a decoder has of a piece that it cannot finish is lost."""
_UNKNOWN_FRAMES = 2**62
"""libsndfile gives the largest number there is where it cannot tell."""
_MENDED = re.compile(r"^data : (\d+) \(should be (\d+)\)$", re.MULTILINE)
"""It takes a WAV file that was cut off for a shorter one, and tells by its log alone."""
_UNKNOWN_BYTES = 2**31 - 2**16
"""What is written as a length by who does not know it yet is more than this, or nothing."""


class Recording:
    """A file that is played as if it were said now."""

    def __init__(self, path: Path, rate: int, tell: Tell, speed: float = 1.0) -> None:
        """``rate`` in samples a second; ``speed`` in seconds of sound a second, maybe infinite."""
        self._path = path
        self._rate = rate
        self._tell = tell
        self._speed = speed

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
        """Yield the file's sound as it is read.

        Raises:
            RecordingError: it cannot be read, or not to its end.
        """
        blocks = _Blocks(read(self._path, self._rate))
        try:
            while (block := await blocks.next()) is not None:
                yield to_bytes(block)
        finally:
            await blocks.close()


class _Blocks:
    """Reads blocks in a worker thread, one at a time."""

    def __init__(self, blocks: Iterator[Samples]) -> None:
        self._blocks = blocks
        self._reading: asyncio.Future[Samples | None] | None = None

    async def next(self) -> Samples | None:
        """Return the next block, None at the end."""
        self._reading = asyncio.ensure_future(asyncio.to_thread(next, self._blocks, None))
        return await asyncio.shield(self._reading)

    async def close(self) -> None:
        """Let go of the file, once the thread that may still read a block is done with it."""
        if self._reading is not None and not self._reading.done():
            await asyncio.wait([self._reading])
        await asyncio.to_thread(_close, self._blocks)


def read(path: Path, rate: int) -> Iterator[Samples]:
    """Yield a file's sound, mono at ``rate`` samples a second, in blocks of about a second.

    Raises:
        RecordingError: the file cannot be read, or not to its end; it comes with the first block
            wherever that can be known so early.
    """
    check(path)
    try:
        file = soundfile.SoundFile(path)
    except soundfile.LibsndfileError:
        yield from media.decode(path, rate)
        return
    with file:
        if not file.frames:
            raise RecordingError(f"“{path}” holds no sound: it has a header and nothing else.")
        resampler = Resampler(file.samplerate, rate)
        failure: RecordingError | None = None
        try:
            for frames in _frames(file, path):
                yield resampler.feed(np.ascontiguousarray(mono(frames)))
        except RecordingError as error:
            failure = error
        yield resampler.feed(np.zeros(0, np.float32), last=True)
        if failure is not None:
            raise failure


def duration(path: Path) -> float | None:
    """Return how many seconds a file lasts, without decoding it; None where it does not say."""
    try:
        info = soundfile.info(path)
    except (soundfile.LibsndfileError, OSError):
        return media.probe(path) if path.is_file() else None
    return float(info.duration) if info.frames < _UNKNOWN_FRAMES else None


def check(path: Path) -> None:
    """Find what is wrong with a file before any decoder words it in its own way.

    Raises:
        RecordingError: it is not there, may not be read, or is empty.
    """
    try:
        if path.is_dir():
            raise RecordingError(f"“{path}” is a folder: name a file in it.")
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError as error:
        raise RecordingError(f"There is no file “{path}”: check its name.") from error
    except PermissionError as error:
        raise RecordingError(
            f"“{path}” may not be read: ask its owner for permission, or copy it."
        ) from error
    except OSError as error:
        raise RecordingError(
            f"“{path}” cannot be read: {error.strerror or error}; check the disk or its name."
        ) from error
    if empty:
        raise RecordingError(f"“{path}” is empty: record or copy it again.")


def _frames(file: soundfile.SoundFile, path: Path) -> Iterator[Samples]:
    """Yield frames of shape ``(n, channels)``; a file that is cut off gives what it has."""
    pieces: list[Samples] = []
    heard = 0
    reason = ""
    try:
        for piece in _pieces(file):
            pieces.append(piece)
            heard += len(piece)
            if len(pieces) * _PIECE_SECONDS >= _BLOCK_SECONDS:
                yield np.concatenate(pieces)
                pieces = []
    except soundfile.LibsndfileError as error:
        reason = error.error_string.strip(" .")
    else:
        # An MP3's length is an estimate to a second or so; the other formats know theirs.
        promised = _promised_frames(file)
        if heard < promised - file.samplerate and promised < _UNKNOWN_FRAMES:
            reason = "it is shorter than it says"
    if pieces:
        yield np.concatenate(pieces)
    if reason:
        raise RecordingError(
            f"“{path}” is broken after {heard / file.samplerate:.1f} s: what came before is all "
            f"that can be had ({reason})."
        )


def _promised_frames(file: soundfile.SoundFile) -> float:
    """Return how long a file says it is, whatever there is of it."""
    found = _MENDED.search(file.extra_info)
    if found is None or int(found[1]) > _UNKNOWN_BYTES:
        return float(file.frames)
    return float(file.frames) * int(found[1]) / max(1, int(found[2]))


def _pieces(file: soundfile.SoundFile) -> Iterator[Samples]:
    wanted = max(1, round(file.samplerate * _PIECE_SECONDS))
    while len(piece := file.read(wanted, dtype="float32", always_2d=True)):
        yield piece


def _close(blocks: Iterator[Samples]) -> None:
    """Close a generator, which `Iterator` does not promise to be."""
    close = getattr(blocks, "close", None)
    if close is not None:
        close()
