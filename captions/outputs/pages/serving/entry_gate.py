"""Checks the name, the secret and the origin of each request, in this order.

Any web page can send requests to this computer. With DNS rebinding, its own name leads here, so
that its requests have the same origin; the check of the ``Host`` header refuses them. The secret
refuses everyone who was not given the address. The ``Origin`` header refuses other pages that know
it.
"""

import secrets
import socket
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from captions.outputs.pages.serving.refusal_page import refusal_page
from captions.web.origins import is_own_name, is_own_page

_MISDIRECTED = 421
_FORBIDDEN = 403
_MAX_FIELDS = 100
"""Maximum number of parameters in an address."""


class EntryGate:
    """Passes a request to the application, or refuses it."""

    def __init__(
        self, app: ASGIApp, secret_paths: frozenset[str], is_own_host: Callable[[str], bool]
    ) -> None:
        """Create a gate that refuses everyone until `set_token` is called.

        Args:
            app: the application.
            secret_paths: paths that require the secret.
            is_own_host: returns True if a ``Host`` header names this server.
        """
        self._app = app
        self._secret_paths = secret_paths
        self._is_own_host = is_own_host
        self._token = secrets.token_bytes()

    def set_token(self, token: str) -> None:
        """Accept this secret from now on, and no other."""
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request or WebSocket."""
        await (self._refuse_request(scope) or self._app)(scope, receive, send)

    def _refuse_request(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host, languages = headers.get("host", ""), headers.get("accept-language", "")
        if not self._is_own_host(host):
            return refusal_page(_MISDIRECTED, languages)
        if scope["path"] in self._secret_paths and not self._is_token(scope["query_string"]):
            return refusal_page(_FORBIDDEN, languages)
        origin = headers.get("origin")
        if origin is not None and not is_own_page(origin, host):
            return refusal_page(_FORBIDDEN, languages)
        return None

    def _is_token(self, query: bytes) -> bool:
        try:
            tokens = parse_qs(query.decode("latin-1"), max_num_fields=_MAX_FIELDS).get("token", [])
        except ValueError:
            return False
        return secrets.compare_digest("".join(tokens[-1:]).encode(), self._token)


def make_host_check(port: int, *, network: bool) -> Callable[[str], bool]:
    """Return the check of the ``Host`` header.

    Args:
        port: port of the server.
        network: True to accept all IP addresses and names in the local network; otherwise only the
            loopback names.
    """
    loopback = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    def is_own_host(host: str) -> bool:
        host = host.lower()
        return host in loopback or (network and is_own_name(host, _own_names()))

    return is_own_host


def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset({name, f"{name}.local"})
