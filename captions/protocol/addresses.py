"""Addresses of speech servers: which one a URL names, and who can read what it is sent."""

import contextlib
import ipaddress
from urllib.parse import urlsplit

_SCHEMES = {"http": "http", "ws": "http", "https": "https", "wss": "https"}
_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> str:
    """Return scheme, host and port of a server, such as ``https://api.example.com:443``.

    WebSocket schemes count as those of HTTP, and an address without a scheme as encrypted.

    Returns:
        What tells servers apart; empty for what is no server's address.
    """
    try:
        parts = urlsplit(url if "://" in url else f"wss://{url}")
        scheme, host = _SCHEMES.get(parts.scheme, ""), parts.hostname
        port = parts.port
    except ValueError:
        return ""
    if not scheme or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{port or _PORTS[scheme]}"


def is_loopback(host: str) -> bool:
    """Return true if a host is this computer."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def is_exposed(url: str) -> bool:
    """Return true if others can read what a server is sent: it is elsewhere, and not encrypted."""
    found = origin(url)
    return found.startswith("http://") and not is_loopback(urlsplit(found).hostname or "")
