"""Opens models in onnxruntime: one thread each, no spinning, one error for all failures."""

from pathlib import Path

import onnxruntime as ort

from captions.errors import EngineError


def open_model(path: Path) -> ort.InferenceSession:
    """Load a model that computes on the calling thread only.

    Raises:
        EngineError: this onnxruntime cannot run the file.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Spinning idle workers would use a whole core between captions.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions share no narrower base
        raise EngineError("model_file_unloadable", file=path.name, reason=str(error)) from error
