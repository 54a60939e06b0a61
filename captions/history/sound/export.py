"""Exports the recorded sound of a session as one file, on the stream time of its transcript."""

import contextlib
import math
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NamedTuple

import soundfile

from captions.atomic_files import PartFile, remove_leftovers
from captions.errors import OutputError, UsageError, describe_reason
from captions.history.sound.guarded_file import GuardedFile
from captions.history.sound.piece_writer import encoder_rate
from captions.history.sound.reader import SoundReader

_LARGEST_WAV = 2**32 - 2**16
"""Size in bytes from which a WAV file needs 64-bit lengths (EBU Tech 3306, RF64)."""
_SAMPLE_BYTES = 2
_PERCENT = 100
_MPEG_RATES = (8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
"""Sample rates of MP3 in Hz (ISO/IEC 11172-3 and 13818-3, and MPEG 2.5)."""


class SoundFormat(NamedTuple):
    """libsndfile's names for a file format."""

    container: str
    subtype: str
    compression_level: float | None = None
    """libsndfile's compression level, 0..1; None for its default."""


_OPUS = SoundFormat("OGG", "OPUS", 0.8)
"""Opus at 57 kbit/s. A second encoding needs more bits than the first, and from 50 kbit/s on, the
encoder takes half the time."""
SOUND_FORMATS = {
    ".opus": _OPUS,
    ".ogg": _OPUS,
    ".flac": SoundFormat("FLAC", "PCM_16"),
    ".wav": SoundFormat("WAV", "PCM_16"),
    ".mp3": SoundFormat("MP3", "MPEG_LAYER_III"),
}
"""Formats by the extension of the file."""


def check_export(path: Path) -> None:
    """Check the extension of a file before the export.

    Raises:
        UsageError: it is not the extension of a format.
    """
    if path.suffix.lower() not in SOUND_FORMATS:
        raise UsageError("sound_format_unknown", file=str(path))


def export_sound(
    folder: Path,
    path: Path,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write the sound of a session to a file, which is replaced atomically; blocks until then.

    The first sample is at stream time 0, and silence stands where nothing was recorded, so that
    subtitles match.

    Args:
        folder: the session's folder.
        path: the file; its extension selects one of `SOUND_FORMATS`.
        is_cancelled: polled at each whole per cent; once it returns True, the export ends and
            leaves no file.

    Returns:
        True if the file is complete, False if the export was cancelled.

    Raises:
        UsageError: the extension is not that of a format.
        OutputError: there is no sound, or the file cannot be written.
    """
    check_export(path)
    reader = SoundReader(folder)
    if not reader.spans:
        raise OutputError("sound_missing")
    try:
        remove_leftovers(path)
        with PartFile(path) as part:
            with GuardedFile(part.path, "wb") as file:
                steps = _encode_sound(reader, file, path.suffix.lower())
                with contextlib.closing(steps):  # The encoder must close before its file.
                    for _ in steps:
                        if is_cancelled():
                            return False
                file.sync()
            file.raise_error()  # Some network file systems fail only when the file is closed.
            part.replace_target()
    except OSError as error:
        reason = describe_reason(error)
        raise OutputError("sound_export_failed", file=str(path), reason=reason) from error
    return True


def _encode_sound(
    reader: SoundReader, file: GuardedFile, extension: str
) -> Generator[None, None, None]:
    """Write all sound to a file, and yield at each whole per cent.

    Raises:
        OSError: the file cannot be written.
    """
    rate = _choose_rate(reader.rate, extension)
    total = max(1, math.ceil(reader.seconds * rate))
    written = 0
    with _open_encoder(file, rate, extension, total) as encoder:
        for block in reader.read_blocks(rate=rate):
            encoder.write(block)
            file.raise_error()
            percent = written * _PERCENT // total
            written += len(block)
            if written * _PERCENT // total > percent:
                yield
    file.raise_error()


def _open_encoder(file: GuardedFile, rate: int, extension: str, total: int) -> soundfile.SoundFile:
    container, subtype, level = SOUND_FORMATS[extension]
    if container == "WAV" and total * _SAMPLE_BYTES > _LARGEST_WAV:
        container = "RF64"
    return soundfile.SoundFile(
        file, "w", rate, channels=1, format=container, subtype=subtype, compression_level=level
    )


def _choose_rate(rate: int, extension: str) -> int:
    """Return the lowest sample rate in Hz that the format supports and that loses nothing."""
    if SOUND_FORMATS[extension].container == "OGG":
        return encoder_rate(rate)
    if extension == ".mp3":
        return next((candidate for candidate in _MPEG_RATES if candidate >= rate), 48_000)
    return rate
