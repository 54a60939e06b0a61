"""What translation costs live captions: German sentences streamed to a real server on the wire.

Part of ``python3 packaging/dev.py bench speech --translate``. Each session streams synthesised
sentences at the speed of speech, with pauses in which a translation begins and does not end before
the next sentence does. The same sessions are measured without translation, which is the figure to
reach. Delays are seconds:

* *commit*: from the end of a sentence to its committed text, including the 0.7 s of silence that
  end a segment.
* *first partial*: from the beginning of a sentence to its first partial.
* *gap*: the longest time between two partials of a sentence.
* *translation*: from the committed text to its translation.
"""

import asyncio
import contextlib
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from captions.engine.ports import ENGINE_RATE
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import socket_url
from captions.protocol.messages import encode_message, make_audio_chunk
from captions.protocol.options import CommitStrategy, SessionOptions, encode_query
from tests.benchmarks.speech.streaming.server import Server, serving, used
from tests.support.engines.synthetic_speech import speak_text
from tests.support.models.whisper_model import MULTILINGUAL, store_with_whisper

_CHUNK_SECONDS = 0.05
_PAUSE_SECONDS = 1.2
"""Silence after each sentence: longer than what ends a segment, so that each is one commit."""
_STAGGER_SECONDS = 1.7
"""Time between the beginnings of two sessions, so that they do not speak in unison."""
_AUDIBLE = 0.01
"""Level from which a sample belongs to a sentence; the voice's own silence is below it."""
_LAST_SECONDS = 40.0
"""Timeout for the translations after the last sentence."""
_HEAD = (
    "Each column: median, 95 %, maximum in seconds.\n"
    "sessions  translate  commit              first partial       gap                 "
    "translation         cpu/s\n"
)


class SpokenText(NamedTuple):
    """Sentences as one stream."""

    samples: Samples
    spans: tuple[tuple[float, float], ...]
    """Beginning and end of each sentence in seconds."""


class Delays(NamedTuple):
    """Delays of all sentences of a session, in seconds."""

    commits: list[float]
    first_partials: list[float]
    gaps: list[float]
    translations: list[float]


def measure(sentences: Sequence[str], rounds: int, counts: Sequence[int]) -> None:
    """Measure and print, for each number of sessions.

    Args:
        sentences: German sentences.
        rounds: how often each session says all of them.
        counts: numbers of sessions at the same time.
    """
    speech = speak_sentences([*sentences] * rounds)
    sys.stdout.write(_HEAD)
    for count in counts:
        for translates in (False, True):
            with _models_of_tests(), serving(MULTILINGUAL) as server:
                before, began = used(server.pid).cpu_seconds, time.monotonic()
                found = asyncio.run(_stream_all(server, speech, count, translates=translates))
                share = (used(server.pid).cpu_seconds - before) / (time.monotonic() - began)
            _print_row(count, found, share, translates=translates)


def speak_sentences(sentences: Sequence[str]) -> SpokenText:
    """Return sentences with a pause after each."""
    pause = np.zeros(round(_PAUSE_SECONDS * ENGINE_RATE), np.float32)
    spoken = {text: speak_text(text, "de") for text in dict.fromkeys(sentences)}
    parts, spans, start = [pause], [], len(pause)
    for text in sentences:
        audible = np.flatnonzero(np.abs(spoken[text]) >= _AUDIBLE)
        first, last = start + int(audible[0]), start + int(audible[-1])
        spans.append((first / ENGINE_RATE, last / ENGINE_RATE))
        parts += [spoken[text], pause]
        start += len(spoken[text]) + len(pause)
    return SpokenText(np.concatenate(parts), tuple(spans))


@contextlib.contextmanager
def _models_of_tests() -> Iterator[None]:
    """Let programs that are started find the models of the tests (Linux)."""
    folder = store_with_whisper(MULTILINGUAL).folder
    name, before = "XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory(prefix="bench-") as cache:
        (Path(cache) / "captions").mkdir()
        (Path(cache) / "captions" / "models").symlink_to(folder)
        os.environ[name] = cache
        try:
            yield
        finally:
            os.environ.pop(name)
            os.environ.update({} if before is None else {name: before})


