"""WebSocket connection to a speech server; raises our own exceptions only."""

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
from captions.messages.message import Message
from captions.printable import make_printable
from captions.protocol.addresses import is_exposed, is_loopback
from captions.protocol.messages import (
    MAX_FRAME_BYTES,
    ErrorMessage,
    InputAudioChunk,
    encode_message,
)
from captions.protocol.options import ENDPOINT_PATH, SessionOptions, encode_query, join_query

_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}


NORMAL_CLOSE = 1000
"""Close code of a normal closure (RFC 6455, section 7.4.1)."""
CLOSE_TIMEOUT_SECONDS = 2.0
"""Timeout in seconds for the server's close frame, so that a dead server does not block us."""
_OPEN_TIMEOUT_SECONDS = 10.0
"""Timeout in seconds for the handshake."""
_PING_INTERVAL_SECONDS = 5.0
"""Ping interval in seconds; the timeout for a pong is twice as long.

A connection without pongs is dead, for example after a suspend or an unplugged cable.
"""
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Value of SO_LINGER that discards unsent data when the socket is closed: socket(7)."""
_MESSAGE_TOO_BIG = 1009
"""Close code of a message that is too big (RFC 6455, section 7.4.1)."""
# Codes of openssl/x509_vfy.h (X509_V_ERR_...), in SSLCertVerificationError.verify_code.
_EXPIRED_CODES = {9, 10}
"""CERT_NOT_YET_VALID, CERT_HAS_EXPIRED."""
_WRONG_HOST_CODES = {62, 64}
"""HOSTNAME_MISMATCH, IP_ADDRESS_MISMATCH."""
_MAX_UNREDACTED_CHARS = 7
"""Maximum characters of a key that is not redacted in errors: it may be an ordinary word."""
_MAX_REASON_CHARS = 200
"""Maximum characters of a server's reason in an error message."""

_log = logging.getLogger(__name__)
# At debug level, websockets logs whole requests, with the key and the token.
_log.setLevel(logging.INFO)


class Address(NamedTuple):
    """Address of a speech server, with its key or token."""

    url: str
    """Base URL, without the path of the endpoint."""
    api_key: str = ""
    token: str = ""
    """Single-use token, used instead of the key; one connection consumes it (measured)."""
    allow_plain_key: bool = False
    """True if the user allows sending the key unencrypted to another machine."""

    @override
    def __repr__(self) -> str:
        """Return the URL without key and token, for logs."""
        return f"Address({_redact_url(self.url)!r})"


class websocket_connect(connect):  # noqa: N801  # programs patch the vendor's function of this name
    """Connects a WebSocket with the settings of this client."""

    def __init__(self, uri: str, *, base_url: str, api_key: str) -> None:
        """Prepare a connection; ``api_key`` becomes a header and is empty if ``uri`` holds a token.

        Raises:
            UsageError: the key holds characters that no key has.
        """
        key = api_key.strip()
        if not (key.isascii() and key.isprintable()):
            raise UsageError("key_has_invalid_characters")
        super().__init__(
            uri,
            additional_headers={"xi-api-key": key} if key else {},
            compression=None,  # Audio does not compress, so deflate would only cost time.
            max_size=MAX_FRAME_BYTES,
            open_timeout=_OPEN_TIMEOUT_SECONDS,
            close_timeout=CLOSE_TIMEOUT_SECONDS,
            ping_interval=_PING_INTERVAL_SECONDS,
            ping_timeout=2 * _PING_INTERVAL_SECONDS,
            proxy=choose_proxy(base_url),
            logger=_log,
        )

    @override
    def process_redirect(self, exc: Exception) -> Exception:
        """Refuse redirects, so that no other server receives the key."""
        return exc


def socket_url(base_url: str) -> str:
    """Return the URL of the realtime endpoint for a base URL, without a query.

    Raises:
        UsageError: the URL is not a server's address.
    """
    whole = base_url if "://" in base_url else f"wss://{base_url}"
    if not _is_server_url(whole):
        raise UsageError("server_address_invalid", server=_redact_url(base_url))
    parts = urlsplit(whole)
    path = parts.path.rstrip("/") + ENDPOINT_PATH
    return urlunsplit((_SCHEMES[parts.scheme], parts.netloc, path, "", ""))


