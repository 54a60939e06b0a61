"""Sound files that libsndfile reads: uncompressed ones always, others where ffmpeg is missing.

Uncompressed sound needs no program to decode it. For all else ffmpeg is better: it follows
timestamps, goes on behind damage, and writes nothing to the terminal.
"""

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import soundfile

from captions.audio import headers
from captions.errors import RecordingError
from captions.ffmpeg import shown
from captions.mixing import ChannelMixer
from captions.pcm import Resampler, Samples

Blocks = Generator[Samples, None, None]

_BLOCK_SECONDS = 1.0
_PIECE_SECONDS = 0.1
"""Read at once: what a decoder has of a piece that it cannot finish is lost."""
_UNKNOWN_FRAMES = 2**62
"""libsndfile gives the largest number there is where it cannot tell."""
_MENDED = re.compile(r"^data : (\d+) \(should be (\d+)\)$", re.MULTILINE)
"""It takes a WAV file that was cut off for a shorter one, and tells by its log alone."""
_UNKNOWN_BYTES = 2**31 - 2**16
"""A larger length, or none, stands for one that was not known when it was written."""
_UNCOMPRESSED = re.compile("PCM_|FLOAT|DOUBLE|ULAW|ALAW")


def read(path: Path, rate: int) -> Blocks | None:
    """Return a file's sound, mono, in blocks of about a second; None if it is for ffmpeg.

    The blocks raise `RecordingError` where the file is broken.
    """
    file = _opened(path)
    return None if file is None else _blocks(file, path, rate)


def duration(path: Path) -> float | None:
    """Return how many seconds a file lasts; None where it does not say, or is for ffmpeg."""
    file = _opened(path)
    if file is None:
        return None
    with file:
        return file.frames / file.samplerate if 0 < file.frames < _UNKNOWN_FRAMES else None


def _opened(path: Path) -> soundfile.SoundFile | None:
    """Open a file that libsndfile is to read; None if it is for ffmpeg, or for nobody."""
    with_ffmpeg = shutil.which("ffmpeg") is not None
    # A name need not be text, except on Windows.
    name = str(path) if os.name == "nt" else os.fsencode(path)
    try:
        if with_ffmpeg and not headers.is_uncompressed(_head(path)):
            return None
        with contextlib.nullcontext() if with_ffmpeg else _quiet():
            file = soundfile.SoundFile(name)
    except (soundfile.LibsndfileError, OSError):
        return None
    if with_ffmpeg and not (file.frames and _UNCOMPRESSED.match(file.subtype)):
        file.close()
        return None
    return file


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(headers.LONGEST)


def _blocks(file: soundfile.SoundFile, path: Path, rate: int) -> Blocks:
    with file:
        if not file.frames:
            raise RecordingError(
                f"{shown(str(path))} holds no sound: it has a header and nothing else."
            )
        mixer = ChannelMixer(file.samplerate, file.channels)
        resampler = Resampler(file.samplerate, rate)
        failure: RecordingError | None = None
        try:
            for frames in _frames(file, path):
                yield resampler.feed(np.ascontiguousarray(mixer.feed(frames)))
        except RecordingError as error:
            failure = error
        rest = mixer.feed(np.zeros((0, file.channels), np.float32), last=True)
        yield resampler.feed(np.ascontiguousarray(rest), last=True)
        if failure is not None:
            raise failure


def _frames(file: soundfile.SoundFile, path: Path) -> Iterator[Samples]:
    """Yield frames of shape ``(n, channels)``; a file that is cut off gives what it has."""
    pieces: list[Samples] = []
    heard = 0
    reason = ""
    try:
        for piece in _pieces(file):
            pieces.append(piece)
            heard += len(piece)
            if len(pieces) * _PIECE_SECONDS >= _BLOCK_SECONDS:
                yield np.concatenate(pieces)
                pieces = []
    except soundfile.LibsndfileError as error:
        reason = error.error_string.strip(" .")
    else:
        # An MP3's length is an estimate to a second or so; the other formats know theirs.
        promised = _promised_frames(file)
        if heard < promised - file.samplerate and promised < _UNKNOWN_FRAMES:
            reason = "it is shorter than it says"
    if pieces:
        yield np.concatenate(pieces)
    if reason:
        raise RecordingError(
            f"{shown(str(path))} is broken after {heard / file.samplerate:.1f} s: what came before "
            f"is all that can be had ({reason})."
        )


def _promised_frames(file: soundfile.SoundFile) -> float:
    """Return how long a file says it is, whatever there is of it."""
    found = _MENDED.search(file.extra_info)
    if found is None or int(found[1]) > _UNKNOWN_BYTES:
        return float(file.frames)
    return float(file.frames) * int(found[1]) / max(1, int(found[2]))


def _pieces(file: soundfile.SoundFile) -> Iterator[Samples]:
    wanted = max(1, round(file.samplerate * _PIECE_SECONDS))
    quiet = contextlib.nullcontext if _UNCOMPRESSED.match(file.subtype) else _quiet
    while True:
        with quiet():
            piece = file.read(wanted, dtype="float32", always_2d=True)
        if not len(piece):
            return
        yield piece


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep off the terminal what libsndfile's decoder of MP3, mpg123, writes to standard error."""
    try:
        kept = os.dup(2)
    except OSError:  # It is closed.
        yield
        return
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