async def _stream_all(
    server: Server, speech: SpokenText, count: int, *, translates: bool
) -> list[Delays]:
    async def stream(number: int) -> Delays:
        await asyncio.sleep(number * _STAGGER_SECONDS)
        return await _stream(server, speech, translates=translates)

    return list(await asyncio.gather(*map(stream, range(count))))


async def _stream(server: Server, speech: SpokenText, *, translates: bool) -> Delays:
    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD,
        vad_silence_threshold_secs=0.7,
        include_timestamps=True,
        language_code="de",
        translate_to="en" if translates else None,
    )
    async with connect(
        f"{socket_url(server.address.url)}?{encode_query(options)}",
        additional_headers={"xi-api-key": server.address.api_key},
        compression=None,
        proxy=None,
        ping_interval=None,
    ) as socket:
        await socket.recv()
        began = time.monotonic()
        events: list[tuple[float, dict[str, Any]]] = []  # Any: JSON
        receiving = asyncio.create_task(_receive(socket, began, events))
        await _send(socket, began, speech.samples)
        await _await_translations(events)
        receiving.cancel()
        await asyncio.wait([receiving])
        return compute_delays(speech.spans, events)


async def _send(socket: ClientConnection, began: float, samples: Samples) -> None:
    """Send each chunk when its last sample is due."""
    size = round(_CHUNK_SECONDS * ENGINE_RATE)
    for number, start in enumerate(range(0, len(samples), size), 1):
        await asyncio.sleep(max(0.0, began + number * _CHUNK_SECONDS - time.monotonic()))
        chunk = make_audio_chunk(to_bytes(samples[start : start + size]))
        await socket.send(encode_message(chunk), text=True)


async def _receive(
    socket: ClientConnection, began: float, events: list[tuple[float, dict[str, Any]]]
) -> None:
    async for message in socket:
        at = time.monotonic() - began
        events.append((at, json.loads(message)))


async def _await_translations(events: Sequence[tuple[float, dict[str, Any]]]) -> None:
    """Wait until each segment with an id has its translation."""
    deadline = time.monotonic() + _LAST_SECONDS
    while time.monotonic() < deadline:
        await asyncio.sleep(0.2)
        ids = {event["segment_id"] for _, event in events if event.get("segment_id")}
        done = {
            event["segment_id"] for _, event in events if event["message_type"] == "translation"
        }
        if ids == done:
            return


def compute_delays(
    spans: Sequence[tuple[float, float]], events: Sequence[tuple[float, dict[str, Any]]]
) -> Delays:
    """Return the delays of a session.

    Args:
        spans: beginning and end of each sentence in seconds.
        events: messages with the seconds since the first sample was due.
    """
    delays = Delays([], [], [], [])
    committed: dict[str, float] = {}
    for at, event in events:
        match event["message_type"]:
            case "committed_transcript" if event.get("segment_id"):
                committed[event["segment_id"]] = at
            case "committed_transcript_with_timestamps" if event["words"]:
                heard = event["words"][-1]["end"]
                end = min((end for _, end in spans), key=lambda end: abs(end - heard))
                delays.commits.append(at - end)
            case "translation" if event["text"]:
                delays.translations.append(at - committed[event["segment_id"]])
    partials = [
        at
        for at, event in events
        if event["message_type"] == "partial_transcript" and event["text"]
    ]
    for start, end in spans:
        inside = [at for at in partials if start < at <= end + _PAUSE_SECONDS / 2]
        if inside:
            delays.first_partials.append(inside[0] - start)
            steps = [later - earlier for earlier, later in itertools.pairwise(inside)]
            delays.gaps.append(max(steps, default=0.0))
    return delays


def _print_row(count: int, found: Sequence[Delays], share: float, *, translates: bool) -> None:
    columns = [
        _format([delay for delays in kind for delay in delays]) for kind in zip(*found, strict=True)
    ]
    sys.stdout.write(
        f"{count:8}  {'yes' if translates else 'no':9}  {'  '.join(columns)}  {share:5.2f}\n"
    )
    sys.stdout.flush()


def _format(delays: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the maximum."""
    if not delays:
        return f"{'-':18}"
    figures = (statistics.median(delays), float(np.percentile(delays, 95)), max(delays))
    return " ".join(f"{figure:5.2f}" for figure in figures) + " "
