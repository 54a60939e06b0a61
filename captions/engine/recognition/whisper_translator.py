"""Translation into English by Whisper's own ``translate`` task.

The multilingual models were trained to write the speech of any of their languages in English
(Radford et al. 2022, arXiv:2212.04356). The translator shares the loaded model of the recogniser,
and decodes the audio of a whole segment, so that it has the context of the whole sentence.
"""

from captions.engine.ports import ENGINE_RATE
from captions.engine.recognition.whisper import (
    WhisperModel,
    is_speech,
    max_tokens,
    to_whisper_code,
)
from captions.pcm import Samples

_BEAMS = 5
"""Beams of the search. They cost 5 % more than a greedy one, because the encoder takes most of the
time, and avoid most repetition loops of small models."""


class WhisperTranslator:
    """Translates speech with a loaded model; used by any number of threads."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model

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
