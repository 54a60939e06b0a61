"""Records samples, and compares them with what is read back."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import enumerate as running_threads

import numpy as np

from captions.history.sound.recorder import SoundRecorder
from captions.messages.message import Message
from captions.pcm import Chunk, Chunker, Samples, to_bytes


def make_chunks(
    samples: Samples, rate: int, start: float = 0.0, chunk_seconds: float = 0.05
) -> Iterable[Chunk]:
    """Cut samples into chunks; the first is at the stream time ``start``."""
    chunker = Chunker(rate, chunk_seconds, start)
    yield from chunker.feed(to_bytes(samples))
    yield from chunker.flush()


def record_lanes(folder: Path, lanes: Mapping[str, Iterable[Chunk]]) -> list[Message]:
    """Record the chunks of each lane, and return the problems that were reported."""
    problems: list[Message] = []
    before = set(running_threads())
    recorder = SoundRecorder(folder, problems.append)
    for lane, chunks in lanes.items():
        for chunk in chunks:
            recorder.record_chunk(lane, chunk)
    recorder.finish()
    for thread in set(running_threads()) - before:
        thread.join()  # Minutes of sound may take longer here than an app that closes would wait.
    return problems


def measure_shift(original: Samples, decoded: Samples) -> int:
    """Return by how many samples a decoded recording is late, by cross-correlation."""
    size = 1 << (len(original) + len(decoded)).bit_length()
    spectrum = np.fft.rfft(decoded, size) * np.conj(np.fft.rfft(original, size))
    shift = int(np.fft.irfft(spectrum, size).argmax())
    return shift if shift < size // 2 else shift - size


def measure_likeness(original: Samples, decoded: Samples) -> float:
    """Return the correlation of two recordings of equal length, -1..1."""
    size = min(len(original), len(decoded))
    return float(np.corrcoef(original[:size], decoded[:size])[0, 1])


def read_all(blocks: Iterable[Samples]) -> Samples:
    """Return all blocks as one array."""
    return np.concatenate([*blocks, np.zeros(0, np.float32)])
