"""Decodes recordings with ffmpeg, and turns its failures into errors for the user."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass

import numpy as np

from captions.errors import RecordingError
from captions.media import ffmpeg, tracks
from captions.media.decoder import FfmpegDecoder
from captions.media.timeline import LONGEST_FILE_GAP
from captions.media.tracks import MediaContents
from captions.messages.message import Message
from captions.pcm import Samples

_SLACK = 1.0
"""Seconds by which a recording may be shorter than declared; containers round durations."""
_SILENT = 1e-3
"""Peak amplitude of -60 dBFS; a track that stays below it holds nothing to recognise."""
_SILENT_SECONDS = 10.0
"""Silence at the beginning, in seconds, after which other tracks are suggested."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A recording for ffmpeg to decode."""

    name: str
    """Name shown to the user; a file's name is in quotation marks."""
    source: ffmpeg.InputArguments
    track: str = "0"
    """Stream specifier, as `tracks.track_specifier` returns it."""
    contents: MediaContents = tracks.UNKNOWN
    stdin_data: AsyncIterator[bytes] | None = None
    """Bytes for ffmpeg's standard input, if it reads from there."""
    longest_gap: float = LONGEST_FILE_GAP
    """Longest gap in seconds, as in `SampleTimeline`."""


ReportCallback = Callable[[Message], None]
"""Receives a message for the user."""


async def decode_media(
    media: MediaFile, rate: int, report_silence: ReportCallback = lambda _: None
) -> AsyncGenerator[Samples, None]:
    """Yield mono samples at ``rate`` Hz, as they are decoded.

    Args:
        media: recording to decode.
        rate: sample rate in Hz.
        report_silence: called once if the track begins with silence and there are other tracks.

    Raises:
        RecordingError: ffmpeg is not installed or cannot read the recording to its end, or the
            whole track is silent and there are other tracks.
    """
    silence = _SilenceWatch(media, rate, report_silence)
    decoder = await _start_decoder(media)
    try:
        sound = decoder.iter_samples(rate, media.longest_gap, None, None)
        async with contextlib.aclosing(sound):
            async for samples in sound:
                silence.feed(samples)
                yield samples
        code = await decoder.wait()
    finally:
        await decoder.stop()
    _check_end(media, code, decoder.stderr_text, silence.seconds)
    silence.check_end()


async def _start_decoder(media: MediaFile) -> FfmpegDecoder:
    try:
        return await FfmpegDecoder.start(media.source, media.track, media.stdin_data)
    except (OSError, ValueError) as error:
        raise RecordingError("ffmpeg_required_for_recording", recording=media.name) from error


class _SilenceWatch:
    """Detects a silent track in a recording that has other tracks."""

    def __init__(self, media: MediaFile, rate: int, report: ReportCallback) -> None:
        self._media = media
        self._rate = rate
        self._report = report
        self._others = tracks.other_tracks(media.contents, media.track)
        self._silent = True
        self._reported = False
        self._samples = 0

    @property
    def seconds(self) -> float:
        """Audio so far, in seconds."""
        return self._samples / self._rate

    def feed(self, samples: Samples) -> None:
        """Feed the next samples."""
        self._samples += len(samples)
        if not self._silent:
            return
        self._silent = bool(np.abs(samples).max(initial=0.0) < _SILENT)
        if self._silent and self._others and self.seconds >= _SILENT_SECONDS and not self._reported:
            self._reported = True
            self._report(
                Message(
                    "track_silent_so_far",
                    recording=self._media.name,
                    tracks=tracks.format_tracks(self._others),
                )
            )

    def check_end(self) -> None:
        """Raise if the whole track was silent and there are other tracks.

        Raises:
            RecordingError: the track was silent.
        """
        if self._silent and self._others:
            raise RecordingError(
                "track_silent",
                recording=self._media.name,
                tracks=tracks.format_tracks(self._others),
            )


def _check_end(media: MediaFile, code: int, stderr_text: str, seconds: float) -> None:
    reason = ffmpeg.last_message(stderr_text)
    if "matches no streams" in stderr_text:
        if media.track != "0":
            raise RecordingError("track_unknown", recording=media.name)
        raise RecordingError("recording_without_sound", recording=media.name)
    if not seconds:
        if not stderr_text:
            raise RecordingError("recording_only_header", recording=media.name)
        raise RecordingError("recording_undecodable", recording=media.name, reason=reason)
    # ffmpeg exits with 0 when a file is cut off, and complains of small faults that do no harm.
    whole = media.contents.seconds if stderr_text else None
    if code or (whole is not None and seconds < whole - _SLACK):
        raise RecordingError(
            "recording_broken", recording=media.name, seconds=seconds, reason=reason
        )
