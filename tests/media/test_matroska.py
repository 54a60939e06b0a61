"""ffmpeg's Matroska, read back in whatever pieces it comes."""

import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.media.matroska import MatroskaReader

RATE = 22_050
TONE = (
    *("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi"),
    *("-i", f"aevalsrc=0.5*sin(t*9)|0.25*cos(t*7):s={RATE}:d=1.5"),
)
MATROSKA = ("-c:a", "pcm_f32le", "-f", "matroska", "-cluster_time_limit", "1", "pipe:1")

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg writes it")


@pytest.fixture(scope="module")
def stream() -> bytes:
    return subprocess.run((*TONE, *MATROSKA), capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def samples() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    raw = ("-c:a", "pcm_f32le", "-f", "f32le", "pipe:1")
    data = subprocess.run((*TONE, *raw), capture_output=True, check=True).stdout
    return np.frombuffer(data, "<f4").reshape(-1, 2)


def test_every_sample_is_read_with_its_time(
    stream: bytes, samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
) -> None:
    found = list(MatroskaReader().feed(stream))
    assert np.array_equal(np.concatenate([timed.frames for timed in found]), samples)
    due = 0
    for timed in found:
        assert timed.rate == RATE
        assert timed.time == pytest.approx(due / RATE, abs=0.001)
        due += len(timed.frames)


@settings(max_examples=30)
@given(st.lists(st.integers(1, 100), min_size=1, max_size=20), st.integers(0, 4000))
def test_pieces_make_no_difference(stream: bytes, sizes: list[int], start: int) -> None:
    reader = MatroskaReader()
    frames = [timed.frames for timed in reader.feed(stream[:start])]
    for size in sizes:
        frames += [timed.frames for timed in reader.feed(stream[start : start + size])]
        start += size
    frames += [timed.frames for timed in reader.feed(stream[start:])]
    whole = [timed.frames for timed in MatroskaReader().feed(stream)]
    assert np.array_equal(np.concatenate(frames), np.concatenate(whole))


def test_what_is_cut_off_gives_what_is_whole(stream: bytes) -> None:
    found = list(MatroskaReader().feed(stream[: len(stream) // 2]))
    assert 0 < sum(len(timed.frames) for timed in found) < 1.5 * RATE
