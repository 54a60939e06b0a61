"""Which web pages may talk to the server, and by which names it may be called.

A page in a browser can send requests to this computer, and its browser says so by an ``Origin``:
only the server's own page and the origins that the user allows get through. The name in ``Host``
is checked as well. Otherwise any page could have its own name point to this computer (DNS
rebinding), and would then be of the same origin. An address in numbers cannot be rebound.
"""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from captions.engine.serving.answers import refusal
from captions.errors import UsageError

ANY_ORIGIN = "*"
NO_ORIGIN = "null"
"""Of pages that have none, such as a file that is opened in a browser."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MOST_REPEATED = 100
"""Characters of what a client sent that an answer repeats."""
_FORBIDDEN = 403
_MISDIRECTED = 421


class Origins:
    """Origins of pages that may use the server, besides its own."""

    def __init__(self, origins: Iterable[str] = ()) -> None:
        """Take origins as a person writes them, or `ANY_ORIGIN` for all.

        Raises:
            UsageError: one of them is no origin.
        """
        written = [origin.strip() for origin in origins]
        self._all = ANY_ORIGIN in written
        self._allowed = frozenset(map(_allowed_origin, set(written) - {ANY_ORIGIN}))

    def allow(self, origin: str) -> bool:
        """Say whether a page of an origin, as its browser sends it, may use the server."""
        return self._all or normal_origin(origin) in self._allowed

    def sharing(self, app: ASGIApp, **options: Any) -> CORSMiddleware:  # noqa: ANN401  # Starlette's
        """Return an application that lets browsers give its answers to the pages allowed."""
        sharing = _Sharing(app, allow_origins=[ANY_ORIGIN] if self._all else [], **options)
        sharing.origins = self
        return sharing


class _Sharing(CORSMiddleware):
    """Starlette's, but for the comparison of origins, which is that of `Origins`."""

    origins: Origins

    @override
    def is_allowed_origin(self, origin: str) -> bool:
        return self.origins.allow(origin)


class Gate:
    """Lets a request through to the application, or answers it with a refusal."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        origins: Origins,
        refused: Callable[[str], None],
    ) -> None:
        """Set up the gate.

        Args:
            app: what is behind it.
            hosts: names of the server besides addresses in numbers and the loopback's.
            origins: pages' origins besides the server's own.
            refused: is told ``host`` or ``origin``.
        """
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._origins = origins
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        answer = self._refusal(Headers(scope=scope)) if scope["type"] != "lifespan" else None
        await (answer or self._app)(scope, receive, send)

    def _refusal(self, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if not is_own_name(host, self._hosts):
            self._refused("host")
            name = _name_of(host)[:_MOST_REPEATED]
            return refusal(
                _MISDIRECTED,
                "unknown_host",
                f"This server is not known by the name '{name}': "
                "if it is its own, start it with --allow-host and that name.",
            )
        origin = headers.get("origin")
        if origin is not None and not (is_own_page(origin, host) or self._origins.allow(origin)):
            self._refused("origin")
            origin = origin[:_MOST_REPEATED]
            return refusal(
                _FORBIDDEN,
                "origin_not_allowed",
                f"Pages of '{origin}' may not use this server: "
                "start it with --allow-origin and that origin to let them.",
            )
        return None


def is_own_name(host: str, names: frozenset[str]) -> bool:
    """Say whether a ``Host`` header names this server: in numbers, as loopback, or as allowed."""
    name = _name_of(host)
    if name == "localhost" or name.endswith(".localhost") or name in names:
        return True
    return _is_address(name)


def is_own_page(origin: str, host: str) -> bool:
    """Say whether a page's origin is that of a server which was asked for by a ``Host`` header."""
    scheme = origin.partition("://")[0].lower()
    own = normal_origin(f"{scheme}://{host}") if scheme in _DEFAULT_PORTS else None
    return own is not None and own == normal_origin(origin)


def normal_origin(origin: str) -> str | None:
    """Return an origin as browsers write it; `None` for what is none.

    In a browser's origin scheme and host are in small ASCII letters, the port stays away where it
    is the scheme's own, and nothing follows (RFC 6454, section 6.2).
    """
    if origin == NO_ORIGIN:
        return origin
    try:
        parts = urlsplit(origin)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one.
        return None
    if not parts.scheme or parts.path.strip("/") or set("?#@") & set(origin):
        return None
    if not host and parts.scheme in _DEFAULT_PORTS:
        return None  # Only other schemes, such as "file", have no host.
    shown = f"[{host}]" if ":" in host else host
    has_port = port is not None and port != _DEFAULT_PORTS.get(parts.scheme)
    return f"{parts.scheme}://{shown}" + (f":{port}" if has_port else "")


def _allowed_origin(origin: str) -> str:
    normal = normal_origin(origin)
    if normal is None:
        raise UsageError(
            f"--allow-origin: '{origin}' is no origin of a page: give one such as "
            "https://example.org, or https://example.org:8443."
        )
    return normal


def _name_of(host: str) -> str:
    """Return the name or address in a ``Host`` header, without its port and its brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
