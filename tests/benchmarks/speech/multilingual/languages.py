"""Recognition in several languages by Whisper base, the multilingual model that a package has.

``python3 packaging/dev.py bench speech --languages [--only de,ja] [--json PATH]`` captions
synthetic sentences (see `synthetic_speech`) and, if they are installed, the recorded voice prompts
of Debian's packages ``asterisk-core-sounds-fr-wav`` and ``-es-wav`` (CC BY-SA 3.0), on the virtual
clock of `offline`. That clock counts the time of all processors, so delays are upper bounds. Errors
are counted in words, or in characters where a script has no spaces. The column ``detected`` is the
share of recordings whose language the model finds without being told.
"""

import argparse
import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soundfile
import soxr

from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.errors import CaptionsError
from captions.model.writing.joining import join_words
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.benchmarks.speech import offline, recording_set, scoring
from tests.benchmarks.speech.scoring import Column, Log, Row
from tests.support.engines.synthetic_speech import SENTENCES, NoSpeechError, speak
from tests.support.models.whisper_model import MULTILINGUAL, store_with_whisper

BY_CHARACTER = frozenset({"ja", "zh", "th", "lo", "km", "my", "yue"})
"""Languages whose errors are counted in characters."""
COLUMNS = (
    Column("audio_s", "sound s", 1),
    Column("units", "units", 0),
    Column("errors", "errors %", 1),
    Column("erasure", "erasure", 2),
    Column("stable_p50", "stays p50", 2),
    Column("cpu", "CPU", 2),
    Column("detected", "detected %", 0),
)
_PROMPTS = Path("/usr/share/asterisk/sounds")
_PROMPT_TEXTS = "/usr/share/doc/asterisk-core-sounds-{0}/core-sounds-{0}.txt.gz"
_PROMPT_FOLDERS = {"fr": "fr_CA_f_June", "es": "es_MX_f_Allison"}
_MAX_PROMPTS = 6
_MIN_PROMPT_CHARS, _MAX_PROMPT_CHARS = 60, 160


class Clip(NamedTuple):
    """Sound, and the text that is spoken."""

    name: str
    language: str
    samples: Samples
    text: str


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return 1 if that is impossible."""
    parser = argparse.ArgumentParser(prog="dev.py bench speech --languages")
    parser.add_argument("--only", help="languages, with commas")
    parser.add_argument("--json", type=Path, help="file for figures and texts")
    asked = parser.parse_args(arguments)
    languages = asked.only.split(",") if asked.only else list(SENTENCES)
    try:
        models = LoadedModels.load(MULTILINGUAL, store_with_whisper(MULTILINGUAL))
        rows = []
        for clips in _find_clips(languages):
            rows.append(_measure(models, clips))
            sys.stderr.write(f"{rows[-1]['name']}: {rows[-1]['errors']:.1f} % errors\n")
    except (CaptionsError, NoSpeechError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    print(scoring.text_table(rows, COLUMNS))
    if asked.json:
        asked.json.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return 0


def count_errors(reference: Sequence[str], found: Sequence[str]) -> int:
    """Return the edit distance of two sequences of words or characters."""
    costs = list(range(len(found) + 1))
    for number, unit in enumerate(reference, 1):
        row = [number]
        for place, other in enumerate(found):
            row.append(min(costs[place] + (unit != other), costs[place + 1] + 1, row[place] + 1))
        costs = row
    return costs[-1]


def split_units(text: str, language: str) -> list[str]:
    """Return the units of a text in which errors are counted, without case and punctuation.

    Accents on words do not count either, because the texts of the Spanish prompts have none.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if language not in BY_CHARACTER:
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(part for part in parts if not unicodedata.combining(part))
    else:
        return [letter for letter in folded if unicodedata.category(letter)[0] in "LMN"]
    return re.findall(r"[^\W_]+", folded)


def compute_erasure(log: Log, language: str) -> float:
    """Return how many shown units were taken back or replaced, per unit of the final text."""
    erased, final = 0, 0
    shown: list[str] = []
    for event in log:
        if event["kind"] not in {"partial", "commit"}:
            continue
        units = split_units(event["text"], language)
        pairs = zip(shown, units, strict=False)
        erased += len(shown) - sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        shown = units
        if event["kind"] == "commit":
            final, shown = final + len(units), []
    return erased / max(1, final)


