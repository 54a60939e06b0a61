"""One try to receive a URL: ffmpeg fetches and decodes it, and waits where nobody reads."""

import asyncio
import contextlib
import functools
import math
import re
import subprocess
from collections.abc import AsyncGenerator

import numpy as np

from captions import ffmpeg
from captions.decoding.decoder import Decoder
from captions.decoding.timeline import LONGEST_GAP_OF_STREAM
from captions.errors import RecordingError
from captions.ffmpeg import shown
from captions.pcm import Samples, to_bytes

_START_SECONDS = 30.0
"""How long a sender may take to give its first sound."""
_STALL_SECONDS = 10.0
"""Network timeout given to ffmpeg, which then decodes what it still holds and exits."""
_FLUSH_SECONDS = 2.0
"""Time beyond that timeout after which ffmpeg is killed: some protocols do not know the timeout."""
_NOTHING = np.zeros(0, np.float32)

_BREAK = re.compile("ends prematurely|Input/output error|Error during demuxing|Connection reset")
"""ffmpeg's exit code is 0 also where a stream is cut off: only its words tell. It has none where a
stream of chunks is cut between two of them: that is taken for its end."""
_TIMEOUT = "timed out"
"""Part of ffmpeg's message after a network timeout, in the words of the operating system."""
_UNKNOWN_LENGTH = f"should be {2**64 - 1}"
"""To ffmpeg, the end of a stream that did not say how long it is comes early."""
_REASONS = (
    ("Failed to resolve", "cannot be found: check the address and the network."),
    ("Connection refused", "refuses the connection: check the address, and whether it is on air."),
    (
        "(error|returned) 40[137]",
        "may not be heard: check the user and the password in its address.",
    ),
    (
        "(error|returned) (404|410|4XX)",
        "is not there: check the address, and whether it is on air.",
    ),
    ("not on whitelist", "leads to something that is no stream: only the web's are opened."),
    ("matches no streams", "holds no sound: choose a stream with sound."),
    ("Invalid data|no decoder", "is no sound or video: give the address of the stream itself."),
)
"""What ffmpeg says, as a pattern, and what it means to the user."""


class BrokenOffError(RecordingError):
    """A stream ended where it should not.

    Attributes:
        sure: whether it is known that there is more of it.
    """

    def __init__(self, message: str, *, sure: bool) -> None:
        super().__init__(message)
        self.sure = sure


class StalledError(RecordingError):
    """A stream gave nothing for too long.

    Attributes:
        since: when it began to give nothing, by the loop's clock.
    """

    def __init__(self, url: str, seconds: float, since: float) -> None:
        super().__init__(
            f"{shown(url)} has given no sound for {seconds:.0f} s: check the network, and "
            "whether it is on air."
        )
        self.since = since


class Reception:
    """One connection to a URL; the code that starts one stops it."""

    def __init__(self, decoder: Decoder, url: str, rate: int) -> None:
        self._decoder = decoder
        self._url = url
        self._rate = rate
        self._silent_since = math.inf
        """Start of the last long wait: after it ffmpeg gives the rest of what it has, and ends."""

    @classmethod
    async def start(cls, url: str, rate: int, track: str = "0") -> "Reception":
        """Start to receive.

        Args:
            url: the stream's address.
            rate: samples a second to give.
            track: the sound track, as `tracks.specifier` returns it.

        Raises:
            RecordingError: ffmpeg is not installed, or the URL has a hidden sign in it.
        """
        try:
            options = await asyncio.to_thread(_takes_options)
            source = ffmpeg.hidden(url, timeout=_STALL_SECONDS if options else None)
            return cls(await Decoder.start(source, track), url, rate)
        except OSError as error:
            raise missing(url) from error

    async def blocks(self) -> AsyncGenerator[bytes, None]:
        """Yield 16-bit samples as they come, to the end of the stream.

        Raises:
            BrokenOffError: it broke; what came before is good.
            StalledError: nothing comes any more; what came before is good.
            RecordingError: there is no such stream.
        """
        heard = False
        patience = _STALL_SECONDS + _FLUSH_SECONDS
        sound = self._decoder.sound(self._rate, LONGEST_GAP_OF_STREAM, _START_SECONDS, patience)
        async with contextlib.aclosing(sound):
            while (samples := await self._next(sound, patience if heard else _START_SECONDS)).size:
                heard = True
                yield to_bytes(samples)
        await self._check_end(heard=heard)

    async def stop(self) -> None:
        """End ffmpeg, if it runs; it leaves nothing behind."""
        await self._decoder.stop()

    async def _next(self, sound: AsyncGenerator[Samples, None], patience: float) -> Samples:
        """Return the next samples; none at the end.

        Raises:
            StalledError: nothing comes.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            samples = await anext(sound, _NOTHING)
        except TimeoutError as error:
            raise StalledError(self._url, patience, began) from error
        if loop.time() - began > _STALL_SECONDS / 2:
            self._silent_since = began
        return samples

    async def _check_end(self, *, heard: bool) -> None:
        """Find out why there is no more.

        Raises:
            BrokenOffError: it is not the end.
            StalledError: nothing came for too long.
            RecordingError: it was no beginning either.
        """
        code = await self._decoder.wait()
        said = self._decoder.complaints
        if _TIMEOUT in said:
            raise StalledError(self._url, _STALL_SECONDS, self._silent_since)
        if not heard:
            raise RecordingError(f"{shown(self._url)} {_reason(said, self._url)}")
        if code or _BREAK.search(said):
            raise BrokenOffError(
                f"{shown(self._url)} broke off: check the network, and whether it is on air "
                f"({ffmpeg.last_words(said, self._url)}).",
                sure=_UNKNOWN_LENGTH not in said,
            )


def missing(url: str) -> RecordingError:
    """Return the failure to find ffmpeg."""
    return RecordingError(
        f"ffmpeg is needed to hear {shown(url)}: install it (Debian and Ubuntu: apt install "
        "ffmpeg), and try again."
    )


@functools.cache
def _takes_options() -> bool:
    """Return whether ffmpeg's lists may hold options, which they may since version 5.

    Raises:
        OSError: ffmpeg is not installed.
    """
    command = ("ffmpeg", "-version")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return re.match(rb"ffmpeg version n?[1-4]\.", done.stdout) is None


def _reason(said: str, url: str) -> str:
    """Return what is wrong with a stream that gave no sound at all."""
    for pattern, sentence in _REASONS:
        if re.search(pattern, said):
            return sentence
    if not said:
        return "holds no sound: choose another one."
    return f"cannot be heard: check the address ({ffmpeg.last_words(said, url)})."
