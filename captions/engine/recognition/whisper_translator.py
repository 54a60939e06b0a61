"""Translation into English by Whisper's own ``translate`` task.

The multilingual models were trained to write the speech of any of their languages in English
(Radford et al. 2022, arXiv:2212.04356). The translator decodes the audio of a whole segment, so
that it has the context of the whole sentence.

A recording is translated with the loaded model of the recogniser. Beside live recognition, that
would delay commits and guesses: both calls compute with all threads of the model, and one cannot be
interrupted. A translator for live captions therefore loads the model once more, with one thread.
"""

import threading
from collections.abc import Callable, Iterable

from captions.engine.ports import ENGINE_RATE
from captions.engine.recognition.whisper import (
    DetectedLanguage,
    WhisperModel,
    WhisperSegment,
    is_speech,
    max_tokens,
    to_whisper_code,
)
from captions.pcm import Samples

_BEAMS = 5
"""Beams of the search. On five sentences with the base model they cost 5 % more time than a greedy
search; one of the greedy translations was a repetition loop."""


LoadModel = Callable[[], WhisperModel]


class WhisperTranslator:
    """Translates speech with a model; used by any number of threads."""

    def __init__(self, model: WhisperModel, load_own: LoadModel | None = None) -> None:
        """Create a translator that shares a model.

        Args:
            model: loaded model of the recogniser.
            load_own: loads the same model for translation only; `None` if it is always shared.
        """
        self._model = model
        self._load_own = load_own

    def with_own_model(self) -> "WhisperTranslator":
        """Return a translator for live captions, whose model is loaded when it is first used.

        The thread that uses it first loads the model, whose threads inherit its priority on Linux.
        """
        return self if self._load_own is None else WhisperTranslator(_LateModel(self._load_own))

    def translate(self, samples: Samples, _text: str, language: str | None) -> str:
        """Return the English translation of one segment; empty if the model hears no speech."""
        segments, _ = self._model.transcribe(
            samples,
            task="translate",
            language=to_whisper_code(language),
            beam_size=_BEAMS,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            max_new_tokens=max_tokens(len(samples) / ENGINE_RATE),
        )
        texts = (segment.text.strip() for segment in segments if is_speech(segment))
        return " ".join(filter(None, texts))


class _LateModel:
    """A model that is loaded when it is first used."""

    def __init__(self, load: LoadModel) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._model: WhisperModel | None = None

    def transcribe(
        self, samples: Samples, /, **options: object
    ) -> tuple[Iterable[WhisperSegment], DetectedLanguage]:
        """Load the model if necessary, and transcribe audio with it.

        Raises:
            EngineError: the model cannot be loaded.
        """
        with self._lock:
            if self._model is None:
                self._model = self._load()
        return self._model.transcribe(samples, **options)
