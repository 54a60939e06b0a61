"""Addresses of OBS' WebSocket server."""

from urllib.parse import urlsplit

from captions.errors import OutputError
from captions.printable import redact_server

DEFAULT_PORT = 4455
_MAX_CHARS = 300
"""Maximum length of an address: a host name has at most 253 characters (RFC 1035)."""
_SCHEMES = frozenset({"ws", "wss"})


def parse_address(address: str) -> str:
    """Return the URL of the server; scheme and port may be omitted.

    Raises:
        OutputError: the text is not such an address.
    """
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"ws://{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _make_error(address) from None
    is_plain = text.isascii() and text.isprintable() and not {" ", "@"} & set(text)
    is_plain = is_plain and len(text) <= _MAX_CHARS
    if not host or not is_plain or parts.scheme not in _SCHEMES:
        raise _make_error(address)
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}:{port or DEFAULT_PORT}"


def describe_server(address: str) -> str:
    """Return an address for the user, without a password that it may contain."""
    return redact_server(address.strip())


def _make_error(address: str) -> OutputError:
    return OutputError("obs_address_invalid", address=describe_server(address))
