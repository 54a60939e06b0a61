"""The stem of growing windows beside the stem that computes each window from its beginning."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from captions.engine import model_files
from captions.engine.onnx import open_model
from captions.engine.recognition.moonshine import growing_stem
from captions.engine.recognition.moonshine.growing_stem import GrowingStem
from captions.engine.recognition.moonshine.moonshine import TINY
from captions.pcm import Samples

PADDING = 3_200
FOLDER = model_files.find_path(TINY.name)
WHOLE = open_model(FOLDER / "stem.onnx")


class CountingStem(GrowingStem):
    """A growing stem that counts the samples it computes from."""

    def __init__(self) -> None:
        super().__init__(FOLDER / "growing_stem.onnx")
        self.computed: list[int] = []
        model = self._model

        class Counting:
            @staticmethod
            def run(names: Sequence[str], feed: dict[str, Samples]) -> Sequence[Samples]:
                self.computed.append(feed["samples"].size)
                outputs: Sequence[Samples] = model.run(names, feed)
                return outputs

        self._model = Counting()


@pytest.fixture
def stem() -> CountingStem:
    return CountingStem()


def whole(samples: Samples) -> NDArray[np.float32]:
    (features,) = WHOLE.run(["features"], {"samples": np.pad(samples, (0, PADDING))[None]})
    return np.asarray(features[0])


def assert_right(stem: GrowingStem, samples: Samples) -> None:
    expected = whole(samples)
    found = stem.compute_features(samples, PADDING)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, atol=1e-4 * float(np.abs(expected).max()))


@pytest.mark.parametrize("step", [1, 191, 192, 193, 512, 3_072, 20_000])
def test_a_window_that_grows_gives_what_it_gives_at_once(
    stem: CountingStem, speech: Samples, step: int
) -> None:
    for end in range(16_000, 16_000 + 4 * step, step):
        assert_right(stem, speech[:end])
    assert stem.computed[0] == 16_000 + PADDING
    assert all(count < step + PADDING + 511 for count in stem.computed[1:])


def test_a_window_that_became_shorter_is_right(stem: CountingStem, speech: Samples) -> None:
    for end in (32_000, 20_000, 26_000):
        assert_right(stem, speech[:end])
    assert max(stem.computed[1:]) < 6_000 + PADDING + 511


@pytest.mark.parametrize("start", [100, 512, 10_000])
def test_a_window_that_begins_later_is_right(
    stem: CountingStem, speech: Samples, start: int
) -> None:
    assert_right(stem, speech[:32_000])
    assert_right(stem, speech[start:32_000])
    assert_right(stem, speech[:33_000])


@pytest.mark.parametrize("samples", [0, 1, 319, 510, 511, 702, 703, 1_599, 1_600])
def test_short_windows_are_right(stem: CountingStem, speech: Samples, samples: int) -> None:
    for end in (samples, samples + 100, samples + 300):
        assert_right(stem, speech[20_000 : 20_000 + end])


def test_windows_that_begin_alike_are_not_mixed_up(stem: CountingStem, speech: Samples) -> None:
    silence = np.zeros(4_000, np.float32)
    for piece in (speech[:16_000], speech[30_000:46_000], speech[:17_000]):
        assert_right(stem, np.concatenate([silence, piece]))


def test_several_windows_grow_side_by_side(stem: CountingStem, speech: Samples) -> None:
    starts = range(0, 120_000, 10_000)
    for end in (16_000, 19_000):
        for start in starts:
            assert_right(stem, speech[start : start + end])
    assert max(stem.computed[len(starts) :]) < 3_000 + PADDING + 511


def test_a_window_that_no_guess_continued_is_forgotten(stem: CountingStem, speech: Samples) -> None:
    assert_right(stem, speech[:32_000])
    for _ in range(growing_stem._MAX_AGE):
        stem.compute_features(speech[5_000:10_000], PADDING)
    assert_right(stem, speech[:33_000])
    assert stem.computed[-1] == 33_000 + PADDING
