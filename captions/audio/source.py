"""The interface between an audio source and the session that sends its audio."""

from collections.abc import AsyncGenerator, Callable
from types import TracebackType
from typing import Protocol, Self

from captions.errors import CaptionsError
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


class DeferredFailure:
    """A context that holds a failure back until the audio before it has been yielded."""

    def __init__(self, kind: type[CaptionsError]) -> None:
        """``kind`` is the kind of failure to hold back; others pass."""
        self._kind = kind
        self._error: CaptionsError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: object, error: BaseException | None, _traceback: TracebackType | None
    ) -> bool:
        """Hold the failure back."""
        if isinstance(error, self._kind):
            self._error = error
        return self._error is not None

    def raise_now(self) -> None:
        """Raise the failure that was held back, if there was one."""
        if self._error is not None:
            raise self._error
