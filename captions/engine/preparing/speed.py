"""Speed of a model on this computer, measured on the included sample recording.

Live captions cost more than a transcription of the same sound, because the open segment is guessed
again and again. The measurement therefore runs a live session as fast as it can: it feeds the
recording in small pieces, and guesses whenever a guess is due. A recogniser that guesses less often
where it is slow, as Whisper does, therefore counts as fast enough if it keeps up in that way.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import soundfile

from captions.engine import model_files
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.errors import EngineError, describe_reason
from captions.pcm import Resampler, Samples
from captions.protocol.options import SessionOptions

SAMPLE_SECONDS = 12.0
"""Seconds of the recording that are measured; it is one person who reads without a break."""
_MAX_BUSY_SECONDS = 24.0
"""Seconds after which the measurement ends; a model that needs longer is far too slow."""
_MAX_ELAPSED_SECONDS = 90.0
"""The same for a computer so busy that a process of low priority hardly runs."""
_MIN_SECONDS = 1e-3
"""Shortest time that a measurement counts as, in seconds."""
_PIECE_SECONDS = 0.1
"""Duration of a piece in seconds, as short as the app's chunks to within a frame."""
Clock = Callable[[], float]
"""Returns seconds since an arbitrary time."""


def measure_speed(
    models: LoadedModels,
    sound: Samples | None = None,
    clocks: tuple[Clock, Clock] = (time.perf_counter, time.process_time),
) -> float:
    """Return how many times faster than speech a model captions live on this computer.

    Args:
        models: the loaded model.
        sound: speech at `captions.engine.ports.ENGINE_RATE`; by default the included recording.
        clocks: elapsed time, and processor time of this process. The smaller one counts: other
            programs delay a process of low priority, and a model may use several cores.

    Raises:
        EngineError: the recording cannot be read, or recognition fails.
    """
    sound = read_sample() if sound is None else sound
    transcriber = models.create_transcriber(SessionOptions())
    started = [clock() for clock in clocks]
    fed = 0
    for piece in _iter_pieces(sound):
        for _ in transcriber.feed(piece):
            pass
        transcriber.guess()
        fed += len(piece)
        elapsed, busy = (clock() - start for clock, start in zip(clocks, started, strict=True))
        if min(elapsed, busy) > _MAX_BUSY_SECONDS or elapsed > _MAX_ELAPSED_SECONDS:
            break
    else:
        transcriber.commit()
    needed = min(clock() - start for clock, start in zip(clocks, started, strict=True))
    return fed / ENGINE_RATE / max(needed, _MIN_SECONDS)


def read_sample(path: Path | None = None) -> Samples:
    """Return the first `SAMPLE_SECONDS` of the included recording, at the engine's rate.

    Raises:
        ModelMissingError: the data package is not installed.
        EngineError: the recording cannot be read.
    """
    path = path or model_files.find_path(model_files.SAMPLE_RECORDING)
    try:
        with soundfile.SoundFile(path) as recording:
            rate = recording.samplerate
            samples = recording.read(round(SAMPLE_SECONDS * rate), dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        raise EngineError("speed_sample_unreadable", reason=describe_reason(error)) from error
    return Resampler(rate, ENGINE_RATE).feed(samples[:, 0].copy(), last=True)


def _iter_pieces(sound: Samples) -> Iterator[Samples]:
    size = round(_PIECE_SECONDS * ENGINE_RATE)
    for start in range(0, len(sound), size):
        yield sound[start : start + size]
