"""Streams recordings to a speech server at the speed of speech, and writes down what comes back.

A program of its own, so that the cost of the clients is separate from that of the server: it reads
its job as JSON (see `Job`) and prints a line of JSON for each session that ends. Everything that is
sent is made ready beforehand. A session ends like this: after its last sound come two commits at
once; the second one has nothing to commit, so the server says so and closes, and everything before
it has been answered.
"""

import asyncio
import base64
import contextlib
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from captions.events import Word
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import socket_url
from captions.protocol.options import CommitStrategy, PartialStability, SessionOptions, encode_query
from tests.benchmarks.measure import Line
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import recording_set, scoring
from tests.benchmarks.speech.recording_set import CHUNK_SECONDS
from tests.benchmarks.speech.scoring import Log
from tests.benchmarks.speech.streaming.server import used

_RATE = 16_000
_SPARE_SECONDS = 0.4
"""Silence that goes along with the last commit, which must have something to commit."""
_PATIENCE_SECONDS = 60.0
"""Timeout in seconds for the messages after the last sound."""


class Play(msgspec.Struct, frozen=True):
    """One recording to stream on a connection of its own."""

    name: str
    path: str
    seconds: float
    """Seconds of the recording to stream."""
    wait: float = 0.0
    """Seconds to wait at first, when several begin together."""


class Job(msgspec.Struct, frozen=True):
    """Everything to do."""

    url: str
    api_key: str
    pid: int
    """The server's process."""
    plays: list[Play]
    together: bool = False
    """True to stream all at once instead of one after the other."""
    stability: PartialStability = PartialStability.BALANCED


class Streamed(msgspec.Struct, frozen=True):
    """Results of one recording."""

    name: str
    log: Log
    late_seconds: float
    """How late the latest chunk was sent: with more than a moment, the figures are the client's."""
    client_cpu_seconds: float
    """Processor seconds used by this process since the first connection."""
    error: str = ""
    """Why it failed, if it did."""


def main() -> None:
    """Do what standard input says."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    frames = {play.name: list(_frames(play)) for play in job.plays}
    asyncio.run(run(job, frames))


async def run(job: Job, frames: Mapping[str, list[str]]) -> None:
    """Stream everything and print what comes of each; ``frames`` are each play's, by its name."""
    began = time.process_time()

    async def one(play: Play) -> None:
        await asyncio.sleep(play.wait)
        streamed = await _stream(job, play, frames[play.name])
        spent = time.process_time() - began
        done = msgspec.structs.replace(streamed, client_cpu_seconds=spent)
        print(msgspec.json.encode(done).decode(), flush=True)

    if job.together:
        await asyncio.gather(*map(one, job.plays))
        return
    for play in job.plays:
        await one(play)


class Events:
    """Writes a session's messages down as they come."""

    def __init__(self) -> None:
        self.log: Log = []

    def record(self, t: float, message: dict[str, Any]) -> None:
        """Take a message that was received ``t`` seconds after the first sample was due."""
        match message["message_type"]:
            case "partial_transcript":
                self.log.append(scoring.partial(t, message["text"]))
            case "committed_transcript":
                self.log.append(scoring.commit(t, message["text"]))
            case "committed_transcript_with_timestamps":
                words = [item for item in message["words"] or () if item["type"] == "word"]
                timed = [Word(item["text"], item["start"], item["end"]) for item in words]
                self._last_commit()["words"] = scoring.timed(timed)
            case "session_started" | "warning" | "commit_throttled":
                pass
            case name:
                raise ValueError(f"{name}: {message.get('error') or message}")

    def _last_commit(self) -> Line:
        return next(event for event in reversed(self.log) if event["kind"] == "commit")


async def _stream(job: Job, play: Play, frames: list[str]) -> Streamed:
    events = Events()
    late = 0.0
    error = ""
    before = used(job.pid)
    try:
        async with asyncio.timeout(play.seconds + _PATIENCE_SECONDS), _connected(job) as socket:
            events.record(0.0, json.loads(await socket.recv()))
            late = await _converse(socket, frames, events)
    except (OSError, TimeoutError, ConnectionClosed, ValueError) as failure:
        error = f"{type(failure).__name__}: {failure}"
    after = used(job.pid)
    # The closing commit is empty as a rule; then it is none of what was said.
    log = [event for event in events.log if event["kind"] == "partial" or event["text"].strip()]
    log.append(scoring.stats(after.cpu_seconds - before.cpu_seconds, after.peak_mb))
    return Streamed(play.name, log, late, 0.0, error)


def _connected(job: Job) -> connect:
    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD,
        vad_silence_threshold_secs=0.7,
        include_timestamps=True,
        stability=job.stability,
    )
    return connect(
        f"{socket_url(job.url)}?{encode_query(options)}",
        additional_headers={"xi-api-key": job.api_key},
        compression=None,
        proxy=None,
        ping_interval=None,
    )


async def _converse(socket: ClientConnection, frames: list[str], events: Events) -> float:
    """Send and receive until the server closes; return how late the latest chunk was sent."""
    began = time.monotonic()
    receiving = asyncio.create_task(_receive(socket, began, events))
    late = 0.0
    with contextlib.suppress(ConnectionClosed):  # What is received tells why.
        late = await _send(socket, began, frames)
    await receiving
    return late


async def _receive(socket: ClientConnection, began: float, events: Events) -> None:
    async for message in socket:
        t = time.monotonic() - began
        events.record(t, json.loads(message))


async def _send(socket: ClientConnection, began: float, frames: list[str]) -> float:
    """Send each frame when its last sample is due; return how late the latest was."""
    late = 0.0
    *sound, last, closing = frames
    for number, frame in enumerate(sound, 1):
        due = began + number * CHUNK_SECONDS
        wait = due - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        late = max(late, time.monotonic() - due)
        await socket.send(frame)
    await socket.send(last)
    await socket.send(closing)
    return late


def _frames(play: Play) -> Iterator[str]:
    talk = Talk(play.name, Path(play.path), play.seconds, None)
    for chunk in recording_set.chunks(recording_set.sound(talk)):
        yield _frame(chunk)
    yield _frame(recording_set.silence(_SPARE_SECONDS), commit=True)
    yield _frame(recording_set.silence(0.0), commit=True)


def _frame(samples: Samples, *, commit: bool = False) -> str:
    message = {
        "message_type": "input_audio_chunk",
        "audio_base_64": base64.b64encode(to_bytes(samples)).decode(),
        "commit": commit,
        "sample_rate": _RATE,
    }
    return json.dumps(message)


if __name__ == "__main__":
    main()
