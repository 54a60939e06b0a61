"""Reads pipes as another program writes them: standard input and named pipes.

Standard input carries samples or a recording of any type, which its first bytes identify. Samples
are signed 16-bit little-endian, of one channel, at the session's rate. Faster data is read in real
time, and its writer blocks.
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

from captions.audio.files import headers, media_file
from captions.audio.files.media_file import MediaFile
from captions.audio.pacing import pace_chunks
from captions.audio.source import EventCallback
from captions.audio.streams.pipe import PipeReader
from captions.errors import RecordingError, describe_reason
from captions.events import SourceChanged, SourceState
from captions.media import ffmpeg, tracks
from captions.media.ffmpeg import display_name
from captions.media.timeline import LONGEST_STREAM_GAP
from captions.pcm import Chunk, to_bytes

NAME = "standard input"
"""Name of standard input in messages."""

_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d+)|/dev/std(in)")


class PipedSource:
    """Audio that another program writes into a pipe."""

    def __init__(
        self,
        rate: int,
        emit: EventCallback,
        speed: float = 1.0,
        pipe: PipeReader | None = None,
        track: str = "",
    ) -> None:
        """Prepare to read.

        Args:
            rate: sample rate in Hz of the chunks, and of samples in the pipe.
            emit: called when audio begins and ends.
            speed: highest speed in seconds of audio per second, possibly infinite.
            pipe: pipe to read; standard input by default.
            track: number or language of a recording's audio track.
        """
        self._rate = rate
        self._emit = emit
        self._speed = speed
        self._pipe = pipe or standard_input()
        self._track = track
        self._has_sound = False

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks as they arrive, at most in real time, until the writer closes the pipe.

        Raises:
            RecordingError: the pipe is empty, carries no audio, or cannot be read further.
        """
        chunks = pace_chunks(self._iter_blocks(), self._rate, self._begin_stream, self._speed)
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                yield chunk
        if not self._has_sound:
            if self._pipe.may_be_samples:
                raise RecordingError("pipe_without_samples", pipe=self._pipe.capitalised_name)
            raise RecordingError("pipe_empty", pipe=self._pipe.capitalised_name)
        self._emit(SourceChanged(SourceState.ENDED, self._pipe.name))

    def _begin_stream(self) -> float:
        self._has_sound = True
        self._emit(SourceChanged(SourceState.LISTENING, self._pipe.name))
        return 0.0

    async def _iter_blocks(self) -> AsyncGenerator[bytes, None]:
        pipe = self._pipe
        if not pipe.is_started:
            pipe.is_recording = await _is_recording(pipe)
        elif pipe.is_recording:
            raise RecordingError("pipe_not_repeatable", pipe=pipe.name)
        if not pipe.is_recording:
            while samples := await pipe.read_samples():
                yield samples
            return
        async with contextlib.aclosing(self._decode_recording(pipe)) as blocks:
            async for block in blocks:
                yield block

    async def _decode_recording(self, pipe: PipeReader) -> AsyncGenerator[bytes, None]:
        async with contextlib.AsyncExitStack() as stack:
            opened = await self._make_media_file(pipe, stack)
            sound = await stack.enter_async_context(
                contextlib.aclosing(media_file.decode_media(opened, self._rate))
            )
            async for samples in sound:
                yield to_bytes(samples)

    async def _make_media_file(
        self, pipe: PipeReader, stack: contextlib.AsyncExitStack
    ) -> MediaFile:
        if headers.needs_seeking(await pipe.peek(headers.MAX_HEADER_BYTES)):
            copy = Path(stack.enter_context(tempfile.TemporaryDirectory()), "recording")
            await _copy_pipe(pipe, copy)
            contents = tracks.probe_media(ffmpeg.probe_input(copy))
            track = tracks.track_specifier(self._track, contents, pipe.name)
            return MediaFile(pipe.name, ffmpeg.file_input(copy), track, contents)
        track = tracks.track_specifier(self._track, tracks.UNKNOWN, pipe.name)
        return MediaFile(
            name=pipe.name,
            source=ffmpeg.stdin_input(),
            track=track,
            stdin_data=pipe.iter_blocks(),
            longest_gap=LONGEST_STREAM_GAP,
        )


def is_pipe(path: str) -> bool:
    """Return True if a path names what another program writes, rather than a file."""
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISREG(mode):
            # A file without a name can be read only through its descriptor.
            name = Path(path).resolve()
            unnamed = _DESCRIPTOR.fullmatch(str(name)) is not None or not name.is_file()
            return _DESCRIPTOR.fullmatch(path) is not None and unnamed
    except (OSError, ValueError):
        return False
    return not stat.S_ISDIR(mode)


@functools.cache
def named_pipe(path: str) -> PipeReader:
    """Return the reader of the pipe at a path, the same one for the life of the process.

    The pipe is opened when the first bytes are requested.
    """
    return PipeReader(
        display_name(path), functools.partial(_open_descriptor, path), may_be_samples=False
    )


def check_standard_input() -> None:
    """Check whether standard input can deliver audio.

    Raises:
        RecordingError: it is closed, or a terminal.
    """
    if sys.stdin is None:  # Python was started without standard input.
        raise RecordingError("standard_input_closed")
    if os.isatty(0):
        raise RecordingError("standard_input_is_terminal")


def check_pipe(path: str) -> None:
    """Check a pipe without reading from it.

    Raises:
        RecordingError: the user may not read it.
    """
    if not os.access(path, os.R_OK):
        raise RecordingError("pipe_permission_denied", pipe=display_name(path))


@functools.cache
def standard_input() -> PipeReader:
    """Return the reader of standard input, the same one for the life of the process."""
    return PipeReader(NAME, lambda: 0)


async def _is_recording(pipe: PipeReader) -> bool:
    """Return True if a pipe carries a recording, and False if it carries samples.

    Raises:
        RecordingError: it carries neither.
    """
    head = await pipe.peek(headers.required_bytes(await pipe.peek(8)))
    if not head or headers.is_recording(head):
        return bool(head)
    kind = headers.other_kind(head)
    if kind is not None:
        raise RecordingError("pipe_not_sound", pipe=pipe.capitalised_name, kind=kind)
    return not pipe.may_be_samples


async def _copy_pipe(pipe: PipeReader, path: Path) -> None:
    try:
        with path.open("wb") as file:
            async for block in pipe.iter_blocks():
                file.write(block)
    except OSError as error:
        raise RecordingError(
            "pipe_not_for_disk", pipe=pipe.name, reason=describe_reason(error)
        ) from error


def _open_descriptor(path: str) -> int:
    """Open a pipe; a descriptor of this process is duplicated instead."""
    match = _DESCRIPTOR.fullmatch(path)
    if match is not None:
        return os.dup(0 if match[2] else int(match[1]))
    return os.open(path, os.O_RDONLY)
