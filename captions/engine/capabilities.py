"""Model capabilities, and the check of a session's options against them.

An unsupported option that changes the meaning of the text (another language, entities, speakers, an
edited text) is refused. An option that the server can ignore with little loss causes a warning, and
the session continues. No option is ignored silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from captions.protocol.languages import two_letter_code
from captions.protocol.messages import SPEAKERS_UNAVAILABLE, ServerWarning
from captions.protocol.options import SessionOptions

MODEL_IDS = (
    "scribe_v2_realtime",
    "scribe_v2_realtime_turbo",
    "scribe_v2_realtime_lite",
    "scribe_v3_live",
)
"""Model names of the cloud service; each selects the model that this server was started with."""

_UNSUPPORTED_OPTIONS = {
    "entity_detection": "does not detect entities",
    "entity_redaction": "does not redact entities",
    "transcript_edit": "does not edit transcripts",
}
"""Options that end a session, each with the end of its error message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCapabilities:
    """Capabilities of one model."""

    name: str = "moonshine-tiny"
    """Name of the model."""
    languages: tuple[str, ...] = ("en",)
    """ISO 639-1 codes, the main language first."""
    supports_keyterms: bool = True
    """True if the model gives the words in `SessionOptions.keyterms` a higher probability."""
    tells_speakers: bool = False
    """True if the model that tells speakers apart is installed."""
    speakers_failure: str = ""
    """Why the installed model cannot tell them apart, in a sentence; empty if it can."""
    translates_to: tuple[str, ...] = ()
    """Languages into which the model translates speech, as ISO 639-1 codes."""


ENGLISH = ModelCapabilities()
"""Capabilities of the included English models."""


@dataclass(frozen=True, slots=True)
class OptionCheck:
    """Result of checking a session's options, as sentences for the client."""

    refusals: tuple[str, ...]
    """Reasons to refuse the session; empty if it can start."""
    warnings: tuple[ServerWarning, ...]
    """Options that the session ignores."""


def check_options(options: SessionOptions, capabilities: ModelCapabilities) -> OptionCheck:
    """Check a session's options against the capabilities of the model."""
    return OptionCheck(
        tuple(_find_refusals(options, capabilities)),
        tuple(_find_warnings(options, capabilities)),
    )


def _find_refusals(options: SessionOptions, capabilities: ModelCapabilities) -> Iterator[str]:
    if options.model_id not in MODEL_IDS:
        yield (
            f"The model_id '{options.model_id}' is invalid. "
            f"Supported models: {', '.join(MODEL_IDS)}."
        )
    for name, what in _UNSUPPORTED_OPTIONS.items():
        if getattr(options, name):
            yield f"{name}: this server {what}. Omit it."
    if options.diarize and not (capabilities.tells_speakers or capabilities.speakers_failure):
        yield (
            "diarize: this server does not distinguish speakers. Omit it, or run "
            "'captions models fetch speakers' on its computer and start the server again."
        )
    target = options.translate_to
    if target is not None and two_letter_code(target) not in capabilities.translates_to:
        yield f"translate_to: {_describe_translation(target, capabilities)}"
    code = options.language_code
    if code is not None and two_letter_code(code) not in capabilities.languages:
        yield (
            f"language_code: '{code}' is not supported by this server's model. "
            f"{_describe_languages(capabilities)}"
        )


def _find_warnings(
    options: SessionOptions, capabilities: ModelCapabilities
) -> Iterator[ServerWarning]:
    yield from map(ServerWarning, _find_ignored(options, capabilities))
    if options.diarize and capabilities.speakers_failure:
        yield ServerWarning(f"diarize: {capabilities.speakers_failure}", SPEAKERS_UNAVAILABLE)


def _find_ignored(options: SessionOptions, capabilities: ModelCapabilities) -> Iterator[str]:
    others = [
        code
        for code in options.secondary_languages
        if two_letter_code(code) not in capabilities.languages
    ]
    if others:
        yield (
            f"secondary_languages: the model of this server does not support {', '.join(others)}. "
            f"{_describe_languages(capabilities)}"
        )
    if options.keyterms and not capabilities.supports_keyterms:
        yield f"keyterms: the model {capabilities.name} does not support any; they have no effect."
    if options.filter_background_audio:
        yield "filter_background_audio: this server has no such filter; the audio is not filtered."


def _describe_translation(target: str, capabilities: ModelCapabilities) -> str:
    if capabilities.translates_to:
        return (
            f"the model {capabilities.name} does not translate into '{target}'. "
            f"Supported: {', '.join(capabilities.translates_to)}."
        )
    return (
        f"the model {capabilities.name} cannot translate. Start the server with a multilingual "
        "Whisper model, such as whisper-base, or omit this option."
    )


def _describe_languages(capabilities: ModelCapabilities) -> str:
    return f"Supported languages: {', '.join(capabilities.languages)}; omit a region such as '-US'."
