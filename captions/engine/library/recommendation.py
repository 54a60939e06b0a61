"""Which of the models on this computer suits it best, for a spoken language.

Of the models that keep up with speech here, the one with the smallest published error rate for the
language is recommended. A mean of several languages says little about one, and no figure says
nothing; of such models, which come last, the largest is recommended.
"""

from collections.abc import Iterable, Mapping
from math import inf

from captions.engine.library.catalogue import MODELS
from captions.engine.library.release import CatalogueModel
from captions.engine.library.store import ModelStore
from captions.wording.speed_texts import SUITABLE_FACTOR

_USUAL_MODEL = "whisper-base"
"""The smallest model of many languages that makes tolerable errors."""


def find_recommended(
    models: Iterable[CatalogueModel], factors: Mapping[str, float], language: str
) -> CatalogueModel | None:
    """Return the recommended model, or `None` if none keeps up.

    Args:
        models: models that can run here.
        factors: how many times faster than speech each runs here, by its name.
        language: the spoken language; empty if it is to be detected.
    """
    suitable = (
        model
        for model in models
        if factors.get(model.name, 0.0) >= SUITABLE_FACTOR and knows_language(model, language)
    )
    return min(suitable, key=lambda model: _rank(model, language), default=None)


def find_languages(name: str, store: ModelStore | None = None) -> tuple[str, ...]:
    """Return the languages that a model knows; none for an unknown model."""
    listed = [model.languages for model in MODELS if model.name == name]
    own = None if listed else (store or ModelStore()).read_manifest(name)
    return listed[0] if listed else () if own is None else own.languages


def suggest_model(language: str, store: ModelStore | None = None) -> str:
    """Return the name of a model that knows a language; empty if there is none.

    One that is on this computer comes first, then a small one that can be downloaded.
    """
    stored = (store or ModelStore()).list_manifests()
    known = [model for model in MODELS if model.releases and language in model.languages]
    names = [
        *(manifest.name for manifest in stored if language in manifest.languages),
        *(model.name for model in MODELS[:1] if language in model.languages),
        *(model.name for model in known if model.name == _USUAL_MODEL),
        *(model.name for model in known),
    ]
    return next(iter(names), "")


def knows_language(model: CatalogueModel, language: str) -> bool:
    """Return True for a language that a model knows, and for none if it detects them."""
    return language in model.languages if language else len(model.languages) > 1


def _rank(model: CatalogueModel, language: str) -> tuple[int, float, int]:
    """Return a key by which the best model is the smallest."""
    rate = model.find_error_rate(language)
    if rate is None:
        return 2, inf, -model.total_bytes
    return int(rate.is_average), rate.percent, -model.total_bytes
