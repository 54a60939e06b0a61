"""One attempt to receive a URL: ffmpeg fetches and decodes it, at the pace of its reader."""

import asyncio
import contextlib
import math
import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

import numpy as np

from captions.errors import RecordingError
from captions.media import ffmpeg, ffmpeg_process
from captions.media.decoder import FfmpegDecoder
from captions.media.ffmpeg import display_name
from captions.media.timeline import LONGEST_STREAM_GAP
from captions.messages.message import Message
from captions.pcm import Samples, to_bytes

_NOTHING = np.zeros(0, np.float32)

_BREAK = re.compile("ends prematurely|Input/output error|Error during demuxing|Connection reset")
"""Messages of a broken stream. ffmpeg exits with 0 even if a stream is truncated, so only its
messages show it. It has no message if a segmented stream is cut between two segments; that counts
as the end."""
_TIMEOUT = "timed out"
"""Part of ffmpeg's message after a network timeout, in the operating system's words."""
_UNKNOWN_LENGTH = f"should be {2**64 - 1}"
"""Part of ffmpeg's message at the end of a stream of unknown length; not a break."""
_REASONS: tuple[tuple[str, Callable[[str], Message]], ...] = (
    ("Failed to resolve", lambda stream: Message("stream_host_unknown", stream=stream)),
    ("Connection refused", lambda stream: Message("stream_connection_refused", stream=stream)),
    ("(error|returned) 40[137]", lambda stream: Message("stream_permission_denied", stream=stream)),
    ("(error|returned) (404|410|4XX)", lambda stream: Message("stream_missing", stream=stream)),
    ("not on whitelist", lambda stream: Message("stream_leads_elsewhere", stream=stream)),
    ("matches no streams", lambda stream: Message("stream_without_sound", stream=stream)),
    ("Invalid data|no decoder", lambda stream: Message("stream_not_media", stream=stream)),
)
"""Patterns of ffmpeg's messages, and what they mean to the user."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Highest speed of a stream, and its timeouts in seconds."""

    speed: float = 1.0
    """Seconds of audio per second, possibly infinite."""
    longest_wait: float = 10.0
    """Longest delay between connection attempts."""
    start_seconds: float = 30.0
    """Timeout for the first audio."""
    stall_seconds: float = 10.0
    """Network timeout of ffmpeg, which then decodes what it still holds and exits."""
    flush_seconds: float = 2.0
    """Time beyond that timeout after which ffmpeg is killed; some protocols ignore the timeout."""
    network_timeout: bool = True
    """False to omit the network timeout; some versions of ffmpeg do not support it."""


DEFAULT_LIMITS = StreamLimits()
"""Limits for playback in real time; the timeouts allow for slow servers."""


class BrokenOffError(RecordingError):
    """A stream broke off.

    Attributes:
        is_certain: True if the stream is known to continue.
    """

    def __init__(self, message: Message, *, is_certain: bool) -> None:
        super().__init__(message)
        self.is_certain = is_certain


class StalledError(RecordingError):
    """A stream delivered nothing for too long.

    Attributes:
        since: event loop time at which the stall began.
    """

    def __init__(self, url: str, seconds: float, since: float) -> None:
        super().__init__("stream_stalled", stream=display_name(url), seconds=seconds)
        self.since = since


class UrlReader:
    """One connection to a URL; the caller that starts it stops it."""

    def __init__(self, decoder: FfmpegDecoder, url: str, rate: int, limits: StreamLimits) -> None:
        self._decoder = decoder
        self._url = url
        self._rate = rate
        self._limits = limits
        self._silent_since = math.inf
        """Start of the last long wait, after which ffmpeg delivers the rest of its data and
        ends."""

    @classmethod
    async def start(cls, url: str, rate: int, track: str, limits: StreamLimits) -> "UrlReader":
        """Start receiving.

        Args:
            url: address of the stream.
            rate: sample rate in Hz.
            track: stream specifier, as `tracks.track_specifier` returns it.
            limits: timeouts.

        Raises:
            RecordingError: ffmpeg is not installed, or the URL contains a non-printable character.
        """
        try:
            timed = await asyncio.to_thread(ffmpeg_process.supports_list_options)
            timed = timed and limits.network_timeout
            source = ffmpeg.url_input(url, timeout=limits.stall_seconds if timed else None)
            return cls(await FfmpegDecoder.start(source, track), url, rate, limits)
        except OSError as error:
            raise missing_ffmpeg_error(url) from error

    async def iter_blocks(self) -> AsyncGenerator[bytes, None]:
        """Yield 16-bit samples as they arrive, to the end of the stream.

        Raises:
            BrokenOffError: the stream broke off; everything before is valid.
            StalledError: the stream delivers nothing more; everything before is valid.
            RecordingError: the stream delivered no audio at all.
        """
        has_sound = False
        timeout = start_seconds = self._limits.start_seconds
        later_timeout = self._limits.stall_seconds + self._limits.flush_seconds
        sound = self._decoder.iter_samples(
            self._rate, LONGEST_STREAM_GAP, start_seconds, later_timeout
        )
        async with contextlib.aclosing(sound):
            while (samples := await self._next_samples(sound, timeout)).size:
                has_sound = True
                timeout = later_timeout
                yield to_bytes(samples)
        await self._check_end(has_sound=has_sound)

    async def stop(self) -> None:
        """Stop ffmpeg if it runs, and leave no process."""
        await self._decoder.stop()

    async def _next_samples(self, sound: AsyncGenerator[Samples, None], limit: float) -> Samples:
        """Return the next samples; empty at the end.

        Raises:
            StalledError: no samples arrive.
        """
        loop = asyncio.get_running_loop()
        start_time = loop.time()
        try:
            samples = await anext(sound, _NOTHING)
        except TimeoutError as error:
            raise StalledError(self._url, limit, start_time) from error
        if loop.time() - start_time > self._limits.stall_seconds / 2:
            self._silent_since = start_time
        return samples

    async def _check_end(self, *, has_sound: bool) -> None:
        """Find out why the stream has ended.

        Raises:
            BrokenOffError: the stream broke off.
            StalledError: nothing arrived for too long.
            RecordingError: the stream delivered no audio at all.
        """
        code = await self._decoder.wait()
        stderr_text = self._decoder.stderr_text
        if _TIMEOUT in stderr_text:
            raise StalledError(self._url, self._limits.stall_seconds, self._silent_since)
        if not has_sound:
            raise RecordingError(_describe_failure(stderr_text, self._url))
        if code or _BREAK.search(stderr_text):
            raise BrokenOffError(
                Message(
                    "stream_broke_off",
                    stream=display_name(self._url),
                    reason=ffmpeg.last_message(stderr_text, self._url),
                ),
                is_certain=_UNKNOWN_LENGTH not in stderr_text,
            )


def missing_ffmpeg_error(url: str) -> RecordingError:
    """Return the error for a missing ffmpeg."""
    return RecordingError("ffmpeg_required_for_stream", stream=display_name(url))


def _describe_failure(stderr_text: str, url: str) -> Message:
    """Return why a stream delivered no audio at all."""
    for pattern, message in _REASONS:
        if re.search(pattern, stderr_text):
            return message(display_name(url))
    if not stderr_text:
        return Message("stream_empty", stream=display_name(url))
    return Message(
        "stream_unplayable", stream=display_name(url), reason=ffmpeg.last_message(stderr_text, url)
    )
