"""Which web pages may talk to the server, and by which names it may be called.

A page in a browser can send requests to this computer, and its browser says so by an ``Origin``:
only the server's own page and the origins that the user allows get through. The name in ``Host``
is checked as well. Otherwise any page could have its own name point to this computer (DNS
rebinding), and would then be of the same origin. An address in numbers cannot be rebound.
"""

import ipaddress
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from captions.engine.serving.answers import refusal

ANY_ORIGIN = "*"
_FORBIDDEN = 403
_MISDIRECTED = 421


class Gate:
    """Lets a request through to the application, or answers it with a refusal."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str],
        origins: Iterable[str],
        refused: Callable[[str], None],
    ) -> None:
        """Set up the gate.

        Args:
            app: what is behind it.
            hosts: names of the server besides addresses in numbers and the loopback's.
            origins: pages' origins besides the server's own; `ANY_ORIGIN` for all.
            refused: is told ``host`` or ``origin``.
        """
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._origins = frozenset(origin.lower().rstrip("/") for origin in origins)
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        answer = self._refusal(Headers(scope=scope)) if scope["type"] != "lifespan" else None
        await (answer or self._app)(scope, receive, send)

    def _refusal(self, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if not is_own_name(host, self._hosts):
            self._refused("host")
            name = _name_of(host)
            return refusal(
                _MISDIRECTED,
                "unknown_host",
                f"This server is not known by the name '{name}': "
                "if it is its own, start it with --allow-host and that name.",
            )
        origin = headers.get("origin")
        if origin is not None and not is_allowed_origin(origin, host, self._origins):
            self._refused("origin")
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


def is_allowed_origin(origin: str, host: str, allowed: frozenset[str]) -> bool:
    """Say whether a page's origin is the server's own, at ``host``, or an allowed one."""
    if ANY_ORIGIN in allowed or origin.lower() in allowed:
        return True
    scheme, _, place = origin.lower().partition("://")
    default = {"http": ":80", "https": ":443"}.get(scheme)
    if default is None:
        return False
    return place.removesuffix(default) == host.lower().removesuffix(default) != ""


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
