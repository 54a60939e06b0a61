"""One attempt to receive a URL: ffmpeg fetches and decodes it, at the pace of its reader."""

import asyncio
import contextlib
import functools
import math
import re
import subprocess
from collections.abc import AsyncGenerator, Callable

import numpy as np

from captions.errors import RecordingError
from captions.media import ffmpeg
from captions.media.decoder import FfmpegDecoder
from captions.media.ffmpeg import display_name
from captions.media.timeline import LONGEST_STREAM_GAP
from captions.messages.message import Message
from captions.pcm import Samples, to_bytes

_START_SECONDS = 30.0
"""Timeout in seconds for the first audio."""
_STALL_SECONDS = 10.0
"""Network timeout in seconds for ffmpeg, which then decodes what it still holds and exits."""
_FLUSH_SECONDS = 2.0
"""Seconds beyond that timeout after which ffmpeg is killed; some protocols ignore the timeout."""
_NOTHING = np.zeros(0, np.float32)

_BREAK = re.compile("ends prematurely|Input/output error|Error during demuxing|Connection reset")
"""Messages of a broken stream. ffmpeg exits with 0 even if a stream is truncated, so only its
messages show it. It has no message if a segmented stream is cut between two segments; that counts
as the end."""
_TIMEOUT = "timed out"
"""Part of ffmpeg's message after a network timeout, in the operating system's words."""
_UNKNOWN_LENGTH = f"should be {2**64 - 1}"
"""To ffmpeg, the end of a stream that did not say how long it is comes early."""
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

    def __init__(self, decoder: FfmpegDecoder, url: str, rate: int) -> None:
        self._decoder = decoder
        self._url = url
        self._rate = rate
        self._silent_since = math.inf
        """Start of the last long wait, after which ffmpeg delivers the rest of its data and
        ends."""

    @classmethod
    async def start(cls, url: str, rate: int, track: str = "0") -> "UrlReader":
        """Start receiving.

        Args:
            url: address of the stream.
            rate: sample rate in Hz.
            track: stream specifier, as `tracks.track_specifier` returns it.

        Raises:
            RecordingError: ffmpeg is not installed, or the URL contains a non-printable character.
        """
        try:
            options = await asyncio.to_thread(_supports_list_options)
            source = ffmpeg.url_input(url, timeout=_STALL_SECONDS if options else None)
            return cls(await FfmpegDecoder.start(source, track), url, rate)
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
        timeout = _STALL_SECONDS + _FLUSH_SECONDS
        sound = self._decoder.iter_samples(self._rate, LONGEST_STREAM_GAP, _START_SECONDS, timeout)
        async with contextlib.aclosing(sound):
            while (
                samples := await self._next_samples(sound, timeout if has_sound else _START_SECONDS)
            ).size:
                has_sound = True
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
        if loop.time() - start_time > _STALL_SECONDS / 2:
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
            raise StalledError(self._url, _STALL_SECONDS, self._silent_since)
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
    """Return the failure to find ffmpeg."""
    return RecordingError("ffmpeg_required_for_stream", stream=display_name(url))


@functools.cache
def _supports_list_options() -> bool:
    """Return True if ffmpeg's concat lists may hold options, as since version 5.

    Raises:
        OSError: ffmpeg is not installed.
    """
    command = ("ffmpeg", "-version")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return re.match(rb"ffmpeg version n?[1-4]\.", done.stdout) is None


def _describe_failure(stderr_text: str, url: str) -> Message:
    """Return what is wrong with a stream that gave no sound at all."""
    for pattern, message in _REASONS:
        if re.search(pattern, stderr_text):
            return message(display_name(url))
    if not stderr_text:
        return Message("stream_empty", stream=display_name(url))
    return Message(
        "stream_unplayable", stream=display_name(url), reason=ffmpeg.last_message(stderr_text, url)
    )
