"""Moonshine's streaming models and those for other languages, by Moonshine AI's own library.

Our own runner (`captions.engine.recognition.moonshine`) knows the two models that are included; the
library knows all of them. Its voice detection is switched off here, since the engine has done that
already.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from captions.engine.library.release import Family, installation
from captions.engine.ports import ENGINE_RATE, Hints, Hypothesis, HypothesisWord, Told, logprob
from captions.engine.recognition.told import behind
from captions.errors import EngineError
from captions.pcm import Samples

_MIN_SAMPLES = ENGINE_RATE // 4
"""Shorter sound is padded: the models' convolutions need some room."""
_UNTOLD_CONFIDENCE = 1.0
"""The library tells how sure it is of a word only where the model comes with a decoder that tells
what it listened to; otherwise every word counts as sure."""
_OPTIONS = {
    "vad_threshold": "0.0",
    "identify_speakers": "false",
    "return_audio_data": "false",
}
_ATTENTIVE = ("decoder_with_attention.ort", "decoder_kv_with_attention.ort")


class MoonshineVoice:
    """One model; threads take turns at it."""

    def __init__(self, folder: Path, architecture: str, language: str) -> None:
        """Load a model.

        Args:
            folder: where its files are.
            architecture: such as ``tiny`` or ``small-streaming``.
            language: what it hears, as a code of ISO 639-1.

        Raises:
            EngineError: moonshine-voice is not installed, or cannot load the model.
        """
        try:
            library = importlib.import_module("moonshine_voice")
        except (ImportError, OSError) as error:
            command = installation(Family.MOONSHINE_VOICE)
            raise EngineError(
                f"This model needs Moonshine AI's library: run {command}; it is there for Linux, "
                "Windows and macOS 15."
            ) from error
        options = dict(_OPTIONS)
        if any((folder / name).exists() for name in _ATTENTIVE):
            options["word_timestamps"] = "true"
        try:
            self._transcriber = library.Transcriber(
                str(folder),
                library.ModelArch[architecture.upper().replace("-", "_")],
                options=options,
            )
        except (KeyError, library.MoonshineError) as error:
            raise EngineError(
                f"The speech model in {folder} cannot be loaded: remove it, then fetch or import "
                f"it again ({error})."
            ) from error

        self._language = language
        self._takes_keyterms = takes_keyterms(architecture)
        self._turn = Lock()
        self._keyterms: tuple[str, ...] = ()

    guess_every = 0.5
    """Seconds of sound between two guesses."""

    def guess(self, samples: Samples, hints: Hints, told: Told, _draft: Hypothesis) -> Hypothesis:
        """Return the words."""
        return self.settle(samples, hints, told)

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the words; the library knows one way to them alone."""
        if len(samples) < _MIN_SAMPLES:
            samples = np.pad(samples, (0, _MIN_SAMPLES - len(samples)))
        with self._turn:
            if self._takes_keyterms and hints.keyterms != self._keyterms:
                # The library tells terms apart by commas.
                self._transcriber.set_keyterms([term.replace(",", " ") for term in hints.keyterms])
                self._keyterms = hints.keyterms
            heard = self._transcriber.transcribe_without_streaming(samples.tolist(), ENGINE_RATE)
        words = tuple(word for line in heard.lines for word in _words(line))
        return Hypothesis(behind(words, told), self._language)

    def confirm(
        self, _samples: Samples, _hints: Hints, _told: Told, _expected: Hypothesis
    ) -> Hypothesis | None:
        """Return `None`: it would cost as much as `settle`."""
        return None


def takes_keyterms(architecture: str) -> bool:
    """Say whether a model of an architecture can be told words that are likelier than usual."""
    return architecture.endswith("-streaming")


def _words(line: Any) -> Iterator[HypothesisWord]:  # noqa: ANN401  # not always installed
    if not line.words:
        for text in line.text.split():
            yield HypothesisWord(text, _UNTOLD_CONFIDENCE)
    for word in line.words or ():
        yield HypothesisWord(
            word.word.strip(),
            word.confidence,
            word.start,
            word.end,
            logprob=logprob(word.confidence),
        )
