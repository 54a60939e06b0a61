"""Whisper speech recognition, run by faster-whisper on CTranslate2.

Whisper (Radford et al. 2022, arXiv:2212.04356) always encodes a window of 30 s. Shorter audio is
padded with silence, so one second costs as much as 30. The model detects the spoken language, and
its cross-attention gives word times. Its weakness is audio without speech, for which it
hallucinates memorised sentences. Two filters remove these here: Whisper's own no-speech
probability, and the compression ratio of repetitive text.
"""

import importlib
import os
import time
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Protocol, Self

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
from captions.pcm import Samples

_NO_SPEECH_THRESHOLD = 0.6
"""No-speech probability from which a segment is dropped. Whisper's own decoder keeps such a segment
if its words are likely, but words hallucinated from noise are likely too. Real speech had at most
0.46, in 116 segments that included babble, reverberation and meetings."""
_COMPRESSION_RATIO_THRESHOLD = 2.4
"""Compression ratio from which text counts as a repetition loop; Whisper's own decoder rejects such
text too."""
_TOKENS_PER_SECOND = 12
"""Upper limit of the speaking rate, including languages in which one letter takes several
tokens."""
_EXTRA_TOKENS = 16
"""Tokens allowed in addition to those of the speaking rate."""
_MAX_TOKENS = 220
"""Upper limit of tokens in one call; Whisper's own limit is 224, including its prompt."""
_MAX_PARALLEL_CALLS = 2
"""Calls that one model runs at the same time, so that two sessions seldom wait for each other. They
share the weights."""
_MAX_OWN_MODEL_BYTES = 1_000_000_000
"""Maximum size of the files of a model that is loaded once more for translation: in memory it takes
about as much again. Larger models hardly keep up with speech on a processor."""
_MAX_THREADS = 4
"""Upper limit of CPU threads; more hardly increase the speed."""
_MIN_GUESS_INTERVAL = 0.5
"""Shortest interval between two guesses, in seconds of audio."""
_GUESS_INTERVAL_RATIO = 3.0
"""Ratio of the guess interval to a guess's duration: guesses use at most a third of a processor."""
_WHISPER_CODES = {"jv": "jw"}
"""Whisper's language codes that differ from ISO 639-1, by ISO 639-1 code."""
_ISO_CODES = {own: iso for iso, own in _WHISPER_CODES.items()}


