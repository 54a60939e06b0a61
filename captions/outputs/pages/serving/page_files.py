"""The files of the pages."""

from starlette.routing import Route

from captions.errors import OutputError
from captions.outputs.pages.page_messages import PageKind
from captions.resources import resource_path
from captions.web.page_files import file_route, make_page_headers

_FILES = {
    PageKind.OVERLAY: ("page.css", "page.js", "look.js", "connection.js"),
    PageKind.AUDIENCE: (
        *("page.css", "shared.css", "theme.css"),
        *("page.js", "log.js", "choices.js", "texts.js", "connection.js", "language.js"),
        *(f"icons/{name}.svg" for name in ("appearance", "check", "copy", "down")),
        *(f"icons/{name}.svg" for name in ("larger", "smaller")),
    ),
}
"""Styles, scripts and icons of each page."""
_FOLDERS = {PageKind.OVERLAY: "overlay_page", PageKind.AUDIENCE: "audience_page"}
_SHARED = {
    "connection.js": "overlay_page/connection.js",
    **{name: f"page/{name}" for name in ("language.js", "shared.css", "theme.css")},
}
"""Files of another page by their names."""
_STYLE_SOURCES = {
    # OBS adds the user's CSS to the page as a style element.
    PageKind.OVERLAY: "'self' 'unsafe-inline'",
    PageKind.AUDIENCE: "'self'",
}


def page_routes(kind: PageKind) -> list[Route]:
    """Return the routes of a page and of its files.

    Raises:
        OutputError: a file is missing from the installation.
    """
    folder, headers = _FOLDERS[kind], make_page_headers(_STYLE_SOURCES[kind])
    files = {f"/{kind}": f"{folder}/index.html", "/captions.svg": "captions.svg"}
    for name in _FILES[kind]:
        own = name if name.startswith("icons/") else f"{folder}/{name}"
        files[f"/{kind}/{name}"] = _SHARED.get(name, own)
    return [_make_route(address, name, headers) for address, name in files.items()]


def _make_route(address: str, name: str, headers: dict[str, str]) -> Route:
    path = resource_path(name)
    try:
        return file_route(address, path, headers)
    except OSError as error:
        raise OutputError("page_file_missing", file=str(path)) from error
