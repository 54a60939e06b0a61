"""Queue of typed events, for iteration over a connection."""

import asyncio
from collections import deque
from typing import NamedTuple

from captions.errors import CaptionsError
from captions.protocol.messages import PartialTranscript, ServerMessage

_MAX_UNREAD_EVENTS = 256
"""Maximum number of events before an iteration starts; the oldest are dropped."""
_MAX_PENDING_EVENTS = 4096
"""Number of pending events from which a pending partial is replaced by the next one.

No other event is ever dropped during an iteration.
"""


class UnreadableFrame(NamedTuple):
    """Frame that is not a valid message; the connection continues."""

    error: str
    """Description of the error."""


Event = ServerMessage | UnreadableFrame
"""Item that iteration over a connection yields."""


class EventQueue:
    """Queue between the reader of a connection and one iteration."""

    def __init__(
        self,
        max_unread_events: int = _MAX_UNREAD_EVENTS,
        max_pending_events: int = _MAX_PENDING_EVENTS,
    ) -> None:
        self._max_unread_events = max_unread_events
        self._max_pending_events = max_pending_events
        self.pending: deque[Event] = deque()
        """Pending events, oldest first."""
        self._has_reader = False
        self._is_closed = False
        self._error: CaptionsError | None = None
        self._wake_future: asyncio.Future[None] | None = None

    def put(self, event: Event) -> None:
        """Append an event; drop older ones beyond the limits."""
        if len(self.pending) >= self._max_unread_events:
            self._limit_size(event)
        self.pending.append(event)
        if self._wake_future is not None:
            self._wake_reader()

    def close(self, error: CaptionsError | None = None) -> None:
        """Close the queue, with the error that ended the connection."""
        self._is_closed, self._error = True, error
        self._wake_reader()

    async def wait_for_event(self) -> bool:
        """Wait for an event; return False once the queue is closed and empty.

        Raises:
            CaptionsError: the connection broke; raised once.
        """
        self._has_reader = True
        while not self.pending and not self._is_closed:
            if self._wake_future is None:
                self._wake_future = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._wake_future)
        if not self.pending and self._error is not None:
            error, self._error = self._error, None
            raise error
        return bool(self.pending)

    def _wake_reader(self) -> None:
        news, self._wake_future = self._wake_future, None
        if news is not None:
            news.set_result(None)

    def _limit_size(self, event: Event) -> None:
        if not self._has_reader:
            self.pending.popleft()
        elif len(self.pending) >= self._max_pending_events and (
            isinstance(event, PartialTranscript) and isinstance(self.pending[-1], PartialTranscript)
        ):
            self.pending.pop()
