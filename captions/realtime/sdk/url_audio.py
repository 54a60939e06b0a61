"""Audio of a URL or a file, decoded by ffmpeg to whole samples."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from captions.errors import RecordingError
from captions.media import ffmpeg, tracks
from captions.media.decoder import FfmpegDecoder
from captions.media.ffmpeg import display_name
from captions.media.timeline import LONGEST_FILE_GAP, LONGEST_STREAM_GAP
from captions.pcm import Chunker, Samples, to_bytes
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits

_BLOCK_SECONDS = 0.1
"""Duration of a block in seconds."""
_NO_SAMPLES = np.zeros(0, np.float32)


class _DecoderInput(NamedTuple):
    """Input of ffmpeg and how to decode it."""

    source: ffmpeg.InputArguments
    track: str = "0"
    """Stream specifier, from `tracks.specifier`."""
    longest_gap: float = LONGEST_STREAM_GAP
    """Seconds, as in `Timeline`."""


class UrlAudio:
    """Audio that ffmpeg decodes; its first samples are available once it is made."""

    def __init__(
        self,
        decoder: FfmpegDecoder,
        samples: AsyncGenerator[Samples, None],
        url: str,
        rate: int,
        limits: ClientLimits,
    ) -> None:
        """Take over a decoder and its samples, ``rate`` of them per second."""
        self.process = decoder.process
        self._decoder = decoder
        self._url = url
        self._rate = rate
        self._limits = limits
        self._samples = samples
        self._first_samples = _NO_SAMPLES

    @classmethod
    async def start(cls, url: str, rate: int, limits: ClientLimits = DEFAULT_LIMITS) -> "UrlAudio":
        """Start decoding, and wait for the first samples.

        Args:
            url: any input of ffmpeg: a web address, a stream, or the path of a file.
            rate: samples per second of the decoded audio.
            limits: timeouts of ffmpeg.

        Raises:
            RecordingError: ffmpeg is missing, or cannot read the URL; the text quotes ffmpeg.
        """
        choice = await asyncio.to_thread(_choose_input, url)
        decoder = await _start_decoder(url, choice)
        samples = decoder.iter_samples(rate, choice.longest_gap, None, None)
        audio = cls(decoder, samples, url, rate, limits)
        try:
            await audio._await_first_samples()
        except BaseException:
            await audio.stop()
            raise
        return audio

    async def read_blocks(self) -> AsyncIterator[bytes]:
        """Yield blocks of 16-bit samples, a tenth of a second each, to the end.

        Raises:
            RecordingError: ffmpeg failed; the blocks before are valid.
        """
        chunker = Chunker(self._rate, _BLOCK_SECONDS)
        samples = self._first_samples
        while samples.size:
            for chunk in chunker.feed(to_bytes(samples)):
                yield chunk.data
            samples = await anext(self._samples, _NO_SAMPLES)
        for chunk in chunker.flush():
            yield chunk.data
        await self._check_exit()

    async def stop(self) -> None:
        """Stop ffmpeg if it runs, and release its resources."""
        await self._samples.aclose()
        await self._decoder.stop(self._limits.url_stop_timeout)

    async def _await_first_samples(self) -> None:
        try:
            async with asyncio.timeout(self._limits.url_start_timeout):
                self._first_samples = await anext(self._samples, _NO_SAMPLES)
        except TimeoutError as error:
            raise RecordingError(
                "stream_not_started",
                stream=display_name(self._url),
                seconds=self._limits.url_start_timeout,
            ) from error
        if not self._first_samples.size:
            await self._check_exit()
            raise RecordingError("stream_empty", stream=display_name(self._url))

    async def _check_exit(self) -> None:
        code = await self._decoder.wait()
        complaints = self._decoder.stderr_text
        if "matches no streams" in complaints:
            raise RecordingError("stream_empty", stream=display_name(self._url))
        if code:
            reason = ffmpeg.last_message(complaints, f"file:{self._url}", self._url)
            raise RecordingError(
                "stream_unstreamable", stream=display_name(self._url), reason=reason
            )


async def _start_decoder(url: str, choice: _DecoderInput) -> FfmpegDecoder:
    try:
        return await FfmpegDecoder.start(choice.source, choice.track)
    except FileNotFoundError as error:
        raise RecordingError("ffmpeg_required_for_url") from error
    except (OSError, ValueError) as error:
        raise RecordingError("ffmpeg_start_failed", stream=display_name(url)) from error


def _choose_input(url: str) -> _DecoderInput:
    """Return the input of ffmpeg: a hidden web address, or a file by its path.

    Raises:
        RecordingError: the URL contains an unprintable character.
    """
    scheme, mark, rest = url.partition("://")
    scheme = scheme.lower()  # ffmpeg accepts lower case only.
    if mark and scheme != "file":
        return _DecoderInput(
            ffmpeg.url_input(f"{scheme}://{rest}", f"{scheme},{ffmpeg.WEB_PROTOCOLS}")
        )
    path = Path(rest if mark else url)
    with contextlib.suppress(OSError, ValueError):
        if path.is_file():
            contents = tracks.probe_media(ffmpeg.probe_input(path))
            track = tracks.track_specifier("", contents, display_name(url))
            return _DecoderInput(ffmpeg.file_input(path), track, LONGEST_FILE_GAP)
        if path.exists():
            # With this prefix, ffmpeg takes no part of the path for a protocol.
            return _DecoderInput(ffmpeg.named_input(f"file:{path}"))
    return _DecoderInput(ffmpeg.named_input(url))