def _find_clips(languages: Sequence[str]) -> Iterator[list[Clip]]:
    for language in languages:
        text = join_words(SENTENCES[language])
        yield [Clip(f"{language} synthetic", language, speak(language), text)]
        prompts = list(_read_prompts(language))
        if prompts:
            yield prompts


def _read_prompts(language: str) -> Iterator[Clip]:
    """Yield recorded prompts whose texts are sentences, as far as they are installed."""
    texts, folder = Path(_PROMPT_TEXTS.format(language)), _PROMPT_FOLDERS.get(language, "")
    if not folder or not texts.is_file():
        return
    lines = gzip.decompress(texts.read_bytes()).decode("utf-8", "replace").splitlines()
    count = 0
    for line in lines:
        name, _, text = line.partition(":")
        path = _PROMPTS / folder / f"{name}.wav"
        is_sentence = _MIN_PROMPT_CHARS <= len(text) <= _MAX_PROMPT_CHARS and not re.search(
            r"\d", text
        )
        if is_sentence and path.is_file() and count < _MAX_PROMPTS:
            count += 1
            samples, rate = soundfile.read(path, dtype="float32")
            resampled = soxr.resample(samples, rate, ENGINE_RATE).astype(np.float32)
            yield Clip(f"{language} recorded", language, resampled, text.strip())


def _measure(models: LoadedModels, clips: Sequence[Clip]) -> Row:
    """Caption clips, and return their figures together."""
    totals: dict[str, float] = defaultdict(float)
    waits: list[float] = []
    texts: list[dict[str, str]] = []
    for clip in clips:
        log = _caption(models, clip)
        found = join_words(event["text"] for event in log if event["kind"] == "commit")
        reference = split_units(clip.text, clip.language)
        totals["units"] += len(reference)
        totals["errors"] += count_errors(reference, split_units(found, clip.language))
        totals["seconds"] += len(clip.samples) / ENGINE_RATE
        totals["cpu"] += log[-1]["cpu_s"]
        totals["erasure"] += compute_erasure(log, clip.language) * len(reference)
        totals["detected"] += _detect(models, clip) == clip.language
        waits += _find_waits(log)
        texts.append({"spoken": clip.text, "recognised": found})
    return _summarise(clips[0].name, totals, waits, texts)


def _summarise(
    name: str, totals: dict[str, float], waits: Sequence[float], texts: Sequence[dict[str, str]]
) -> dict[str, Any]:
    return {
        "name": name,
        "audio_s": totals["seconds"],
        "units": totals["units"],
        "errors": 100 * totals["errors"] / totals["units"],
        "erasure": totals["erasure"] / totals["units"],
        "stable_p50": float(np.median(waits)) if waits else None,
        "cpu": totals["cpu"] / totals["seconds"],
        "detected": 100 * totals["detected"] / len(texts),
        "texts": list(texts),
    }


def _caption(models: LoadedModels, clip: Clip) -> Log:
    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD,
        vad_silence_threshold_secs=0.7,
        include_timestamps=True,
        language_code=clip.language,
    )
    samples = np.append(clip.samples, recording_set.silence(recording_set.SILENCE_SECONDS))
    return offline.replay(models.create_transcriber(options), samples)


def _detect(models: LoadedModels, clip: Clip) -> str | None:
    """Return the language that the model hears without being told."""
    transcriber = models.create_transcriber(SessionOptions())
    for _ in transcriber.feed(clip.samples):
        pass
    return transcriber.commit().language


def _find_waits(log: Log) -> Iterator[float]:
    """Yield for each committed word how long after its end it was on screen to stay."""
    open_events: Log = []
    for event in log:
        if event["kind"] == "partial":
            open_events.append(event)
        elif event["kind"] == "commit":
            yield from _commit_waits([*open_events, event], event)
            open_events = []


def _commit_waits(events: Log, commit: dict[str, Any]) -> Iterator[float]:
    shown = ""
    for word, _, end in commit["words"]:
        gap = " " if commit["text"][len(shown) :].startswith(" ") else ""
        shown += gap + word
        stays = len(events)
        while stays and events[stays - 1]["text"].startswith(shown.rstrip(".,?!。、")):
            stays -= 1
        if stays < len(events):
            yield events[stays]["t"] - end
