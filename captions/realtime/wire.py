"""A WebSocket to a speech server: opened, read and written without websockets' own exceptions."""

import asyncio
import contextlib
import json
import logging
import re
import ssl
import struct
import sys
from collections.abc import AsyncIterator, Iterator
from socket import SO_LINGER, SOL_SOCKET
from typing import Literal, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    ConnectionClosedOK,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
)

from captions.errors import (
    ConnectionLostError,
    ConnectionRefusedByServerError,
    ServerReportedError,
    UntrustedServerError,
    UsageError,
)
from captions.printable import printable
from captions.protocol.addresses import is_exposed, is_loopback
from captions.protocol.failures import failure
from captions.protocol.messages import MAX_FRAME_BYTES, ErrorMessage, InputAudioChunk, encode
from captions.protocol.options import PATH, SessionOptions, join_query, query

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


NORMAL_CLOSE = 1000
CLOSE_SECONDS = 2.0
"""How long a server may take to agree to a close; one that is gone must not keep us."""
_OPEN_SECONDS = 10.0
_PING_SECONDS = 5.0
"""A connection that answers no ping for twice as long is dead: a laptop was closed, a cable cut."""
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Makes the system discard unsent data when a socket is closed: SO_LINGER of socket(7)."""
_TOO_BIG = 1009
# Numbers of openssl/x509_vfy.h (X509_V_ERR_...), which SSLCertVerificationError passes on.
_OUT_OF_DATE = {9, 10}
"""CERT_NOT_YET_VALID, CERT_HAS_EXPIRED."""
_OTHER_HOST = {62, 64}
"""HOSTNAME_MISMATCH, IP_ADDRESS_MISMATCH."""
_SHORTEST_KEY = 7
"""A shorter one is none, and may well be a word."""
_MOST_SAID = 200
"""Characters of a refusal that are told."""

_log = logging.getLogger(__name__)
# websockets writes whole requests at the level of debugging: with the key, and with the token.
_log.setLevel(logging.INFO)


class Address(NamedTuple):
    """Where a speech server is, and what opens it."""

    url: str
    """Base URL, without the wire's path."""
    api_key: str = ""
    token: str = ""
    """A single-use token; it is used instead of the key, and is spent by one connection."""
    allow_plain_key: bool = False
    """True if the user allows the key to be sent unencrypted to another machine."""

    @override
    def __repr__(self) -> str:
        """Leave key and token out: this may end up in a log."""
        return f"Address({_shown(self.url)!r})"


class websocket_connect(connect):  # noqa: N801  # programs patch the vendor's function of this name
    """Opens a socket as this wire wants it."""

    def __init__(self, uri: str, *, base_url: str, api_key: str) -> None:
        """``api_key`` goes into a header; with a token in ``uri`` it is empty.

        Raises:
            UsageError: it cannot be a key.
        """
        key = api_key.strip()
        if not (key.isascii() and key.isprintable()):
            raise UsageError("The API key holds characters that no key has: copy it once more.")
        super().__init__(
            uri,
            additional_headers={"xi-api-key": key} if key else {},
            compression=None,  # Audio does not compress, so deflate would only cost time.
            max_size=MAX_FRAME_BYTES,
            open_timeout=_OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=_PING_SECONDS,
            ping_timeout=2 * _PING_SECONDS,
            proxy=proxy_for(base_url),
            logger=_log,
        )

    @override
    def process_redirect(self, exc: Exception) -> Exception:
        """Follow no redirect: another server has no business with the key."""
        return exc


def socket_url(base_url: str) -> str:
    """Return the realtime endpoint of a base URL, without a query.

    Raises:
        UsageError: the URL is not one of a web server.
    """
    whole = base_url if "://" in base_url else f"wss://{base_url}"
    if not _is_address(whole):
        raise UsageError(
            f"'{_shown(base_url)}' is no server's address: "
            "it should look like https://api.elevenlabs.io or http://127.0.0.1:8080."
        )
    parts = urlsplit(whole)
    path = parts.path.rstrip("/") + PATH
    return urlunsplit((_SCHEMES[parts.scheme], parts.netloc, path, "", ""))


