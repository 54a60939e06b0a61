"""Whisper speech recognition by faster-whisper, on CTranslate2.

Whisper (Radford et al. 2022, arXiv:2212.04356) always hears 30 s, however short the sound is: what
is missing is filled with silence, so that a second costs as much work as half a minute. It tells
which language is spoken, and when each word was, by its attention to the sound. Its weakness is
sound without speech, out of which it makes sentences that it knows by heart; what it calls silence
itself, and what goes round in circles, is dropped here.
"""

import importlib
import os
import time
import warnings
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from captions.engine.library.release import Family, installation
from captions.engine.ports import ENGINE_RATE, Hints, Hypothesis, HypothesisWord, Told, logprob
from captions.engine.recognition.told import behind
from captions.errors import EngineError
from captions.pcm import Samples

_NO_SPEECH = 0.6
"""A stretch that the model calls silence this surely is dropped. Whisper's own decoder keeps it if
its words seem likely, but those that it makes of noise do; real speech, in 116 stretches with
babble, reverberation and meetings among them, got 0.46 at most."""
_LOOPING = 2.4
"""Text that compresses this well repeats itself; Whisper's own decoder throws it away too."""
_TOKENS_A_SECOND = 12
"""More than anyone speaks, in languages too of which a letter takes several tokens."""
_SPARE_TOKENS = 16
_MOST_TOKENS = 220
"""Whisper's own limit is 224 with its prompt."""
_MOST_THREADS = 4
"""More hardly help."""
_LEAST_GUESS_SECONDS = 0.5
_GUESS_SHARE = 3.0
"""Guessing takes no more than a third of a processor."""
_OWN_CODES = {"jv": "jw"}
"""Whisper's codes where they are not those of ISO 639-1."""
_ISO_CODES = {own: iso for iso, own in _OWN_CODES.items()}


class Whisper:
    """One model; any number of threads may use it."""

    def __init__(self, folder: Path) -> None:
        """Load a model that was converted for CTranslate2.

        Args:
            folder: where its files are.

        Raises:
            EngineError: faster-whisper is not installed, or cannot load the model.
        """
        library = _library()
        self._took = 0.0
        """Seconds of the last guess."""
        try:
            # From the folder alone: the library would otherwise ask the hub for what is missing.
            self._model = library.WhisperModel(
                str(folder),
                device="auto",
                compute_type="default" if _on_graphics_card() else "int8",
                cpu_threads=min(os.cpu_count() or 1, _MOST_THREADS),
                local_files_only=True,
            )
        except Exception as error:  # the library's exceptions share no narrower base
            raise EngineError(
                f"The speech model in {folder} cannot be loaded: remove it, then fetch or import "
                f"it again ({error})."
            ) from error

    @property
    def guess_every(self) -> float:
        """Seconds of sound between two guesses: a few times what the last one took."""
        return max(_LEAST_GUESS_SECONDS, _GUESS_SHARE * self._took)

    def guess(self, samples: Samples, hints: Hints, told: Told, draft: Hypothesis) -> Hypothesis:
        """Return the words soon, in the language of the draft if there is one."""
        language = draft.language if draft.words else hints.language
        began = time.perf_counter()
        found = self.settle(samples, hints._replace(language=language), told)
        self._took = time.perf_counter() - began
        return found

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the words for good, in the language that is heard."""
        seconds = len(samples) / ENGINE_RATE
        language = hints.language
        segments, info = self._model.transcribe(
            samples,
            language=_OWN_CODES.get(language, language) if language else None,
            beam_size=1,  # More costs half as much again, and the smaller models drop their commas.
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=", ".join(hints.keyterms) or None,
            max_new_tokens=min(int(seconds * _TOKENS_A_SECOND) + _SPARE_TOKENS, _MOST_TOKENS),
        )
        words = [word for segment in segments if _is_speech(segment) for word in segment.words]
        heard = behind(_joined(words, seconds), told)
        return Hypothesis(heard, _ISO_CODES.get(info.language, info.language))

    def confirm(
        self, _samples: Samples, _hints: Hints, _told: Told, _expected: Hypothesis
    ) -> Hypothesis | None:
        """Return `None`: it would cost as much as `settle`."""
        return None


def _library() -> ModuleType:
    """Return faster-whisper, which only whoever chose such a model has installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of the packages that it loads; none is about us.
            return importlib.import_module("faster_whisper")
    except ImportError as error:
        raise EngineError(
            f"Whisper's models need faster-whisper: run {installation(Family.WHISPER)}."
        ) from error


def _on_graphics_card() -> bool:
    """Whether CTranslate2 finds one that it can use."""
    return bool(importlib.import_module("ctranslate2").get_cuda_device_count())


def _is_speech(segment: Any) -> bool:  # noqa: ANN401  # the library is not always installed
    """Say whether a segment is more than what Whisper makes of silence and noise."""
    return bool(segment.no_speech_prob < _NO_SPEECH and segment.compression_ratio < _LOOPING)


def _joined(words: Iterable[Any], seconds: float) -> tuple[HypothesisWord, ...]:
    """Make words of the library's, of which only those begin one that begin with a space.

    In languages without spaces a whole clause is thus one word, as it is when it is written.
    """
    joined: list[HypothesisWord] = []
    for word in words:
        confidence, end = float(word.probability), min(float(word.end), seconds)
        if joined and not word.word.startswith(" "):
            last = joined[-1]
            joined[-1] = last._replace(
                text=last.text + word.word.rstrip(),
                confidence=min(last.confidence, confidence),
                end=end,
                logprob=(last.logprob or 0.0) + logprob(confidence),
            )
        elif text := word.word.strip():
            start = min(float(word.start), end)
            joined.append(HypothesisWord(text, confidence, start, end, logprob=logprob(confidence)))
    return tuple(joined)
