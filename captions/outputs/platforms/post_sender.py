"""Sends segments to a platform: strictly in order, one post at a time, until each is accepted."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from captions.errors import CaptionsError
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState, RowFormat
from captions.outputs.destination import OutputState, OutputStatus, Report
from captions.outputs.output_queue import OutputQueue
from captions.outputs.platforms.addresses import mask_address
from captions.outputs.platforms.http_client import (
    PostClient,
    PostRequest,
    PostResponse,
    TimeLimits,
    open_client,
)
from captions.outputs.platforms.platform_profile import (
    PlatformProfile,
    TextRefusedError,
    read_retry_delay,
)
from captions.settings.schema import Settings

ReadAddress = Callable[[], Awaitable[str]]
"""Returns the address, a secret; empty if there is none."""


class _NumberedText(NamedTuple):
    text: str
    number: int


class PostSender:
    """Destination on a platform.

    A post that was not confirmed is sent again with the same number by the next call of `deliver`,
    unless the queue has dropped its segment, which is too old by then.
    """

    row_formats: tuple[RowFormat, ...] = ()

    def __init__(
        self,
        profile: PlatformProfile,
        read_address: ReadAddress,
        limits: TimeLimits | None = None,
    ) -> None:
        """Prepare to send.

        Args:
            profile: the platform.
            read_address: returns the address; called before each connection.
            limits: timeouts.
        """
        self.max_age = profile.max_age
        self._profile = profile
        self._read_address = read_address
        self._limits = limits or TimeLimits()
        self._address = ""
        self._segment: TranscriptSegment | None = None
        """Segment that is being sent."""
        self._texts: deque[str] = deque()
        """Texts of that segment that are not confirmed."""
        self._unconfirmed: _NumberedText | None = None
        """Post that is being sent, or whose last attempt failed."""
        self._has_failed = False
        """True if the last request failed."""
        self._next_time = 0.0
        """Time of the event loop before which nothing is sent."""
        self._last_time = 0.0
        """Time of the event loop at the last request."""

    def describe_address(self, *, with_secret: bool) -> str:
        """Return the address; without its secret, only scheme and host."""
        return self._address if with_secret else mask_address(self._address)

    def apply(self, settings: Settings) -> None:
        """Apply other settings, such as the spoken language."""
        self._profile.apply(settings)

    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        """Connect, and send segments until cancelled.

        Raises:
            OutputUnavailableError: a later attempt may succeed.
            OutputError: the user has to change something first.
            KeyringError: the address cannot be read.
        """
        address = await self._read_address()
        if address != self._address:
            self._address = address
            self._unconfirmed, self._segment, self._has_failed = None, None, False
        if queue.first_segment() is not self._segment:
            self._unconfirmed = None  # Its segment is too old by now.
        self._profile.check_address(address)
        await self._profile.prepare(address)
        async with open_client(address, self._profile.rule.platform, self._limits) as client:
            await self._verify(client, report)
            while True:
                await self._deliver_next(client, queue, report)

    async def _verify(self, client: PostClient, report: Report) -> None:
        if self._unconfirmed is not None:
            return  # The platform answers to that post.
        await self._wait_for_turn()
        self._last_time = asyncio.get_running_loop().time()
        if await self._profile.verify(client):
            self._has_failed = False
            report(OutputStatus(OutputState.RUNNING))
        elif not self._has_failed:
            report(OutputStatus(OutputState.RUNNING, Message("platform_unverified")))

    async def _deliver_next(self, client: PostClient, queue: OutputQueue, report: Report) -> None:
        await self._wait_for_turn()  # What is sent is chosen afterwards: it may be out of date.
        if (segment := queue.first_segment()) is not None:
            await self._send_segment(client, segment, queue, report)
        elif (state := queue.take_state()) is not None:
            await self._send_state(client, state, report)
        else:
            await self._wait_for_speech(client, queue, report)

    async def _send_segment(
        self, client: PostClient, segment: TranscriptSegment, queue: OutputQueue, report: Report
    ) -> None:
        if segment is not self._segment:
            self._segment, self._unconfirmed = segment, None
            self._texts = deque(self._profile.make_texts(segment, queue.limits.delay))
        try:
            while self._texts and await self._has_turn(segment, queue):
                await self._send_text(client, self._texts[0])
                self._texts.popleft()
                self._report_success(report)
        except TextRefusedError as error:
            self._segment, self._unconfirmed, self._has_failed = None, None, False
            if queue.first_segment() is segment:
                queue.drop_segment()
            report(OutputStatus(OutputState.RUNNING, error.message))
            return
        self._segment = None
        if queue.first_segment() is segment:
            queue.remove_segment()

    async def _send_state(self, client: PostClient, state: CaptionState, report: Report) -> None:
        text = self._profile.make_live_text(state)
        if not text:
            return
        number = await self._profile.take_number()
        try:
            await self._send_request(client, self._profile.make_request(text, number))
        except TextRefusedError as error:
            report(OutputStatus(OutputState.RUNNING, error.message))
        else:
            self._report_success(report)

    async def _send_text(self, client: PostClient, text: str) -> None:
        if self._unconfirmed is None:
            self._unconfirmed = _NumberedText(text, await self._profile.take_number())
        await self._send_request(client, self._profile.make_request(*self._unconfirmed))
        self._unconfirmed = None

    async def _wait_for_speech(
        self, client: PostClient, queue: OutputQueue, report: Report
    ) -> None:
        interval = self._profile.heartbeat_interval
        if interval is None:
            await queue.wait()
            return
        left = self._last_time + interval - asyncio.get_running_loop().time()
        if left > 0:
            await queue.wait(left)
        elif (heartbeat := self._profile.make_heartbeat()) is not None:
            await self._send_request(client, heartbeat)
            self._report_success(report)

    async def _has_turn(self, segment: TranscriptSegment, queue: OutputQueue) -> bool:
        """Wait until a post may be sent, and return True if it is still wanted then.

        The queue drops a segment when it is too old, or when the user pauses the output.
        """
        await self._wait_for_turn()
        return queue.first_segment() is segment

    async def _wait_for_turn(self) -> None:
        await asyncio.sleep(max(0.0, self._next_time - asyncio.get_running_loop().time()))

    async def _send_request(self, client: PostClient, request: PostRequest) -> None:
        self._last_time = asyncio.get_running_loop().time()
        self._next_time = self._last_time + self._profile.pace
        try:
            response = await client.send_request(request)
            self._profile.record_response(request, response)
            self._apply_retry_delay(response)
            self._profile.check_response(response)
        except CaptionsError:
            self._has_failed = True
            raise
        self._has_failed = False

    def _report_success(self, report: Report) -> None:
        report(OutputStatus(OutputState.RUNNING, self._profile.warning))

    def _apply_retry_delay(self, response: PostResponse) -> None:
        delay = read_retry_delay(response)
        if delay:
            self._next_time = asyncio.get_running_loop().time() + delay
