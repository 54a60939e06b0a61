"""The speech server as an application: its addresses, and who is let in to a session.

Everything that is asked of it passes the gate of `captions.engine.serving.origins` first. A
session's client that shows no valid key is told so on the open socket, as the cloud service does
it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from captions import __version__
from captions.engine.capabilities import Abilities, judge
from captions.engine.serving import connection
from captions.engine.serving.access import Access, TooManyTokensError
from captions.engine.serving.answers import refusal
from captions.engine.serving.connection import Connection, Shared, line_of
from captions.engine.serving.faults import place_of
from captions.engine.serving.metrics import CONTENT_TYPE
from captions.engine.serving.origins import Gate, Origins
from captions.engine.serving.session import Session, SessionError, Transcribing
from captions.engine.serving.wrongkeys import WrongKeys
from captions.protocol.options import PATH, SessionOptions, parameters, read_query

TOKEN_PATH = "/v1/single-use-token/{kind}"  # noqa: S105  # an address
REALTIME_TOKEN = "realtime_scribe"  # noqa: S105  # a name of the wire
_KEY_HEADER = "xi-api-key"
_POLICY_VIOLATION = 1008


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """By which names the server is called, and which pages may use it."""

    hosts: tuple[str, ...] = ()
    """Besides addresses in numbers and the loopback's names."""
    origins: Origins = field(default_factory=Origins)
    """Besides the server's own page."""
    metrics_need_key: bool = False
    """Whether numbers are shown only to those who have the key: when other machines can ask."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What recognises."""

    abilities: Abilities
    transcriber: Callable[[SessionOptions], Transcribing]
    """Starts a stream of its own."""


class SpeechServer:
    """Answers requests and sockets; its state is the tokens and what is shared."""

    def __init__(self, engine: Engine, access: Access, shared: Shared, entry: Entry) -> None:
        self._engine = engine
        self._access = access
        self.shared = shared
        """What all connections have in common."""
        self._entry = entry
        self._wrong_keys = WrongKeys()

    def app(self, pages: Sequence[BaseRoute] = ()) -> ASGIApp:
        """Return the ASGI application, with pages for people beside what is for programs."""
        routes = [
            WebSocketRoute(PATH, self._serve),
            Route(PATH, _only_sockets),
            Route(TOKEN_PATH, self._token, methods=["POST"]),
            Route("/healthz", self._health),
            Route("/metrics", self._metrics),
            *pages,
        ]
        app = Starlette(routes=routes)
        app.router.default = _nowhere
        origins = self._entry.origins
        shared = origins.sharing(
            app, allow_methods=["GET", "POST"], allow_headers=[_KEY_HEADER, "content-type"]
        )
        return Gate(shared, self._entry.hosts, origins, self.shared.metrics.refused)

    async def _health(self, _: Request) -> JSONResponse:
        models = [self._engine.abilities.name]
        return JSONResponse({"status": "ok", "version": __version__, "models": models})

    async def _metrics(self, request: Request) -> Response:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._entry.metrics_need_key and not self._access.knows(
            request.headers.get(_KEY_HEADER, bearer)
        ):
            return await self._unauthorised(request)
        text = self.shared.metrics.text(self.shared.room.seconds)
        return Response(text, headers={"content-type": CONTENT_TYPE})

    async def _token(self, request: Request) -> JSONResponse:
        if not self._access.knows(request.headers.get(_KEY_HEADER, "")):
            return await self._unauthorised(request)
        kind = request.path_params["kind"]
        if kind != REALTIME_TOKEN:
            return refusal(
                400,
                "invalid_token_type",
                f"This server gives out tokens of the type {REALTIME_TOKEN} alone.",
            )
        try:
            return JSONResponse({"token": self._access.issue()})
        except TooManyTokensError as error:
            self.shared.metrics.refused("tokens")
            return refusal(429, "too_many_tokens", str(error))

    async def _unauthorised(self, request: Request) -> JSONResponse:
        self.shared.metrics.refused("key")
        await self._delay(request)
        return refusal(
            401, "invalid_api_key", f"Send the server's key in the header {_KEY_HEADER}."
        )

    async def _serve(self, websocket: WebSocket) -> None:
        try:
            await websocket.accept()
            await self._converse(websocket)
        except SessionError as error:
            await connection.close(websocket, error, self.shared)
        except WebSocketDisconnect:
            pass
        except Exception as error:  # noqa: BLE001  # a bug, but one session's alone
            self.shared.faults.report(f"A session failed ({place_of(error)}).")
            told = SessionError("error", "The server failed: begin a new session.", 1011)
            await connection.close(websocket, told, self.shared)

    async def _converse(self, websocket: WebSocket) -> None:
        query = websocket.scope["query_string"].decode("latin-1")
        await self._admit(websocket, parameters(query).get("token", [""])[-1])
        options, wrong = read_query(query)
        verdict = judge(options, self._engine.abilities)
        if wrong or verdict.refusals:
            said = " ".join([*wrong, *verdict.refusals])
            raise SessionError("invalid_request", said, _POLICY_VIOLATION)
        self.shared.metrics.opened()
        try:
            session = Session(options, self._engine.transcriber(options), self.shared.limits)
            await Connection(websocket, session, options, self.shared).run(verdict.warnings)
        finally:
            self.shared.metrics.closed()

    async def _admit(self, websocket: WebSocket, token: str) -> None:
        """Let a client in.

        Raises:
            SessionError: it shows neither the key nor a token, or there is no room.
        """
        if not self._access.admits(websocket.headers.get(_KEY_HEADER, ""), token):
            await self._delay(websocket)
            raise SessionError("auth_error", "You must be authenticated to use this endpoint.")
        self._wrong_keys.forget(_address_of(websocket))
        line_of(websocket).settle()
        if self.shared.metrics.sessions >= self.shared.limits.sessions:
            raise SessionError(
                "resource_exhausted",
                f"{self.shared.metrics.sessions} sessions are open, and there is room for no "
                "more: try again later.",
            )

    async def _delay(self, client: HTTPConnection) -> None:
        """Let a client that has shown no valid key wait for its answer."""
        seconds = self._wrong_keys.delay(_address_of(client))
        # An answer that comes later than a request may take would never arrive.
        await asyncio.sleep(min(seconds, self.shared.limits.handshake / 2))


def _address_of(client: HTTPConnection) -> str:
    return "" if client.client is None else client.client.host


async def _only_sockets(_: Request) -> JSONResponse:
    answer = refusal(426, "websocket_needed", "This address takes WebSocket connections alone.")
    answer.headers["upgrade"] = "websocket"
    return answer


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for an address that does not exist; a socket too, which would get a 403 otherwise."""
    answer = refusal(404, "not_found", f"There is nothing here; sessions are at {PATH}.")
    await answer(scope, receive, send)
