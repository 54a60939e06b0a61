"""What translation costs: Whisper base on synthesised sentences of several languages.

`translation_delay` then measures what it costs live captions.

``python3 packaging/dev.py bench speech --translate`` recognises and translates each sentence once
more than it counts, by one call after the other. The processor time is that of the whole process.
The delay is the time from the commit of a sentence to its translation, while nothing else runs. The
voice is eSpeak NG's, so the texts say nothing about accuracy on real speech.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from captions.engine.ports import ENGINE_RATE, RecognitionHints
from captions.engine.recognition.recognisers import LoadedRecogniser, open_recogniser
from captions.engine.recognition.whisper import WhisperRecogniser
from tests.benchmarks.speech.multilingual import translation_delay
from tests.support.engines.synthetic_speech import speak_text
from tests.support.models.whisper_model import MULTILINGUAL, store_with_whisper

Result = TypeVar("Result")

SENTENCES = {
    "de": (
        "Guten Morgen, meine Damen und Herren.",
        "Gestern war es sehr kalt, und die Kinder sind zu Hause geblieben.",
        "Morgen fahren wir mit dem Zug nach Berlin, um unsere Freunde zu besuchen.",
    ),
    "fr": (
        "Bonjour, je voudrais acheter du pain et du fromage.",
        "Demain nous allons à la montagne avec les enfants.",
        "Le médecin travaille tous les jours dans un grand hôpital près de la gare.",
    ),
    "es": (
        "Buenos días, mi hermano vive en una casa grande cerca del mar.",
        "Mañana vamos a la playa con los niños.",
        "El médico trabaja todos los días en el hospital de la ciudad.",
    ),
}
"""Sentences of everyday speech, by language."""

_ROUNDS = 4
"""How often each session on the wire says all sentences."""


class Cost(NamedTuple):
    """Cost of one call."""

    wall: float
    """Seconds."""
    cpu: float
    """Processor seconds of all threads."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench speech --translate", description=__doc__)
    parser.add_argument("--translate", action="store_true", help=argparse.SUPPRESS)
    parser.parse_args(arguments)
    opened = open_recogniser(MULTILINGUAL, store_with_whisper(MULTILINGUAL))
    sys.stdout.write("language  speech s  settle cpu/s  translate cpu/s  delay s  max delay s\n")
    for language, sentences in SENTENCES.items():
        _measure_language(opened, language, sentences)
    del opened  # Its threads would take part in what follows.
    translation_delay.measure(SENTENCES["de"], _ROUNDS, (1, 2))
    return 0


def _measure_language(opened: LoadedRecogniser, language: str, sentences: Sequence[str]) -> None:
    assert opened.translator is not None
    assert isinstance(opened.recogniser, WhisperRecogniser)
    settled: list[Cost] = []
    translated: list[Cost] = []
    texts: list[str] = []
    seconds = 0.0
    for number, sentence in enumerate([sentences[0], *sentences]):  # The first call warms up.
        samples = speak_text(sentence, language)
        hints = RecognitionHints(language=language)
        _, cost = _timed(partial(opened.recogniser.settle, samples, hints, ()))
        text, more = _timed(partial(opened.translator.translate, samples, sentence, language))
        if number:
            settled.append(cost)
            translated.append(more)
            texts.append(f"  {sentence} => {text}\n")
            seconds += len(samples) / ENGINE_RATE
    delays = [cost.wall for cost in translated]
    sys.stdout.write(
        f"{language:8}  {seconds:8.1f}  {sum(cost.cpu for cost in settled) / seconds:12.2f}  "
        f"{sum(cost.cpu for cost in translated) / seconds:15.2f}  "
        f"{statistics.median(delays):7.2f}  {max(delays):11.2f}\n"
    )
    sys.stdout.writelines(texts)


def _timed(work: Callable[[], Result]) -> tuple[Result, Cost]:
    started, used = time.perf_counter(), time.process_time()
    result = work()
    return result, Cost(time.perf_counter() - started, time.process_time() - used)


if __name__ == "__main__":
    sys.exit(main())
