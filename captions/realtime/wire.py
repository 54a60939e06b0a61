"""WebSocket connection to a speech server; raises our own exceptions only."""

import contextlib
import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

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
from captions.printable import make_printable, redact_server
from captions.protocol.addresses import Address, is_exposed, is_loopback, socket_url
from captions.protocol.messages import (
    MAX_FRAME_BYTES,
    ErrorMessage,
)
from captions.protocol.options import SessionOptions, encode_query, join_query
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits

_MESSAGE_TOO_BIG = 1009
"""Close code of a message that is too big (RFC 6455, section 7.4.1)."""
# Codes of openssl/x509_vfy.h (X509_V_ERR_...), in SSLCertVerificationError.verify_code.
_EXPIRED_CODES = {9, 10}
"""CERT_NOT_YET_VALID, CERT_HAS_EXPIRED."""
_WRONG_HOST_CODES = {62, 64}
"""HOSTNAME_MISMATCH, IP_ADDRESS_MISMATCH."""
_MIN_REDACTED_CHARS = 7
"""Minimum characters of a key that is redacted in errors: a shorter one may be an ordinary word."""
_MAX_REASON_CHARS = 200
"""Maximum characters of a server's reason in an error message."""

_log = logging.getLogger(__name__)
# At debug level, websockets logs whole requests, with the key and the token.
_log.setLevel(logging.INFO)


class websocket_connect(connect):  # noqa: N801  # programs patch the vendor's function of this name
    """Connects a WebSocket with the settings of this client."""

    def __init__(
        self, uri: str, *, base_url: str, api_key: str, limits: ClientLimits = DEFAULT_LIMITS
    ) -> None:
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
            open_timeout=limits.open_timeout,
            close_timeout=limits.close_timeout,
            ping_interval=limits.ping_interval,
            ping_timeout=2 * limits.ping_interval,
            proxy=choose_proxy(base_url),
            logger=_log,
        )

    @override
    def process_redirect(self, exc: Exception) -> Exception:
        """Refuse redirects, so that no other server receives the key."""
        return exc


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
            Message("key_exposed", server=redact_server(base_url)), "insecure_server"
        )


async def open_socket(
    address: Address, options: SessionOptions, limits: ClientLimits = DEFAULT_LIMITS
) -> ClientConnection:
    """Open the socket of a session.

    Raises:
        UsageError: the URL is not a server's address, or the key is malformed.
        UntrustedServerError: key and audio would not be safe in transit.
        ConnectionRefusedByServerError: the server refused the handshake.
        ConnectionLostError: the server is unreachable, or does not speak WebSocket.
    """
    token = join_query([("token", address.token)]) if address.token else ""
    query = "&".join(filter(None, (encode_query(options), token)))
    url = f"{socket_url(address.url)}?{query}"
    return await connect_socket(url, address, limits)


async def connect_socket(
    url: str,
    address: Address,
    limits: ClientLimits,
    connector: Callable[..., Awaitable[ClientConnection]] = websocket_connect,
) -> ClientConnection:
    """Open the socket of a session by its whole URL; raises the same errors as `open_socket`.

    Args:
        url: URL with the options of the session, and with the token if there is one.
        address: address of the server.
        limits: timeouts of the connection.
        connector: connects like `websocket_connect`.
    """
    key = "" if address.token else address.api_key
    check_key(address.url, key, allow_plain=address.allow_plain_key)
    with convert_open_errors(address.url, key):
        return await connector(url, base_url=address.url, api_key=key, limits=limits)


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
        reason = _extract_reason(bytes(error.response.body or b""))
        if len(key := api_key.strip()) >= _MIN_REDACTED_CHARS:
            reason = reason.replace(key, "…")
        raise _refused(base_url, error.response.status_code, reason) from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError) as error:
        raise _make_unreachable_error(
            base_url
        ) from error  # The connection broke: a retry may succeed.
    except ssl.SSLError as error:
        raise _make_tls_error(base_url, error) from error
    except (OSError, TimeoutError, InvalidHandshake, InvalidURI, UnicodeError) as error:
        raise _make_unreachable_error(base_url) from error


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
    """Convert the end of a connection to an exception."""
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
    server = redact_server(base_url)
    message = (
        Message("server_refused_with_reason", server=server, status=status, reason=reason)
        if reason
        else Message("server_refused", server=server, status=status)
    )
    return ConnectionRefusedByServerError(message, status)


def _make_unreachable_error(base_url: str) -> ConnectionLostError:
    return ConnectionLostError("server_unreachable", server=redact_server(base_url))


def _make_tls_error(base_url: str, error: ssl.SSLError) -> UntrustedServerError:
    """Return the error for a TLS failure, by OpenSSL's verification code."""
    server = redact_server(base_url)
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


def _extract_reason(body: bytes) -> str:
    """Return the reason in the body of a refusal, extracted from JSON if possible."""
    text = body.decode(errors="replace")
    try:
        fields = json.loads(text)
        detail = fields.get("detail", fields) if isinstance(fields, dict) else fields
        reason = detail.get("message", detail) if isinstance(detail, dict) else detail
        text = "" if reason is None else str(reason)
    except (ValueError, RecursionError):
        pass  # The body is not JSON, or holds no text for a person.
    return " ".join(make_printable(text[:_MAX_REASON_CHARS]).split())
