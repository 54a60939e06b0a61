"""The windows of a stream, and how much of it they keep."""

import numpy as np
import pytest

from captions.engine.ports import ENGINE_RATE
from captions.engine.speakers.log_mels import compute_log_mels, count_samples
from captions.engine.speakers.ports import Vector
from captions.engine.speakers.voice_windows import HOP_SECONDS, VoiceWindows
from captions.pcm import Samples

SIZE = count_samples(80)


class FirstSample:
    """Returns the first and last sample of a window in place of a voice."""

    window_samples = SIZE

    def __init__(self) -> None:
        self.count = 0

    def embed_windows(self, windows: list[Samples]) -> list[Vector]:
        self.count += len(windows)
        assert all(len(window) == SIZE for window in windows)
        return [window[[0, -1]] for window in windows]


def ramp(seconds: float) -> Samples:
    return np.arange(round(seconds * ENGINE_RATE), dtype=np.float32)


@pytest.mark.parametrize("chunk", [1600, 6400, 100_000])
def test_windows_lie_on_a_grid_of_the_stream(chunk: int) -> None:
    windows, sound = VoiceWindows(FirstSample()), ramp(6)
    for start in range(0, len(sound), chunk):
        windows.append(sound[start : start + chunk])
    found = windows.find_windows(1.0, 3.0)
    assert [window.number for window in found] == [3, 4, 5]
    begin = round(HOP_SECONDS * ENGINE_RATE)
    assert [window.vector.tolist() for window in found] == [
        [number * begin, number * begin + SIZE - 1] for number in (3, 4, 5)
    ]


def test_a_window_is_computed_once() -> None:
    embedder = FirstSample()
    windows = VoiceWindows(embedder)
    windows.append(ramp(6))
    windows.prepare_windows(0.0)
    prepared = embedder.count
    windows.find_windows(0.0, 4.0)
    windows.find_windows(0.0, 4.0)
    assert (prepared, embedder.count) == (4, 8)


def test_an_endless_stream_keeps_a_minute() -> None:
    windows = VoiceWindows(FirstSample())
    for _ in range(200):
        windows.append(ramp(1))
        windows.prepare_windows(0.0)
    assert windows.find_windows(0.0, 130.0) == []
    assert len(windows.find_windows(0.0, 200.0)) < 151


def test_words_that_end_before_a_window_have_none() -> None:
    windows = VoiceWindows(FirstSample())
    windows.append(ramp(3))
    assert windows.find_windows(0.0, 0.5) == []


def test_loudness_does_not_change_a_spectrogram() -> None:
    sound = np.random.default_rng(0).standard_normal(SIZE).astype(np.float32) * 0.1
    assert compute_log_mels(sound) == pytest.approx(compute_log_mels(sound * 0.2), abs=1e-4)
    assert compute_log_mels(sound).shape == (80, 40)
    assert np.all(np.isfinite(compute_log_mels(np.zeros(SIZE, np.float32))))