def proxy_for(base_url: str) -> Literal[True] | None:
    """Say whether the system's proxy may be used: never for a server on this computer."""
    return None if is_loopback(urlsplit(socket_url(base_url)).hostname or "") else True


def check_key(base_url: str, api_key: str, *, allow_plain: bool) -> None:
    """Refuse to send a key so that others on the network can read it.

    Args:
        base_url: the server.
        api_key: the key; nothing is wrong without one.
        allow_plain: whether the user allows it for this server.

    Raises:
        UntrustedServerError: the server is on another machine, and its address is not encrypted.
    """
    if api_key and not allow_plain and is_exposed(base_url):
        raise UntrustedServerError(
            f"The key is not sent unencrypted to {_shown(base_url)}: use an https:// address, or "
            "allow it with --allow-plain-key or in the settings.",
            "insecure_server",
        )


async def open_wire(address: Address, options: SessionOptions) -> ClientConnection:
    """Open a session's socket.

    Raises:
        UsageError: the URL is not one of a web server.
        UntrustedServerError: key and sound would not be safe on their way.
        ConnectionRefusedByServerError: the server answered, and said no.
        ConnectionLostError: there is no server, or it does not speak WebSocket.
    """
    token = join_query([("token", address.token)]) if address.token else ""
    asked = "&".join(filter(None, (query(options), token)))
    key = "" if address.token else address.api_key
    check_key(address.url, key, allow_plain=address.allow_plain_key)
    with told_plainly(address.url, key):
        return await websocket_connect(
            f"{socket_url(address.url)}?{asked}", base_url=address.url, api_key=key
        )


@contextlib.contextmanager
def told_plainly(base_url: str, api_key: str) -> Iterator[None]:
    """Turn what can go wrong while a socket is opened into our own errors.

    Args:
        base_url: where the server should be.
        api_key: what no error may say, even if the server does.

    Raises:
        ConnectionRefusedByServerError: the server answered, and said no.
        UntrustedServerError: its certificate is not valid, or it speaks no TLS.
        ConnectionLostError: there is no server, or it does not speak WebSocket.
    """
    try:
        yield
    except InvalidStatus as error:
        said = _said(bytes(error.response.body or b""))
        if len(api_key) > _SHORTEST_KEY:
            said = said.replace(api_key.strip(), "…")
        raise ConnectionRefusedByServerError(
            f"{_shown(base_url)} refused the connection "
            f"(HTTP {error.response.status_code}){f': {said}' if said else ''}.",
            error.response.status_code,
        ) from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError) as error:
        raise _unreachable(base_url) from error  # The connection broke, which may pass.
    except ssl.SSLError as error:
        raise _untrusted(base_url, error) from error
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI, UnicodeError) as error:
        raise _unreachable(base_url) from error


async def send(socket: ClientConnection, chunk: InputAudioChunk) -> None:
    """Send a message.

    Raises:
        ConnectionLostError: the connection is closed.
    """
    try:
        await socket.send(encode(chunk), text=True)
    except ConnectionClosed as error:
        raise lost(error) from error


def discard_unsent(socket: ClientConnection) -> None:
    """Let nothing reach the server any more that waits to be sent, here or in the system."""
    transport = socket.transport
    plain = transport.get_extra_info("socket")
    with contextlib.suppress(AttributeError, OSError):  # It may be closed already.
        plain.setsockopt(SOL_SOCKET, SO_LINGER, _NO_LINGER)
    if transport.get_write_buffer_size():
        transport.abort()


