"""Moonshine's streaming models and its models for other languages, run by Moonshine AI's library.

Our own runner (`captions.engine.recognition.moonshine`) supports only the two included models; the
library supports all of them. The library's voice detection is disabled, because the engine has
already detected speech.
"""

import importlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol, Self

import numpy as np

from captions.engine.library.release import ModelFamily, install_command
from captions.engine.ports import (
    ENGINE_RATE,
    Hypothesis,
    HypothesisWord,
    Prefix,
    RecognitionHints,
    to_logprob,
)
from captions.engine.recognition.prefix import strip_prefix
from captions.engine.recognition.word_units import build_units
from captions.errors import EngineError
from captions.model.writing.joining import find_gaps
from captions.model.writing.scripts import is_unspaced
from captions.pcm import Samples

_MIN_SAMPLES = ENGINE_RATE // 4
"""Minimum input in samples, 0.25 s; shorter audio is padded, because the models' convolutions need
it."""
_DEFAULT_CONFIDENCE = 1.0
"""Confidence of a word for which the library reports none. It reports confidences only for models
that come with a decoder that exposes its attention."""
_LIBRARY_OPTIONS = {
    "vad_threshold": "0.0",
    "identify_speakers": "false",
    "return_audio_data": "false",
}
_ATTENTION_DECODERS = ("decoder_with_attention.ort", "decoder_kv_with_attention.ort")
"""Decoder files that expose cross-attention, which the library needs for word times."""


class _MoonshineWord(Protocol):
    """A word of the library."""

    @property
    def word(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


class _MoonshineLine(Protocol):
    """A line of the library; it has no words if the model has no attention decoder."""

    @property
    def text(self) -> str: ...
    @property
    def words(self) -> Sequence[_MoonshineWord] | None: ...


class _MoonshineTranscript(Protocol):
    """A transcript of the library."""

    @property
    def lines(self) -> Sequence[_MoonshineLine]: ...


class MoonshineModel(Protocol):
    """A model of the library."""

    def set_keyterms(self, terms: list[str], /) -> object:
        """Raise the probability of these words; models with support for keyterms only."""
        ...

    def transcribe_without_streaming(
        self, samples: list[float], rate: int, /
    ) -> _MoonshineTranscript:
        """Transcribe a piece of audio."""
        ...


class MoonshineVoice:
    """One loaded model; a lock serialises the calls of several threads."""

    def __init__(self, model: MoonshineModel, language: str, *, has_keyterms: bool = False) -> None:
        self._model = model
        self._language = language
        self._has_keyterms = has_keyterms
        self._lock = Lock()
        self._keyterms: tuple[str, ...] = ()

    @classmethod
    def load(cls, folder: Path, architecture: str, language: str) -> Self:
        """Load a model.

        Args:
            folder: the folder of the model's files.
            architecture: the library's name of the network, such as ``tiny`` or
                ``small-streaming``.
            language: the language that the model recognises, as an ISO 639-1 code.

        Raises:
            EngineError: moonshine-voice is not installed, or cannot load the model.
        """
        try:
            library = importlib.import_module("moonshine_voice")
        except (ImportError, OSError) as error:
            command = install_command(ModelFamily.MOONSHINE_VOICE)
            raise EngineError("model_library_missing", command=command) from error
        options = dict(_LIBRARY_OPTIONS)
        if any((folder / name).exists() for name in _ATTENTION_DECODERS):
            options["word_timestamps"] = "true"
        try:
            model = library.Transcriber(
                str(folder),
                library.ModelArch[architecture.upper().replace("-", "_")],
                options=options,
            )
        except (KeyError, library.MoonshineError) as error:
            raise EngineError("model_unloadable", folder=str(folder), reason=str(error)) from error
        return cls(model, language, has_keyterms=supports_keyterms(architecture))

    guess_every = 0.5
    """Interval between two guesses, in seconds of audio."""

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, _draft: Hypothesis
    ) -> Hypothesis:
        """Return the result of `settle`; the library has no faster method."""
        return self.settle(samples, hints, prefix)

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the words after the prefix."""
        if len(samples) < _MIN_SAMPLES:
            samples = np.pad(samples, (0, _MIN_SAMPLES - len(samples)))
        with self._lock:
            if self._has_keyterms and hints.keyterms != self._keyterms:
                # The library separates terms by commas.
                self._model.set_keyterms([term.replace(",", " ") for term in hints.keyterms])
                self._keyterms = hints.keyterms
            transcript = self._model.transcribe_without_streaming(samples.tolist(), ENGINE_RATE)
        words = tuple(word for line in transcript.lines for word in _extract_words(line))
        return Hypothesis(strip_prefix(words, prefix), self._language)

    def confirm(
        self, _samples: Samples, _hints: RecognitionHints, _prefix: Prefix, _expected: Hypothesis
    ) -> Hypothesis | None:
        """Return `None`: confirming would cost as much as `settle`."""
        return None


def supports_keyterms(architecture: str) -> bool:
    """Return True if models of an architecture support keyterms, whose probability they raise."""
    return architecture.endswith("-streaming")


def _extract_words(line: _MoonshineLine) -> tuple[HypothesisWord, ...]:
    """Return the units of a line, with times if the library gives any."""
    if not line.words:
        return build_units(
            [[HypothesisWord(text, _DEFAULT_CONFIDENCE)] for text in line.text.split()]
        )
    words = [
        HypothesisWord(
            word.word.strip(),
            word.confidence,
            word.start,
            word.end,
            logprob=to_logprob(word.confidence),
        )
        for word in line.words
        if word.word.strip()
    ]
    if not is_unspaced(line.text):
        return tuple(words)
    merged: list[list[HypothesisWord]] = []
    for word, has_gap in zip(
        words, find_gaps([word.text for word in words], line.text), strict=True
    ):
        if merged and not has_gap:
            merged[-1].append(word)
        else:
            merged.append([word])
    return build_units(merged)
