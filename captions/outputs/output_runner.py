"""Keeps one output running: connects it again after failures, and knows its status."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from captions.backoff import Backoff
from captions.errors import CaptionsError, OutputUnavailableError
from captions.messages.message import Message
from captions.outputs.destination import Destination, OutputState, OutputStatus
from captions.outputs.output_queue import OutputQueue

_log = logging.getLogger(__name__)

MAX_RETRY_SECONDS = 15.0
"""Longest delay between two attempts; a user who has started OBS should not wait long."""


class OutputRunner:
    """Runs a destination until it is cancelled."""

    def __init__(
        self,
        destination: Destination,
        queue: OutputQueue,
        on_change: Callable[[], None],
        backoff: Backoff | None = None,
    ) -> None:
        """Prepare to run.

        Args:
            destination: sends the captions.
            queue: what it sends.
            on_change: called when the state or its sentence has changed.
            backoff: delays between attempts.
        """
        self.queue = queue
        self.status = OutputStatus(OutputState.CONNECTING)
        self.failures = 0
        """Number of attempts that have failed."""
        self._destination = destination
        self._on_change = on_change
        self._backoff = backoff or Backoff()
        self._retry_requested = asyncio.Event()

    async def run(self) -> None:
        """Deliver captions until cancelled; failures become the status."""
        while True:
            try:
                await self._deliver_once()
            except OutputUnavailableError as error:
                await self._wait_after(OutputState.WAITING, error.message)
            except CaptionsError as error:
                await self._wait_after(OutputState.FAILED, error.message)
            except Exception:  # noqa: BLE001  # one output must not end the others
                _log.exception("An output failed.")
                await self._wait_after(OutputState.WAITING, Message("output_bug"))

    def retry(self) -> None:
        """Try again at once, because the user has changed something or asks for it."""
        self._backoff.reset()
        self._retry_requested.set()

    async def _deliver_once(self) -> None:
        self._retry_requested.clear()
        if self.status.state is not OutputState.WAITING:
            self._set_status(OutputStatus(OutputState.CONNECTING))
        self.queue.repeat_state()
        await self._destination.deliver(self.queue, self._report)

    def _report(self, status: OutputStatus) -> None:
        if status.state is OutputState.RUNNING:
            self._backoff.reset()
        self._set_status(status)

    def _set_status(self, status: OutputStatus) -> None:
        before, self.status = self.status, status
        # A thousand readers who come and go must not redraw the app's window.
        if (status.state, status.detail) != (before.state, before.detail):
            self._on_change()

    async def _wait_after(self, state: OutputState, detail: Message) -> None:
        """Wait until the next attempt; if the user has to change something first, until `retry`."""
        _log.info("An output is %s: %s", state.value, detail)
        self.failures += 1
        self._set_status(OutputStatus(state, detail))
        delay = self._backoff.next_delay(MAX_RETRY_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(delay if state is OutputState.WAITING else None):
                await self._retry_requested.wait()
