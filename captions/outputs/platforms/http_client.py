"""Sends one HTTP request at a time to a platform, whose address is a secret.

httpx is imported and set up in another thread, which takes a tenth of a second.
"""

import asyncio
import contextlib
import logging
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from captions import __version__
from captions.errors import OutputError, OutputUnavailableError
from captions.messages.message import Message
from captions.protocol.addresses import is_loopback

if TYPE_CHECKING:
    import httpx

_MAX_BODY_BYTES = 8192
"""Bytes of a response that are read; all platforms answer with a few words."""
_BODY_SECONDS = 2.0
"""Timeout of a response's body; the status has said everything already."""
_IDLE_SECONDS = 4.0
"""Time after which an idle connection is not used again; servers close them after 5 s or more."""
_Trace = Callable[[str, Mapping[str, Any]], Awaitable[None]]
"""Receives the names and details of the events of a connection."""
_LIBRARY_LOGS = ("httpx", "httpcore")
"""Logs of the library, which contain whole addresses."""


@dataclass(frozen=True, slots=True)
class PostRequest:
    """A request; neither address nor text appear in its ``repr``."""

    url: str = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    method: str = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostResponse:
    """What a server answered, and when."""

    status: int
    body: bytes = b""
    """First bytes of the body."""
    date: str = ""
    """Header ``Date``."""
    retry_after: str = ""
    """Header ``Retry-After``."""
    sent: float = 0.0
    """Time of this computer before the request, in seconds since 1970."""
    received: float = 0.0
    """Time of this computer at the response."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """Timeouts in seconds."""

    connect: float = 8.0
    answer: float = 10.0
    """Longest silence of the server after the request."""
    total: float = 15.0


class PostClient:
    """Sends requests to one server over one connection."""

    def __init__(self, client: "httpx.AsyncClient", platform: str, limits: TimeLimits) -> None:
        """Prepare to send.

        Args:
            client: an open client of httpx.
            platform: name of the platform, for messages.
            limits: timeouts.
        """
        self._client = client
        self._platform = platform
        self._limits = limits

    async def send_request(self, request: PostRequest) -> PostResponse:
        """Send a request, and return the response with any status.

        Raises:
            OutputUnavailableError: the server cannot be reached, or does not answer with HTTP.
            OutputError: the address cannot be used.
        """
        import httpx  # noqa: PLC0415  # see the module's docstring

        problem: Message | None
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._exchange(request)
        except (TimeoutError, httpx.TimeoutException):
            problem = Message("platform_silent", platform=self._platform)
        except httpx.TransportError as error:
            problem = _describe_failure(error, self._platform)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            problem = None
        # Not "from error": the library's messages may contain the address.
        if problem is None:
            raise OutputError("platform_address_invalid", platform=self._platform)
        raise OutputUnavailableError(problem)

    async def _exchange(self, request: PostRequest) -> PostResponse:
        headers = {"Content-Type": request.content_type, **request.headers}
        sent = time.time()
        async with (
            _closing_handshake() as trace,
            self._client.stream(
                request.method,
                request.url,
                content=request.body,
                headers=headers,
                extensions={"trace": trace},
            ) as response,
        ):
            received = time.time()
            body = await _read_start(response)
            return PostResponse(
                status=response.status_code,
                body=body,
                date=response.headers.get("date", ""),
                retry_after=response.headers.get("retry-after", ""),
                sent=sent,
                received=received,
            )


@contextlib.asynccontextmanager
async def _closing_handshake() -> AsyncIterator[_Trace]:
    """Provide the trace of a request, and close its connection if its TLS handshake is cancelled.

    httpcore 1.0.9 leaves such a connection open until the garbage collector finds it. The names of
    the events are those of its extension ``trace`` (https://www.encode.io/httpcore/extensions/).
    """
    opened: list[Any] = []

    async def record_event(name: str, info: Mapping[str, Any]) -> None:
        if name.endswith("connect_tcp.complete"):
            opened.append(info["return_value"])
        elif name.endswith("start_tls.complete"):
            opened.clear()

    try:
        yield record_event
    except asyncio.CancelledError:
        for stream in opened:
            await stream.aclose()
        raise


@contextlib.asynccontextmanager
async def open_client(address: str, platform: str, limits: TimeLimits) -> AsyncIterator[PostClient]:
    """Provide a client for the server of an address.

    Args:
        address: the server's address. Proxies are not used for this computer itself.
        platform: name of the platform, for messages.
        limits: timeouts.

    Raises:
        OutputError: the proxy that is set for this computer cannot be used.
    """
    client = await asyncio.to_thread(_make_client, address, limits)
    if client is None:
        raise OutputError("platform_proxy_invalid")
    try:
        yield PostClient(client, platform, limits)
    finally:
        await client.aclose()


def _make_client(address: str, limits: TimeLimits) -> "httpx.AsyncClient | None":
    """Return a client, or `None` if the proxy cannot be used."""
    import httpx  # noqa: PLC0415  # see the module's docstring

    for name in _LIBRARY_LOGS:
        logging.getLogger(name).setLevel(logging.WARNING)
    parts = urlsplit(address)
    try:
        return httpx.AsyncClient(
            verify=ssl.create_default_context() if parts.scheme == "https" else False,
            trust_env=not is_loopback(parts.hostname or ""),
            follow_redirects=False,
            timeout=httpx.Timeout(limits.answer, connect=limits.connect),
            limits=httpx.Limits(max_connections=1, keepalive_expiry=_IDLE_SECONDS),
            headers={"User-Agent": f"Captions/{__version__}", "Accept-Encoding": "identity"},
        )
    except (ValueError, ImportError):  # An invalid URL, or SOCKS, which needs another library.
        return None


def parse_http_date(text: str) -> float | None:
    """Return a date of HTTP (RFC 9110, section 5.6.7) in seconds since 1970; `None` if invalid."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


async def _read_start(response: "httpx.Response") -> bytes:
    """Return the start of a body; a body that breaks off does not change what happened."""
    import httpx  # noqa: PLC0415  # see the module's docstring

    body = b""
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(_BODY_SECONDS):
            async for data in response.aiter_raw():
                body += data
                if len(body) >= _MAX_BODY_BYTES:
                    break
    return body[:_MAX_BODY_BYTES]


def _describe_failure(error: "httpx.TransportError", platform: str) -> Message:
    """Return the message about a failed request."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return Message("platform_untrusted", platform=platform)
        cause = cause.__cause__ or cause.__context__
    # A connection that ends before the answer is a violation of the protocol for the library.
    if type(error).__name__ == "RemoteProtocolError" and "disconnected" not in str(error):
        return Message("platform_no_http", platform=platform)
    return Message("platform_unreachable", platform=platform)
