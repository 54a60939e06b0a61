"""Loads the model that turns voices into vectors, if the user has fetched it."""

from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelStore
from captions.engine.speakers.d_vector import DVectorEmbedder


def is_voice_model_stored(store: ModelStore | None = None) -> bool:
    """Return True if the model is on this computer, complete."""
    store = store or ModelStore()
    manifest = store.read_manifest(VOICE_MODEL.name)
    return manifest is not None and not store.damaged_files(manifest)


def load_voice_model(store: ModelStore | None = None) -> DVectorEmbedder | None:
    """Return the loaded model; `None` if it was not fetched.

    Args:
        store: the stored models; by default those in the user's cache.

    Raises:
        EngineError: it cannot be loaded.
    """
    store = store or ModelStore()
    if not is_voice_model_stored(store):
        return None
    _, folder = store.open(VOICE_MODEL.name)
    return DVectorEmbedder.load(folder / VOICE_MODEL.releases[0].files[0].name)
