"""Recordings with several speakers, and who speaks each of their words.

The collection has few of them. So conversations are made as well: utterances of different readers
in turn, each at another loudness, with short pauses between them. Those of a half are made of its
own recordings.

Who speaks when in the recordings of meetings is that of the reference segmentation of the AMI
corpus (BUTSpeechFIT/AMI-diarization-setup, ``only_words``); in the telephone dialogue it follows
from what is said.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
import soxr

from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import recording_set

_MIXED = ("multi", "2spk")
"""Speakers of segments that have several."""
_READERS = ("read-other", "read-clean", "talk-conversational", "parliament-british")
_TURNS: dict[str, tuple[tuple[float, float, str], ...]] = {
    "ami_EN2004a.flac": ((0.0, 24.1, "FEE078"),),
    "ami_ES2003a.flac": ((0.0, 13.5, "MEE009"), (13.5, 18.9, "MEE012")),
    "ami_ES2003b.flac": (
        (0.0, 2.9, "MEE012"),
        (2.9, 9.0, "MEE009"),
        (9.0, 12.7, "MEE009"),
        (13.8, 15.75, "MEE009"),
    ),
    "google_commercial_8k.flac": (
        (2.0, 3.5, "agent"),
        (4.5, 9.5, "caller"),
        (10.5, 14.8, "agent"),
        (15.5, 17.0, "caller"),
        (18.4, 24.4, "agent"),
        (25.8, 28.6, "caller"),
        (28.6, 32.8, "agent"),
        (33.5, 35.3, "caller"),
        (36.4, 39.3, "agent"),
        (40.0, 44.0, "caller"),
    ),
}
"""Start and end in seconds, and speaker; times in none of them have two speakers or none."""
_LOUDNESS = 0.05
_MOST_SECONDS = 75.0
_PAIRS = 3
_SLOWER = 0.9
"""Speed of the second voice of an ``alike`` conversation."""


class Conversation(NamedTuple):
    """Sound at the engine's rate, and who speaks when."""

    name: str
    kind: str
    """``made``, ``alike`` (made of similar voices), ``recorded`` or ``single``."""
    samples: Samples
    turns: tuple[tuple[float, float, str], ...]
    """Start, end and speaker, in seconds."""

    def find_speaker(self, start: float, end: float) -> str | None:
        """Return who speaks in the middle of a word; `None` if that is not known."""
        middle = (start + end) / 2
        found = {who for begin, until, who in self.turns if begin <= middle <= until}
        return found.pop() if len(found) == 1 else None


def make_conversations(talks: Sequence[Talk]) -> list[Conversation]:
    """Return the conversations of some recordings: those recorded, and those made of readers."""
    found = [_recorded(talk) for talk in talks if _has_several(talk)]
    readers = [talk for talk in talks if talk.entry and talk.entry["category"] in _READERS]
    readers.sort(key=lambda talk: -talk.seconds)
    found += [_mix((one, other)) for one, other in list(combinations(readers[:4], 2))[:_PAIRS]]
    found.append(_mix(readers[:4]))
    found += [_mix_alike(talk) for talk in readers[:2]]
    found += [_single(talk) for talk in readers[-1:]]
    return found


def _has_several(talk: Talk) -> bool:
    assert talk.entry is not None
    speakers = {segment.get("speaker") for segment in talk.entry["segments"]}
    return talk.name in _TURNS or (len(speakers) > 1 and not speakers & set(_MIXED))


def _recorded(talk: Talk) -> Conversation:
    return Conversation(talk.name, "recorded", recording_set.sound(talk), _turns(talk))


def _single(talk: Talk) -> Conversation:
    return Conversation(talk.name, "single", recording_set.sound(talk), _turns(talk))


def _turns(talk: Talk) -> tuple[tuple[float, float, str], ...]:
    assert talk.entry is not None
    return _TURNS.get(talk.name) or tuple(
        (segment["start"], segment["end"], segment["speaker"]) for segment in talk.entry["segments"]
    )


def _mix(talks: Sequence[Talk]) -> Conversation:
    """Let readers take turns, in an order that depends on their names alone."""
    generator = np.random.default_rng(sum(map(len, (talk.name for talk in talks))))
    name = "+".join(talk.name.removesuffix(".flac") for talk in talks)
    return _take_turns(name, {talk.name: _utterances(talk) for talk in talks}, generator)


def _mix_alike(talk: Talk) -> Conversation:
    """Let a reader take turns with the same one played slower: a similar voice to the model."""
    utterances = _utterances(talk)
    half = len(utterances) // 2
    slower = [
        soxr.resample(part, ENGINE_RATE * _SLOWER, ENGINE_RATE).astype(np.float32)
        for part in utterances[half:]
    ]
    name = talk.name.removesuffix(".flac")
    voices = {name: utterances[:half], f"{name}, slower": slower}
    return _take_turns(f"{name}~", voices, np.random.default_rng(0), "alike")


def _take_turns(
    name: str,
    utterances: dict[str, list[Samples]],
    generator: np.random.Generator,
    kind: str = "made",
) -> Conversation:
    parts: list[Samples] = [recording_set.silence(0.5)]
    turns: list[tuple[float, float, str]] = []
    last, now = "", 0.5
    while now < _MOST_SECONDS * len(utterances) / 2:
        able = [who for who, rest in utterances.items() if rest and who != last]
        if not able:
            break
        last = able[int(generator.integers(len(able)))]
        sound = utterances[last].pop(0) * np.float32(generator.uniform(0.6, 1.4))
        pause = recording_set.silence(float(generator.uniform(0.05, 0.5)))
        parts += [sound, pause]
        turns.append((now, now + len(sound) / ENGINE_RATE, last))
        now += (len(sound) + len(pause)) / ENGINE_RATE
    parts.append(recording_set.silence(recording_set.SILENCE_SECONDS))
    return Conversation(name, kind, np.concatenate(parts), tuple(turns))


def _utterances(talk: Talk) -> list[Samples]:
    """Cut a recording at its segments, or at pauses if it has one; each equally loud."""
    assert talk.entry is not None
    samples = recording_set.sound(talk)
    segments = talk.entry["segments"]
    spans = [(segment["start"], segment["end"]) for segment in segments]
    if len(spans) == 1:
        spans = _spans_between_pauses(talk.entry["words"])
    cut = [samples[round(start * ENGINE_RATE) : round(end * ENGINE_RATE)] for start, end in spans]
    return [part * np.float32(_LOUDNESS / np.sqrt(np.mean(np.square(part)))) for part in cut]


def _spans_between_pauses(words: Sequence[dict[str, float]]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    start = words[0]["s"]
    for word, after in pairwise(words):
        if after["s"] - word["e"] > 0.2 and word["e"] - start > 2.0:
            spans.append((start - 0.1, word["e"] + 0.1))
            start = after["s"]
    return [*spans, (start - 0.1, words[-1]["e"] + 0.1)]
