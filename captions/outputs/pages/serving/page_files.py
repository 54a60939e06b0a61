"""The files of the pages, and the headers that keep foreign scripts out of them."""

import base64
import hashlib
from pathlib import PurePath

from starlette.responses import Response
from starlette.routing import Route

from captions.errors import OutputError
from captions.outputs.pages.page_messages import PageKind
from captions.resources import resource_path

_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_SCRIPTS = {
    PageKind.OVERLAY: ("page.js", "look.js", "connection.js"),
    PageKind.AUDIENCE: ("page.js", "log.js", "choices.js", "texts.js", "connection.js"),
}
"""Scripts of each page; ``connection.js`` is shared."""
_FOLDERS = {PageKind.OVERLAY: "overlay_page", PageKind.AUDIENCE: "audience_page"}
_SHARED = {"connection.js": "overlay_page/connection.js"}
_STYLE_SOURCES = {
    # OBS adds the user's CSS to the page as a style element.
    PageKind.OVERLAY: "'self' 'unsafe-inline'",
    PageKind.AUDIENCE: "'self'",
}
_REFUSAL_STYLE = (
    "body{max-width:30em;margin:15vh auto;padding:0 1.5rem;font:1.25rem/1.5 system-ui,sans-serif}"
)
_REFUSAL = f"""<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Captions</title>
<style>{_REFUSAL_STYLE}</style>
<p lang="en">This address is not valid, or no longer: use the current address from Captions.</p>
<p lang="de">Diese Adresse ist ungültig oder nicht mehr gültig: Verwenden Sie die aktuelle Adresse
aus Captions.</p>
"""


def page_routes(kind: PageKind) -> list[Route]:
    """Return the routes of a page and of its files.

    Raises:
        OutputError: a file is missing from the installation.
    """
    folder, headers = _FOLDERS[kind], _make_headers(_STYLE_SOURCES[kind])
    files = {f"/{kind}": f"{folder}/index.html", "/captions.svg": "captions.svg"}
    files[f"/{kind}/page.css"] = f"{folder}/page.css"
    for name in _SCRIPTS[kind]:
        files[f"/{kind}/{name}"] = _SHARED.get(name, f"{folder}/{name}")
    return [_make_route(address, name, headers) for address, name in files.items()]


def refusal_page(status: int) -> Response:
    """Return the answer to a request that is not accepted."""
    digest = base64.b64encode(hashlib.sha256(_REFUSAL_STYLE.encode()).digest()).decode()
    headers = _make_headers(f"'sha256-{digest}'")
    return Response(_REFUSAL, status, headers, media_type="text/html")


def _make_headers(styles: str) -> dict[str, str]:
    """Return the headers of a page; ``styles`` are the sources of its styles."""
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
        # The address is a secret, and an update of Captions may bring another page.
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(policy),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "microphone=(), camera=(), geolocation=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _make_route(address: str, name: str, headers: dict[str, str]) -> Route:
    path = resource_path(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OutputError("page_file_missing", file=str(path)) from error
    media_type = _MEDIA_TYPES.get(PurePath(name).suffix, "text/html")

    async def handle_request(_: object) -> Response:
        return Response(content, media_type=media_type, headers=headers)

    return Route(address, handle_request)
