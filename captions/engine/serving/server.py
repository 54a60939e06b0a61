"""The speech server as an ASGI application: its routes, and the authentication of sessions.

Every request passes the `captions.web.origins.OriginGate` first. A client
without a valid key gets the error on its open WebSocket, as with the cloud service.
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
from captions.engine.capabilities import ModelCapabilities, check_options
from captions.engine.ports import Translator
from captions.engine.serving import connection
from captions.engine.serving.connection import ServerConnection, ServerResources, connection_handle
from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.metrics import CONTENT_TYPE
from captions.engine.serving.network.access import AccessKeys, TooManyTokensError
from captions.engine.serving.network.wrong_keys import WrongKeys
from captions.engine.serving.session import ServerSession, SessionError, StreamTranscriber
from captions.engine.serving.translation import SegmentTranslator
from captions.protocol.options import ENDPOINT_PATH, SessionOptions, parse_parameters, parse_query
from captions.web.error_responses import error_response
from captions.web.fault_log import describe_place
from captions.web.origins import AllowedOrigins, OriginGate

TOKEN_PATH = "/v1/single-use-token/{kind}"  # noqa: S105  # an address
"""Path for requesting a single-use token."""
REALTIME_KIND = "realtime_scribe"
"""The only kind of token that this server issues."""
_KEY_HEADER = "xi-api-key"
_POLICY_VIOLATION = 1008


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPolicy:
    """Accepted host names and origins of requests."""

    hosts: tuple[str, ...] = ()
    """Accepted host names, besides IP addresses and the loopback names."""
    origins: AllowedOrigins = field(default_factory=AllowedOrigins)
    """Origins of accepted web pages, besides the server's own page."""
    requires_metrics_key: bool = False
    """True if metrics require the key, because other machines can reach the server."""


@dataclass(frozen=True, slots=True)
class RecognitionEngine:
    """The model of a server."""

    capabilities: ModelCapabilities
    """Capabilities of the model."""
    create_transcriber: Callable[[SessionOptions], StreamTranscriber]
    """Creates a transcriber for one session."""
    translator: Translator | None = None
    """Translates segments into English; `None` if the model cannot."""

    def create_session(self, options: SessionOptions, limits: ServerLimits) -> ServerSession:
        """Create a session, whose options were checked."""
        target, translator = options.translate_to, self.translator
        segment_translator = (
            None if target is None or translator is None else SegmentTranslator(translator, target)
        )
        return ServerSession(options, self.create_transcriber(options), limits, segment_translator)


