"""Reads recordings as fast as possible, or plays them in real time like a microphone."""

import asyncio
import contextlib
import inspect
import signal
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from captions.audio.files import media_file, sound_file
from captions.audio.files.media_file import MediaFile, ReportCallback
from captions.audio.pacing import pace_chunks
from captions.audio.source import EventCallback
from captions.errors import RecordingError, describe_reason
from captions.events import Failed, SourceChanged, SourceState
from captions.media import ffmpeg, tracks
from captions.media.ffmpeg import display_name
from captions.messages.message import Message
from captions.pcm import Chunk, Samples, to_bytes

_T = TypeVar("_T")


class Recording:
    """A file that is played in real time."""

    def __init__(
        self, path: Path, rate: int, emit: EventCallback, speed: float = 1.0, track: str = ""
    ) -> None:
        """Prepare to play.

        Args:
            path: file to play.
            rate: sample rate of the chunks in Hz.
            emit: called when the recording begins and ends, and when its track is silent.
            speed: seconds of audio per second, possibly infinite.
            track: number or language of the audio track; empty for the default.
        """
        self._path = path
        self._rate = rate
        self._emit = emit
        self._speed = speed
        self._track = track

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield each chunk when its last sample is due.

        Raises:
            RecordingError: the file cannot be read. If it is broken in the middle, everything
                before has been yielded.
        """
        chunks = pace_chunks(self._iter_blocks(), self._rate, self._begin_stream, self._speed)
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                yield chunk
        self._emit(SourceChanged(SourceState.ENDED, self._path.name))

    def _begin_stream(self) -> float:
        self._emit(SourceChanged(SourceState.LISTENING, self._path.name))
        return 0.0

    async def _iter_blocks(self) -> AsyncGenerator[bytes, None]:
        sound = iter_samples(self._path, self._rate, self._track, self._report_silence)
        async with contextlib.aclosing(sound):
            async for block in sound:
                yield to_bytes(block)

    def _report_silence(self, message: Message) -> None:
        self._emit(Failed("silent_track", message))


async def iter_samples(
    path: Path, rate: int, track: str = "", report_silence: ReportCallback = lambda _: None
) -> AsyncGenerator[Samples, None]:
    """Yield a file's mono samples at ``rate`` Hz, in blocks of about a second.

    Args:
        path: file to read.
        rate: sample rate in Hz.
        track: number or language of the audio track; empty for the default.
        report_silence: called once if the track begins with silence and there are other tracks.

    Raises:
        RecordingError: the file cannot be read to its end. If this is known early, the error comes
            with the first block.
    """
    check_file(path)
    blocks = await asyncio.to_thread(sound_file.read_blocks, path, rate)
    if blocks is None:
        opened = await asyncio.to_thread(_probe_file, path, track)
        sound: AsyncGenerator[Samples, None] = media_file.decode_media(opened, rate, report_silence)
    elif track not in ("", "1"):
        blocks.close()
        raise RecordingError("recording_has_one_track", recording=display_name(str(path)))
    else:
        sound = _read_in_thread(blocks)
    async with contextlib.aclosing(sound):
        async for block in sound:
            yield block


def read_samples(path: Path, rate: int, track: str = "") -> Iterator[Samples]:
    """Yield the same samples where no event loop runs.

    Raises:
        RecordingError: as in `iter_samples`.
    """
    yield from iter_synchronously(iter_samples(path, rate, track))


def iter_synchronously(sound: AsyncGenerator[Samples, None]) -> Iterator[Samples]:
    """Yield the items of an asynchronous generator, which runs on its own event loop."""
    with asyncio.Runner() as runner:
        try:
            while (block := _run_once(runner, _next_block(sound))) is not None:
                yield block
        finally:
            _run_once(runner, _close_samples(sound))


def _run_once(runner: asyncio.Runner, coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine, which Ctrl+C cancels.

    The runner alone is interrupted while it starts the task, too. Python would then report, on
    standard error, a task that never ran.
    """
    try:
        # Only the main thread handles signals.
        if (
            threading.current_thread() is threading.main_thread()
            and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        ):
            return _run_interruptibly(runner.get_loop(), coroutine)
        return runner.run(coroutine)
    finally:
        if inspect.getcoroutinestate(coroutine) == inspect.CORO_CREATED:
            coroutine.close()


def _run_interruptibly(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine; raise KeyboardInterrupt if SIGINT arrives while it is started or runs."""
    arrived: list[int] = []
    tasks: list[asyncio.Task[_T]] = []

    def cancel_task(number: int, _frame: FrameType | None) -> None:
        arrived.append(number)
        if len(arrived) > 1:  # The task does not end.
            raise KeyboardInterrupt
        for task in tasks:
            loop.call_soon_threadsafe(task.cancel)

    before = signal.signal(signal.SIGINT, cancel_task)
    try:
        tasks.append(loop.create_task(coroutine))
        if arrived:
            tasks[0].cancel()
        result = loop.run_until_complete(tasks[0])
    except asyncio.CancelledError:
        if arrived:
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    if arrived:
        raise KeyboardInterrupt
    return result


def read_duration(path: Path) -> float | None:
    """Return a file's declared duration in seconds, without decoding; None if unknown."""
    if not path.is_file():
        return None
    known = sound_file.read_duration(path)
    return tracks.probe_media(ffmpeg.probe_input(path)).seconds if known is None else known


def check_file(path: Path) -> None:
    """Check a file, so that errors have our own messages instead of a decoder's.

    Raises:
        RecordingError: the file is missing, unreadable, empty or a folder.
    """
    name = display_name(str(path))
    try:
        if path.is_dir():
            raise RecordingError("recording_is_folder", recording=name)
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError as error:
        raise RecordingError("recording_missing", recording=name) from error
    except PermissionError as error:
        raise RecordingError("recording_permission_denied", recording=name) from error
    except (OSError, ValueError) as error:
        reason = describe_reason(error)
        raise RecordingError("recording_unreadable", recording=name, reason=reason) from error
    if empty:
        raise RecordingError("recording_empty", recording=name)


def _probe_file(path: Path, track: str) -> MediaFile:
    name = display_name(str(path))
    contents = tracks.probe_media(ffmpeg.probe_input(path))
    return MediaFile(
        name, ffmpeg.file_input(path), tracks.track_specifier(track, contents, name), contents
    )


async def _read_in_thread(blocks: "sound_file.Blocks") -> AsyncGenerator[Samples, None]:
    """Read blocks in a worker thread, one at a time."""
    pending_read: asyncio.Future[Samples | None] | None = None
    try:
        while True:
            pending_read = asyncio.ensure_future(asyncio.to_thread(next, blocks, None))
            block = await asyncio.shield(pending_read)
            if block is None:
                return
            yield block
    finally:
        # The thread may still be reading a block.
        if pending_read is not None and not pending_read.done():
            await asyncio.wait([pending_read])
        await asyncio.to_thread(blocks.close)


async def _close_samples(sound: AsyncGenerator[Samples, None]) -> None:
    await sound.aclose()


async def _next_block(sound: AsyncIterator[Samples]) -> Samples | None:
    return await anext(sound, None)
