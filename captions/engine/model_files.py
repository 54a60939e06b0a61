"""Paths of the included model files, in the data package ``captions-model-en`` built at set-up."""

import importlib.util
from pathlib import Path

from captions.errors import ModelMissingError

PACKAGE = "captions_model_en"
"""Import name of the data package."""
SILERO = "silero/silero_vad_16k.onnx"
"""The voice detection model."""
SATURATION_CHECK = "saturation_check.onnx"
"""A graph that shows whether the processor multiplies 8-bit numbers exactly."""
SAMPLE_RECORDING = "speech/two_cities.wav"
"""A recording of English speech."""


def find_path(name: str) -> Path:
    """Return the path of a file or folder of the data package.

    Raises:
        ModelMissingError: the package is not installed, or the file is missing.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissingError("model_not_set_up")
    path = Path(spec.origin).parent / name
    if not path.exists():
        raise ModelMissingError("model_file_missing", file=name)
    return path
