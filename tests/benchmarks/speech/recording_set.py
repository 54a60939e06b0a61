"""The recordings that speech recognition is measured with, whole or one half of them.

Choices are tuned on one half, the *tuning half*, and reported for the other, the *report half*:
every second recording of the collection, sorted by file name, belongs to the first, beginning with
the first of all.
"""

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import numpy as np

from captions.audio.files import recording
from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples
from tests.benchmarks.recordings import MANIFEST, Entry, Talk

CHUNK_SECONDS = 0.1
SILENCE_SECONDS = 1.0
"""Behind each recording, so that its last segment is committed by endpointing."""


class Half(StrEnum):
    """Which recordings."""

    ALL = "all"
    TUNE = "tune"
    REPORT = "report"


class NoRecordingsError(Exception):
    """There is nothing to measure with; the sentence says what to do."""


def load_collection(folder: Path) -> list[Talk]:
    """Return a collection's recordings, sorted by file name.

    Raises:
        NoRecordingsError: there is no collection, or its manifest cannot be read.
    """
    path = folder / MANIFEST
    try:
        entries: list[Entry] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoRecordingsError(
            f"There is no {MANIFEST} in {folder}: name a folder of recordings with reference "
            "words by --recordings."
        ) from error
    except ValueError as error:
        raise NoRecordingsError(f"{path} is not JSON: {error}.") from error
    talks = [_talk(folder, entry) for entry in entries]
    return sorted(talks, key=lambda talk: talk.name)


def half_of(talks: Sequence[Talk], half: Half) -> list[Talk]:
    """Return one half of recordings that are sorted by file name, or all of them."""
    if half is Half.ALL:
        return list(talks)
    return list(talks[0 if half is Half.TUNE else 1 :: 2])


def named(talks: Sequence[Talk], names: str) -> list[Talk]:
    """Return the recordings whose file names begin with one of the names, which commas separate.

    Raises:
        NoRecordingsError: a name fits none.
    """
    wanted = [name.strip() for name in names.split(",")]
    for name in wanted:
        if not any(talk.name.startswith(name) for talk in talks):
            known = ", ".join(talk.name for talk in talks)
            raise NoRecordingsError(f"No recording is called '{name}': there are {known}.")
    return [talk for talk in talks if talk.name.startswith(tuple(wanted))]


def clipped(talk: Talk, seconds: float) -> Talk:
    """Return a recording up to the last segment that ends within so many seconds."""
    assert talk.entry is not None
    segments = [item for item in talk.entry["segments"] if item["end"] <= seconds]
    if len(segments) in (0, len(talk.entry["segments"])):
        return talk
    end = segments[-1]["end"]
    words = [word for word in talk.entry["words"] if word["e"] <= end]
    entry = {**talk.entry, "segments": segments, "words": words, "seconds": end}
    entry["reference"] = " ".join(segment["text"] for segment in segments)
    return talk._replace(seconds=end, entry=entry)


def sound(talk: Talk) -> Samples:
    """Return a recording of its stated length and the silence after it, at the engine's rate."""
    samples = np.concatenate([*recording.read_samples(talk.path, ENGINE_RATE)])
    return np.append(samples[: round(talk.seconds * ENGINE_RATE)], silence(SILENCE_SECONDS))


def silence(seconds: float) -> Samples:
    """Return no sound at the engine's rate."""
    return np.zeros(round(seconds * ENGINE_RATE), np.float32)


def chunks(samples: Samples) -> Iterator[Samples]:
    """Cut sound into what is sent at once."""
    size = round(CHUNK_SECONDS * ENGINE_RATE)
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


def _talk(folder: Path, entry: Entry) -> Talk:
    first = entry["segments"][0]
    begins = float(first.get("speech_start", first["start"]))
    return Talk(entry["file"], folder / entry["file"], entry["seconds"], begins, entry)
