"""Recordings: every format, every kind of bad file, and the pace of speech."""

import asyncio
import gc
import shutil
import signal
import subprocess
import warnings
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import soundfile
from typing_extensions import override

from captions.audio.files import recording
from captions.audio.files.recording import Recording
from captions.errors import RecordingError
from captions.events import Event, SourceChanged, SourceState
from captions.pcm import Chunk, Samples
from tests.conftest import on_loop
from tests.support.virtual_clock import on_quick_loop

RATE = 16_000
SECONDS = 2.5


def tone(rate: int, channels: int = 1) -> Samples:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(SECONDS * rate)) / rate)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def made(path: Path, *options: str) -> Path:
    """Make a file of another format out of a tone, with ffmpeg."""
    source = path.with_suffix(".source.wav")
    soundfile.write(source, tone(44_100, 2), 44_100)
    command = ("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(source), *options, str(path))
    subprocess.run(command, check=True, timeout=60)
    return path


def hertz(samples: Samples) -> float:
    """Return the frequency of a tone, by its middle second."""
    middle = samples[RATE // 2 : RATE // 2 + RATE]
    return float(np.abs(np.fft.rfft(middle * np.hanning(RATE))).argmax())


@pytest.mark.parametrize(
    ("name", "rate", "channels"),
    [("a.wav", 8000, 1), ("a.wav", 48_000, 2), ("a.flac", 44_100, 6), ("a.ogg", 22_050, 1)],
)
def test_sound_files_are_read(tmp_path: Path, name: str, rate: int, channels: int) -> None:
    path = tmp_path / name
    soundfile.write(path, tone(rate, channels), rate)
    samples = np.concatenate(list(recording.read_samples(path, RATE)))
    assert hertz(samples) == pytest.approx(440, abs=1)
    assert len(samples) / RATE == pytest.approx(SECONDS, abs=0.05)
    assert recording.read_duration(path) == pytest.approx(SECONDS, abs=0.05)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="these formats need ffmpeg")
@pytest.mark.parametrize(
    ("name", "options"),
    [("a.m4a", []), ("a.mp3", []), ("a.mkv", ["-c:a", "flac"]), ("a.webm", ["-c:a", "libopus"])],
)
def test_formats_of_videos_and_players_are_read(
    tmp_path: Path, name: str, options: list[str]
) -> None:
    samples = np.concatenate(list(recording.read_samples(made(tmp_path / name, *options), RATE)))
    assert hertz(samples) == pytest.approx(440, abs=1)
    assert len(samples) / RATE == pytest.approx(SECONDS, abs=0.2)


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def missing(path: Path) -> Path:
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def text(path: Path) -> Path:
    path.write_text("no sound at all\n" * 50, encoding="utf-8")
    return path


def header_alone(path: Path) -> Path:
    soundfile.write(path, tone(RATE)[:0], RATE)
    return path


def film_without_its_index(path: Path) -> Path:
    """Cut off before its end, where such films say what is where."""
    path = made(path.with_suffix(".mp4"))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def silent_video(path: Path) -> Path:
    path = path.with_suffix(".mp4")
    source = ("-f", "lavfi", "-i", "color=s=64x64:d=0.2")
    subprocess.run(("ffmpeg", "-nostdin", "-v", "error", *source, str(path)), check=True)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (missing, "does not exist"),
        (folder, "is a folder"),
        (empty, "is empty"),
        (text, "damaged or not an audio file"),
        (header_alone, "contains no audio: the file has only a header"),
        (film_without_its_index, "damaged or not an audio file"),
        (silent_video, "contains no audio"),
    ],
)
def test_bad_file_is_one_sentence_that_says_what_to_do(
    tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    path = make(tmp_path / "talk.wav")
    with pytest.raises(RecordingError, match=words) as caught:
        list(recording.read_samples(path, RATE))
    assert str(path) in str(caught.value)


def test_other_formats_without_ffmpeg_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = text(tmp_path / "talk.mp4")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RecordingError, match="install ffmpeg"):
        next(recording.read_samples(path, RATE))


