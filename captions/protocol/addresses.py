"""Addresses of speech servers: parsing, comparison, and detection of unencrypted remote servers."""

import contextlib
import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from typing_extensions import override

from captions.errors import UsageError
from captions.printable import redact_server
from captions.protocol.options import ENDPOINT_PATH

_SCHEMES = {"http": "http", "ws": "http", "https": "https", "wss": "https"}
_SOCKET_SCHEMES = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
_PORTS = {"http": 80, "https": 443}


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
        return f"Address({redact_server(self.url)!r})"


def socket_url(base_url: str) -> str:
    """Return the URL of the realtime endpoint for a base URL, without a query.

    Raises:
        UsageError: the URL is not a server's address.
    """
    whole = base_url if "://" in base_url else f"wss://{base_url}"
    if not _is_server_url(whole):
        raise UsageError("server_address_invalid", server=redact_server(base_url))
    parts = urlsplit(whole)
    path = parts.path.rstrip("/") + ENDPOINT_PATH
    return urlunsplit((_SOCKET_SCHEMES[parts.scheme], parts.netloc, path, "", ""))


def parse_origin(url: str) -> str:
    """Return scheme, host and port of a server, such as ``https://api.example.com:443``.

    ``ws`` counts as ``http`` and ``wss`` as ``https``. An address without a scheme counts as
    encrypted.

    Returns:
        The same text for every URL of one server; empty if the URL is not a server's address.
    """
    try:
        parts = urlsplit(url if "://" in url else f"wss://{url}")
        scheme, host = _SCHEMES.get(parts.scheme, ""), parts.hostname
        port = parts.port
    except ValueError:
        return ""
    if not scheme or not host:
        return ""
    host_text = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host_text}:{port or _PORTS[scheme]}"


def is_loopback(host: str) -> bool:
    """Return True if a host is this computer."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def is_exposed(url: str) -> bool:
    """Return True if a server is on another machine and its connection is not encrypted."""
    server = parse_origin(url)
    return server.startswith("http://") and not is_loopback(urlsplit(server).hostname or "")


def _is_server_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A name that is invalid in DNS, such as "a..b", is not an address.
        name = (parts.hostname or "").encode("idna")
        return parts.scheme in _SOCKET_SCHEMES and bool(name) and parts.port != 0
    except ValueError:
        return False
