"""Loading of recognisers for fetched and imported models."""

import importlib.util
from pathlib import Path
from typing import NamedTuple

from captions.engine.library import catalogue
from captions.engine.library.release import ModelFamily, find_translation_targets
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.ports import SpeechRecogniser, Translator
from captions.engine.recognition.moonshine_voice import MoonshineVoice, supports_keyterms
from captions.engine.recognition.sherpa.layout import ModelKind, open_model
from captions.engine.recognition.sherpa.offline import SherpaOffline
from captions.engine.recognition.sherpa.streaming import SherpaStreaming
from captions.engine.recognition.whisper import WhisperRecogniser, make_own_loader
from captions.engine.recognition.whisper_translator import WhisperTranslator
from captions.errors import UsageError

_REQUIRED_PACKAGES = {
    ModelFamily.WHISPER: "faster_whisper",
    ModelFamily.MOONSHINE_VOICE: "moonshine_voice",
    ModelFamily.SHERPA: "sherpa_onnx",
}
"""Package that the recogniser of a model family imports; the extra that installs it has the
family's name."""


def is_installed(family: ModelFamily) -> bool:
    """Return True if the package that a model family needs is installed."""
    package = _REQUIRED_PACKAGES.get(family)
    importlib.invalidate_caches()  # Another process may have installed it since.
    return package is None or importlib.util.find_spec(package) is not None


class LoadedRecogniser(NamedTuple):
    """A loaded model."""

    recogniser: SpeechRecogniser
    languages: tuple[str, ...]
    """Languages that the model recognises, as in `RecognitionHints.language`; with several, it
    detects which is spoken."""
    supports_keyterms: bool
    """True if the model supports keyterms, whose probability it raises."""
    translator: Translator | None = None
    """Translates into English with the same model; `None` if it cannot."""


def open_recogniser(name: str, store: ModelStore | None = None) -> LoadedRecogniser:
    """Load a model that was fetched or imported.

    Args:
        name: the model's name in the catalogue, or the name that the user gave it.
        store: the stored models.

    Raises:
        UsageError: no model has this name.
        ModelMissingError: the model was not fetched, or its files are incomplete.
        EngineError: a required package is not installed, or the model cannot be loaded.
        ValueError: the model is an included one, which `captions.engine.models` loads.
    """
    store = store or ModelStore()
    if (
        store.read_manifest(name) is None
        and catalogue.find_model(name).family is ModelFamily.INCLUDED
    ):
        raise ValueError(name)
    return _load_model(*store.open(name))


def _load_model(manifest: ModelManifest, folder: Path) -> LoadedRecogniser:
    # The recognisers import their libraries late, which only users of such a model have.
    match manifest.family:
        case ModelFamily.WHISPER:
            whisper = WhisperRecogniser.load(folder)
            targets = find_translation_targets(manifest.family, manifest.name, manifest.languages)
            translator = (
                WhisperTranslator(whisper.model, make_own_loader(folder)) if targets else None
            )
            return LoadedRecogniser(
                whisper, manifest.languages, supports_keyterms=True, translator=translator
            )
        case ModelFamily.MOONSHINE_VOICE:
            recogniser = MoonshineVoice.load(folder, manifest.architecture, manifest.languages[0])
            return LoadedRecogniser(
                recogniser, manifest.languages, supports_keyterms(manifest.architecture)
            )
        case ModelFamily.SHERPA:
            model = open_model(folder)
            is_streaming = model.kind is ModelKind.STREAMING_TRANSDUCER
            loader = SherpaStreaming if is_streaming else SherpaOffline
            return LoadedRecogniser(
                loader.load(model, manifest.languages), manifest.languages, supports_keyterms=False
            )
        case ModelFamily.SPEAKERS:
            raise UsageError("model_unknown", model=manifest.name)
        case ModelFamily.INCLUDED:
            raise ValueError(manifest.name)
