"""The interface of an audio source, as the session that sends its audio sees it."""

from collections.abc import AsyncGenerator, Callable
from typing import Protocol

from captions.events import Event
from captions.pcm import Chunk

EventCallback = Callable[[Event], None]
"""Callback for a source's events; called on the event loop's thread, never on PortAudio's."""

CHUNK_SECONDS = 0.1
"""Chunk length in seconds for recordings and streams, whose audio is available at once."""
LIVE_CHUNK_SECONDS = 0.05
"""Chunk length in seconds for devices; shorter, because live audio should not wait."""


class Source(Protocol):
    """Audio in real time: an iteration takes as long as its audio lasts."""

    def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield mono 16-bit chunks until the source ends; stream time never goes backwards.

        Where audio was lost, stream time jumps ahead by the missing duration. A caller that stops
        early closes the iterator (``contextlib.aclosing``), which releases the device or the file
        at once.
        """
        ...
