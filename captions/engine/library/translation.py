"""Whether speech is translated, as the settings ask for it and the recogniser can do it."""

from dataclasses import fields

from captions.engine.library.catalogue import MODELS
from captions.engine.library.release import find_translation_targets
from captions.engine.library.store import ModelStore
from captions.model.live.translated_text import TranslationChoice
from captions.protocol.languages import find_locale_language
from captions.protocol.options import TRANSLATION_LANGUAGE
from captions.settings.outputs import OutputSettings
from captions.settings.schema import Settings


def find_targets(name: str) -> tuple[str, ...]:
    """Return the languages into which a model translates; none for an unknown model."""
    for model in MODELS:
        if model.name == name:
            return find_translation_targets(model.family, name, model.languages)
    own = ModelStore().read_manifest(name)
    return () if own is None else find_translation_targets(own.family, name, own.languages)


def can_translate(settings: Settings) -> bool:
    """Return True if the recogniser in use can translate one of the spoken languages.

    Only recognisers on this computer can: other servers do not say whether they could.
    """
    recognition = settings.recognition
    spoken = set(map(find_locale_language, settings.spoken_languages))
    if recognition.server or spoken == {TRANSLATION_LANGUAGE}:
        return False
    return TRANSLATION_LANGUAGE in find_targets(recognition.model)


def find_translation(settings: Settings) -> str:
    """Return how the overlay shows translations: ``off``, ``below`` or ``instead``."""
    wanted = settings.captions.translation
    return wanted if wanted != "off" and can_translate(settings) else "off"


def needs_translation(settings: Settings) -> bool:
    """Return True if the overlay or an output shows translations."""
    outputs = (getattr(settings.outputs, part.name) for part in fields(settings.outputs))
    is_wanted = settings.captions.translation != "off" or any(map(_shows_translation, outputs))
    return is_wanted and can_translate(settings)


def _shows_translation(output: OutputSettings) -> bool:
    return output.enabled and output.text != TranslationChoice.ORIGINAL
