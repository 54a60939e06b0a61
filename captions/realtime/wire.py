"""A WebSocket to a speech server: opened, read and written without websockets' own exceptions."""

import contextlib
import ipaddress
import json
from collections.abc import AsyncIterator, Iterator
from typing import Literal, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from captions.errors import ConnectionLostError, ConnectionRefusedByServerError, UsageError
from captions.protocol.messages import MAX_FRAME_BYTES, InputAudioChunk, encode
from captions.protocol.options import PATH, SessionOptions, query

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


CLOSE_SECONDS = 2.0
"""How long a server may take to agree to a close; one that is gone must not keep us."""


class Address(NamedTuple):
    """Where a speech server is, and what opens it."""

    url: str
    """Base URL, without the wire's path."""
    api_key: str

    @override
    def __repr__(self) -> str:
        """Leave the key out: this may end up in a log."""
        return f"Address({_shown(self.url)!r})"


def socket_url(base_url: str) -> str:
    """Return the realtime endpoint of a base URL, without a query.

    Raises:
        UsageError: the URL is not one of a web server.
    """
    parts = urlsplit(base_url if "://" in base_url else f"wss://{base_url}")
    if parts.scheme not in _SCHEMES or not parts.netloc:
        raise UsageError(
            f"'{_shown(base_url)}' is no server's address: "
            "it should look like https://api.elevenlabs.io or http://127.0.0.1:8080."
        )
    path = parts.path.rstrip("/") + PATH
    return urlunsplit((_SCHEMES[parts.scheme], parts.netloc, path, "", ""))


def proxy_for(base_url: str) -> Literal[True] | None:
    """Say whether the system's proxy may be used: never for a server on this computer."""
    host = urlsplit(socket_url(base_url)).hostname or ""
    with contextlib.suppress(ValueError):
        return None if ipaddress.ip_address(host).is_loopback else True
    return None if host == "localhost" else True


async def open_wire(address: Address, options: SessionOptions) -> ClientConnection:
    """Open a session's socket.

    Raises:
        UsageError: the URL is not one of a web server.
        ConnectionRefusedByServerError: the server answered, and said no.
        ConnectionLostError: there is no server, or it does not speak WebSocket.
    """
    url = f"{socket_url(address.url)}?{query(options)}"
    headers = {"xi-api-key": address.api_key} if address.api_key else {}
    with told_plainly(address.url):
        # Audio does not compress, so deflate would only cost time.
        return await connect(
            url,
            additional_headers=headers,
            compression=None,
            max_size=MAX_FRAME_BYTES,
            close_timeout=CLOSE_SECONDS,
            proxy=proxy_for(address.url),
        )


@contextlib.contextmanager
def told_plainly(base_url: str) -> Iterator[None]:
    """Turn what can go wrong while a socket is opened into our own errors.

    Raises:
        ConnectionRefusedByServerError: the server answered, and said no.
        ConnectionLostError: there is no server, or it does not speak WebSocket.
    """
    try:
        yield
    except InvalidStatus as error:
        said = _said(bytes(error.response.body or b""))
        raise ConnectionRefusedByServerError(
            f"{_shown(base_url)} refused the connection "
            f"(HTTP {error.response.status_code}){f': {said}' if said else ''}.",
            error.response.status_code,
        ) from error
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI) as error:
        raise ConnectionLostError(
            f"The speech server at {_shown(base_url)} cannot be reached: "
            "check its address and the network."
        ) from error


async def send(socket: ClientConnection, chunk: InputAudioChunk) -> None:
    """Send a message.

    Raises:
        ConnectionLostError: the connection is closed.
    """
    try:
        await socket.send(encode(chunk), text=True)
    except ConnectionClosed as error:
        raise ConnectionLostError(_closed(error)) from error


async def frames(socket: ClientConnection) -> AsyncIterator[str | bytes]:
    """Yield frames until the server closes in good order.

    Raises:
        ConnectionLostError: the connection broke.
    """
    try:
        async for frame in socket:
            yield frame
    except ConnectionClosed as error:
        raise ConnectionLostError(_closed(error)) from error


def _closed(error: ConnectionClosed) -> str:
    received = error.rcvd
    if received is None:
        return "The connection to the speech server broke."
    reason = f", {received.reason}" if received.reason else ""
    return f"The speech server closed the connection (code {received.code}{reason})."


def _shown(url: str) -> str:
    """Return a URL without what may be secret in it: user, password and query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else url


def _said(body: bytes) -> str:
    """Return a refusal's own words, out of JSON where it is some."""
    text = body.decode(errors="replace").strip()
    try:
        fields = json.loads(text)
    except ValueError:
        return text[:200]
    detail = fields.get("detail", fields) if isinstance(fields, dict) else fields
    said = detail.get("message", detail) if isinstance(detail, dict) else detail
    return str(said)[:200]
