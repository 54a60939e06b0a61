"""The web page of the speech server at ``/``.

The page describes the server, shows commands to try, and captions the browser's microphone over the
same protocol that programs use. It loads all files from this server; its content security policy
allows no other source.
"""

from collections.abc import Callable
from pathlib import Path

from starlette.routing import Route

from captions.errors import EngineError
from captions.resources import resource_path
from captions.web.page_files import file_route, make_page_headers

_OWN_FILES = (
    *("page.css", "shared.css", "theme.css"),
    *("page.js", "failure.js", "language.js", "microphone.js", "session.js", "texts.js"),
    "worklet.js",
)
_ICONS = ("check", "copy", "listening", "stop")
_FILES = {
    "/": "page/index.html",
    "/captions.svg": "captions.svg",
    **{f"/{name}": f"page/{name}" for name in _OWN_FILES},
    **{f"/icons/{name}.svg": f"icons/{name}.svg" for name in _ICONS},
}
"""Resource files by their URL paths."""
_HEADERS = make_page_headers(microphone="(self)")


def page_routes(find_path: Callable[[str], Path] = resource_path) -> list[Route]:
    """Return the routes of the page and of its files.

    Args:
        find_path: returns the path of a resource.

    Raises:
        EngineError: a file is missing from the installation.
    """
    return [_make_route(address, find_path(name)) for address, name in _FILES.items()]


def _make_route(address: str, path: Path) -> Route:
    try:
        return file_route(address, path, _HEADERS)
    except OSError as error:
        raise EngineError("server_page_unreadable", file=str(path)) from error
