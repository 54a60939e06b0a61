"""Sound is played on a real sound server, and failures of the output are one sentence each."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from captions.audio.devices import portaudio
from captions.audio.player.output_stream import OutputStream
from captions.audio.player.player import SoundPlayer
from captions.errors import DeviceError
from captions.pcm import Chunk, Samples, from_bytes
from tests.conftest import on_loop
from tests.support.sound.fake_sounddevice import BUSY, UNSUPPORTED_RATE, Hardware, SoundLibrary
from tests.support.sound.sound_server import SoundServer
from tests.support.sound.tones import tone
from tests.support.virtual_screen import wait_until

RATE = 16_000
SPEAKERS = Hardware("Speakers", channels=0, outputs=2)
CHUNK = Chunk(bytes(3200), RATE, 0.0)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the virtual devices are Linux' own")


class CallbackTimes(NamedTuple):
    """What a callback knows of the time."""

    outputBufferDacTime: float  # noqa: N815  # PortAudio's name
    currentTime: float  # noqa: N815  # as above


@contextlib.contextmanager
def monitored(server: SoundServer, path: Path) -> Iterator[None]:
    """Record what the speakers play into a file of 16-bit samples while the context lasts."""
    command = ("parec", "--device=cap_sink.monitor", "--format=s16le", f"--rate={RATE}", "--raw")
    with (
        path.open("wb") as file,
        subprocess.Popen(
            (*command, "--channels=1", "--latency-msec=20"),
            env={**os.environ, **server.environment},
            stdout=file,
        ) as recorder,
    ):
        wait_until(path.read_bytes, "the monitor is recorded")
        yield
        size = path.stat().st_size
        wait_until(lambda: path.stat().st_size > size + RATE, "half a second more is recorded")
        recorder.terminate()


@contextlib.contextmanager
def tone_player(environment: dict[str, str], *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the program that plays two tones."""
    program = "tests.support.recorded_sound.tone_player"
    with subprocess.Popen(
        (sys.executable, "-m", program, *arguments),
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # ALSA writes there when a device is lost.
        text=True,
    ) as player:
        yield player


def read_lines(player: "subprocess.Popen[str]") -> list[dict[str, Any]]:
    """Return the rest of what it prints."""
    assert player.stdout is not None
    return [json.loads(line) for line in player.stdout]


