"""Addresses of speech servers: comparison, and detection of unencrypted remote servers."""

import contextlib
import ipaddress
from urllib.parse import urlsplit

_SCHEMES = {"http": "http", "ws": "http", "https": "https", "wss": "https"}
_PORTS = {"http": 80, "https": 443}


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
