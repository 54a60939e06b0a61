"""Runs an output towards a stand-in, as the app does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from captions.backoff import Backoff
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.destination import OutputState, OutputStatus
from captions.outputs.output_queue import OutputQueue, QueueLimits
from captions.outputs.output_runner import OutputRunner
from captions.outputs.platforms.http_client import TimeLimits
from captions.outputs.platforms.platform_profile import PlatformProfile
from captions.outputs.platforms.post_sender import PostSender

SHORT_LIMITS = TimeLimits(connect=5.0, answer=0.2, total=10.0)
_FIRST_RETRY_SECONDS = 0.001
_POLL_SECONDS = 0.01


class Delivery:
    """A running output."""

    def __init__(
        self,
        profile: PlatformProfile,
        url: str,
        clock: Callable[[], float] | None = None,
        delay: float = 0.0,
    ) -> None:
        self.url = url
        self.statuses: list[OutputStatus] = []
        limits = QueueLimits(delay=delay, max_age=profile.max_age)
        self.queue = OutputQueue(limits, clock)
        self.sender = PostSender(profile, self._read_address, SHORT_LIMITS)
        self.runner = OutputRunner(
            self.sender, self.queue, self._keep_status, Backoff(_FIRST_RETRY_SECONDS)
        )

    @property
    def details(self) -> list[str]:
        """Sentences that the user has seen, in their order."""
        return [str(status.detail) for status in self.statuses if status.detail is not None]

    @property
    def state(self) -> OutputState:
        return self.runner.status.state

    def put_texts(self, *texts: str) -> None:
        """Queue segments without times."""
        for text in texts:
            self.queue.put_segment(make_segment(text))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition is true."""
        while not condition():
            await self.queue.wait_for_progress(_POLL_SECONDS)

    async def send_texts(self, *texts: str) -> None:
        """Queue segments, and wait until they are sent or dropped."""
        self.put_texts(*texts)
        await self.until(lambda: self.queue.is_empty)

    def _keep_status(self) -> None:
        self.statuses.append(self.runner.status)

    async def _read_address(self) -> str:
        return self.url


@contextlib.asynccontextmanager
async def delivering(
    profile: PlatformProfile,
    url: str,
    clock: Callable[[], float] | None = None,
    delay: float = 0.0,
) -> AsyncIterator[Delivery]:
    """Run an output while the context lasts."""
    delivery = Delivery(profile, url, clock, delay)
    task = asyncio.ensure_future(delivery.runner.run())
    try:
        yield delivery
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def make_segment(
    text: str, start: float = float("nan"), end: float = float("nan"), **values: object
) -> TranscriptSegment:
    """Return a segment; without times, as from a server that sends none."""
    return TranscriptSegment(text=text, start=start, end=end, **values)  # type: ignore[arg-type]  # as given