async def close(socket: ClientConnection) -> None:
    """Close a socket in good order, or break it off if the server does not take part in that."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close()
    except TimeoutError:
        # It waits without limit while a server that does not read keeps it from sending.
        socket.transport.abort()


async def reach(socket: ClientConnection) -> None:
    """Wait until the server has taken everything that was sent so far: it answers a ping.

    Raises:
        ConnectionLostError: the connection is closed.
    """
    try:
        await (await socket.ping())
    except ConnectionClosed as error:
        raise lost(error) from error


async def frames(socket: ClientConnection) -> AsyncIterator[bytes]:
    """Yield frames until the server closes in good order.

    Raises:
        ConnectionLostError: the connection broke.
    """
    with losses_told():
        while True:
            yield await socket.recv(decode=False)  # JSON is read from bytes at once.


@contextlib.contextmanager
def losses_told() -> Iterator[None]:
    """End quietly when a connection is closed in good order.

    Raises:
        ConnectionLostError: the connection broke.
    """
    try:
        yield
    except ConnectionClosedOK:
        return
    except ConnectionClosed as error:
        raise lost(error) from error


def reported(message: ErrorMessage) -> ServerReportedError:
    """Return a server's error message as an exception."""
    said = printable(message.error or failure(message.name).title, _MOST_SAID)
    return ServerReportedError(said, message.name)


def lost(error: ConnectionClosed) -> ConnectionLostError:
    """Return a connection's end as our own exception."""
    received = error.rcvd
    if error.sent is not None and error.sent.code == _TOO_BIG and not error.rcvd_then_sent:
        size = MAX_FRAME_BYTES // 1024
        return ConnectionLostError(f"The speech server sent a message of more than {size} KiB.")
    if received is None:
        return ConnectionLostError("The connection to the speech server broke.")
    reason = f", {printable(received.reason)}" if received.reason else ""
    return ConnectionLostError(
        f"The speech server closed the connection (code {received.code}{reason})."
    )


def _unreachable(base_url: str) -> ConnectionLostError:
    return ConnectionLostError(
        f"The speech server at {_shown(base_url)} cannot be reached: "
        "check its address and the network."
    )


def _untrusted(base_url: str, error: ssl.SSLError) -> UntrustedServerError:
    """Return what is wrong with a server's TLS, by OpenSSL's number for it."""
    server = _shown(base_url)
    if not isinstance(error, ssl.SSLCertVerificationError):
        return UntrustedServerError(
            f"{server} makes no encrypted connection: check its address, which begins with http:// "
            "for a server without encryption.",
            "tls_failed",
        )
    if error.verify_code in _OUT_OF_DATE:
        return UntrustedServerError(
            f"The certificate of {server} has expired or is not valid yet: ask its owner to renew "
            "it, and check this computer's clock.",
            "tls_expired",
        )
    if error.verify_code in _OTHER_HOST:
        return UntrustedServerError(
            f"The certificate of {server} is for another address: check the server's address.",
            "tls_wrong_host",
        )
    return UntrustedServerError(
        f"The certificate of {server} is from an unknown authority: install that authority's "
        "certificate on this computer, or use another server.",
        "tls_unknown_authority",
    )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A name that DNS cannot hold, such as "a..b", is never an address.
        name = (parts.hostname or "").encode("idna")
        return parts.scheme in _SCHEMES and bool(name) and parts.port != 0
    except ValueError:
        return False


def _shown(url: str) -> str:
    """Return a URL without what may be secret in it: user, password and query."""
    scheme, mark, rest = url.partition("://")
    host = re.split(r"[/?#]", rest if mark else scheme, maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}{mark}{host}" if mark else host


def _said(body: bytes) -> str:
    """Return a refusal's own words, out of JSON where it is some."""
    text = body.decode(errors="replace")
    try:
        fields = json.loads(text)
        detail = fields.get("detail", fields) if isinstance(fields, dict) else fields
        said = detail.get("message", detail) if isinstance(detail, dict) else detail
        text = "" if said is None else str(said)
    except (ValueError, RecursionError):
        pass  # It is not JSON, or nothing that a person should read.
    return " ".join(printable(text[:_MOST_SAID]).split())
