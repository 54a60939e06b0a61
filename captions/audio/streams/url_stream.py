"""Plays a stream that ffmpeg receives from a URL, in real time like a media player.

Most servers send some seconds of audio at once, and a film is sent as fast as possible. So audio is
passed on in real time, and the rest waits at the server.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

from captions.audio.pacing import pace_chunks
from captions.audio.source import EventCallback
from captions.audio.streams import url_reader
from captions.audio.streams.repeat_detector import RepeatDetector
from captions.audio.streams.url_reader import (
    DEFAULT_LIMITS,
    BrokenOffError,
    StalledError,
    StreamLimits,
    UrlReader,
)
from captions.backoff import Backoff
from captions.errors import RecordingError
from captions.events import Failed, SourceChanged, SourceState
from captions.media import ffmpeg_process, tracks
from captions.media.ffmpeg import display_name
from captions.messages.message import Message
from captions.pcm import Chunk
from captions.printable import redact_url

_SCHEMES = ("http", "https", "rtmp", "rtmps", "rtsp")

_STEADY_SECONDS = 10.0
"""Audio in seconds after which an interruption is over; an earlier break is not reported again."""


class WebStream:
    """Audio at a URL, received again after each interruption."""

    def __init__(
        self,
        url: str,
        rate: int,
        emit: EventCallback,
        limits: StreamLimits = DEFAULT_LIMITS,
        track: str = "",
    ) -> None:
        """Prepare to receive.

        Args:
            url: address that `check_url` accepts.
            rate: sample rate of the chunks in Hz.
            emit: called when the stream starts, is interrupted or ends.
            limits: highest speed, and timeouts.
            track: number or language of the audio track; empty for the first one.
        """
        scheme, mark, rest = url.partition("://")
        self._url = scheme.lower() + mark + rest  # ffmpeg accepts no other case.
        self._rate = rate
        self._track = tracks.track_specifier(track, tracks.UNKNOWN, display_name(self._url))
        self._emit = emit
        self._limits = limits
        self._repeats = RepeatDetector(rate)
        self._end_time: float | None = None
        """Stream time at the end of the last chunk; None before the first."""
        self._ended_at = 0.0
        """Event loop time of the last chunk."""
        self._backoff = Backoff()
        self._interruption_reported = False
        """True if a reported interruption has not ended."""
        self._state: SourceChanged | None = None
        """Last emitted state."""

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks in real time until the stream ends.

        A later iteration resumes a live stream at the present, and a film at its position.

        Raises:
            RecordingError: nothing was ever received, or a film is cut off.
        """
        self._state = None
        while True:
            try:
                async with contextlib.aclosing(self._iter_attempt()) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except RecordingError as error:
                if self._end_time is None:
                    raise
                if isinstance(error, StalledError):
                    # ffmpeg may have delivered the last audio only just before it exited.
                    self._ended_at = min(self._ended_at, error.since)
                if self._is_over(error):
                    break
                self._report_interruption(error.message)
            else:
                break
            await asyncio.sleep(self._backoff.next_delay(self._limits.longest_wait))
        self._emit_state(SourceChanged(SourceState.ENDED, redact_url(self._url)))

    async def _iter_attempt(self) -> AsyncGenerator[Chunk, None]:
        """Yield the chunks of one attempt.

        Raises:
            RecordingError: the attempt failed.
        """
        seconds = 0.0
        chunks = pace_chunks(
            self._iter_new_blocks(), self._rate, self._begin_stream, self._limits.speed
        )
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                self._record_chunk(chunk)
                seconds += chunk.seconds
                if seconds >= _STEADY_SECONDS:
                    self._backoff.reset()
                    self._interruption_reported = False
                yield chunk

    async def _iter_new_blocks(self) -> AsyncGenerator[bytes, None]:
        """Receive the stream once, and yield what was not played before.

        Raises:
            RecordingError: the attempt failed.
        """
        self._repeats.begin_attempt()
        reader = await UrlReader.start(self._url, self._rate, self._track, self._limits)
        try:
            async with contextlib.aclosing(reader.iter_blocks()) as blocks:
                async for block in blocks:
                    if new := self._repeats.filter_new(block):
                        yield new
        finally:
            await reader.stop()

    def _begin_stream(self) -> float:
        """Return the stream time of an attempt's first new sample; a film has no gap."""
        self._emit_state(SourceChanged(SourceState.LISTENING, redact_url(self._url)))
        if self._end_time is None:
            return 0.0
        if self._repeats.is_repeat:
            return self._end_time
        return self._end_time + max(0.0, asyncio.get_running_loop().time() - self._ended_at)

    def _record_chunk(self, chunk: Chunk) -> None:
        self._repeats.count_played(len(chunk.data))
        self._end_time = chunk.stream_time + chunk.seconds
        self._ended_at = asyncio.get_running_loop().time()

    def _is_over(self, error: RecordingError) -> bool:
        """Return True if a failed attempt has shown that the stream is at its end.

        Raises:
            RecordingError: there should be more, but the stream broke at the same place again.
        """
        if not isinstance(error, BrokenOffError) or not self._repeats.is_at_known_end:
            return False
        if error.is_certain:
            raise RecordingError(
                "stream_breaks_repeatedly",
                stream=display_name(self._url),
                seconds=self._repeats.played_seconds,
            ) from error
        return True

    def _report_interruption(self, reason: Message) -> None:
        """Report an interruption, unless one has been reported that has not ended."""
        self._emit_state(SourceChanged(SourceState.MISSING, detail=reason))
        if not self._interruption_reported:
            self._interruption_reported = True
            resumes = Message("captions_resume_with_stream", reason=reason)
            self._emit(Failed("stream_lost", resumes))

    def _emit_state(self, changed: SourceChanged) -> None:
        """Emit the state of the stream if it changed."""
        if changed != self._state:
            self._state = changed
            self._emit(changed)


def check_url(url: str) -> None:
    """Check a URL before anything is opened.

    Raises:
        RecordingError: it is not the address of a stream, or ffmpeg is missing.
    """
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        # The URL is not shown: its secret parts cannot be distinguished from the rest.
        raise RecordingError("url_unreadable") from error
    if scheme not in _SCHEMES:
        known = ", ".join(_SCHEMES)
        raise RecordingError("stream_scheme_unsupported", stream=display_name(url), schemes=known)
    if not host or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise RecordingError("url_invalid", stream=display_name(url))
    if ffmpeg_process.find_ffmpeg() is None:
        raise url_reader.missing_ffmpeg_error(url)
