"""An open device: mono samples as they come, silence where it leaves it out, and its end."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import numpy as np
import pytest

from captions.audio.devices.capture import BLOCK_SECONDS, Capture
from captions.audio.devices.thread_queue import ThreadQueue
from captions.errors import DeviceError
from captions.pcm import Samples, from_bytes
from tests.support.virtual_clock import on_quick_loop

RATE = 8000
BLOCK = 400
"""Frames; 50 ms."""


class Speaker:
    """A stream of a sound library, whose sound a test puts in."""

    rate = RATE

    def __init__(self, crossing: ThreadQueue, channels: int = 1) -> None:
        self.crossing = crossing
        self.channels = channels
        self.is_active = True
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    def play(self, *values: float) -> None:
        """Give a block of frames, each with these values on its channels."""
        frame = np.array(values) * 32768
        self.crossing.put(np.tile(frame, BLOCK).astype("<i2").tobytes())


class Opened:
    """A capture of a stand-in stream."""

    def __init__(self, *, leaves_out_silence: bool = False, channels: int = 1) -> None:
        queue = ThreadQueue(BLOCK_SECONDS)
        self.speaker = Speaker(queue, channels)
        self.capture = Capture("Speakers", self.speaker, queue, omits_silence=leaves_out_silence)

    async def blocks(self) -> AsyncGenerator[Samples, None]:
        """What the capture gives, as samples."""
        async with contextlib.aclosing(self.capture.iter_blocks()) as blocks:
            async for block in blocks:
                yield from_bytes(block)


async def rest(blocks: AsyncGenerator[Samples, None]) -> Samples:
    """Everything that still comes, shape (n,)."""
    return np.concatenate([np.zeros(0, np.float32), *[block async for block in blocks]])


def test_channels_become_one() -> None:
    async def heard() -> Samples:
        opened = Opened(channels=2)
        opened.speaker.play(0.5, 0.25)
        return await anext(opened.blocks())

    samples = on_quick_loop(heard())
    assert samples == pytest.approx(np.full(BLOCK, 0.375))


def test_capture_knows_whether_anything_waits_and_frees_its_device_once() -> None:
    async def heard() -> tuple[bool, bool, int]:
        opened = Opened()
        opened.speaker.play(0.5)
        before = opened.capture.is_drained
        async with contextlib.aclosing(opened.blocks()) as blocks:
            await anext(blocks)
        after = opened.capture.is_drained
        await opened.capture.close()
        return before, after, opened.speaker.closed

    assert on_quick_loop(heard()) == (False, True, 1)


@pytest.mark.parametrize(
    ("played", "patience"),
    [
        pytest.param(0, 4.0, id="before its first block: it may be Bluetooth"),
        pytest.param(3, 1.0, id="after it has given sound"),
    ],
)
def test_device_that_gives_nothing_any_more_is_gone(played: int, patience: float) -> None:
    async def heard() -> float:
        opened = Opened()
        for _ in range(played):
            opened.speaker.play(0.5)
        with pytest.raises(DeviceError, match="Speakers no longer delivers audio"):
            await rest(opened.blocks())
        return asyncio.get_running_loop().time()

    assert on_quick_loop(heard()) == pytest.approx(patience)


@pytest.mark.parametrize("leaves_out_silence", [True, False])
def test_stream_that_ends_is_a_device_that_is_gone(leaves_out_silence: bool) -> None:
    async def heard() -> None:
        opened = Opened(leaves_out_silence=leaves_out_silence)
        opened.speaker.crossing.finish()
        with pytest.raises(DeviceError, match="Speakers is disconnected: connect it again"):
            await rest(opened.blocks())

    on_quick_loop(heard())


def test_device_that_dies_in_silence_is_gone() -> None:
    async def heard() -> None:
        opened = Opened(leaves_out_silence=True)
        opened.speaker.is_active = False
        with pytest.raises(DeviceError, match="Speakers is disconnected: connect it again"):
            await rest(opened.blocks())

    on_quick_loop(heard())


def test_silence_that_a_device_leaves_out_is_filled_in_by_the_clock() -> None:
    async def heard() -> tuple[Samples, float]:
        opened = Opened(leaves_out_silence=True)
        loop = asyncio.get_running_loop()
        loop.call_at(2.0, opened.speaker.play, 0.5)
        async with contextlib.aclosing(opened.blocks()) as blocks:
            given = [await anext(blocks)]
            while not given[-1].any():
                given.append(await anext(blocks))
        return np.concatenate(given), loop.time()

    samples, now = on_quick_loop(heard())
    silence = int(np.argmax(samples > 0)) / RATE
    assert now == pytest.approx(2.0)
    assert silence == pytest.approx(2.0, abs=0.16)  # It is filled in by 100 ms, 50 ms late.
    assert silence <= now
    assert len(samples) - silence * RATE == pytest.approx(BLOCK)


def test_silence_adds_up_to_the_time_that_passed_however_sound_is_spread() -> None:
    async def heard() -> tuple[Samples, float]:
        opened = Opened(leaves_out_silence=True)
        loop = asyncio.get_running_loop()
        for beginning in (0.5, 1.7, 2.0):
            for number in range(4):
                loop.call_at(beginning + 0.025 * number, opened.speaker.play, 0.5)
        return await rest(opened.blocks()), loop.time()

    samples, now = on_quick_loop(heard())
    assert int((samples > 0).sum()) == 12 * BLOCK
    assert len(samples) / RATE == pytest.approx(now, abs=0.16)


def test_long_silence_ends_a_capture_so_that_another_default_can_be_found() -> None:
    async def heard() -> tuple[Samples, float]:
        opened = Opened(leaves_out_silence=True)
        loop = asyncio.get_running_loop()
        loop.call_at(3.0, opened.speaker.play, 0.5)
        return await rest(opened.blocks()), loop.time()

    samples, now = on_quick_loop(heard())
    assert now == pytest.approx(8.0, abs=0.2)
    assert len(samples) / RATE == pytest.approx(8.0, abs=0.3)


def test_sleep_of_the_computer_is_not_filled_in() -> None:
    async def heard() -> Samples:
        opened = Opened(leaves_out_silence=True)
        loop = asyncio.get_running_loop()
        real = loop.time
        blocks = opened.blocks()
        await anext(blocks)
        loop.time = lambda: real() + 8 * 3600.0  # type: ignore[method-assign]  # it slept
        return await rest(blocks)

    assert len(on_quick_loop(heard())) == 0
