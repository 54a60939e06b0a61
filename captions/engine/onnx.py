"""Opens models in onnxruntime: one thread each, no spinning, and failures in one sentence."""

from pathlib import Path

import onnxruntime as ort

from captions.errors import EngineError


def open_model(path: Path) -> ort.InferenceSession:
    """Load a model for use from one thread at a time.

    Raises:
        EngineError: the file is no model that this onnxruntime can run.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Idle workers that spin would burn a core between two captions.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no narrower base
        raise EngineError(
            f"The speech model {path.name} cannot be loaded; "
            f"run 'python3 packaging/dev.py setup' again ({error})."
        ) from error
