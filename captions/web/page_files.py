"""Files of a web page, with headers that keep foreign scripts and pages away from it."""

from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

_MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
"""Media types by file suffix."""


def make_page_headers(styles: str = "'self'", microphone: str = "()") -> dict[str, str]:
    """Return the headers of a page that loads everything from its own server.

    Args:
        styles: sources of its styles, as in a content security policy.
        microphone: who may use the microphone, as in a permissions policy.
    """
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src {styles}",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return {
        # Its address may be a secret, a key may be typed into it, and an update may change it.
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(policy),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": f"microphone={microphone}, camera=(), geolocation=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def file_route(address: str, path: Path, headers: dict[str, str]) -> Route:
    """Return the route of a file, which is read at once.

    Raises:
        OSError: the file cannot be read.
    """
    content, media_type = path.read_bytes(), _MEDIA_TYPES[path.suffix]

    async def handle_request(_: object) -> Response:
        return Response(content, media_type=media_type, headers=headers)

    return Route(address, handle_request)
