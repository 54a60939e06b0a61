"""sherpa-onnx, which only users of such a model have installed."""

import importlib
import os
from types import ModuleType

from captions.engine.library.release import ModelFamily, install_command
from captions.errors import EngineError

_MAX_THREADS = 4
"""Upper limit of CPU threads; more hardly increase the speed."""


def import_library() -> ModuleType:
    """Import sherpa-onnx.

    It brings its own onnxruntime, whose symbols are private to it.

    Raises:
        EngineError: it is not installed, or not made for this system.
    """
    try:
        return importlib.import_module("sherpa_onnx")
    except (ImportError, OSError) as error:
        command = install_command(ModelFamily.SHERPA)
        raise EngineError("sherpa_library_missing", command=command) from error


def thread_count() -> int:
    """Return the number of threads for a network."""
    return min(os.cpu_count() or 1, _MAX_THREADS)