def choose_proxy(base_url: str) -> Literal[True] | None:
    """Return True to use the system's proxy; `None` for a server on this computer."""
    return None if is_loopback(urlsplit(socket_url(base_url)).hostname or "") else True


def check_key(base_url: str, api_key: str, *, allow_plain: bool) -> None:
    """Check that the key is not sent unencrypted over the network.

    Args:
        base_url: base URL of the server.
        api_key: the key; empty passes the check.
        allow_plain: True if the user allows an unencrypted key for this server.

    Raises:
        UntrustedServerError: the server is on another machine and the connection is not encrypted.
    """
    if api_key and not allow_plain and is_exposed(base_url):
        raise UntrustedServerError(
            Message("key_exposed", server=_redact_url(base_url)), "insecure_server"
        )


async def open_socket(address: Address, options: SessionOptions) -> ClientConnection:
    """Open the socket of a session.

    Raises:
        UsageError: the URL is not a server's address, or the key is malformed.
        UntrustedServerError: key and audio would not be safe in transit.
        ConnectionRefusedByServerError: the server refused the handshake.
        ConnectionLostError: the server is unreachable, or does not speak WebSocket.
    """
    token = join_query([("token", address.token)]) if address.token else ""
    asked = "&".join(filter(None, (encode_query(options), token)))
    key = "" if address.token else address.api_key
    check_key(address.url, key, allow_plain=address.allow_plain_key)
    with convert_open_errors(address.url, key):
        return await websocket_connect(
            f"{socket_url(address.url)}?{asked}", base_url=address.url, api_key=key
        )


@contextlib.contextmanager
def convert_open_errors(base_url: str, api_key: str) -> Iterator[None]:
    """Convert exceptions of the handshake to our own errors.

    Args:
        base_url: base URL of the server.
        api_key: the key, which is redacted from errors.

    Raises:
        ConnectionRefusedByServerError: the server refused the handshake.
        UntrustedServerError: the certificate is not valid, or the server does not speak TLS.
        ConnectionLostError: the server is unreachable, or does not speak WebSocket.
    """
    try:
        yield
    except InvalidStatus as error:
        said = _extract_reason(bytes(error.response.body or b""))
        if len(api_key) > _MAX_UNREDACTED_CHARS:
            said = said.replace(api_key.strip(), "…")
        raise _refused(base_url, error.response.status_code, said) from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError) as error:
        raise _make_unreachable_error(
            base_url
        ) from error  # The connection broke: a retry may succeed.
    except ssl.SSLError as error:
        raise _make_tls_error(base_url, error) from error
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI, UnicodeError) as error:
        raise _make_unreachable_error(base_url) from error


async def send(socket: ClientConnection, chunk: InputAudioChunk) -> None:
    """Send a message.

    Raises:
        ConnectionLostError: the connection is closed.
    """
    try:
        await socket.send(encode_message(chunk), text=True)
    except ConnectionClosed as error:
        raise make_lost_error(error) from error


def discard_unsent(socket: ClientConnection) -> None:
    """Discard all data that is not sent yet, in our buffer and in the system's."""
    transport = socket.transport
    plain = transport.get_extra_info("socket")
    with contextlib.suppress(AttributeError, OSError):  # It may be closed already.
        plain.setsockopt(SOL_SOCKET, SO_LINGER, _NO_LINGER)
    if transport.get_write_buffer_size():
        transport.abort()


async def close(socket: ClientConnection) -> None:
    """Close a socket; abort the connection if the server does not complete the close handshake."""
    try:
        async with asyncio.timeout(CLOSE_TIMEOUT_SECONDS):
            await socket.close()
    except TimeoutError:
        # close() has no timeout while it cannot send, because the server does not read.
        socket.transport.abort()


async def wait_for_pong(socket: ClientConnection) -> None:
    """Wait until the server has received everything sent so far, by a ping and its pong.

    Raises:
        ConnectionLostError: the connection is closed.
    """
    try:
        await (await socket.ping())
    except ConnectionClosed as error:
        raise make_lost_error(error) from error


