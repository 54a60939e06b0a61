"""Streams: whatever ffmpeg receives from a URL, heard as a player would play it.

Most senders give some seconds at once, and a film gives all it has. So sound is handed on at the
speed of speech, and what waits for it stays with the sender.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncGenerator
from urllib.parse import urlsplit

from captions import ffmpeg
from captions.audio import reception
from captions.audio.pacing import paced
from captions.audio.reception import BrokenOffError, Reception, StalledError
from captions.audio.repeats import Repeats
from captions.audio.source import Tell
from captions.decoding import tracks
from captions.errors import RecordingError
from captions.events import Failed, SourceChanged, SourceState
from captions.ffmpeg import shown
from captions.pcm import Chunk
from captions.realtime.backoff import Backoff

_SCHEMES = ("http", "https", "rtmp", "rtmps", "rtsp")

_STEADY_SECONDS = 10.0
"""A stream that is heard for so long is mended; before, its next break is no news."""
_LONGEST_WAIT = 10.0
"""Seconds until the next try."""


class WebStream:
    """Sound behind a URL, received again whenever it breaks."""

    def __init__(
        self, url: str, rate: int, tell: Tell, speed: float = 1.0, track: str = ""
    ) -> None:
        """Prepare to listen.

        Args:
            url: what `check` finds nothing wrong with.
            rate: samples a second of the chunks.
            tell: is called when the stream is heard or lost.
            speed: seconds of sound a second at most, maybe infinite.
            track: number or language of the sound track; nothing for the first one.
        """
        scheme, mark, rest = url.partition("://")
        self._url = scheme.lower() + mark + rest  # ffmpeg knows no other spelling.
        self._rate = rate
        self._track = tracks.specifier(track, tracks.UNKNOWN, shown(self._url))
        self._tell = tell
        self._speed = speed
        self._repeats = Repeats(rate)
        self._end: float | None = None
        """Stream time behind what was heard last; none before anything was."""
        self._ended_at = 0.0
        """When that was, by the loop's clock."""
        self._backoff = Backoff()
        self._lost = False
        """Whether a break was told that is not mended yet."""
        self._state: SourceChanged | None = None
        """What was told last."""

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks at the speed of speech until the stream ends.

        Whoever asks again later hears a live stream from then on, and a film where it was.

        Raises:
            RecordingError: nothing can be heard from the beginning, or a film is cut off.
        """
        self._state = None
        while True:
            try:
                async with contextlib.aclosing(self._received()) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except RecordingError as error:
                if self._end is None:
                    raise
                if isinstance(error, StalledError):
                    # The last of its sound may have come from ffmpeg only when that gave it up.
                    self._ended_at = min(self._ended_at, error.since)
                if self._is_over(error):
                    break
                self._tell_lost(str(error))
            else:
                break
            await asyncio.sleep(self._backoff.next(_LONGEST_WAIT))
        self._change(SourceState.ENDED, ffmpeg.bare(self._url))

    async def _received(self) -> AsyncGenerator[Chunk, None]:
        """Yield what one try brings.

        Raises:
            RecordingError: it breaks.
        """
        heard = 0.0
        chunks = paced(self._new_blocks(), self._rate, self._begin, self._speed)
        async with contextlib.aclosing(chunks):
            async for chunk in chunks:
                self._take_note(chunk)
                heard += chunk.seconds
                if heard >= _STEADY_SECONDS:
                    self._backoff.reset()
                    self._lost = False
                yield chunk

    async def _new_blocks(self) -> AsyncGenerator[bytes, None]:
        """Receive the stream once, and yield what was not heard before.

        Raises:
            RecordingError: it breaks.
        """
        self._repeats.begin()
        received = await Reception.start(self._url, self._rate, self._track)
        try:
            async with contextlib.aclosing(received.blocks()) as blocks:
                async for block in blocks:
                    if new := self._repeats.new(block):
                        yield new
        finally:
            await received.stop()

    def _begin(self) -> float:
        """Return the stream time of a try's first new sample: of a film nothing was missed."""
        self._change(SourceState.LISTENING, ffmpeg.bare(self._url))
        if self._end is None:
            return 0.0
        if self._repeats.again:
            return self._end
        return self._end + max(0.0, asyncio.get_running_loop().time() - self._ended_at)

    def _take_note(self, chunk: Chunk) -> None:
        self._repeats.heard(len(chunk.data))
        self._end = chunk.stream_time + chunk.seconds
        self._ended_at = asyncio.get_running_loop().time()

    def _is_over(self, error: RecordingError) -> bool:
        """Say whether a try that broke has shown that there is no more.

        Raises:
            RecordingError: there should be more, but it broke at the same place again.
        """
        if not isinstance(error, BrokenOffError) or not self._repeats.at_end_of_known:
            return False
        if error.sure:
            raise RecordingError(
                f"{shown(self._url)} breaks off after {self._repeats.seconds:.1f} s each time: "
                "what came before is all that can be had."
            ) from error
        return True

    def _tell_lost(self, sentence: str) -> None:
        """Tell that nothing comes in; that it broke again right away is no news."""
        self._change(SourceState.MISSING, sentence)
        if not self._lost:
            self._lost = True
            advice = f"{sentence} Captions go on by themselves when it is back."
            self._tell(Failed("stream_lost", "The stream is interrupted", advice))

    def _change(self, state: SourceState, detail: str) -> None:
        """Tell how the stream is, if that is news."""
        changed = SourceChanged(state, detail)
        if changed != self._state:
            self._state = changed
            self._tell(changed)


def check(url: str) -> None:
    """Find what is plainly wrong with a URL, before anything is opened.

    Raises:
        RecordingError: it is no address of a stream, or ffmpeg is missing.
    """
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        # It is not shown: where its parts begin and end is not known, nor what of it is secret.
        raise RecordingError(
            "This URL cannot be read: check it, and write signs in its password as %XX."
        ) from error
    if scheme not in _SCHEMES:
        known = ", ".join(_SCHEMES)
        raise RecordingError(f"{shown(url)} is no stream that can be heard: it may be {known}.")
    if not host or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise RecordingError(f"{shown(url)} is no address: check it, and write a space as %20.")
    if shutil.which("ffmpeg") is None:
        raise reception.missing(url)
