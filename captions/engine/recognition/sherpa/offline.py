"""Models for whole pieces of speech, decoded in the sliding window.

They cannot continue from given words, so the words of the decoder prefix are recognised again and
then dropped.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Protocol, Self

import numpy as np

from captions.engine.ports import ENGINE_RATE, Hypothesis, Prefix, RecognitionHints
from captions.engine.recognition.prefix import strip_prefix
from captions.engine.recognition.sherpa.layout import ModelKind, SherpaModel
from captions.engine.recognition.sherpa.library import import_library, thread_count
from captions.engine.recognition.sherpa.pieces import build_words
from captions.engine.recognition.sherpa.token_text import ResultPieces
from captions.errors import EngineError
from captions.pcm import Samples

_MIN_SAMPLES = ENGINE_RATE // 4
"""Minimum input in samples, 0.25 s; shorter audio is padded, because the networks' convolutions
need it."""
_MIN_GUESS_INTERVAL = 0.4
"""Shortest interval between two guesses, in seconds of audio."""
_GUESS_INTERVAL_RATIO = 3.0
"""Ratio of the guess interval to a guess's duration: guesses use at most a third of a processor."""
_MAX_LOADED = 2
"""Maximum number of languages for which a model is loaded at the same time."""


class _OfflineResult(Protocol):
    """A result of the library."""

    @property
    def tokens(self) -> Sequence[str]: ...
    @property
    def timestamps(self) -> Sequence[float]: ...
    @property
    def ys_log_probs(self) -> Sequence[float]: ...
    @property
    def lang(self) -> str: ...


class _OfflineStream(Protocol):
    """A piece of speech in the library."""

    def accept_waveform(self, rate: int, samples: Samples, /) -> None: ...
    @property
    def result(self) -> _OfflineResult: ...


class OfflineRecognizer(Protocol):
    """A model of the library."""

    def create_stream(self) -> _OfflineStream:
        """Create a stream for a piece of speech."""
        ...

    def decode_stream(self, stream: _OfflineStream, /) -> None:
        """Recognise the speech."""
        ...


class SherpaOffline:
    """One model, shared by any number of threads."""

    def __init__(
        self, load: Callable[[str], OfflineRecognizer], languages: Sequence[str], *, is_told: bool
    ) -> None:
        """Load a model.

        Args:
            load: loads the model for a language; for an empty one, it detects the language.
            languages: languages that the model knows.
            is_told: True if the model can be loaded for one language.
        """
        self._load = load
        self._languages = languages
        self._is_told = is_told
        self._loaded: OrderedDict[str, OfflineRecognizer] = OrderedDict()
        self._lock = Lock()
        self._last_guess_duration = 0.0
        """Duration of the last guess in seconds."""
        self._find_recognizer("")

    @classmethod
    def load(cls, model: SherpaModel, languages: Sequence[str]) -> Self:
        """Load a model.

        Raises:
            EngineError: sherpa-onnx is not installed, or cannot load the model.
        """

        def load_for(language: str) -> OfflineRecognizer:
            return _load_recognizer(model, language)

        return cls(load_for, languages, is_told=model.kind is ModelKind.SENSE_VOICE)

    @property
    def guess_every(self) -> float:
        """Interval between two guesses in seconds of audio, from the duration of the last guess."""
        return max(_MIN_GUESS_INTERVAL, _GUESS_INTERVAL_RATIO * self._last_guess_duration)

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, _draft: Hypothesis
    ) -> Hypothesis:
        """Return the result of `settle`; the models have no faster method."""
        started = time.perf_counter()
        hypothesis = self.settle(samples, hints, prefix)
        self._last_guess_duration = time.perf_counter() - started
        return hypothesis

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the words after the prefix."""
        if len(samples) < _MIN_SAMPLES:
            samples = np.pad(samples, (0, _MIN_SAMPLES - len(samples)))
        told = hints.language if self._is_told and hints.language in self._languages else None
        recognizer = self._find_recognizer(told or "")
        stream = recognizer.create_stream()
        stream.accept_waveform(ENGINE_RATE, samples)
        recognizer.decode_stream(stream)
        result = stream.result
        pieces = ResultPieces(result.tokens, result.timestamps, result.ys_log_probs)
        words = strip_prefix(build_words(pieces.iter_pieces()), prefix)
        return Hypothesis(words, self._find_language(result.lang, hints))

    def confirm(
        self, _samples: Samples, _hints: RecognitionHints, _prefix: Prefix, _expected: Hypothesis
    ) -> Hypothesis | None:
        """Return `None`: confirming would cost as much as `settle`."""
        return None

    def _find_language(self, tag: str, hints: RecognitionHints) -> str | None:
        """Return the language of a tag such as ``<|yue|>``, else the only one that is possible."""
        code = tag.strip("<|>")
        if code in self._languages:
            return code
        return self._languages[0] if len(self._languages) == 1 else hints.language

    def _find_recognizer(self, language: str) -> OfflineRecognizer:
        """Return the model for a language: the library is told the language when it loads."""
        with self._lock:
            found = self._loaded.get(language) or self._load(language)
            self._loaded[language] = found
            self._loaded.move_to_end(language)
            if len(self._loaded) > _MAX_LOADED:
                self._loaded.popitem(last=False)
            return found


def _load_recognizer(model: SherpaModel, language: str) -> OfflineRecognizer:
    factory = import_library().OfflineRecognizer
    common = {"tokens": model.path_of("tokens"), "num_threads": thread_count()}
    try:
        loaded: OfflineRecognizer
        if model.kind is ModelKind.SENSE_VOICE:
            loaded = factory.from_sense_voice(
                model=model.path_of("model"), language=language, use_itn=True, **common
            )
        elif model.kind is ModelKind.CTC:
            loaded = factory.from_nemo_ctc(model=model.path_of("model"), **common)
        else:
            parts = {part: model.path_of(part) for part in ("encoder", "decoder", "joiner")}
            loaded = factory.from_transducer(**parts, model_type="nemo_transducer", **common)
    except (RuntimeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise EngineError("model_unloadable", folder=str(model.folder), reason=reason) from error
    return loaded