def test_what_comes_before_a_break_is_read(tmp_path: Path) -> None:
    whole = tmp_path / "whole.flac"
    soundfile.write(whole, np.random.default_rng(1).normal(0, 0.1, 10 * RATE), RATE)
    data = whole.read_bytes()
    broken = tmp_path / "broken.flac"
    broken.write_bytes(data[: len(data) // 2] + bytes(len(data) // 2))
    heard: list[Samples] = []
    with pytest.raises(RecordingError, match="is damaged"):
        heard.extend(recording.read_samples(broken, RATE))
    assert sum(map(len, heard)) / RATE >= 4.5


@pytest.mark.parametrize("channels", [1, 2])
def test_copy_that_was_not_finished_is_told(tmp_path: Path, channels: int) -> None:
    path = tmp_path / "talk.wav"
    soundfile.write(path, np.tile(tone(RATE, channels), (4, 1)), RATE)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    heard: list[Samples] = []
    with pytest.raises(
        RecordingError, match=r"is damaged after 5.0\xa0s: .* shorter than declared"
    ):
        heard.extend(recording.read_samples(path, RATE))
    assert sum(map(len, heard)) / RATE == pytest.approx(2 * SECONDS, abs=0.1)


@pytest.mark.parametrize(
    "length",
    [
        pytest.param(2**31 - 1, id="not known yet"),
        pytest.param(2**32 - 1, id="not known yet, by another program"),
        pytest.param(round((SECONDS + 0.5) * RATE) * 2, id="half a second too much"),
    ],
)
def test_length_that_is_not_quite_true_is_no_fault(tmp_path: Path, length: int) -> None:
    path = tmp_path / "talk.wav"
    soundfile.write(path, tone(RATE), RATE)
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = length.to_bytes(4, "little")
    path.write_bytes(data)
    samples = np.concatenate(list(recording.read_samples(path, RATE)))
    assert len(samples) / RATE == pytest.approx(SECONDS, abs=0.1)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="these formats need ffmpeg")
@pytest.mark.parametrize("name", ["a.webm", "a.mkv"])
def test_film_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path, name: str) -> None:
    whole = made(tmp_path / name, "-af", "aloop=3:size=110250")
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    heard: list[Samples] = []
    with pytest.raises(RecordingError, match="is damaged after"):
        heard.extend(recording.read_samples(whole, RATE))
    assert sum(map(len, heard)) / RATE > SECONDS


class ForbiddenPath(type(Path())):  # type: ignore[misc]  # the system's kind of path
    """A path that do not have permission to read; permissions do not bind the administrator."""

    @override
    def open(self, *_: object, **__: object) -> NoReturn:
        raise PermissionError


def test_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = ForbiddenPath(tmp_path / "talk.wav")
    soundfile.write(str(path), tone(RATE), RATE)
    with pytest.raises(RecordingError, match="do not have permission to read"):
        next(iter(recording.read_samples(path, RATE)))


def test_length_that_no_header_tells_is_unknown(tmp_path: Path) -> None:
    assert recording.read_duration(text(tmp_path / "talk.wav")) is None


def played(path: Path, speed: float) -> tuple[list[tuple[float, Chunk]], list[Event]]:
    """Play a file on a clock that only moves by waiting."""
    events: list[Event] = []

    async def work() -> list[tuple[float, Chunk]]:
        now = asyncio.get_running_loop().time
        chunks = Recording(path, RATE, events.append, speed).iter_chunks()
        return [(now(), chunk) async for chunk in chunks]

    return on_quick_loop(work()), events


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_chunks_come_when_their_last_sample_is_heard(tmp_path: Path, speed: float) -> None:
    path = tmp_path / "talk.wav"
    soundfile.write(path, tone(RATE), RATE)
    chunks, events = played(path, speed)
    for due, chunk in chunks:
        assert due == pytest.approx((chunk.stream_time + chunk.seconds) / speed)
    assert sum(chunk.seconds for _, chunk in chunks) == pytest.approx(SECONDS)
    assert [event.state for event in events if isinstance(event, SourceChanged)] == [
        SourceState.LISTENING,
        SourceState.ENDED,
    ]


def test_stopping_early_lets_go_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    soundfile.write(path, tone(RATE), RATE)

    async def work() -> Chunk:
        chunks = Recording(path, RATE, lambda _: None).iter_chunks()
        first = await anext(chunks)
        await chunks.aclose()
        return first

    assert on_loop(work()).seconds == pytest.approx(0.1)


@pytest.mark.parametrize("method", ["create_task", "call_soon", "run_until_complete"])
def test_ctrl_c_while_the_reading_of_a_block_starts_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    """Python writes to standard error of tasks and coroutines that never ran."""
    called = getattr(asyncio.BaseEventLoop, method)
    interrupts = iter([True])

    def call(*arguments: object, **options: object) -> object:
        if next(interrupts, False):
            signal.raise_signal(signal.SIGINT)
        return called(*arguments, **options)

    async def yield_nothing() -> AsyncGenerator[Samples, None]:
        return
        yield

    monkeypatch.setattr(asyncio.BaseEventLoop, method, call)
    with warnings.catch_warnings(record=True) as written:
        warnings.simplefilter("always")
        with pytest.raises(KeyboardInterrupt):
            list(recording.iter_synchronously(yield_nothing()))
        gc.collect()
    assert not [str(warning.message) for warning in written if "never" in str(warning.message)]
    assert caplog.text == ""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_ends_the_wait_for_a_block(caplog: pytest.LogCaptureFixture) -> None:
    async def wait_forever() -> AsyncGenerator[Samples, None]:
        asyncio.get_running_loop().call_later(0.01, signal.raise_signal, signal.SIGINT)
        await asyncio.Event().wait()
        yield np.zeros(0, np.float32)

    with pytest.raises(KeyboardInterrupt):
        list(recording.iter_synchronously(wait_forever()))
    assert caplog.text == ""


def test_cancelled_reading_is_no_interrupt() -> None:
    async def read_block() -> Samples:
        raise asyncio.CancelledError

    async def give_up() -> AsyncGenerator[Samples, None]:
        yield await read_block()

    with pytest.raises(asyncio.CancelledError):
        list(recording.iter_synchronously(give_up()))
