"""The options of a session with the speech server, from the settings."""

from captions.engine.library.recommendation import find_languages
from captions.engine.library.translation import needs_translation
from captions.protocol.languages import find_locale_language
from captions.protocol.options import (
    TRANSLATION_LANGUAGE,
    AudioFormat,
    CommitStrategy,
    PartialStability,
    SessionOptions,
)
from captions.settings.schema import RecognitionSettings, Settings


def make_session_options(settings: Settings, *, tells_speakers: bool = False) -> SessionOptions:
    """Return the options of the next session.

    Args:
        settings: settings currently in use.
        tells_speakers: True if the engine on this computer labels speakers in this lane.
    """
    recognition = settings.recognition
    labels_speakers = recognition.speakers if recognition.server else tells_speakers
    strategy = CommitStrategy(recognition.commit_strategy)
    return SessionOptions(
        model_id=recognition.model_id,
        audio_format=AudioFormat(settings.sound.sample_rate),
        commit_strategy=strategy,
        commit_sentences=strategy is CommitStrategy.VAD,
        vad_silence_threshold_secs=recognition.silence_seconds,
        vad_threshold=recognition.vad_threshold,
        min_speech_duration_ms=recognition.min_speech_ms,
        min_silence_duration_ms=recognition.min_silence_ms,
        language_code=_name_language(recognition, recognition.language),
        keyterms=recognition.keyterms,
        include_timestamps=True,
        stability=None if recognition.server else PartialStability(recognition.stability),
        diarize=labels_speakers or None,
        translate_to=TRANSLATION_LANGUAGE if needs_translation(settings) else None,
    )


def find_computer_language(settings: Settings) -> str | None:
    """Return the language of the computer's audio for the server; `None` for the usual one.

    A language that the model in use does not know is left out; the settings dialog says so.
    """
    recognition = settings.recognition
    language = _name_language(recognition, settings.computer_language)
    known = (language,) if recognition.server else find_languages(recognition.model)
    return language if language in known else None


def _name_language(recognition: RecognitionSettings, language: str) -> str | None:
    """Return a language for the server; `None` if the server should detect it.

    The server on this computer knows languages, not locales such as ``nb-NO``; other servers may
    know both.
    """
    return (language if recognition.server else find_locale_language(language)) or None
