"""Opens the recogniser of a model's name."""

import importlib.util
from pathlib import Path
from typing import NamedTuple

from captions.engine.library import catalogue
from captions.engine.library.release import Family
from captions.engine.library.store import Note, Store
from captions.engine.ports import Recogniser

_PACKAGES = {Family.WHISPER: "faster_whisper", Family.MOONSHINE_VOICE: "moonshine_voice"}
"""What a family's recogniser imports; the extra that brings it has the family's name."""


def is_installed(family: Family) -> bool:
    """Say whether the package that a family's recogniser needs is there."""
    package = _PACKAGES.get(family)
    return package is None or importlib.util.find_spec(package) is not None


class Opened(NamedTuple):
    """A model that is loaded."""

    recogniser: Recogniser
    languages: tuple[str, ...]
    """What it hears, as codes of ISO 639-1; with more than one it finds out which."""
    takes_keyterms: bool
    """Whether it can be told words that are likelier than usual."""


def open_recogniser(name: str, store: Store | None = None) -> Opened:
    """Load a model that was fetched or imported.

    Args:
        name: its name, in the catalogue or of the user's own.
        store: where the models are.

    Raises:
        UsageError: there is no model of that name.
        ModelMissingError: it was not fetched, or is no longer whole.
        EngineError: it needs a package that is not installed, or cannot be loaded.
        ValueError: it is one of those that are included, which `captions.engine.models` loads.
    """
    store = store or Store()
    if store.note(name) is None and catalogue.find(name).family is Family.INCLUDED:
        raise ValueError(name)
    return _load(*store.open(name))


def _load(note: Note, folder: Path) -> Opened:
    # Each loads a library of its own, which only whoever chose such a model has and pays for.
    match note.family:
        case Family.WHISPER:
            from captions.engine.recognition.whisper import Whisper  # noqa: PLC0415

            return Opened(Whisper(folder), note.languages, takes_keyterms=True)
        case Family.MOONSHINE_VOICE:
            from captions.engine.recognition import moonshine_voice as library  # noqa: PLC0415

            recogniser = library.MoonshineVoice(folder, note.architecture, note.languages[0])
            return Opened(recogniser, note.languages, library.takes_keyterms(note.architecture))
        case Family.INCLUDED:
            raise ValueError(note.name)
