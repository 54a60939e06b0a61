"""Loads the model that turns voices into vectors, if the user has fetched it."""

from functools import lru_cache
from pathlib import Path

from captions.engine.library.download import compute_digest
from captions.engine.library.releases.voice_model import VOICE_MODEL
from captions.engine.library.store import ModelStore
from captions.engine.speakers.d_vector import DVectorEmbedder

_FILE_NAME = VOICE_MODEL.releases[0].files[0].name


def is_voice_model_stored(store: ModelStore | None = None) -> bool:
    """Return True if the model is on this computer, complete and undamaged.

    A damaged one counts as missing, so that it is downloaded again, and captions go on meanwhile.
    """
    store = store or ModelStore()
    manifest = store.read_manifest(VOICE_MODEL.name)
    if manifest is None or store.damaged_files(manifest):
        return False
    folder = store.folder / VOICE_MODEL.name
    try:
        return all(_find_digest(folder / file.name) == file.sha256 for file in manifest.files)
    except OSError:
        return False


def _find_digest(path: Path) -> str:
    """Return the digest of a file, which is read again only if it was written since."""
    status = path.stat()
    return _read_digest(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read_digest(path: Path, _written: int, _size: int) -> str:
    return compute_digest(path)


def load_voice_model(store: ModelStore | None = None) -> DVectorEmbedder | None:
    """Return the loaded model; `None` if it was not fetched.

    Args:
        store: the stored models; by default those in the user's cache.

    Raises:
        EngineError: it cannot be run, such as by another version of onnxruntime.
    """
    store = store or ModelStore()
    if not is_voice_model_stored(store):
        return None
    _, folder = store.open(VOICE_MODEL.name)
    return DVectorEmbedder.load(folder / _FILE_NAME)
