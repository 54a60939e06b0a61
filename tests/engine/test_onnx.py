"""onnxruntime: products of 8-bit numbers are exact on every processor, and it reports nothing."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from captions.engine import model_files, onnx
from captions.engine.recognition.moonshine.moonshine import BASE, TINY, ModelSize
from captions.engine.recognition.moonshine.network import MoonshineNetwork
from captions.engine.recognition.moonshine.tokens import BEGIN
from captions.pcm import Samples


class _Processor:
    """Stands for onnxruntime on a processor with sums of its own."""

    def __init__(self, least_sum: float) -> None:
        self._sums = np.array([[1.0, least_sum]], np.float32)

    def run(self, _outputs: None, _inputs: dict[str, NDArray[np.float32]]) -> list[Samples]:
        return [self._sums]


def test_using_a_model_leaves_no_identity_behind_with_which_it_could_be_reported(
    tmp_path: Path,
) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": "", "USERPROFILE": ""}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run(
        (sys.executable, "-m", "tests.support.programs.open_model"), env=environment, check=True
    )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_models_plan_no_memory_for_lengths_of_audio_that_never_return() -> None:
    session = onnx.open_model(model_files.find_path(model_files.SILERO))
    assert not session.get_session_options().enable_mem_pattern


# 64 products of 127 by 255 in pairs of at most 32,767 are 0.506 of their sum (measured so by
# emulating a Haswell processor).
@pytest.mark.parametrize(("least_sum", "saturates"), [(1.0, False), (0.506, True)])
def test_a_processor_saturates_if_sums_are_too_small(
    least_sum: float, saturates: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_session(path: Path, *, avoids_saturation: bool) -> _Processor:
        assert path.name == model_files.SATURATION_CHECK
        assert not avoids_saturation
        return _Processor(least_sum)

    monkeypatch.setattr(onnx, "_open_session", open_session)
    assert onnx.saturates_products.__wrapped__() is saturates


@pytest.mark.parametrize("size", [TINY, BASE], ids=lambda size: size.name)
def test_a_model_gives_the_same_on_a_processor_that_saturates(
    size: ModelSize, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = []
    for saturates in (onnx.saturates_products(), True):
        monkeypatch.setattr(onnx, "saturates_products", lambda saturates=saturates: saturates)
        network = MoonshineNetwork(model_files.find_path(size.name))
        audio = network.encode_audio(speech[:32_000])
        tokens = np.array([[BEGIN, 5, 6]], np.int64)
        results.append(network.run_decoder(audio, tokens, network.empty_past)[0])
    np.testing.assert_array_equal(results[0], results[1])


def test_saturation_is_avoided_only_where_it_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    for saturates, expected in ((False, "0"), (True, "1")):
        monkeypatch.setattr(onnx, "saturates_products", lambda saturates=saturates: saturates)
        session = onnx.open_model(model_files.find_path(model_files.SILERO))
        options = session.get_session_options()
        assert options.get_session_config_entry("session.x64quantprecision") == expected