async def receive_frames(socket: ClientConnection) -> AsyncIterator[bytes]:
    """Yield frames until the connection closes normally.

    Raises:
        ConnectionLostError: the connection broke.
    """
    with convert_close_errors():
        while True:
            yield await socket.recv(decode=False)  # The decoder accepts bytes.


@contextlib.contextmanager
def convert_close_errors() -> Iterator[None]:
    """Suppress a normal close, and convert any other to our own error.

    Raises:
        ConnectionLostError: the connection broke.
    """
    try:
        yield
    except ConnectionClosedOK:
        return
    except ConnectionClosed as error:
        raise make_lost_error(error) from error


def make_reported_error(message: ErrorMessage) -> ServerReportedError:
    """Return a server's error message as an exception."""
    if not message.error:
        return ServerReportedError(
            Message("server_reported_type", type=make_printable(message.name)), message.name
        )
    text = make_printable(message.error, _MAX_REASON_CHARS)
    return ServerReportedError(Message("server_reported", text=text), message.name)


def make_lost_error(error: ConnectionClosed) -> ConnectionLostError:
    """Return the end of a connection as an exception."""
    received = error.rcvd
    if error.sent is not None and error.sent.code == _MESSAGE_TOO_BIG and not error.rcvd_then_sent:
        size = MAX_FRAME_BYTES // 1024
        return ConnectionLostError("server_message_too_large", size=size)
    if received is None:
        return ConnectionLostError("connection_broke")
    if not received.reason:
        return ConnectionLostError("server_closed_with_code", status=received.code)
    return ConnectionLostError(
        "server_closed_with_reason", status=received.code, reason=make_printable(received.reason)
    )


def _refused(base_url: str, status: int, reason: str) -> ConnectionRefusedByServerError:
    server = _redact_url(base_url)
    message = (
        Message("server_refused_with_reason", server=server, status=status, reason=reason)
        if reason
        else Message("server_refused", server=server, status=status)
    )
    return ConnectionRefusedByServerError(message, status)


def _make_unreachable_error(base_url: str) -> ConnectionLostError:
    return ConnectionLostError("server_unreachable", server=_redact_url(base_url))


def _make_tls_error(base_url: str, error: ssl.SSLError) -> UntrustedServerError:
    """Return the error for a TLS failure, by OpenSSL's verification code."""
    server = _redact_url(base_url)
    if not isinstance(error, ssl.SSLCertVerificationError):
        return UntrustedServerError(
            Message("server_without_encryption", server=server), "tls_failed"
        )
    if error.verify_code in _EXPIRED_CODES:
        return UntrustedServerError(Message("certificate_expired", server=server), "tls_expired")
    if error.verify_code in _WRONG_HOST_CODES:
        return UntrustedServerError(
            Message("certificate_for_other_host", server=server), "tls_wrong_host"
        )
    return UntrustedServerError(
        Message("certificate_untrusted", server=server), "tls_unknown_authority"
    )


def _is_server_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A name that is invalid in DNS, such as "a..b", is not an address.
        name = (parts.hostname or "").encode("idna")
        return parts.scheme in _SCHEMES and bool(name) and parts.port != 0
    except ValueError:
        return False


def _redact_url(url: str) -> str:
    """Return a URL without secrets: user, password, path and query."""
    scheme, mark, rest = url.partition("://")
    host = re.split(r"[/?#]", rest if mark else scheme, maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}{mark}{host}" if mark else host


def _extract_reason(body: bytes) -> str:
    """Return the reason in the body of a refusal, extracted from JSON if possible."""
    text = body.decode(errors="replace")
    try:
        fields = json.loads(text)
        detail = fields.get("detail", fields) if isinstance(fields, dict) else fields
        said = detail.get("message", detail) if isinstance(detail, dict) else detail
        text = "" if said is None else str(said)
    except (ValueError, RecursionError):
        pass  # The body is not JSON, or holds no text for a person.
    return " ".join(make_printable(text[:_MAX_REASON_CHARS]).split())
