"""Typed events that wait for a program to iterate over them."""

import asyncio
from collections import deque
from typing import NamedTuple

from captions.errors import CaptionsError
from captions.protocol.messages import PartialTranscript, ServerMessage

_EARLY = 256
"""Events kept for an iteration that has not begun: the newest ones."""
_MOST_WAITING = 4096
"""From here on a partial that waits is replaced by the next; nothing else is ever dropped."""


class UnreadableFrame(NamedTuple):
    """A frame that fits no message of the protocol; the connection goes on."""

    error: str
    """What is wrong with it."""


Event = ServerMessage | UnreadableFrame
"""What an iteration over a connection yields."""


class Inbox:
    """A queue between a connection and whoever iterates over it."""

    def __init__(self) -> None:
        self.waiting: deque[Event] = deque()
        """What has come, to be taken from the left."""
        self._wanted = False
        self._ended = False
        self._error: CaptionsError | None = None
        self._news: asyncio.Future[None] | None = None

    def put(self, event: Event) -> None:
        """Take an event in."""
        if len(self.waiting) >= _EARLY:
            self._make_room(event)
        self.waiting.append(event)
        if self._news is not None:
            self._tell()

    def end(self, error: CaptionsError | None = None) -> None:
        """Say that nothing will follow, and why if it ended badly."""
        self._ended, self._error = True, error
        self._tell()

    async def any(self) -> bool:
        """Wait until something has come; false once the connection was closed.

        Raises:
            CaptionsError: the connection broke; told once.
        """
        self._wanted = True
        while not self.waiting and not self._ended:
            if self._news is None:
                self._news = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._news)
        if not self.waiting and self._error is not None:
            error, self._error = self._error, None
            raise error
        return bool(self.waiting)

    def _tell(self) -> None:
        news, self._news = self._news, None
        if news is not None:
            news.set_result(None)

    def _make_room(self, event: Event) -> None:
        if not self._wanted:
            self.waiting.popleft()
        elif len(self.waiting) >= _MOST_WAITING and (
            isinstance(event, PartialTranscript) and isinstance(self.waiting[-1], PartialTranscript)
        ):
            self.waiting.pop()
