"""Serves one page: its files, its WebSocket, and what the app wants it to show."""

import asyncio
from collections.abc import Callable
from typing import assert_never, cast

from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from captions.outputs.pages.page_messages import (
    Command,
    PageKind,
    PageLive,
    PageLook,
    PageNames,
    PageRows,
    PageSegments,
    PageSetup,
    PageToken,
)
from captions.outputs.pages.serving.entry_gate import EntryGate, make_host_check
from captions.outputs.pages.serving.pacing import Pacer
from captions.outputs.pages.serving.page_content import PageContent
from captions.outputs.pages.serving.page_files import page_routes
from captions.outputs.pages.serving.readers import PageReaders
from captions.web.protocols import HANDLE_KEY, ConnectionHandle

_STATE_SECONDS = {PageKind.OVERLAY: 1 / 30, PageKind.AUDIENCE: 0.25}
"""Minimum interval between two states in seconds."""
_COUNT_SECONDS = 0.5
"""Minimum interval between two reports of the number of readers in seconds."""
_SLOW_SECONDS = 0.25
"""Interval at which slow readers are checked."""
_ALIVE_SECONDS = 15.0
"""Interval of the messages that show that the connection works."""
_POLICY_VIOLATION = 1008
_MAX_DIGITS = 12
"""Maximum digits of the number of a segment."""


class PageService:
    """A page and its readers."""

    def __init__(self, setup: PageSetup, on_readers: Callable[[int], None]) -> None:
        """Create the page.

        Args:
            setup: which page, and its secret.
            on_readers: called with the number of readers when it has changed.

        Raises:
            OutputError: a file is missing from the installation.
        """
        loop = asyncio.get_running_loop()
        self._kind = setup.page
        self._content = PageContent()
        count = Pacer(_COUNT_SECONDS, lambda: on_readers(len(self._readers)))
        self._readers = PageReaders(self._content, loop.time, count.request_call)
        self._pacer = Pacer(_STATE_SECONDS[setup.page], self._readers.send_news)
        socket_path = f"/{setup.page}/socket"
        app = Starlette(
            routes=[*page_routes(setup.page), WebSocketRoute(socket_path, self._serve_socket)]
        )
        app.router.redirect_slashes = False
        self.app = EntryGate(
            app,
            frozenset({f"/{setup.page}", socket_path}),
            make_host_check(setup.port, network=setup.network),
        )
        """The ASGI application."""
        self.app.set_token(setup.token)

    def handle_command(self, command: Command) -> None:
        """Apply a message from the app."""
        match command:
            case PageRows() | PageLive():
                self._content.set_state(command)
                self._pacer.request_call()
            case PageSegments():
                self._add_segments(command)
            case PageLook():
                self._content.set_look(command)
                self._pacer.call_now()
            case PageNames():
                self._content.set_names(command)
                self._pacer.call_now()
            case PageToken():
                self.app.set_token(command.token)
                self._readers.drop_all()
            case PageSetup():
                pass
            case _:
                assert_never(command)

    async def watch_readers(self) -> None:
        """Look after slow and silent connections until cancelled."""
        checks = 0
        while True:
            await asyncio.sleep(_SLOW_SECONDS)
            self._readers.check_slow()
            checks += 1
            if checks * _SLOW_SECONDS % _ALIVE_SECONDS == 0:
                self._readers.send_alive()

    def _add_segments(self, added: PageSegments) -> None:
        if added.session != self._content.session:
            self._readers.start_session()
        self._content.add_segments(added)
        self._pacer.call_now()

    async def _serve_socket(self, websocket: WebSocket) -> None:
        if self._readers.is_full:
            response = PlainTextResponse("Too many readers.\n", 503)
            await response(websocket.scope, websocket.receive, websocket.send)
            return
        await websocket.accept()
        handle = cast("ConnectionHandle", websocket.scope["state"][HANDLE_KEY])
        handle.mark_authenticated()
        session, next_segment = _read_position(websocket.query_params)
        reader = self._readers.add_reader(handle, session, next_segment)
        try:
            message = await websocket.receive()
        finally:
            self._readers.remove_reader(reader)
        if message["type"] == "websocket.receive":  # Pages send nothing.
            await websocket.close(_POLICY_VIOLATION)


def _read_position(query: QueryParams) -> tuple[str, int]:
    """Return the session and the number of the first segment that a page does not have."""
    number = query.get("next", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= _MAX_DIGITS
    return query.get("session", ""), int(number) if is_number else 0
