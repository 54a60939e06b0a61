"""Streams recordings through moonshine-voice at the speed of speech, and writes down what it says.

A program of its own; its argument is the folder of moonshine-voice. It does with the
library what its own examples do: a transcriber, a stream, sound added a tenth of a second at a
time. It reads a `Job` as JSON, and prints a line when it is loaded and one for each recording.
"""

import importlib
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from captions.pcm import Samples
from tests.benchmarks.drive import peak_mb
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import recording_set, scoring
from tests.benchmarks.speech.recording_set import CHUNK_SECONDS
from tests.benchmarks.speech.streaming.client import Play, Streamed

_MODEL = "assets/tiny-en"
"""Inside the package: the only speech model that it brings along."""


class Job(msgspec.Struct, frozen=True):
    """Everything to do."""

    packages: str
    interval: float
    """Seconds of sound between two updates of the transcript."""
    plays: list[Play]


def main() -> None:
    """Do what standard input says."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    # Before the environment's own, which may be another version with other models.
    sys.path.insert(0, job.packages)
    library: Any = importlib.import_module("moonshine_voice")
    transcriber: Any = importlib.import_module("moonshine_voice.transcriber")
    model = Path(library.__file__).parent / _MODEL
    loaded = transcriber.Transcriber(str(model), library.ModelArch.TINY, job.interval)
    print("{}", flush=True)
    for play in job.plays:
        streamed = _stream(loaded.create_stream(), play)
        print(msgspec.json.encode(streamed).decode(), flush=True)


class Listener:
    """Writes events of lines down: a changed line is a guess, a completed one a commit."""

    def __init__(self) -> None:
        self.log: scoring.Log = []
        self.error = ""
        self.began = time.monotonic()

    def __call__(self, event: Any) -> None:  # noqa: ANN401  # the library has no types
        """Take an event of the library's stream."""
        t = time.monotonic() - self.began
        match type(event).__name__:
            case "LineTextChanged" if not event.line.is_complete:
                self.log.append(scoring.partial(t, event.line.text))
            case "LineCompleted":
                self.log.append(scoring.commit(t, event.line.text))
            case "Error":
                self.error = str(event.error)
            case _:
                pass


def _stream(stream: Any, play: Play) -> Streamed:  # noqa: ANN401  # the library has no types
    samples = recording_set.sound(Talk(play.name, Path(play.path), play.seconds, None))
    before = time.process_time()
    listener = Listener()
    stream.add_listener(listener)
    stream.start()
    late = _feed(stream, samples, listener.began)
    stream.stop()
    stream.close()
    spent = time.process_time() - before
    log = [*listener.log, scoring.stats(spent, _peak_mb())]
    return Streamed(play.name, log, late, 0.0, listener.error)


def _feed(stream: Any, samples: Samples, began: float) -> float:  # noqa: ANN401  # as above
    """Add each chunk when its last sample is due; return how late the latest was."""
    late = 0.0
    for number, chunk in enumerate(recording_set.chunks(samples), 1):
        due = began + number * CHUNK_SECONDS
        wait = due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        late = max(late, time.monotonic() - due)
        stream.add_audio(chunk.tolist(), 16_000)
    return late


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    return peak_mb(status.read_text()) if status.exists() else 0.0


if __name__ == "__main__":
    main()
