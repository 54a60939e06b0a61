"""Models that tests share, fetched once into ``.cache`` by the program itself."""

from pathlib import Path

from captions.engine.library.release import CatalogueModel
from captions.engine.library.store import ModelStore
from captions.errors import EngineError
from tests.support.virtual_screen import wait_until

_FOLDER = Path(__file__).resolve().parents[3] / ".cache" / "models"
_LIMIT = 300.0
"""Seconds to wait for another worker that fetches the same model."""


def store_with(model: CatalogueModel) -> ModelStore:
    """Return a store that has a model; workers that need it at once wait for the first."""
    store = ModelStore(_FOLDER)

    def is_fetched() -> bool:
        try:
            store.fetch_model(model, lambda _: lambda _: None)
        except EngineError as error:
            if error.code == "model_locked":
                return False
            raise
        return True

    wait_until(is_fetched, f"{model.name} was fetched", _LIMIT)
    return store
