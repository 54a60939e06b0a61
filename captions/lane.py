"""One lane of captions: a source of sound, and the session that turns it into words."""

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import NamedTuple

from captions.audio.opening import Opening
from captions.audio.pausing import Pausable
from captions.audio.silence import SilenceGate
from captions.events import (
    Committed,
    DeviceCondition,
    Event,
    Partial,
    SessionChanged,
    SourceChanged,
)
from captions.pcm import Chunk
from captions.protocol.options import SessionOptions
from captions.realtime.session import ROTATE_SECONDS, RealtimeSession
from captions.realtime.wire import Address

_IN_A_LANE = Partial | Committed | SourceChanged | DeviceCondition | SessionChanged
"""Events that carry a lane's name."""


class Recognition(NamedTuple):
    """Who turns sound into words, the same in all lanes."""

    address: Callable[[], Awaitable[Address]]
    options: SessionOptions
    paid: bool
    """Whether the server is somebody else's, who ends long sessions and counts what it hears."""


class Lane:
    """Captions a source until it ends."""

    def __init__(
        self,
        opening: Opening,
        recognition: Recognition,
        tell: Callable[[Event], None],
        heard: Callable[[str, Chunk], None],
    ) -> None:
        """Prepare to caption.

        Args:
            opening: what is heard.
            recognition: who recognises it.
            tell: is called with everything that happens, with the lane's name.
            heard: is called with the lane's name and each chunk as it comes.
        """
        self.name = opening.name
        self._tell_others = tell
        self._heard = heard
        self._source = Pausable(opening.make, self._tell, live=opening.live)
        silence = recognition.options.vad_silence_threshold_secs
        self._gate = SilenceGate(silence) if recognition.paid else None
        self._session = RealtimeSession(
            recognition.address,
            recognition.options,
            self._tell,
            rotate_seconds=ROTATE_SECONDS if recognition.paid else None,
        )

    async def run(self) -> None:
        """Caption the source to its end; one that never ends is captioned until cancelled.

        Raises:
            CaptionsError: neither source nor session can go on; the user was told.
        """
        await self._session.run(self._chunks())

    def pause(self) -> None:
        """Hear nothing more, and let what was said so far be committed."""
        self._source.pause()
        self._session.commit()

    def resume(self) -> None:
        """Go on."""
        self._source.resume()

    def commit(self) -> None:
        """Commit what was said so far, as soon as the server accepts it."""
        self._session.commit()

    def reopen(self) -> None:
        """Open the device again."""
        self._source.reopen()

    def wake(self) -> None:
        """Begin anew what does not outlast a sleep of the computer."""
        self._source.reopen()
        self._session.reconnect()

    def finish(self) -> None:
        """Hear nothing more, and end once what was said so far is captioned."""
        self._source.finish()

    async def _chunks(self) -> AsyncIterator[Chunk]:
        async with contextlib.aclosing(self._source.chunks()) as chunks:
            async for chunk in chunks:
                self._heard(self.name, chunk)
                for passed in self._passed(chunk):
                    yield passed

    def _passed(self, chunk: Chunk) -> Iterable[Chunk]:
        return (chunk,) if self._gate is None else self._gate.feed(chunk)

    def _tell(self, event: Event) -> None:
        if isinstance(event, _IN_A_LANE):
            event = dataclasses.replace(event, lane=self.name)
        self._tell_others(event)
