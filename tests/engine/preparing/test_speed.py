"""Measured speeds: what is measured, and for how long it is valid."""

from itertools import count
from pathlib import Path

import pytest

from captions.engine.library.catalogue import LIGHT
from captions.engine.library.release import ModelFamily, ModelFile
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.engine.preparing.speed import SAMPLE_SECONDS, measure_speed, read_sample
from captions.engine.preparing.speed_cache import SpeedCache, find_processor
from captions.errors import EngineError
from tests.support.engines.scripted_recogniser import sound


class Clock:
    """Advances by a fixed time whenever it is read."""

    def __init__(self, step: float) -> None:
        self._readings = count()
        self._step = step

    def __call__(self) -> float:
        return next(self._readings) * self._step


@pytest.mark.parametrize(
    ("elapsed", "processor", "factor"),
    [
        pytest.param(0.05, 0.05, 2.0, id="an idle computer and one core"),
        pytest.param(0.5, 0.05, 2.0, id="other programs delayed the measurement"),
        pytest.param(0.05, 0.2, 2.0, id="several cores"),
        pytest.param(1.0, 1.0, 0.1, id="far too slow"),
    ],
)
def test_the_speed_is_the_sound_over_the_time_that_the_model_needed(
    models: LoadedModels, elapsed: float, processor: float, factor: float
) -> None:
    clocks = (Clock(elapsed), Clock(processor))
    measured = measure_speed(models, sound(5.0), clocks)
    assert measured == pytest.approx(factor, rel=0.05)


def test_a_slow_model_is_measured_for_a_bounded_time(models: LoadedModels) -> None:
    clock = Clock(10.0)
    measure_speed(models, sound(60.0), (clock, clock))
    assert clock() < 100, "only a few pieces were recognised"


def test_the_sample_is_real_speech_at_the_engine_s_rate() -> None:
    sample = read_sample()
    assert len(sample) == pytest.approx(SAMPLE_SECONDS * ENGINE_RATE, rel=0.001)
    assert abs(sample).max() > 0.1


def test_a_damaged_sample_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "two_cities.wav"
    broken.write_bytes(b"RIFF")
    with pytest.raises(EngineError, match="The sample recording cannot be read"):
        read_sample(broken)


def write_model(folder: Path) -> None:
    (folder / "model.bin").write_bytes(b"x")


def stored(folder: Path, digest: str) -> ModelStore:
    store = ModelStore(folder)
    files = (ModelFile("model.bin", 1, digest * 64),)
    manifest = ModelManifest(
        "mine", ModelFamily.WHISPER, ("en",), "a test", known=False, files=files
    )
    store.add_model(manifest, write_model)
    return store


def test_a_speed_is_known_for_the_same_files_and_processor_only(tmp_path: Path) -> None:
    SpeedCache(stored(tmp_path, "a"), "fast chip").write_factor("mine", 3.5)
    assert SpeedCache(ModelStore(tmp_path), "fast chip").read_factor("mine") == 3.5
    assert SpeedCache(ModelStore(tmp_path), "slow chip").read_factor("mine") == 0
    assert SpeedCache(ModelStore(tmp_path), "fast chip").read_factor("other") == 0
    SpeedCache(ModelStore(tmp_path), "slow chip").write_factor("mine", 0.5)
    assert SpeedCache(ModelStore(tmp_path), "fast chip").read_factor("mine") == 3.5
    assert SpeedCache(stored(tmp_path, "b"), "fast chip").read_factor("mine") == 0


@pytest.mark.parametrize("content", [b"", b"[1", b'{"a": 1}', b"[" * 100_000])
def test_a_damaged_file_of_speeds_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "speeds.json").write_bytes(content)
    cache = SpeedCache(ModelStore(tmp_path), "chip")
    assert cache.read_factor(LIGHT) == 0
    cache.write_factor(LIGHT, 2.0)
    assert cache.read_factor(LIGHT) == 2.0


def test_the_processor_has_a_name_and_a_number_of_cores() -> None:
    name, _, cores = find_processor().rpartition(", ")
    assert name
    assert cores.endswith(" cores")
