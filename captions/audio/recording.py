"""Recordings: any file with sound in it, read at once or played at the speed of speech.

libsndfile reads WAV, FLAC, OGG and MP3 on every system; for whatever else there is (MP4, MKV and
so on) the ffmpeg program is asked.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from pathlib import Path
from typing import IO

import numpy as np
import soundfile

from captions.audio.source import CHUNK_SECONDS, Tell
from captions.errors import RecordingError
from captions.events import SourceChanged, SourceState
from captions.pcm import (
    SAMPLE_BYTES,
    Chunk,
    Chunker,
    Resampler,
    Samples,
    from_bytes,
    mono,
    to_bytes,
)

_BLOCK_SECONDS = 1.0


class Recording:
    """A file that is played as if a microphone heard it."""

    def __init__(self, path: Path, rate: int, tell: Tell, speed: float = 1.0) -> None:
        """Prepare to play.

        Args:
            path: the file.
            rate: samples a second of the chunks.
            tell: is called at the start and at the end.
            speed: how much faster than speech to play.
        """
        self._path = path
        self._rate = rate
        self._tell = tell
        self._speed = speed

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield each chunk when its last sample would have been heard.

        Raises:
            RecordingError: the file cannot be read, at once or from some point on.
        """
        loop = asyncio.get_running_loop()
        blocks = read(self._path, self._rate)
        try:
            block = await asyncio.to_thread(next, blocks, None)
            self._tell(SourceChanged(SourceState.LISTENING, self._path.name))
            started = loop.time()
            chunker = Chunker(self._rate, CHUNK_SECONDS)
            while block is not None:
                for chunk in chunker.feed(to_bytes(block)):
                    await self._play(chunk, started)
                    yield chunk
                block = await asyncio.to_thread(next, blocks, None)
            for chunk in chunker.flush():
                await self._play(chunk, started)
                yield chunk
        finally:
            await asyncio.to_thread(blocks.close)
        self._tell(SourceChanged(SourceState.ENDED))

    async def _play(self, chunk: Chunk, started: float) -> None:
        due = started + (chunk.stream_time + chunk.seconds) / self._speed
        delay = due - asyncio.get_running_loop().time()
        if delay > 0:
            await asyncio.sleep(delay)


def check(path: Path) -> None:
    """Make sure that a file can be read as sound, as far as that can be said without decoding it.

    Raises:
        RecordingError: with a sentence that says what to do.
    """
    if path.is_dir():
        raise RecordingError(f"{path} is a folder: name a recording in it.")
    if not path.exists():
        raise RecordingError(f"There is no file {path}: check its path.")
    if not os.access(path, os.R_OK):
        raise RecordingError(f"{path} cannot be read: you lack the permission for it.")
    if path.stat().st_size == 0:
        raise RecordingError(f"{path} is empty: choose another recording.")
    if not _is_sound_file(path) and shutil.which("ffmpeg") is None:
        raise RecordingError(
            f"{path} is no WAV, FLAC, OGG or MP3 file: install ffmpeg to read other formats."
        )


def duration(path: Path) -> float | None:
    """Return a recording's length in seconds, if its header tells."""
    try:
        return float(soundfile.info(str(path)).duration)
    except (soundfile.LibsndfileError, OSError, TypeError):
        return None


def read(path: Path, rate: int) -> Generator[Samples, None, None]:
    """Read a recording in blocks of about a second, mono and at ``rate`` samples a second.

    Raises:
        RecordingError: the file cannot be read; what came before a break was yielded.
    """
    check(path)
    return _read_sound_file(path, rate) if _is_sound_file(path) else _read_by_ffmpeg(path, rate)


def _is_sound_file(path: Path) -> bool:
    try:
        soundfile.info(str(path))
    except (soundfile.LibsndfileError, OSError, TypeError):
        return False
    return True


def _read_sound_file(path: Path, rate: int) -> Generator[Samples, None, None]:
    try:
        with soundfile.SoundFile(str(path)) as file:
            resampler = Resampler(file.samplerate, rate)
            size = round(file.samplerate * _BLOCK_SECONDS)
            for frames in file.blocks(size, dtype="float32", always_2d=True):
                yield resampler.feed(mono(frames))
            yield resampler.feed(np.zeros(0, np.float32), last=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise RecordingError(f"{path} is broken: what came before was read.") from error


def _read_by_ffmpeg(path: Path, rate: int) -> Generator[Samples, None, None]:
    arguments = ("-v", "error", "-nostdin", "-i", path.absolute().as_uri(), "-vn")
    output = ("-f", "s16le", "-ac", "1", "-ar", str(rate), "-")
    with tempfile.TemporaryFile() as errors:
        with _running(("ffmpeg", *arguments, *output), errors) as pipe:
            while data := pipe.read(round(rate * _BLOCK_SECONDS) * SAMPLE_BYTES):
                yield from_bytes(data[: len(data) - len(data) % SAMPLE_BYTES])
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    if said:
        raise RecordingError(_ffmpeg_advice(path, said))


@contextlib.contextmanager
def _running(command: Sequence[str], errors: IO[bytes]) -> Iterator[IO[bytes]]:
    """Run a program whose output is read; one that is left early is ended."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101  # it was started with a pipe
            yield process.stdout
        finally:
            process.kill()


def _ffmpeg_advice(path: Path, said: str) -> str:
    if "does not contain any stream" in said or "matches no streams" in said:
        return f"{path} has no sound in it: choose another recording."
    if "Invalid data" in said or "could not find" in said.lower():
        return f"{path} is no recording, or is broken: choose another one."
    return f"{path} cannot be read to its end ({said.splitlines()[-1]})."
