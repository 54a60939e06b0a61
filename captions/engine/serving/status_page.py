"""The web page of the speech server at ``/``.

The page describes the server, shows commands to try, and captions the browser's microphone over the
same protocol that programs use. It loads all files from this server; its content security policy
allows no other source.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path, PurePath

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from captions.errors import EngineError
from captions.resources import resource_path

_FILES = {
    "/": "page/index.html",
    "/page.css": "page/page.css",
    "/page.js": "page/page.js",
    "/failure.js": "page/failure.js",
    "/microphone.js": "page/microphone.js",
    "/session.js": "page/session.js",
    "/worklet.js": "page/worklet.js",
    "/captions.svg": "captions.svg",
}
"""Resource files by their URL paths."""
_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""Media types by file suffix."""
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
_HEADERS = {
    # The user types a key into the page, and an update of the server may bring another page.
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(_POLICY),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_routes(find_path: Callable[[str], Path] = resource_path) -> list[Route]:
    """Return the routes of the page and of its files.

    Args:
        find_path: returns the path of a resource.

    Raises:
        EngineError: a file is missing from the installation.
    """
    return [
        Route(
            address,
            _create_handler(_read_file(find_path(name)), _MEDIA_TYPES[PurePath(name).suffix]),
        )
        for address, name in _FILES.items()
    ]


def _create_handler(content: bytes, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def handle_request(_: Request) -> Response:
        return Response(content, media_type=media_type, headers=_HEADERS)

    return handle_request


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineError("server_page_unreadable", file=str(path)) from error
