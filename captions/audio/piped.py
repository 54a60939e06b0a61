"""Pipes: standard input and named pipes, read as they are written.

Standard input brings signed 16-bit little-endian samples of one channel, at the rate of the
session, or a recording of any kind, which is recognised by how it begins. What comes faster than
speech is read at the speed of speech, and its writer waits.
"""

import contextlib
import functools
import os
import re
import stat
import sys
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

from captions import ffmpeg
from captions.audio import headers, media
from captions.audio.media import Media
from captions.audio.pacing import paced
from captions.audio.pipe import Pipe
from captions.audio.source import Tell
from captions.decoding import tracks
from captions.decoding.timeline import LONGEST_GAP_OF_STREAM
from captions.errors import RecordingError
from captions.events import SourceChanged, SourceState
from captions.ffmpeg import shown
from captions.pcm import Chunk, to_bytes

NAME = "standard input"

_HOW = "pipe 16-bit samples of one channel, or a recording, into the program"
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d+)|/dev/std(in)")


class Piped:
    """Sound that another program writes into a pipe."""

    def __init__(
        self, rate: int, tell: Tell, speed: float = 1.0, pipe: Pipe | None = None, track: str = ""
    ) -> None:
        """Prepare to listen.

        Args:
            rate: samples a second of the chunks, and of samples that are written.
            tell: is called when sound begins and ends.
            speed: seconds of sound a second at most, maybe infinite.
            pipe: what is read; standard input by default.
            track: number or language of a recording's sound track.
        """
        self._rate = rate
        self._tell = tell
        self._speed = speed
        self._pipe = pipe or standard_input()
        self._track = track
        self._heard = False

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks as they come, at the speed of speech at most, until the writer ends.

        Raises:
            RecordingError: nothing came at all, it is no sound, or no more can be read.
        """
        chunks = paced(self._blocks(), self._rate, self._begin, self._speed)
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                yield chunk
        if not self._heard:
            raise RecordingError(
                f"Nothing came from {self._pipe.name}"
                + (f": {_HOW}." if self._pipe.may_be_samples else ": it is empty.")
            )
        self._tell(SourceChanged(SourceState.ENDED, self._pipe.name))

    def _begin(self) -> float:
        self._heard = True
        self._tell(SourceChanged(SourceState.LISTENING, self._pipe.name))
        return 0.0

    async def _blocks(self) -> AsyncGenerator[bytes, None]:
        pipe = self._pipe
        if not pipe.begun:
            pipe.is_recording = await _is_recording(pipe)
        elif pipe.is_recording:
            raise RecordingError(
                f"The recording from {pipe.name} was read in part, and cannot be read again: start "
                "the program again that writes it."
            )
        if not pipe.is_recording:
            while samples := await pipe.samples():
                yield samples
            return
        async with contextlib.aclosing(self._decoded(pipe)) as blocks:
            async for block in blocks:
                yield block

    async def _decoded(self, pipe: Pipe) -> AsyncGenerator[bytes, None]:
        async with contextlib.AsyncExitStack() as stack:
            opened = await self._media(pipe, stack)
            sound = await stack.enter_async_context(
                contextlib.aclosing(media.decode(opened, self._rate))
            )
            async for samples in sound:
                yield to_bytes(samples)

    async def _media(self, pipe: Pipe, stack: contextlib.AsyncExitStack) -> Media:
        if headers.needs_seeking(await pipe.peek(headers.LONGEST)):
            copy = Path(stack.enter_context(tempfile.TemporaryDirectory()), "recording")
            await _copy(pipe, copy)
            contents = tracks.probe(ffmpeg.directly(copy))
            track = tracks.specifier(self._track, contents, pipe.name)
            return Media(pipe.name, ffmpeg.recording(copy), track, contents)
        track = tracks.specifier(self._track, tracks.UNKNOWN, pipe.name)
        return Media(
            name=pipe.name,
            source=ffmpeg.piped(),
            track=track,
            given=pipe.blocks(),
            longest_gap=LONGEST_GAP_OF_STREAM,
        )


def is_pipe(path: str) -> bool:
    """Say whether a path names no file, but what another program writes."""
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISREG(mode):
            # What has no name (any more) can be read through its descriptor alone.
            name = Path(path).resolve()
            unnamed = _DESCRIPTOR.fullmatch(str(name)) is not None or not name.is_file()
            return _DESCRIPTOR.fullmatch(path) is not None and unnamed
    except (OSError, ValueError):
        return False
    return not stat.S_ISDIR(mode)


@functools.cache
def opened(path: str) -> Pipe:
    """Return the pipe that a path names, the same one for the life of the process.

    It is opened when the first bytes are wanted.
    """
    return Pipe(shown(path), functools.partial(_open, path), may_be_samples=False)


def check() -> None:
    """Find out whether anything can come from standard input.

    Raises:
        RecordingError: it is closed, or a person at a terminal.
    """
    if sys.stdin is None:  # So Python tells that it was started without.
        raise RecordingError(f"Standard input is closed: {_HOW}.")
    if os.isatty(0):
        raise RecordingError(f"Standard input is the terminal, and brings no sound: {_HOW}.")


def check_pipe(path: str) -> None:
    """Find what is plainly wrong with a pipe, without reading from it.

    Raises:
        RecordingError: it may not be read.
    """
    if not os.access(path, os.R_OK):
        raise RecordingError(f"{shown(path)} may not be read: ask its owner for permission.")


@functools.cache
def standard_input() -> Pipe:
    """Return standard input, the same one for the life of the process."""
    return Pipe(NAME, lambda: 0)


async def _is_recording(pipe: Pipe) -> bool:
    """Say whether a pipe brings a recording, and not samples.

    Raises:
        RecordingError: it brings neither.
    """
    head = await pipe.peek(headers.needed(await pipe.peek(8)))
    if not head or headers.is_recording(head):
        return bool(head)
    kind = headers.other_kind(head)
    if kind:
        raise RecordingError(f"{_capital(pipe.name)} brings {kind}, which holds no sound: {_HOW}.")
    return not pipe.may_be_samples


async def _copy(pipe: Pipe, path: Path) -> None:
    try:
        with path.open("wb") as file:
            async for block in pipe.blocks():
                file.write(block)
    except OSError as error:
        raise RecordingError(
            f"The recording from {pipe.name} does not fit on the disk for temporary files "
            f"({error.strerror}): free some space, or give its file's name."
        ) from error


def _open(path: str) -> int:
    """Open a pipe; a descriptor of this process is used as it is."""
    found = _DESCRIPTOR.fullmatch(path)
    if found is not None:
        return os.dup(0 if found[2] else int(found[1]))
    return os.open(path, os.O_RDONLY)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