class _WhisperWord(Protocol):
    """A word of the library."""

    @property
    def word(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...


class WhisperSegment(Protocol):
    """A segment of the library."""

    @property
    def text(self) -> str:
        """Text of the segment."""
        ...

    @property
    def words(self) -> Iterable[_WhisperWord]:
        """Words with times, if they were requested."""
        ...

    @property
    def no_speech_prob(self) -> float:
        """Probability that the segment contains no speech."""
        ...

    @property
    def compression_ratio(self) -> float:
        """Ratio by which the text can be compressed; high for repetitions."""
        ...


class DetectedLanguage(Protocol):
    """The library's report on the audio."""

    @property
    def language(self) -> str:
        """Whisper's code of the language."""
        ...


class WhisperModel(Protocol):
    """A model of the library."""

    def transcribe(
        self, samples: Samples, /, **options: object
    ) -> tuple[Iterable[WhisperSegment], DetectedLanguage]:
        """Transcribe audio; the segments are computed while they are iterated over."""
        ...


class WhisperRecogniser:
    """One loaded model, shared by any number of threads."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model
        self._last_guess_duration = 0.0
        """Duration of the last guess in seconds."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load a model that was converted for CTranslate2.

        Args:
            folder: the folder of the model's files.

        Raises:
            EngineError: faster-whisper is not installed, or cannot load the model.
        """
        threads = min(os.cpu_count() or 1, _MAX_THREADS)
        return cls(_load_model(folder, threads, _MAX_PARALLEL_CALLS))

    @property
    def model(self) -> WhisperModel:
        """The loaded model, which a translator may share."""
        return self._model

    @property
    def guess_every(self) -> float:
        """Interval between two guesses in seconds of audio, from the duration of the last guess."""
        return max(_MIN_GUESS_INTERVAL, _GUESS_INTERVAL_RATIO * self._last_guess_duration)

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return a quick hypothesis, in the language of the draft if it has words."""
        language = draft.language if draft.words else hints.language
        started = time.perf_counter()
        hypothesis = self.settle(samples, hints._replace(language=language), prefix)
        self._last_guess_duration = time.perf_counter() - started
        return hypothesis

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the final words, in the hinted language or in the one that the model detects."""
        seconds = len(samples) / ENGINE_RATE
        language = hints.language
        segments, info = self._model.transcribe(
            samples,
            language=to_whisper_code(language),
            beam_size=1,  # Beams cost 50 % more, and smaller models then drop commas.
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=", ".join(hints.keyterms) or None,
            max_new_tokens=max_tokens(seconds),
        )
        words = [word for segment in segments if is_speech(segment) for word in segment.words]
        recognised = strip_prefix(_merge_words(words, seconds), prefix)
        return Hypothesis(recognised, _ISO_CODES.get(info.language, info.language))

    def confirm(
        self, _samples: Samples, _hints: RecognitionHints, _prefix: Prefix, _expected: Hypothesis
    ) -> Hypothesis | None:
        """Return `None`: confirming would cost as much as `settle`."""
        return None


def make_own_loader(folder: Path) -> Callable[[], WhisperModel] | None:
    """Return a function that loads a model once more, to translate with one thread.

    Args:
        folder: the folder of the model's files.

    Returns:
        The function; `None` if a second copy would take too much memory, or a GPU computes, which
        is fast enough for both.
    """
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    is_shared = size > _MAX_OWN_MODEL_BYTES or _has_gpu()
    return None if is_shared else partial(_load_model, folder, 1, 1)


def _load_model(folder: Path, threads: int, parallel_calls: int) -> WhisperModel:
    """Load a model.

    Args:
        folder: the folder of the model's files.
        threads: processor threads of one call.
        parallel_calls: calls that run at the same time.

    Raises:
        EngineError: faster-whisper is not installed, or cannot load the model.
    """
    library = _import_library()
    try:
        # Local files only: otherwise the library fetches missing ones from Hugging Face.
        model: WhisperModel = library.WhisperModel(
            str(folder),
            device="auto",
            compute_type="default" if _has_gpu() else "int8",
            cpu_threads=threads,
            num_workers=parallel_calls,
            local_files_only=True,
        )
    except Exception as error:  # the library's exceptions share no narrower base
        raise EngineError("model_unloadable", folder=str(folder), reason=str(error)) from error
    return model


def _import_library() -> ModuleType:
    """Import faster-whisper, which only users of such a model have installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # The warnings concern its dependencies, not our code.
            return importlib.import_module("faster_whisper")
    except ImportError as error:
        raise EngineError(
            "whisper_library_missing", command=install_command(ModelFamily.WHISPER)
        ) from error


def _has_gpu() -> bool:
    """Return True if CTranslate2 finds a GPU that it can use."""
    return bool(importlib.import_module("ctranslate2").get_cuda_device_count())


def to_whisper_code(language: str | None) -> str | None:
    """Return Whisper's code for an ISO 639-1 code; `None` if the model should detect it."""
    return _WHISPER_CODES.get(language, language) if language else None


def max_tokens(seconds: float) -> int:
    """Return the upper limit of tokens for the speech in a piece of audio."""
    return min(int(seconds * _TOKENS_PER_SECOND) + _EXTRA_TOKENS, _MAX_TOKENS)


def is_speech(segment: WhisperSegment) -> bool:
    """Return True if a segment is speech, not a hallucination or a repetition loop."""
    return (
        segment.no_speech_prob < _NO_SPEECH_THRESHOLD
        and segment.compression_ratio < _COMPRESSION_RATIO_THRESHOLD
    )


def _merge_words(words: Iterable[_WhisperWord], seconds: float) -> tuple[HypothesisWord, ...]:
    """Return the units of the library's words: one without a leading space continues the last."""
    merged: list[list[HypothesisWord]] = []
    follows_space = True
    for word in words:
        text, confidence = word.word.strip(), float(word.probability)
        follows_space = follows_space or word.word.startswith(" ")
        if not text:
            continue
        end = min(float(word.end), seconds)
        start, logprob = min(float(word.start), end), to_logprob(confidence)
        part = HypothesisWord(text, confidence, start, end, logprob=logprob)
        if follows_space:
            merged.append([part])
        else:
            merged[-1].append(part)
        follows_space = word.word.endswith(" ")
    return build_units(merged)
