"""Compares what was on screen with what was said, by the caption measures beside a collection.

The measures are a script of their own, ``score.py``, in the folder above the collection. It needs
packages that nothing else does; they are put into a folder of their own under ``.cache``, so that
the environment stays what its constraints say.
"""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.measure import Line
from tests.benchmarks.recordings import Entry

NEEDED = ("jiwer==4.0.0", "rapidfuzz==3.14.6", "whisper-normalizer==0.1.15")
_MODULES = ("jiwer", "rapidfuzz", "whisper_normalizer")

Score = dict[str, Any]
"""Counts and lists of delays, by the names that ``score.py`` gives them."""


class Measures(NamedTuple):
    """The functions of ``score.py``."""

    score: Callable[[Entry, list[Line]], Score]
    """Returns counts and delays from the spoken words and the words on screen, both with times."""
    summary: Callable[[list[Score]], Score]
    """Several recordings taken together."""
    normalise: Callable[[str], str] = str.lower
    """Returns a text as it is compared."""


class NoMeasuresError(Exception):
    """Words cannot be compared; the sentence says why."""


def load(script: Path, packages: Path) -> Measures:
    """Load the measures, installing what they need into ``packages`` if it is missing.

    Raises:
        NoMeasuresError: they are not there, or what they need cannot be installed.
    """
    if not script.exists():
        raise NoMeasuresError("There are no reference words here.")
    # Behind all others, so that it brings what is missing and replaces nothing.
    sys.path.append(str(packages))
    if not _installed():
        _install(packages)
        importlib.invalidate_caches()
    if not _installed():
        raise NoMeasuresError(f"These packages cannot be installed: {', '.join(NEEDED)}.")
    spec = importlib.util.spec_from_file_location("caption_measures", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Measures(module.score, module.summary, module.NORM)


def _installed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in _MODULES)


def _install(packages: Path) -> None:
    constraints = Path(__file__).resolve().parents[2] / "packaging" / "constraints.txt"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    command = [*pip, "--target", str(packages), "--constraint", str(constraints), *NEEDED]
    subprocess.run(command, capture_output=True, check=False)
