"""Recordings to play: the one shipped with the speech model, and a collection if there is one.

A collection is a folder of recordings with a ``manifest.json``: a list of entries with ``file``,
``seconds``, ``reference`` (what is said), ``words`` (``w``, ``s`` and ``e``: each word with its
start and end) and ``segments`` (with ``speech_start`` and ``speech_end``).
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from captions.audio.files import recording
from captions.engine import model_files
from captions.engine.ports import ENGINE_RATE, FRAME_SAMPLES
from captions.engine.transcription.silero import SileroModel
from captions.pcm import Samples
from tests.benchmarks.measure import first_voiced

Entry = dict[str, Any]
"""An entry of a manifest."""
MANIFEST = "manifest.json"
SHIPPED = "two_cities.flac"
"""The shipped recording's name in the collection, where silence was put around it."""
VARIED = (
    "ls_other_1688-142285.flac",
    "babble10dB_2609-156975.flac",
    "reverb_3080-5032.flac",
    "turns_1688_367.flac",
    "google_commercial_8k.flac",
    "ibm_engb1.flac",
    "ami_EN2004a.flac",
    "ami_ES2003a.flac",
    "ami_ES2003b.flac",
    "ami_ES2011a.flac",
)
"""Novels, voices in the background, a hall, turn-taking, a telephone, a parliament, meetings."""


class Talk(NamedTuple):
    """One recording to play."""

    name: str
    path: Path
    seconds: float
    speech_start: float | None
    """Seconds into the recording; `None` where nothing sounds like speech."""
    entry: Entry | None = None
    """The spoken words with their times, if they are known."""


def choose(folder: Path, *, quick: bool, everything: bool) -> list[Talk]:
    """Return what to play: the shipped recording first.

    Raises:
        ModelMissingError: the package that carries the shipped recording is not installed.
    """
    entries = _manifest(folder)
    talks = [_shipped(entries.get(SHIPPED))]
    names = sorted(entries) if everything else [name for name in VARIED if name in entries]
    if not quick:
        talks += [_talk(folder, entries[name]) for name in names if name != SHIPPED]
    return talks


def shifted(entry: Entry, seconds: float) -> Entry:
    """Return an entry whose words and segments come earlier by so many seconds."""
    moved = copy.deepcopy(entry)
    for word in moved["words"]:
        word.update({key: word[key] - seconds for key in ("s", "e")})
    for segment in moved["segments"]:
        for key in {"start", "end", "speech_start", "speech_end"} & set(segment):
            segment[key] -= seconds
    return moved


def _manifest(folder: Path) -> dict[str, Entry]:
    path = folder / MANIFEST
    if not path.exists():
        return {}
    entries: list[Entry] = json.loads(path.read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in entries if (folder / entry["file"]).exists()}


def _shipped(entry: Entry | None) -> Talk:
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    seconds = recording.read_duration(path)
    assert seconds is not None
    if entry is None:
        return Talk(path.name, path, seconds, _find_speech(path))
    entry = {**shifted(entry, entry["segments"][0]["start"]), "file": path.name, "seconds": seconds}
    return Talk(path.name, path, seconds, _speech_start(entry), entry)


def _talk(folder: Path, entry: Entry) -> Talk:
    path = folder / entry["file"]
    return Talk(path.name, path, entry["seconds"], _speech_start(entry), entry)


def _speech_start(entry: Entry) -> float:
    first = entry["segments"][0]
    return float(first.get("speech_start", first["start"]))


def _find_speech(path: Path) -> float | None:
    """Ask the voice detector where speech begins."""
    detector = SileroModel(model_files.find_path(model_files.SILERO)).create_detector()
    probabilities = (detector.probability(frame) for frame in _frames(path))
    return first_voiced(probabilities, FRAME_SAMPLES / ENGINE_RATE)


def _frames(path: Path) -> Iterator[Samples]:
    held = np.zeros(0, np.float32)
    for block in recording.read_samples(path, ENGINE_RATE):
        held = np.concatenate([held, block])
        while len(held) >= FRAME_SAMPLES:
            yield held[:FRAME_SAMPLES]
            held = held[FRAME_SAMPLES:]
