"""What every source of sound looks like to the session that sends it on."""

from collections.abc import AsyncGenerator, Callable
from typing import Protocol

from captions.events import Event
from captions.pcm import Chunk

Tell = Callable[[Event], None]
"""Takes what happened to a source; called on the loop's thread, never on PortAudio's."""

CHUNK_SECONDS = 0.1
"""How much sound is handed on at once of what was recorded before."""
LIVE_CHUNK_SECONDS = 0.05
"""The same of what is heard now, which should not wait."""


class Source(Protocol):
    """Sound as it is heard: the iteration takes as long as the sound does."""

    def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield mono 16-bit chunks until the source ends; stream time never goes backwards.

        Where sound was lost, stream time jumps ahead by what is missing. Whoever stops early closes
        the iterator (``contextlib.aclosing``), which lets go of the device or the file at once.
        """
        ...
