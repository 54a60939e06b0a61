"""Standard input: all whole samples are heard, its writer waits, and nothing on it is told."""

import asyncio
import contextlib
import fcntl
import math
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import numpy as np
import pytest

from captions.audio.pausing import PausableSource
from captions.audio.source import CHUNK_SECONDS
from captions.audio.streams.pipe import PipeReader
from captions.audio.streams.standard_input import PipedSource
from captions.errors import RecordingError
from captions.events import Event, SourceChanged, SourceState
from captions.pcm import SAMPLE_BYTES, Chunk
from tests.conftest import on_loop

RATE = 16_000
CHUNK_BYTES = round(RATE * CHUNK_SECONDS) * SAMPLE_BYTES
BLOCK_BYTES = 4096
SOUND = np.random.default_rng(1).integers(-9000, 9000, 25_000).astype("<i2").tobytes()


def listener(most: int = -1) -> list[str]:
    return [sys.executable, "-m", "tests.support.sound.pipe_listener", str(most)]


def complaint(command: list[str], stdin: int | None = None) -> str:
    """Return what a program says that fails."""
    done = subprocess.run(
        command, stdin=stdin, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


class TestOfAProcess:
    @pytest.mark.parametrize("half", [b"", b"\1"], ids=["it ends", "it ends within a sample"])
    def test_every_whole_sample_is_heard(self, half: bytes) -> None:
        done = subprocess.run(listener(), input=SOUND + half, capture_output=True, check=True)
        assert done.stdout == SOUND
        told = b"Standard input ended in the middle of a sample, which was discarded.\n"
        assert done.stderr == (told if half else b"")

    def test_whoever_ends_while_its_writer_goes_on_ends_well(self) -> None:
        """A thread that still reads is no reason for Python to abort."""
        each = subprocess.PIPE
        with subprocess.Popen(listener(1), stdin=each, stdout=each, stderr=each) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdin.write(SOUND[:CHUNK_BYTES])
            process.stdin.flush()
            assert process.stdout.read() == SOUND[:CHUNK_BYTES]
            assert process.stderr.read() == b""
            assert process.wait(timeout=60) == 0

    def test_nothing_at_all_is_told(self) -> None:
        assert complaint(listener(), subprocess.DEVNULL) == (
            "Standard input delivered nothing: pipe a recording or 16-bit mono samples into "
            "the program.\n"
        )

    def test_closed_is_told(self) -> None:
        told = complaint(["sh", "-c", 'exec "$@" <&-', "sh", *listener()])
        assert told.startswith("Standard input is closed: pipe a recording or 16-bit mono samples")

    def test_terminal_is_told(self) -> None:
        ours, theirs = pty.openpty()
        try:
            told = complaint(listener(), theirs)
        finally:
            os.close(ours)
            os.close(theirs)
        assert told.startswith("Standard input is the terminal, which delivers no audio: pipe")


class WrittenPipe:
    """A pipe with an input at its end, and what is told of it."""

    def __init__(self) -> None:
        self._out, self._in = os.pipe()
        self.input = PipeReader("standard input", lambda: self._out)
        self.told: list[Event] = []

    @property
    def waiting_bytes(self) -> int:
        """How much was written and not read."""
        count: int = struct.unpack("i", fcntl.ioctl(self._out, termios.FIONREAD, bytes(4)))[0]
        return count

    @property
    def states(self) -> list[SourceState]:
        return [event.state for event in self.told if isinstance(event, SourceChanged)]

    def write(self, data: bytes) -> None:
        assert os.write(self._in, data) == len(data)

    def end(self) -> None:
        if self._in >= 0:
            os.close(self._in)
            self._in = -1

    def source(self) -> PipedSource:
        return PipedSource(RATE, self.told.append, math.inf, self.input)

    def chunks(self) -> AsyncGenerator[Chunk, None]:
        return self.source().iter_chunks()


@pytest.fixture
def pipe() -> Iterator[WrittenPipe]:
    made = WrittenPipe()
    yield made
    made.end()


async def rest(chunks: AsyncGenerator[Chunk, None]) -> bytes:
    return b"".join([chunk.data async for chunk in chunks])


def test_sound_begins_and_ends(pipe: WrittenPipe) -> None:
    pipe.write(SOUND)
    pipe.end()
    assert on_loop(rest(pipe.chunks())) == SOUND
    assert pipe.told == [
        SourceChanged(SourceState.LISTENING, "standard input"),
        SourceChanged(SourceState.ENDED, "standard input"),
    ]


@pytest.mark.parametrize("sizes", [[1, 1], [1, 2, 3], [3, 3], [1, 5000, 3], [5001, 5001, 4096]])
def test_samples_are_whole_however_they_are_written(pipe: WrittenPipe, sizes: list[int]) -> None:
    async def work() -> None:
        found = b""
        written = 0
        for size in sizes:
            pipe.write(SOUND[written : written + size])
            written += size
            while len(found) < written - 1:
                samples = await pipe.input.read_samples()
                assert len(samples) % SAMPLE_BYTES == 0
                found += samples
        pipe.end()
        assert await pipe.input.read_samples() == b""
        assert found == SOUND[:written]

    on_loop(work())


@pytest.mark.usefixtures("expected_errors")
def test_half_a_sample_alone_is_nothing(pipe: WrittenPipe) -> None:
    pipe.write(b"\1")
    pipe.end()
    with pytest.raises(RecordingError, match="Standard input delivered nothing"):
        on_loop(rest(pipe.chunks()))
    assert pipe.told == []


def test_writer_waits_for_a_slow_listener(pipe: WrittenPipe) -> None:
    pipe.write(SOUND)

    async def work() -> None:
        chunks = pipe.chunks()
        async with contextlib.aclosing(chunks):
            first = await anext(chunks)
            assert pipe.waiting_bytes == len(SOUND) - BLOCK_BYTES
            pipe.end()
            assert first.data + await rest(chunks) == SOUND

    on_loop(work())


def test_chunks_come_as_they_are_written(pipe: WrittenPipe) -> None:
    async def work() -> None:
        chunks = pipe.chunks()
        async with contextlib.aclosing(chunks):
            for start in range(0, 5 * CHUNK_BYTES, CHUNK_BYTES):
                written = SOUND[start : start + CHUNK_BYTES]
                waiting = asyncio.ensure_future(anext(chunks))
                pipe.write(written)
                assert (await waiting).data == written

    on_loop(work())


def test_pause_leaves_what_is_written_where_it_is(pipe: WrittenPipe) -> None:
    pipe.write(SOUND)
    pipe.end()

    async def work() -> None:
        pausable = PausableSource(lambda _: pipe.source(), pipe.told.append, live=False)
        chunks = pausable.iter_chunks()
        first = await anext(chunks)
        pausable.pause()
        waiting = asyncio.ensure_future(anext(chunks))
        await asyncio.sleep(0)
        assert pipe.waiting_bytes == len(SOUND) - BLOCK_BYTES
        pausable.resume()
        second = await waiting
        assert second.stream_time == pytest.approx(first.seconds)
        assert first.data + second.data + await rest(chunks) == SOUND

    on_loop(work())


def test_what_comes_for_one_who_has_gone_is_kept_for_the_next(pipe: WrittenPipe) -> None:
    async def leave_while_waiting() -> None:
        waiting = asyncio.ensure_future(anext(pipe.chunks()))
        while not pipe.input._request_pending:  # noqa: ASYNC110  # a task tells nobody how far it is
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])

    on_loop(leave_while_waiting())
    pipe.write(SOUND)
    pipe.end()
    assert on_loop(rest(pipe.chunks())) == SOUND


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(
            RecordingError, match=r"was interrupted \(Is a directory\): restart the program"
        ):
            on_loop(
                rest(
                    PipedSource(
                        RATE, lambda _: None, math.inf, PipeReader("standard input", lambda: folder)
                    ).iter_chunks()
                )
            )
    finally:
        os.close(folder)
