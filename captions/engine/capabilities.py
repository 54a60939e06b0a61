"""What a model can do, and what becomes of a session that asks for more.

What changes the meaning of the text (another language, entities, speakers, an edited text) is
refused; what only makes it a little worse, or was never needed here, is a warning, and the session
goes on. Nothing that was asked for is passed over in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from captions.protocol.options import SessionOptions

MODEL_IDS = (
    "scribe_v2_realtime",
    "scribe_v2_realtime_turbo",
    "scribe_v2_realtime_lite",
    "scribe_v3_live",
)
"""The service's own names; each stands for the model that this server was started with."""

_OTHER_CODES = {
    "ara": "ar",
    "cmn": "zh",
    "deu": "de",
    "eng": "en",
    "fra": "fr",
    "hin": "hi",
    "ita": "it",
    "jpn": "ja",
    "kor": "ko",
    "nld": "nl",
    "pol": "pl",
    "por": "pt",
    "rus": "ru",
    "spa": "es",
    "tur": "tr",
    "ukr": "uk",
    "vie": "vi",
    "zho": "zh",
}
"""Codes of ISO 639-3 for those of ISO 639-1."""
_REFUSED = {
    "entity_detection": "finds no entities",
    "entity_redaction": "redacts no entities",
    "transcript_edit": "edits no transcripts",
    "diarize": "does not tell speakers apart",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What one model can do."""

    name: str = "moonshine-tiny"
    languages: tuple[str, ...] = ("en",)
    """Codes of ISO 639-1, the main one first."""
    takes_keyterms: bool = True
    """Whether `SessionOptions.keyterms` make these words likelier."""


ENGLISH = Abilities()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a session's client is to be told, as whole sentences."""

    refusals: tuple[str, ...]
    """Why there can be no such session."""
    warnings: tuple[str, ...]
    """In what the session is not quite as asked."""


def judge(options: SessionOptions, abilities: Abilities) -> Verdict:
    """Compare what a session is asked for with what the model can do."""
    return Verdict(tuple(_refusals(options, abilities)), tuple(_warnings(options, abilities)))


def two_letters(code: str) -> str:
    """Return a language's code of two letters; what has a region is no code of a language."""
    lower = code.lower()
    return _OTHER_CODES.get(lower, lower)


def _refusals(options: SessionOptions, abilities: Abilities) -> Iterator[str]:
    if options.model_id not in MODEL_IDS:
        yield (
            f"The model_id '{options.model_id}' is invalid. "
            f"Supported models: {', '.join(MODEL_IDS)}."
        )
    for name, what in _REFUSED.items():
        if getattr(options, name):
            yield f"{name}: this server {what}. Leave it out."
    code = options.language_code
    if code is not None and two_letters(code) not in abilities.languages:
        yield f"language_code: '{code}' is not what this server's model hears. {_known(abilities)}"


def _warnings(options: SessionOptions, abilities: Abilities) -> Iterator[str]:
    others = [
        code for code in options.secondary_languages if two_letters(code) not in abilities.languages
    ]
    if others:
        yield (f"secondary_languages: {', '.join(others)} will not be heard. {_known(abilities)}")
    if options.keyterms and not abilities.takes_keyterms:
        yield f"keyterms: the model {abilities.name} cannot be told any; they change nothing."
    if options.filter_background_audio:
        yield "filter_background_audio: this server has no such filter; sound is heard as it is."


def _known(abilities: Abilities) -> str:
    return f"Languages: {', '.join(abilities.languages)}; a region such as in 'en-US' is not taken."
