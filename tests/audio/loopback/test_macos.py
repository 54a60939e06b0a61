"""What macOS plays, through a stand-in of catap 0.6.0: its names, errors and formats."""

import sys
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from captions.audio.devices.thread_queue import ThreadQueue
from captions.audio.loopback import macos
from captions.audio.loopback.speakers import SpeakerDevice
from captions.errors import DeviceError
from captions.pcm import from_bytes
from tests.conftest import on_loop

LEVELS = [0.0, 0.5, -0.5, 0.25, -1.0, 0.999]


class AudioStreamFormat(NamedTuple):
    """Of the library's format, what is used of it."""

    sample_rate: float
    num_channels: int
    bits_per_sample: int
    is_float: bool

    @property
    def bytes_per_sample(self) -> int:
        return self.bits_per_sample // 8


class AudioBuffer(NamedTuple):
    data: bytes
    format: AudioStreamFormat


FLOATS = AudioStreamFormat(44_100.0, 1, 32, is_float=True)


class RecordingSession:
    def __init__(self, library: "Library", on_buffer: Callable[[AudioBuffer], None]) -> None:
        self._library = library
        self.on_buffer = on_buffer
        self.capture_failed = False
        self.stream_format: AudioStreamFormat | None = None
        self.closed = 0

    def start(self) -> None:
        if self._library.refusal is not None:
            raise self._library.refusal
        self.stream_format = self._library.format

    def close(self) -> None:
        self.closed += 1
        if self.capture_failed:
            raise RuntimeError("Dropped 3 audio buffer(s)")


class Library:
    """Takes the place of the module `catap`."""

    def __init__(self) -> None:
        self.refusal: Exception | None = None
        """What starting a session raises."""
        self.format = FLOATS
        self.sessions: list[RecordingSession] = []

    def record_system_audio(
        self, *, mono: bool, on_buffer: Callable[[AudioBuffer], None]
    ) -> RecordingSession:
        assert mono
        self.sessions.append(RecordingSession(self, on_buffer))
        return self.sessions[-1]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library()
    monkeypatch.setitem(sys.modules, "catap", library)
    return library


@pytest.mark.usefixtures("library")
def test_all_programs_are_one_pair_of_speakers() -> None:
    assert macos.list_speakers() == [
        SpeakerDevice("Computer audio", "Core Audio tap", 1, 48_000, is_default=True)
    ]


def test_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "catap", None)
    assert macos.list_speakers() == []
    with pytest.raises(DeviceError) as missing:
        macos.open_stream("Computer audio", ThreadQueue(0.025))
    assert missing.value.message == macos.ADVICE
    assert "pip install 'captions-overlay[macos]'" in str(macos.ADVICE)


def test_tap_has_the_rate_that_macos_plays_at(library: Library) -> None:
    tap = macos.open_stream("Computer audio", ThreadQueue(0.025))
    assert (tap.rate, tap.channels, tap.is_active) == (44_100, 1, True)
    tap.close()
    assert library.sessions[0].closed == 1


@pytest.mark.parametrize(
    ("heard", "data"),
    [
        pytest.param(FLOATS, np.array(LEVELS, "<f4").tobytes(), id="floats"),
        pytest.param(
            AudioStreamFormat(48_000, 1, 16, is_float=False),
            (np.array(LEVELS) * 2**15).astype("<i2").tobytes(),
            id="16 bits",
        ),
        pytest.param(
            AudioStreamFormat(48_000, 1, 24, is_float=False),
            b"".join(int(one * 2**23).to_bytes(3, "little", signed=True) for one in LEVELS),
            id="24 bits",
        ),
        pytest.param(
            AudioStreamFormat(48_000, 1, 32, is_float=False),
            (np.array(LEVELS) * 2**31).astype("<i4").tobytes(),
            id="32 bits",
        ),
    ],
)
def test_sound_crosses_as_16_bits(library: Library, heard: AudioStreamFormat, data: bytes) -> None:
    async def crossed() -> bytes | None:
        crossing = ThreadQueue(0.025)
        tap = macos.open_stream("Computer audio", crossing)
        library.sessions[0].on_buffer(AudioBuffer(data, heard))
        tap.close()
        return await crossing.next_block(1)

    block = on_loop(crossed())
    assert block is not None
    assert from_bytes(block) == pytest.approx(LEVELS, abs=2 / 2**15)


@pytest.mark.parametrize(
    "refusal",
    [
        OSError("AudioHardwareCreateProcessTap failed with status 560947818"),
        RuntimeError("Recorder is already starting or stopping"),
        ValueError("Unsupported tap bit depth: 20"),
    ],
    ids=lambda refusal: type(refusal).__name__,
)
def test_refusal_says_what_to_allow(library: Library, refusal: Exception) -> None:
    library.refusal = refusal
    with pytest.raises(DeviceError, match="allow it in System Settings, Privacy & Security"):
        macos.open_stream("Computer audio", ThreadQueue(0.025))
    assert library.sessions[0].closed == 1


def test_tap_that_failed_is_dead_and_can_be_closed(library: Library) -> None:
    tap = macos.open_stream("Computer audio", ThreadQueue(0.025))
    library.sessions[0].capture_failed = True
    assert not tap.is_active
    tap.close()
    assert library.sessions[0].closed == 1
