"""The page at ``/`` of the speech server, for a person with a browser.

It says what the server is, gives lines to try, and captions the browser's microphone by the same
wire that programs use. Everything that it needs comes from here, and its policy lets it ask nobody
else.
"""

from collections.abc import Awaitable, Callable
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from captions import resources
from captions.errors import EngineError

_FILES = {
    "/": "page/index.html",
    "/page.css": "page/page.css",
    "/page.js": "page/page.js",
    "/failure.js": "page/failure.js",
    "/microphone.js": "page/microphone.js",
    "/conversation.js": "page/conversation.js",
    "/worklet.js": "page/worklet.js",
    "/captions.svg": "captions.svg",
}
"""Addresses on the server, with the files of resources that they give."""
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
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
    # A key is typed into the page, and a newer server may have a newer page: keep nothing.
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(_POLICY),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_routes() -> list[Route]:
    """Return the routes of the page and of what it needs.

    Raises:
        EngineError: the installation lacks one of the files.
    """
    return [
        Route(address, _answer(_read(name), _TYPES[PurePath(name).suffix]))
        for address, name in _FILES.items()
    ]


def _answer(content: bytes, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_: Request) -> Response:
        return Response(content, media_type=media_type, headers=_HEADERS)

    return answer


def _read(name: str) -> bytes:
    path = resources.path(name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineError(
            f"The server's page cannot be read ({path}): install Captions again."
        ) from error
