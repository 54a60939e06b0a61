"""The files of the pages, and the page for wrong addresses."""

import base64
import hashlib

from starlette.responses import Response
from starlette.routing import Route

from captions.errors import OutputError
from captions.outputs.pages.page_messages import PageKind
from captions.resources import resource_path
from captions.web.page_files import file_route, make_page_headers

_FILES = {
    PageKind.OVERLAY: ("page.css", "page.js", "look.js", "connection.js"),
    PageKind.AUDIENCE: (
        *("page.css", "shared.css"),
        *("page.js", "log.js", "choices.js", "texts.js", "connection.js"),
    ),
}
"""Styles and scripts of each page."""
_FOLDERS = {PageKind.OVERLAY: "overlay_page", PageKind.AUDIENCE: "audience_page"}
_SHARED = {"connection.js": "overlay_page/connection.js", "shared.css": "page/shared.css"}
"""Files of another page by their names."""
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
_REFUSAL_HASH = base64.b64encode(hashlib.sha256(_REFUSAL_STYLE.encode()).digest()).decode()
_REFUSAL_HEADERS = make_page_headers(f"'sha256-{_REFUSAL_HASH}'")


def page_routes(kind: PageKind) -> list[Route]:
    """Return the routes of a page and of its files.

    Raises:
        OutputError: a file is missing from the installation.
    """
    folder, headers = _FOLDERS[kind], make_page_headers(_STYLE_SOURCES[kind])
    files = {f"/{kind}": f"{folder}/index.html", "/captions.svg": "captions.svg"}
    for name in _FILES[kind]:
        files[f"/{kind}/{name}"] = _SHARED.get(name, f"{folder}/{name}")
    return [_make_route(address, name, headers) for address, name in files.items()]


def refusal_page(status: int) -> Response:
    """Return the answer to a request that is not accepted."""
    return Response(_REFUSAL, status, _REFUSAL_HEADERS, media_type="text/html")


def _make_route(address: str, name: str, headers: dict[str, str]) -> Route:
    path = resource_path(name)
    try:
        return file_route(address, path, headers)
    except OSError as error:
        raise OutputError("page_file_missing", file=str(path)) from error
