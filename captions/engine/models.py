"""Loads the models, and creates a transcriber for each session."""

import time
from collections.abc import Callable
from dataclasses import replace

from captions.engine import model_files
from captions.engine.capabilities import ModelCapabilities
from captions.engine.library.catalogue import DEFAULT, LIGHT
from captions.engine.library.store import ModelStore
from captions.engine.ports import SpeechRecogniser, StreamingRecogniser, Translator
from captions.engine.recognition import recognisers
from captions.engine.recognition.adaptive import AdaptiveRecogniser
from captions.engine.recognition.moonshine.moonshine import (
    BASE,
    TINY,
    ModelSize,
    MoonshineRecogniser,
)
from captions.engine.recognition.pacing import PacedRecogniser
from captions.engine.recognition.whisper_translator import WhisperTranslator
from captions.engine.speakers.labelling_transcriber import LabellingTranscriber
from captions.engine.speakers.ports import SpeakerEmbedder
from captions.engine.speakers.voice_model import load_voice_model
from captions.engine.transcription.language_detection import (
    BASE_THRESHOLDS,
    TINY_THRESHOLDS,
    LanguageGate,
)
from captions.engine.transcription.silero import SileroModel
from captions.engine.transcription.transcriber import FORCED_COMMIT_SECONDS, Transcriber
from captions.errors import EngineError
from captions.protocol.options import (
    TRANSLATION_LANGUAGE,
    PartialStability,
    SessionOptions,
)

_LANGUAGE_DOUBTS = {DEFAULT: BASE_THRESHOLDS, LIGHT: TINY_THRESHOLDS}
"""Confidence thresholds of the included models for detecting other languages."""


class LoadedModels:
    """The recogniser and the voice model of this process, shared by all sessions."""

    def __init__(
        self,
        recogniser: SpeechRecogniser,
        voice_model: SileroModel,
        capabilities: ModelCapabilities,
        embedder: SpeakerEmbedder | None = None,
        translator: Translator | None = None,
    ) -> None:
        self._recogniser = recogniser
        self._voice_model = voice_model
        self._embedder = embedder
        self.capabilities = replace(capabilities, tells_speakers=embedder is not None)
        """Capabilities of the recogniser, and whether speakers are told apart."""
        self.translator = translator
        """Translates the segments of a recording into English; `None` if the model cannot."""

    @property
    def live_translator(self) -> Translator | None:
        """Translates beside recognition; it is meant for one thread of low priority."""
        if isinstance(self.translator, WhisperTranslator):
            return self.translator.with_own_model()
        return self.translator

    @classmethod
    def load(
        cls,
        name: str = DEFAULT,
        store: ModelStore | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> "LoadedModels":
        """Load the named recogniser, the voice detector, and what tells speakers apart if there.

        Args:
            name: name of the model.
            store: models that are not included; by default those in the user's cache.
            clock: seconds since an arbitrary time, by which the included models' guesses are paced.

        Raises:
            UsageError: no model has that name.
            ModelMissingError: the model is not installed, or has not been fetched.
            EngineError: the model cannot be loaded.
        """
        voice = SileroModel(model_files.find_path(model_files.SILERO))
        embedder, failure = _load_embedder(store)
        if name == DEFAULT:
            return cls(
                AdaptiveRecogniser(_load_included(TINY), _load_included(BASE), clock),
                voice,
                ModelCapabilities(name=name, speakers_failure=failure),
                embedder,
            )
        if name == LIGHT:
            recogniser = PacedRecogniser(_load_included(TINY), clock)
            abilities = ModelCapabilities(name=name, speakers_failure=failure)
            return cls(recogniser, voice, abilities, embedder)
        opened = recognisers.open_recogniser(name, store)
        abilities = ModelCapabilities(
            name=name,
            languages=opened.languages,
            supports_keyterms=opened.supports_keyterms,
            translates_to=() if opened.translator is None else (TRANSLATION_LANGUAGE,),
            speakers_failure=failure,
        )
        return cls(opened.recogniser, voice, abilities, embedder, opened.translator)

    def create_transcriber(
        self,
        options: SessionOptions,
        *,
        forced_commit: float = FORCED_COMMIT_SECONDS,
        stability: PartialStability = PartialStability.BALANCED,
    ) -> Transcriber | LabellingTranscriber:
        """Create a transcriber for one session; it labels speakers if the options say so.

        Args:
            options: options of the session.
            forced_commit: seconds of uncommitted audio before a forced commit; infinity for none.
            stability: stability of partials if the session's options leave it open.
        """
        # The thresholds were measured with the included models only.
        doubt = _LANGUAGE_DOUBTS.get(self.capabilities.name)
        recogniser = self._recogniser
        if doubt is not None and not isinstance(recogniser, StreamingRecogniser):
            recogniser = LanguageGate(recogniser, doubt)
        transcriber = Transcriber(
            recogniser,
            self._voice_model.create_detector(),
            options,
            forced_commit=forced_commit,
            stability=stability,
        )
        if options.diarize and self._embedder is not None:
            return LabellingTranscriber(transcriber, self._embedder)
        return transcriber


def _load_embedder(store: ModelStore | None) -> tuple[SpeakerEmbedder | None, str]:
    """Load what tells speakers apart; without it, captions go on.

    Returns:
        The loaded model; `None` if it was not fetched, or cannot be loaded. Then a sentence says
        why.
    """
    try:
        return load_voice_model(store), ""
    except EngineError as error:
        return None, str(error)


def _load_included(size: ModelSize) -> MoonshineRecogniser:
    return MoonshineRecogniser(model_files.find_path(size.name), size)