def pitches(samples: Samples, rate: int) -> list[float]:
    """Return the frequency of each tenth of a second in Hz."""
    size = rate // 10
    blocks = samples[: len(samples) // size * size].reshape(-1, size) * np.hanning(size)
    peaks = np.abs(np.fft.rfft(blocks)).argmax(axis=1)
    return [float(peak) * rate / size for peak in peaks]


def drop_silence(samples: Samples) -> Samples:
    """Leave out silence, in steps of 10 ms: a busy machine leaves holes in what it plays."""
    size = RATE // 100
    blocks = samples[: len(samples) // size * size].reshape(-1, size)
    loud: Samples = blocks[np.abs(blocks).max(axis=1) > 0.05].ravel()
    return loud


@pytest.mark.sound
@on_linux
def test_sound_is_audible_without_its_gaps_and_positions_follow(tmp_path: Path) -> None:
    path = tmp_path / "monitor"
    with (
        SoundServer() as server,
        monitored(server, path),
        tone_player(server.environment, "500", "1.5") as player,
    ):
        lines = read_lines(player)
    samples = from_bytes(path.read_bytes())
    loud = np.flatnonzero(np.abs(samples) > 0.05)
    assert loud[-1] - loud[0] < 50 * RATE, "The gap of 98.5 s was played."
    tones = drop_silence(samples)
    assert len(tones) == pytest.approx(3 * RATE, abs=RATE / 50)
    heard = pitches(tones, RATE)
    assert heard[:14] == [500.0] * 14
    assert heard[15:29] == [1000.0] * 14
    assert lines.pop() == {"ended": "", "is_playing": False}
    positions = [line["position"] for line in lines]
    assert positions == sorted(positions)
    assert all(100 <= at <= 101.5 or 200 <= at <= 201.5 for at in positions)
    assert positions[0] < 100.5
    assert positions[-1] > 201.0


@pytest.mark.sound
@on_linux
def test_playback_stops_at_once_on_request(tmp_path: Path) -> None:
    path = tmp_path / "monitor"
    with (
        SoundServer() as server,
        monitored(server, path),
        tone_player(server.environment, "500", "20", "100.5") as player,
    ):
        assert read_lines(player)[-1] == {"ended": "", "is_playing": False}
    loud = np.flatnonzero(np.abs(np.fromfile(path, "<i2")) > 1000)
    assert loud[-1] - loud[0] < 5 * RATE


@pytest.mark.sound
@on_linux
def test_capturing_continues_while_sound_is_played() -> None:
    with SoundServer() as server, server.playing(tone(440, 60), 48_000):
        done = subprocess.run(
            (sys.executable, "-m", "tests.support.recorded_sound.playing_listener"),
            env={**os.environ, **server.environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    printed = json.loads(done.stdout)
    assert printed["position"] == pytest.approx(2.0, abs=0.2)
    assert printed["hertz"] == pytest.approx(440, abs=2)
    steps = np.diff(printed["times"])
    assert len(steps) > 30
    assert steps == pytest.approx(np.full(len(steps), 0.05))


@pytest.mark.sound
@on_linux
def test_a_lost_output_is_one_sentence() -> None:
    with SoundServer() as server, tone_player(server.environment, "500", "20") as player:
        assert player.stdout is not None
        player.stdout.readline()
        server.unplug_outputs()
        assert read_lines(player)[-1] == {
            "ended": "Playback ended because the speakers or headphones were lost: "
            "connect them again.",
            "is_playing": False,
        }


@on_linux
def test_no_output_is_one_sentence() -> None:
    nowhere = {"PULSE_SERVER": "unix:/no/such/server"}
    with tone_player(nowhere, "500", "1") as player:
        ended = read_lines(player)[-1]["ended"]
    if not os.path.exists("/dev/snd"):  # noqa: PTH110  # a question to the system
        assert ended == "No speakers or headphones are connected: connect some."


@pytest.mark.parametrize(
    ("refusals", "opened_rates"),
    [
        pytest.param({}, [16_000], id="any rate"),
        pytest.param({16_000: UNSUPPORTED_RATE}, [16_000, 48_000], id="its own rate only"),
    ],
)
def test_sound_is_converted_to_a_rate_that_the_output_supports(
    monkeypatch: pytest.MonkeyPatch, refusals: dict[int, int], opened_rates: list[int]
) -> None:
    library = SoundLibrary.instead(monkeypatch, [SPEAKERS])
    library.refusals = refusals
    stream = OutputStream(RATE)
    stream.put_chunk(Chunk(bytes(2 * RATE), RATE, 5.0))
    rate = opened_rates[-1]
    # The resampler keeps its delay until the next chunk.
    assert stream.queued_seconds == pytest.approx(1.0, abs=0.05)
    settings = library.opened[-1].settings
    assert (settings["samplerate"], settings["channels"]) == (rate, 2)
    buffer = bytearray(rate // 20 * 4)
    settings["callback"](buffer, rate // 20, CallbackTimes(7.0, 7.2), None)
    assert stream.fill_count == 1
    assert portaudio.SYSTEM._open_streams == 1
    stream.close()
    assert portaudio.SYSTEM._open_streams == 0
    assert not any(one.open for one in library.opened)


@pytest.mark.parametrize(
    ("hardware", "sentence"),
    [
        ([Hardware("Microphone")], "No speakers or headphones are connected: connect some."),
        ([], "No speakers or headphones are connected: connect some."),
        ([SPEAKERS], "The audio output cannot be opened: connect speakers or headphones, or"),
    ],
)
def test_an_output_that_cannot_be_opened_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, hardware: list[Hardware], sentence: str
) -> None:
    library = SoundLibrary.instead(monkeypatch, hardware)
    library.refusals = {16_000: BUSY, 48_000: BUSY}
    player = SoundPlayer(lambda _: None)
    with pytest.raises(DeviceError, match=sentence):
        on_loop(player.play(iter([CHUNK])))
    assert not player.is_playing
    assert portaudio.SYSTEM._open_streams == 0


def test_another_playback_ends_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    library = SoundLibrary.instead(monkeypatch, [SPEAKERS])
    player = SoundPlayer(lambda _: None)
    assert on_loop(replace_playback(player, library)) == [True, False]
    assert not player.is_playing
    assert portaudio.SYSTEM._open_streams == 0


async def replace_playback(player: SoundPlayer, library: SoundLibrary) -> list[bool]:
    """Play twice and cancel the second; return whether each stream was open in between."""
    first = asyncio.create_task(player.play(iter([CHUNK])))
    await asyncio.to_thread(
        wait_until, lambda: library.opened[:1] and library.opened[0].started, "it plays"
    )
    second = asyncio.create_task(player.play(iter([CHUNK])))
    await first
    await asyncio.to_thread(
        wait_until, lambda: library.opened[1:] and library.opened[1].started, "the other plays"
    )
    assert player.is_playing
    is_open = [stream.open for stream in reversed(library.opened)]
    second.cancel()
    await asyncio.wait([second])
    assert second.cancelled()
    return is_open


def test_no_position_is_reported_once_playback_was_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = SoundLibrary.instead(monkeypatch, [SPEAKERS])
    positions: list[float] = []
    player = SoundPlayer(positions.append)

    async def play() -> None:
        loop = asyncio.get_running_loop()

        def read_chunks() -> Iterator[Chunk]:
            for number in range(10):
                yield Chunk(bytes(1600), RATE, number / 20)
            # The first block is audible at once, and the user stops before the next is read.
            library.opened[0].callback(bytearray(3200), 800, CallbackTimes(7.0, 7.0 + 1e-9), None)
            loop.call_soon_threadsafe(player.stop)

        await player.play(read_chunks())

    on_loop(play())
    assert positions == []


def test_nothing_is_opened_without_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    library = SoundLibrary.instead(monkeypatch, [SPEAKERS])
    on_loop(SoundPlayer(lambda _: None).play(iter([])))
    assert library.opened == []
