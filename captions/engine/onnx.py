"""Opens models in onnxruntime: one thread each, no spinning, one error for all failures."""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from captions.engine import model_files
from captions.errors import EngineError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_CHECK_ROWS = np.ones((4, 64), np.float32)
"""Input of the saturation check."""
_MIN_EXACT_SUM = 0.9
"""Least sum of the saturation check that counts as exact; saturated ones are about 0.5."""


def open_model(path: Path) -> "InferenceSession":
    """Load a model that computes on the calling thread only.

    Raises:
        EngineError: this onnxruntime cannot run the file.
        ModelMissingError: the included models are not installed.
    """
    return _open_session(path, avoids_saturation=saturates_products())


@cache
def saturates_products() -> bool:
    """Return True if sums of 8-bit products saturate on this processor.

    x86 processors without VNNI add pairs of products with signed weights in 16 bits. onnxruntime
    can avoid that (option ``session.x64quantprecision``), but is then three times slower on every
    x86 processor, including those that do not saturate.

    Raises:
        EngineError: this onnxruntime cannot run the check.
        ModelMissingError: the included models are not installed.
    """
    path = model_files.find_path(model_files.SATURATION_CHECK)
    (sums,) = _open_session(path, avoids_saturation=False).run(None, {"rows": _CHECK_ROWS})
    return float(sums.min()) < _MIN_EXACT_SUM


def _open_session(path: Path, *, avoids_saturation: bool) -> "InferenceSession":
    ort = _import_runtime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Spinning idle workers would use a whole core between captions.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.x64quantprecision", str(int(avoids_saturation)))
    # Windows of audio differ in length: a memory plan for each length is never used again.
    options.enable_mem_pattern = False
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
