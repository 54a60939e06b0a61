"""Opens models in onnxruntime: one thread each, no spinning, one error for all failures."""

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from captions.errors import EngineError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_model(path: Path) -> "InferenceSession":
    """Load a model that computes on the calling thread only.

    Raises:
        EngineError: this onnxruntime cannot run the file.
    """
    ort = _import_runtime()
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


def _import_runtime() -> ModuleType:
    """Import onnxruntime without its usage reports.

    onnxruntime 1.31 sends reports with a persistent computer ID to its publisher, unless this
    variable is set before the import. Users of Captions have not agreed to such reports. Other
    libraries that use onnxruntime are imported later: the voice model is opened first.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    return import_module("onnxruntime")