class SpeechServer:
    """Handles HTTP requests and WebSocket sessions."""

    def __init__(
        self,
        engine: RecognitionEngine,
        access: AccessKeys,
        resources: ServerResources,
        entry: EntryPolicy,
    ) -> None:
        self._engine = engine
        self._access_keys = access
        self.resources = resources
        """Resources shared by all connections."""
        self._entry_policy = entry
        self._wrong_keys = WrongKeys()

    def create_app(self, pages: Sequence[BaseRoute] = ()) -> ASGIApp:
        """Return the ASGI application, with ``pages`` as additional routes."""
        routes = [
            WebSocketRoute(ENDPOINT_PATH, self._serve_websocket),
            Route(ENDPOINT_PATH, _require_upgrade),
            Route(TOKEN_PATH, self._create_token, methods=["POST"]),
            Route("/healthz", self._get_health),
            Route("/metrics", self._get_metrics),
            *pages,
        ]
        app = Starlette(routes=routes)
        app.router.default = _respond_not_found
        origins = self._entry_policy.origins
        cors_app = origins.wrap_with_cors(
            app, methods=["GET", "POST"], headers=[_KEY_HEADER, "content-type"]
        )
        return OriginGate(
            cors_app, self._entry_policy.hosts, origins, self.resources.metrics.record_refusal
        )

    async def _get_health(self, _: Request) -> JSONResponse:
        models = [self._engine.capabilities.name]
        return JSONResponse({"status": "ok", "version": __version__, "models": models})

    async def _get_metrics(self, request: Request) -> Response:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._entry_policy.requires_metrics_key and not self._access_keys.is_key(
            request.headers.get(_KEY_HEADER, bearer)
        ):
            return await self._reject_key(request)
        text = self.resources.metrics.render_text(self.resources.queue_usage.queued_seconds)
        return Response(text, headers={"content-type": CONTENT_TYPE})

    async def _create_token(self, request: Request) -> JSONResponse:
        if not self._access_keys.is_key(request.headers.get(_KEY_HEADER, "")):
            return await self._reject_key(request)
        kind = request.path_params["kind"]
        if kind != REALTIME_KIND:
            return error_response(
                400,
                "invalid_token_type",
                f"This server issues only tokens of the type {REALTIME_KIND}.",
            )
        try:
            return JSONResponse({"token": self._access_keys.issue_token()})
        except TooManyTokensError as error:
            self.resources.metrics.record_refusal("tokens")
            return error_response(429, "too_many_tokens", str(error))

    async def _reject_key(self, request: Request) -> JSONResponse:
        self.resources.metrics.record_refusal("key")
        await self._delay_response(request)
        return error_response(
            401, "invalid_api_key", f"Send the server's key in the header {_KEY_HEADER}."
        )

    async def _serve_websocket(self, websocket: WebSocket) -> None:
        try:
            await websocket.accept()
            await self._run_session(websocket)
        except SessionError as error:
            await connection.close_session(websocket, error, self.resources)
        except WebSocketDisconnect:
            pass
        except Exception as error:  # noqa: BLE001  # a bug ends this session only
            self.resources.fault_log.report(f"A session failed ({describe_place(error)}).")
            failure = SessionError("error", "The server failed: start a new session.", 1011)
            await connection.close_session(websocket, failure, self.resources)

    async def _run_session(self, websocket: WebSocket) -> None:
        query = websocket.scope["query_string"].decode("latin-1")
        await self._admit_client(websocket, parse_parameters(query).get("token", [""])[-1])
        options, problems = parse_query(query)
        check = check_options(options, self._engine.capabilities)
        if problems or check.refusals:
            reasons = " ".join([*problems, *check.refusals])
            raise SessionError("invalid_request", reasons, _POLICY_VIOLATION)
        self.resources.metrics.record_session_start()
        try:
            session = self._engine.create_session(options, self.resources.limits)
            await ServerConnection(websocket, session, options, self.resources).run(check.warnings)
        finally:
            self.resources.metrics.record_session_end()

    async def _admit_client(self, websocket: WebSocket, token: str) -> None:
        """Authenticate a client and check the number of sessions.

        Raises:
            SessionError: the key or token is invalid, or the maximum number of sessions is open.
        """
        if not self._access_keys.authenticate_client(websocket.headers.get(_KEY_HEADER, ""), token):
            await self._delay_response(websocket)
            raise SessionError("auth_error", "You must be authenticated to use this endpoint.")
        self._wrong_keys.reset_address(_client_address(websocket))
        connection_handle(websocket).mark_authenticated()
        if self.resources.metrics.open_sessions >= self.resources.limits.max_sessions:
            raise SessionError(
                "resource_exhausted",
                f"The server has reached its limit of {self.resources.limits.max_sessions} "
                "sessions: try again later.",
            )

    async def _delay_response(self, client: HTTPConnection) -> None:
        """Delay the response to a client without a valid key."""
        seconds = self._wrong_keys.record_wrong_key(_client_address(client))
        # The connection is closed at the handshake timeout, so respond well before it.
        await asyncio.sleep(min(seconds, self.resources.limits.handshake_timeout / 2))


def _client_address(client: HTTPConnection) -> str:
    return "" if client.client is None else client.client.host


async def _require_upgrade(_: Request) -> JSONResponse:
    answer = error_response(
        426, "websocket_needed", "This address accepts only WebSocket connections."
    )
    answer.headers["upgrade"] = "websocket"
    return answer


async def _respond_not_found(scope: Scope, receive: Receive, send: Send) -> None:
    """Respond with 404 to an unknown path; Starlette would respond to a WebSocket with 403."""
    answer = error_response(
        404, "not_found", f"There is nothing at this address; sessions are at {ENDPOINT_PATH}."
    )
    await answer(scope, receive, send)
