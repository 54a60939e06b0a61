"""Recordings that ffmpeg decodes, and the sentences for those that it cannot."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import NamedTuple

import numpy as np

from captions import ffmpeg
from captions.decoding import tracks
from captions.decoding.decoder import Decoder
from captions.decoding.timeline import LONGEST_GAP
from captions.decoding.tracks import Contents
from captions.errors import RecordingError
from captions.pcm import Samples

_SLACK = 1.0
"""Seconds by which a recording may be shorter than it says: containers round."""
_SILENT = 1e-3
"""Peak of -60 dBFS; a track that is never louder holds nothing to recognise."""
_SILENT_SECONDS = 10.0
"""Silence at the beginning after which other tracks are named."""


class Media(NamedTuple):
    """A recording that ffmpeg is to decode."""

    name: str
    """As the user reads it: a file's in quotation marks."""
    source: ffmpeg.Input
    track: str = "0"
    """As `tracks.specifier` returns it."""
    contents: Contents = tracks.UNKNOWN
    given: AsyncIterator[bytes] | None = None
    """What ffmpeg reads on standard input, where it reads from there."""
    longest_gap: float = LONGEST_GAP
    """Seconds."""


Report = Callable[[str], None]
"""Takes a sentence for the user."""


async def decode(
    media: Media, rate: int, report_silence: Report = lambda _: None
) -> AsyncGenerator[Samples, None]:
    """Yield mono sound at ``rate`` samples a second, as it is decoded.

    Args:
        media: what to decode.
        rate: samples a second.
        report_silence: is called once if the track begins with silence and there are others.

    Raises:
        RecordingError: ffmpeg is not installed, or cannot read the recording (to its end), or the
            whole track is silent and there are others.
    """
    silence = _SilenceWatch(media, rate, report_silence)
    decoder = await _started(media)
    try:
        sound = decoder.sound(rate, media.longest_gap, None, None)
        async with contextlib.aclosing(sound):
            async for samples in sound:
                silence.feed(samples)
                yield samples
        code = await decoder.wait()
    finally:
        await decoder.stop()
    _check_end(media, code, decoder.complaints, silence.seconds)
    silence.check_end()


async def _started(media: Media) -> Decoder:
    try:
        return await Decoder.start(media.source, media.track, media.given)
    except (OSError, ValueError) as error:
        raise RecordingError(
            f"{media.name} is no WAV, FLAC, OGG or MP3 file: if it is another kind of sound or a "
            "video, install ffmpeg to read it (Debian and Ubuntu: apt install ffmpeg)."
        ) from error


class _SilenceWatch:
    """Finds out whether a track is silent, where another one may not be."""

    def __init__(self, media: Media, rate: int, report: Report) -> None:
        self._media = media
        self._rate = rate
        self._report = report
        self._others = tracks.others(media.contents, media.track)
        self._silent = True
        self._reported = False
        self._samples = 0

    @property
    def seconds(self) -> float:
        """How much sound there was."""
        return self._samples / self._rate

    def feed(self, samples: Samples) -> None:
        """Take the next samples."""
        self._samples += len(samples)
        if not self._silent:
            return
        self._silent = bool(np.abs(samples).max(initial=0.0) < _SILENT)
        if self._silent and self._others and self.seconds >= _SILENT_SECONDS and not self._reported:
            self._reported = True
            self._report(self._sentence("has been silent so far"))

    def check_end(self) -> None:
        """Fail if the whole track was silent and there are others.

        Raises:
            RecordingError: it was.
        """
        if self._silent and self._others:
            raise RecordingError(self._sentence("is silent"))

    def _sentence(self, state: str) -> str:
        one = len(self._others) == 1
        return (
            f"The chosen sound track of {self._media.name} {state}: choose another one with "
            f"--track ({'there is' if one else 'there are'} {tracks.listed(self._others)})."
        )


def _check_end(media: Media, code: int, complaints: str, seconds: float) -> None:
    reason = ffmpeg.last_words(complaints)
    if "matches no streams" in complaints:
        if media.track != "0":
            raise RecordingError(f"{media.name} has no such sound track: choose another --track.")
        raise RecordingError(
            f"{media.name} holds no sound: choose a recording, or a video with sound."
        )
    if not seconds:
        if not complaints:
            raise RecordingError(f"{media.name} holds no sound: it has a header and nothing else.")
        raise RecordingError(
            f"{media.name} cannot be read as sound: it is broken or another kind of file "
            f"({reason})."
        )
    # ffmpeg exits with 0 when a file is cut off, and complains of small faults that do no harm.
    whole = media.contents.seconds if complaints else None
    if code or (whole is not None and seconds < whole - _SLACK):
        raise RecordingError(
            f"{media.name} is broken after {seconds:.1f} s: what came before is all that can be "
            f"had ({reason})."
        )
