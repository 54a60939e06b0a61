"""Times of sound in a film: they follow the picture, in every container, by file, pipe and URL."""

import contextlib
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from captions.audio import playback
from captions.audio.source import Source
from captions.pcm import Chunk, Samples, from_bytes
from tests.conftest import on_loop
from tests.support.servers.web_server import web_server, whole

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="it makes the films")

RATE = 16_000
FILMS = {
    "film.mp4": ("-c:v", "mpeg4", "-c:a", "aac"),
    "film.mov": ("-c:v", "mpeg4", "-c:a", "aac"),
    "film.mkv": ("-c:v", "mpeg4", "-c:a", "aac"),
    "film.ts": ("-c:v", "mpeg2video", "-c:a", "aac"),
    "film.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"),
}
each_container = pytest.mark.parametrize("name", FILMS)
FFMPEG = ("ffmpeg", "-nostdin", "-v", "error", "-y")
BEEPS = ("-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,1),0.5)':s=48000:d=4")
"""A beep of half a second begins every second, for 4 s."""


def film(path: Path, *options: str, offset: float = 0) -> Path:
    """Make a film of 12 s with beeps; the sound begins later by an offset."""
    picture = ("-f", "lavfi", "-i", "color=s=32x32:d=12:r=10")
    tracks = ("-itsoffset", str(offset), *BEEPS, "-map", "0:v", "-map", "1:a")
    command = (*FFMPEG, *picture, *tracks, *options, *FILMS[path.name], str(path))
    subprocess.run(command, check=True, timeout=60)
    return path


def beeps(samples: Samples) -> list[float]:
    """Return when each beep begins, in seconds."""
    size = RATE // 100
    whole_blocks = samples[: len(samples) // size * size].reshape(-1, size)
    loud = np.sqrt((whole_blocks**2).mean(axis=1)) > 0.1
    starts = np.flatnonzero(loud[1:] & ~loud[:-1]) + 1
    return [float(start) / 100 for start in ([0] if loud[0] else []) + starts.tolist()]


def read(text: str) -> Samples:
    return np.concatenate(list(playback.read_samples(text, RATE, lambda _: None)))


def chunks_of(source: Source) -> list[Chunk]:
    async def work() -> list[Chunk]:
        chunks = source.iter_chunks()
        async with contextlib.aclosing(chunks):
            return [chunk async for chunk in chunks]

    return on_loop(work())


def starts_of(found: list[float]) -> object:
    return pytest.approx(found, abs=0.06)


@each_container
def test_sound_that_begins_after_the_picture(tmp_path: Path, name: str) -> None:
    assert beeps(read(str(film(tmp_path / name, offset=4)))) == starts_of([4, 5, 6, 7])


@each_container
def test_gap_in_the_timestamps(tmp_path: Path, name: str) -> None:
    gap = ("-af", "asetpts='if(gte(T,2.75),PTS+5/TB,PTS)'")
    assert beeps(read(str(film(tmp_path / name, *gap)))) == starts_of([0, 1, 2, 8])


@each_container
def test_source_and_url_have_the_same_times(tmp_path: Path, name: str) -> None:
    path = film(tmp_path / name, offset=4)
    played = chunks_of(playback.make_source(str(path), RATE, lambda _: None, math.inf))
    assert played[0].stream_time == 0
    heard = from_bytes(b"".join(chunk.data for chunk in played))
    assert beeps(heard) == starts_of([4, 5, 6, 7])
    with web_server() as web:
        url = web.serve(f"/{name}", whole(path.read_bytes(), "video/x"))
        assert beeps(read(url)) == starts_of([4, 5, 6, 7])


def test_edit_list_that_leaves_out_the_beginning(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4")
    cut = tmp_path / "cut.mp4"
    command = (*FFMPEG, "-ss", "1.5", "-i", str(path), "-c", "copy", str(cut))
    subprocess.run(command, check=True, timeout=60)
    assert beeps(read(str(cut))) == starts_of([0.5, 1.5])


def test_broadcast_whose_clock_starts_again_loses_nothing(tmp_path: Path) -> None:
    """As where recordings of a television programme are joined."""
    path = film(tmp_path / "film.ts", "-shortest")
    joined = tmp_path / "joined.ts"
    joined.write_bytes(path.read_bytes() * 3)
    found = beeps(read(str(joined)))
    assert len(found) == 12
    assert np.diff(found) == pytest.approx(1, abs=0.25)


def test_change_of_channels_adds_no_silence(tmp_path: Path) -> None:
    joined = tmp_path / "joined.ts"
    data = b""
    for channels, start in ((2, 0), (6, 4)):
        part = tmp_path / "part.ts"
        sound = ("-ac", str(channels), "-c:a", "ac3", "-output_ts_offset", str(start), str(part))
        subprocess.run((*FFMPEG, *BEEPS, *sound), check=True, timeout=60)
        data += part.read_bytes()
    joined.write_bytes(data)
    assert beeps(read(str(joined))) == starts_of([0, 1, 2, 3, 4, 5, 6, 7])


@pytest.mark.parametrize("name", ["film.ts", "film.mkv"])
def test_name_that_no_list_can_hold(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a 'b'\nfile 'c' \udce9"
    folder.mkdir()
    assert len(beeps(read(str(film(folder / name))))) == 4
