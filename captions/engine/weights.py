"""Where the models' weights are: in the data package ``captions-model-en``, built at set-up."""

import importlib.util
from pathlib import Path

from captions.errors import ModelMissingError

PACKAGE = "captions_model_en"
SILERO = "silero/silero_vad_16k.onnx"
SAMPLE_RECORDING = "speech/two_cities.wav"


def find(name: str) -> Path:
    """Return the path of a file or folder of the data package.

    Raises:
        ModelMissingError: the package is not installed, or is not whole.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissingError(
            "The speech model is not installed: run 'python3 packaging/dev.py setup' once."
        )
    path = Path(spec.origin).parent / name
    if not path.exists():
        raise ModelMissingError(
            f"The speech model lacks {name}: run 'python3 packaging/dev.py setup' again."
        )
    return path
