"""Records a file again and again at the speed of speech until it is killed; a program.

``python -m tests.support.recorded_sound.endless_recorder FOLDER RECORDING``: the recording has 16
kHz. Each line is the stream time at the end of a chunk, printed once the recorder has it.
"""

import itertools
import sys
import time
from pathlib import Path

import numpy as np
import soundfile

from captions.history.sound.recorder import SoundRecorder
from captions.messages.message import Message
from captions.pcm import Chunker, to_bytes

RATE = 16_000


def main(folder: Path, recording: Path) -> None:
    recorder = SoundRecorder(folder, report_problem)
    samples = soundfile.read(recording, dtype="float32")[0].astype(np.float32)
    chunker = Chunker(RATE, 0.05)
    begun = time.monotonic()
    for _ in itertools.count():
        for chunk in chunker.feed(to_bytes(samples)):
            end = chunk.stream_time + chunk.seconds
            time.sleep(max(0.0, begun + end - time.monotonic()))
            recorder.record_chunk("mic", chunk)
            print(f"{end:.3f}", flush=True)


def report_problem(message: Message) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
