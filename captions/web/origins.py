"""Checks the ``Origin`` and ``Host`` headers of requests.

Any web page can send requests to this computer; its browser then sends an ``Origin`` header. The
server accepts its own page and the origins that the user allows. It also checks the host name in
``Host``: with DNS rebinding, any page could resolve its own name to this computer, and its requests
would have the same origin. IP addresses cannot be rebound.
"""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

from captions.errors import UsageError
from captions.web.error_responses import error_response

ANY_ORIGIN = "*"
"""Option value that allows all origins."""
NO_ORIGIN = "null"
"""Origin of pages without one, such as a local file in a browser (RFC 6454, section 6.2)."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_QUOTED_CHARACTERS = 100
"""Maximum characters of a client's header that a response quotes."""
_FORBIDDEN = 403
_MISDIRECTED = 421


class AllowedOrigins:
    """Origins of web pages that may use the server, besides its own page."""

    def __init__(self, origins: Iterable[str] = ()) -> None:
        """Parse origins as the user wrote them; `ANY_ORIGIN` allows all.

        Raises:
            UsageError: one of them is not an origin.
        """
        written = [origin.strip() for origin in origins]
        self._allows_all = ANY_ORIGIN in written
        self._allowed = frozenset(map(_parse_origin, set(written) - {ANY_ORIGIN}))

    def is_allowed(self, origin: str) -> bool:
        """Return True if a page with this ``Origin`` header may use the server."""
        return self._allows_all or normalise_origin(origin) in self._allowed

    def wrap_with_cors(
        self, app: ASGIApp, *, methods: Sequence[str], headers: Sequence[str]
    ) -> CORSMiddleware:
        """Return the application with CORS headers for the allowed origins.

        Args:
            app: the application.
            methods: methods that pages may use.
            headers: request headers that pages may send.
        """
        cors = _CorsMiddleware(
            app,
            allow_origins=[ANY_ORIGIN] if self._allows_all else [],
            allow_methods=methods,
            allow_headers=headers,
        )
        cors.origins = self
        return cors


class _CorsMiddleware(CORSMiddleware):
    """CORS middleware that compares origins by `AllowedOrigins`."""

    origins: AllowedOrigins

    @override
    def is_allowed_origin(self, origin: str) -> bool:
        return self.origins.is_allowed(origin)


class OriginGate:
    """Passes a request to the application, or refuses it by its ``Host`` or ``Origin``."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        origins: AllowedOrigins,
        record_refusal: Callable[[str], None],
    ) -> None:
        """Create a gate.

        Args:
            app: the application.
            hosts: accepted host names, besides IP addresses and the loopback names.
            origins: accepted origins of web pages, besides the server's own page.
            record_refusal: called with the reason, ``host`` or ``origin``.
        """
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._origins = origins
        self._record_refusal = record_refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request or WebSocket."""
        refused = self._check_headers(Headers(scope=scope)) if scope["type"] != "lifespan" else None
        await (refused or self._app)(scope, receive, send)

    def _check_headers(self, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if not is_own_name(host, self._hosts):
            self._record_refusal("host")
            name = _host_name(host)[:_MAX_QUOTED_CHARACTERS]
            return error_response(
                _MISDIRECTED,
                "unknown_host",
                f"This server does not accept requests for the host '{name}': "
                "if that is its name, start it with --allow-host and the name.",
            )
        origin = headers.get("origin")
        if origin is not None and not (
            is_own_page(origin, host) or self._origins.is_allowed(origin)
        ):
            self._record_refusal("origin")
            origin = origin[:_MAX_QUOTED_CHARACTERS]
            return error_response(
                _FORBIDDEN,
                "origin_not_allowed",
                f"Web pages from '{origin}' may not use this server: "
                "to allow them, start it with --allow-origin and that origin.",
            )
        return None


def is_own_name(host: str, names: frozenset[str]) -> bool:
    """Return True if a ``Host`` header is an IP address, a loopback name or one of the names."""
    name = _host_name(host)
    if name == "localhost" or name.endswith(".localhost") or name in names:
        return True
    return _is_address(name)


def is_own_page(origin: str, host: str) -> bool:
    """Return True if an origin is that of the server named in a ``Host`` header."""
    scheme = origin.partition("://")[0].lower()
    own = normalise_origin(f"{scheme}://{host}") if scheme in _DEFAULT_PORTS else None
    return own is not None and own == normalise_origin(origin)


def normalise_origin(origin: str) -> str | None:
    """Return an origin as browsers serialise it, or `None` if it is not an origin.

    Browsers write the scheme and host in lower-case ASCII, omit the scheme's default port, and add
    nothing after it (RFC 6454, section 6.2).
    """
    if origin == NO_ORIGIN:
        return origin
    try:
        parts = urlsplit(origin)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is a subclass.
        return None
    if not parts.scheme or parts.path.strip("/") or set("?#@") & set(origin):
        return None
    if not host and parts.scheme in _DEFAULT_PORTS:
        return None  # Only other schemes, such as "file", have no host.
    shown = f"[{host}]" if ":" in host else host
    has_port = port is not None and port != _DEFAULT_PORTS.get(parts.scheme)
    return f"{parts.scheme}://{shown}" + (f":{port}" if has_port else "")


def _parse_origin(origin: str) -> str:
    normal = normalise_origin(origin)
    if normal is None:
        raise UsageError("origin_invalid", origin=origin)
    return normal


def _host_name(host: str) -> str:
    """Return the host name or IP address in a ``Host`` header, without port and brackets."""
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
