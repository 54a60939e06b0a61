"""Limits how often something happens; the newest request is never lost."""

import asyncio
from collections.abc import Callable


class Pacer:
    """Calls a function at once, or as soon as its minimum interval allows it."""

    def __init__(self, interval: float, action: Callable[[], None]) -> None:
        """Create a pacer for a function.

        Args:
            interval: minimum seconds between two calls.
            action: called on the running event loop.
        """
        self._interval = interval
        self._action = action
        self._last_call = float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def request_call(self) -> None:
        """Call the function at once or later; requests until then are one."""
        if self._timer is not None:
            return
        loop = asyncio.get_running_loop()
        due = self._last_call + self._interval
        if due <= loop.time():
            self.call_now()
        else:
            self._timer = loop.call_at(due, self.call_now)

    def call_now(self) -> None:
        """Call the function at once."""
        self.cancel()
        self._last_call = asyncio.get_running_loop().time()
        self._action()

    def cancel(self) -> None:
        """Cancel a later call."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
