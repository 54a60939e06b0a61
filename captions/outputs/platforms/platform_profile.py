"""What differs between platforms: their addresses, their texts, and what their answers mean."""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from typing_extensions import override

from captions.errors import OutputError, OutputUnavailableError
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState
from captions.outputs.platforms.addresses import AddressRule, check_address
from captions.outputs.platforms.http_client import (
    PostClient,
    PostRequest,
    PostResponse,
    parse_http_date,
)
from captions.outputs.platforms.sequence_numbers import MAX_NUMBER, SequenceNumbers
from captions.settings.schema import Settings

_TEMPORARY = frozenset({408, 425, 429})
"""Statuses besides 5xx after which the same request may succeed."""
_REFUSED_TEXT = frozenset({413, 422})
"""Statuses that concern one text only: too large, or not accepted (RFC 9110)."""
_REDIRECTS = range(300, 400)
_SUCCESSES = range(200, 300)
_FIRST_SERVER_ERROR = 500
_MAX_RETRY_AFTER = 30.0


class Answer(NamedTuple):
    """Meaning of a status."""

    message: Message
    """What it means for the user."""
    is_final: bool = False
    """True if the user has to change something; otherwise the request is retried."""


class TextRefusedError(OutputError):
    """The platform accepts captions, but not this one."""


class PlatformProfile(ABC):
    """A platform that receives captions by HTTP POST."""

    rule: ClassVar[AddressRule]
    answers: ClassVar[Mapping[int, Answer]] = {}
    """Statuses with a meaning of their own."""
    max_age: float = 60.0
    """Seconds after which a segment is given up."""
    pace: float = 0.0
    """Minimum time in seconds between two posts."""
    heartbeat_interval: float | None = None
    """Seconds without a post after which a heartbeat is sent; `None` for none."""
    address: str = ""
    """Address to which captions are sent, a secret."""
    warning: Message | None = None
    """What the user should know although captions are accepted; `None` for nothing."""

    def check_address(self, address: str) -> None:
        """Check that an address may be used.

        Raises:
            OutputError: the user has to enter another one.
        """
        check_address(self.rule, address, time.time())

    def apply(self, settings: Settings) -> None:
        """Apply other settings."""
        del settings

    async def prepare(self, address: str) -> None:
        """Prepare to send to an address; called before each connection.

        Raises:
            CaptionsError: the user has to change something first.
        """
        self.address = address

    async def verify(self, client: PostClient) -> bool:
        """Ask the platform whether it accepts captions.

        Returns:
            True if it does; False if only the first caption shows it.

        Raises:
            OutputUnavailableError: a later attempt may succeed.
            OutputError: the user has to change something first.
        """
        del client
        return False

    @abstractmethod
    def make_texts(self, segment: TranscriptSegment, delay: float) -> Sequence[str]:
        """Return the bodies of the posts for a segment.

        Args:
            segment: a committed segment.
            delay: seconds by which captions are delayed, because the stream runs behind.
        """

    def make_live_text(self, state: CaptionState) -> str:
        """Return the body of a post about words that are being spoken; empty for none."""
        del state
        return ""

    @abstractmethod
    async def take_number(self) -> int:
        """Return the number of a new post."""

    @abstractmethod
    def make_request(self, text: str, number: int) -> PostRequest:
        """Return the request of a post; a retry has the same text and number."""

    def make_heartbeat(self) -> PostRequest | None:
        """Return the request that keeps the platform waiting for captions; `None` for none."""
        return None

    def record_response(self, request: PostRequest, response: PostResponse) -> None:
        """Learn from the response to a request, whatever its status is."""
        del request, response

    def check_response(self, response: PostResponse) -> None:
        """Check that the platform has accepted a request.

        Raises:
            TextRefusedError: it does not accept this text.
            OutputUnavailableError: a later attempt may succeed.
            OutputError: the user has to change something first.
        """
        status = response.status
        if status in _SUCCESSES:
            return
        if status in _REFUSED_TEXT:
            raise TextRefusedError(
                "platform_text_refused", platform=self.rule.platform, status=str(status)
            )
        answer = self.answers.get(status) or _find_answer(status, self.rule.platform)
        if answer.is_final:
            raise OutputError(answer.message)
        raise OutputUnavailableError(answer.message)


class NumberedProfile(PlatformProfile):
    """A platform whose posts are numbered, also after the app has been started again."""

    def __init__(self, numbers: SequenceNumbers) -> None:
        """``numbers`` are the last numbers of all addresses."""
        self.last_number = 0
        """Number of the last post."""
        self._numbers = numbers

    @property
    def next_number(self) -> int:
        """Number of the next post."""
        return self.last_number % MAX_NUMBER + 1

    @override
    async def prepare(self, address: str) -> None:
        if address != self.address:
            self.last_number = await self._numbers.read_number(address)
        await super().prepare(address)

    @override
    async def take_number(self) -> int:
        self.last_number = self.next_number
        reason = await self._numbers.write_number(self.address, self.last_number)
        self.warning = (
            Message("platform_number_lost", platform=self.rule.platform, reason=reason)
            if reason
            else None
        )
        return self.last_number


def read_retry_delay(response: PostResponse) -> float:
    """Return the seconds that a server asks to wait, at most 30; 0 if it does not say.

    The header has seconds or a date (RFC 9110, section 10.2.3). A date is compared with the
    server's clock, because the one of this computer may be off.
    """
    text = response.retry_after
    if re.fullmatch("[0-9]{1,9}", text):
        return min(float(text), _MAX_RETRY_AFTER)
    until, now = parse_http_date(text), parse_http_date(response.date)
    if until is None:
        return 0.0
    return min(max(until - (response.received if now is None else now), 0.0), _MAX_RETRY_AFTER)


def _find_answer(status: int, platform: str) -> Answer:
    """Return the usual meaning of a status."""
    shown = str(status)
    if status in _TEMPORARY or status >= _FIRST_SERVER_ERROR:
        return Answer(Message("platform_busy", platform=platform, status=shown))
    if status in _REDIRECTS or status < min(_SUCCESSES):
        return Answer(Message("platform_redirects", platform=platform, status=shown))
    return Answer(Message("platform_refuses", platform=platform, status=shown), is_final=True)
