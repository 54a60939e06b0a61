"""Reads audio files with libsndfile: uncompressed ones always, others if ffmpeg is missing.

Uncompressed audio needs no external decoder. For all other files ffmpeg is better: it follows
timestamps, continues after damage, and writes nothing to the terminal.
"""

import contextlib
import os
import re
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
import soundfile

from captions.audio.files import headers
from captions.audio.source import DeferredFailure
from captions.errors import RecordingError
from captions.media import ffmpeg_process
from captions.media.ffmpeg import display_name
from captions.media.mixing import ChannelMixer
from captions.messages.message import Message
from captions.pcm import Resampler, Samples

Blocks = Generator[Samples, None, None]

_BLOCK_SECONDS = 1.0
"""Length of a yielded block in seconds."""
_PIECE_SECONDS = 0.1
"""Length in seconds that is read at once; a decoder that fails loses the whole piece."""
_UNKNOWN_FRAMES = 2**62
"""Frame count from which the length is unknown; libsndfile then gives the largest integer."""
_REPAIRED_LENGTH = re.compile(r"^data : (\d+) \(should be (\d+)\)$", re.MULTILINE)
"""Log line about a truncated WAV file, whose length libsndfile corrects silently."""
_UNKNOWN_BYTES = 2**31 - 2**16
"""Length in bytes above which a header holds a placeholder, written before the length was known."""
_UNCOMPRESSED = re.compile("PCM_|FLOAT|DOUBLE|ULAW|ALAW")


def read_blocks(path: Path, rate: int) -> Blocks | None:
    """Return a file's mono samples in blocks of about a second; None if ffmpeg should read it.

    The blocks raise `RecordingError` where the file is broken.
    """
    file = _open_file(path)
    return None if file is None else _iter_blocks(file, path, rate)


def read_duration(path: Path) -> float | None:
    """Return a file's duration in seconds; None if unknown, or if ffmpeg should read the file."""
    file = _open_file(path)
    if file is None:
        return None
    with file:
        return file.frames / file.samplerate if 0 < file.frames < _UNKNOWN_FRAMES else None


def _open_file(path: Path) -> soundfile.SoundFile | None:
    """Open a file with libsndfile; None if ffmpeg should read it, or nothing can."""
    with_ffmpeg = ffmpeg_process.find_ffmpeg() is not None
    # Except on Windows, a file name may be invalid text.
    name = str(path) if os.name == "nt" else os.fsencode(path)
    try:
        if with_ffmpeg and not headers.is_uncompressed(_read_header(path)):
            return None
        with contextlib.nullcontext() if with_ffmpeg else _suppress_stderr():
            file = soundfile.SoundFile(name)
    except (soundfile.LibsndfileError, OSError):
        return None
    if with_ffmpeg and not (file.frames and _UNCOMPRESSED.match(file.subtype)):
        file.close()
        return None
    return file


def _read_header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(headers.MAX_HEADER_BYTES)


def _iter_blocks(file: soundfile.SoundFile, path: Path, rate: int) -> Blocks:
    with file:
        if not file.frames:
            raise RecordingError("recording_only_header", recording=display_name(str(path)))
        mixer = ChannelMixer(file.samplerate, file.channels)
        resampler = Resampler(file.samplerate, rate)
        with DeferredFailure(RecordingError) as failure:
            for frames in _iter_frames(file, path):
                yield resampler.feed(np.ascontiguousarray(mixer.feed(frames)))
        rest = mixer.feed(np.zeros((0, file.channels), np.float32), last=True)
        yield resampler.feed(np.ascontiguousarray(rest), last=True)
        failure.raise_now()


def _iter_frames(file: soundfile.SoundFile, path: Path) -> Iterator[Samples]:
    """Yield frames of shape ``(n, channels)``; a truncated file yields what it holds."""
    pieces: list[Samples] = []
    frames_read = 0
    reason: str | Message = ""
    try:
        for piece in _iter_pieces(file):
            pieces.append(piece)
            frames_read += len(piece)
            if len(pieces) * _PIECE_SECONDS >= _BLOCK_SECONDS:
                yield np.concatenate(pieces)
                pieces = []
    except soundfile.LibsndfileError as error:
        reason = error.error_string.strip(" .")
    else:
        # An MP3's length is an estimate to about a second; other formats store theirs.
        promised = _promised_frames(file)
        if frames_read < promised - file.samplerate and promised < _UNKNOWN_FRAMES:
            reason = Message("recording_shorter_than_declared")
    if pieces:
        yield np.concatenate(pieces)
    if reason:
        raise RecordingError(
            "recording_broken",
            recording=display_name(str(path)),
            seconds=frames_read / file.samplerate,
            reason=reason,
        )


def _promised_frames(file: soundfile.SoundFile) -> float:
    """Return the number of frames that a file declares; it may contain fewer."""
    repaired = _REPAIRED_LENGTH.search(file.extra_info)
    if repaired is None or int(repaired[1]) > _UNKNOWN_BYTES:
        return float(file.frames)
    return float(file.frames) * int(repaired[1]) / max(1, int(repaired[2]))


def _iter_pieces(file: soundfile.SoundFile) -> Iterator[Samples]:
    size = max(1, round(file.samplerate * _PIECE_SECONDS))
    suppress_output = (
        contextlib.nullcontext if _UNCOMPRESSED.match(file.subtype) else _suppress_stderr
    )
    while True:
        with suppress_output():
            piece = file.read(size, dtype="float32", always_2d=True)
        if not len(piece):
            return
        yield piece


@contextlib.contextmanager
def _suppress_stderr() -> Iterator[None]:
    """Suppress what libsndfile's MP3 decoder, mpg123, writes to standard error."""
    try:
        saved = os.dup(2)
    except OSError:  # Standard error is closed.
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
        os.dup2(saved, 2)
        os.close(saved)
