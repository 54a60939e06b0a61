"""Client of obs-websocket 5, the server in OBS 28 and later.

``async with open_obs(login, on_event) as client`` connects and proves the password. In the block,
`ObsClient.send_request` waits for each answer. If the connection ends, the block is cancelled and
the error of the connection is raised from it.
"""

import asyncio
import contextlib
import itertools
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidStatus,
    InvalidURI,
)
from websockets.typing import Subprotocol

from captions.errors import OutputError, OutputUnavailableError
from captions.outputs.obs.address import describe_server, parse_address
from captions.outputs.obs.messages import (
    MAX_MESSAGE_BYTES,
    RPC_VERSION,
    SUBPROTOCOL,
    CloseCode,
    Data,
    EventGroup,
    Frame,
    Hello,
    MalformedFrameError,
    OpCode,
    RequestStatus,
    Response,
    compute_authentication,
    decode_frame,
    encode_identify,
    encode_request,
    parse_event,
    parse_hello,
    parse_response,
)
from captions.printable import make_printable

_EVENTS = EventGroup.CONFIG | EventGroup.INPUTS | EventGroup.OUTPUTS
_MAX_COMMENT_CHARS = 200
"""Maximum characters of OBS' own explanation in an error message."""
_SERVER_ERROR = 500
"""First HTTP status of failures of a server or a proxy, which may end by themselves."""

_log = logging.getLogger(__name__)
# At debug level, websockets logs whole messages, with what is said.
_log.setLevel(logging.INFO)

OnEvent = Callable[[str, Data], None]
"""Called with the type and the data of each event."""


@dataclass(frozen=True, slots=True)
class ObsTimeouts:
    """Timeouts in seconds."""

    connect: float = 5.0
    """For the TCP connection and the handshake."""
    answer: float = 5.0
    """For the greeting and for the answer to a request."""
    close: float = 1.0
    """For closing the connection."""


@dataclass(frozen=True, slots=True)
class ObsLogin:
    """Where OBS is, and how its password is read."""

    address: str
    """Address as the user has entered it."""
    read_password: Callable[[], Awaitable[str]] = field(repr=False)
    """Returns the password; called only if OBS requires one."""
    timeouts: ObsTimeouts = ObsTimeouts()


class RequestRefusedError(OutputUnavailableError):
    """OBS has refused a request.

    Attributes:
        status: a `RequestStatus`, or another number of the protocol.
    """

    def __init__(self, request: str, response: Response) -> None:
        comment = make_printable(response.comment, _MAX_COMMENT_CHARS) or str(response.status)
        super().__init__("obs_request_refused", request=request, reason=comment)
        self.status = response.status


class ObsClient:
    """An open connection to OBS that is logged in."""

    def __init__(self, socket: ClientConnection, timeouts: ObsTimeouts, on_event: OnEvent) -> None:
        """Take over a connection; `read_messages` must run for requests to be answered."""
        self._socket = socket
        self._timeouts = timeouts
        self._on_event = on_event
        self._request_ids = itertools.count(1)
        self._pending: dict[str, asyncio.Future[Response]] = {}
        """Requests that wait for their answer, by their IDs."""

    async def send_request(self, request: str, /, **data: object) -> Data:
        """Send a request and return the data of its answer.

        Args:
            request: type of the request, such as ``SetInputSettings``.
            data: its fields, named as in the protocol.

        Raises:
            RequestRefusedError: OBS has refused it.
            OutputUnavailableError: OBS does not answer, changes its scenes, or has closed the
                connection.
        """
        request_id = str(next(self._request_ids))
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._pending[request_id] = answer
        try:
            async with asyncio.timeout(self._timeouts.answer):
                with _convert_close():
                    await self._socket.send(encode_request(request_id, request, data))
                response = await answer
        except TimeoutError:
            raise OutputUnavailableError("obs_unresponsive") from None
        finally:
            del self._pending[request_id]
        if response.status == RequestStatus.NOT_READY:
            raise OutputUnavailableError("obs_loading")
        if response.status != RequestStatus.SUCCESS:
            raise RequestRefusedError(request, response)
        return response.data

    async def read_messages(self) -> None:
        """Pass on answers and events until the connection ends.

        Raises:
            OutputError: the connection has ended.
        """
        try:
            while True:
                self._handle_frame(await _receive_frame(self._socket))
        except MalformedFrameError:
            raise OutputUnavailableError("obs_disconnected") from None
        finally:
            for answer in self._pending.values():
                if not answer.done():
                    answer.set_exception(OutputUnavailableError("obs_disconnected"))

    def _handle_frame(self, frame: Frame) -> None:
        if frame.op == OpCode.EVENT:
            self._on_event(*parse_event(frame))
        elif frame.op == OpCode.RESPONSE:
            response = parse_response(frame)
            answer = self._pending.get(response.request_id)
            if answer is not None and not answer.done():
                answer.set_result(response)


def ignore_event(_kind: str, _data: Data) -> None:
    """Ignore an event."""


@contextlib.asynccontextmanager
async def open_obs(login: ObsLogin, on_event: OnEvent = ignore_event) -> AsyncIterator[ObsClient]:
    """Connect to OBS for the length of a block.

    Args:
        login: address and password.
        on_event: called with each event of OBS.

    Raises:
        OutputUnavailableError: OBS cannot be reached, or the connection broke.
        OutputError: the address or the password is wrong, or the server is not a supported OBS.
        KeyringError: the password cannot be read.
    """
    socket = await _open_socket(login)
    try:
        await _log_in(socket, login)
        client = ObsClient(socket, login.timeouts, on_event)
        async with asyncio.TaskGroup() as group:
            reader = group.create_task(client.read_messages())
            yield client
            reader.cancel()
    except BaseExceptionGroup as errors:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            # The group forgets that the caller is cancelled if the connection ends meanwhile.
            raise asyncio.CancelledError from None
        raise errors.exceptions[0] from None
    finally:
        await socket.close()


async def _open_socket(login: ObsLogin) -> ClientConnection:
    """Open the socket.

    Raises:
        OutputError: as in `open_obs`.
    """
    url = parse_address(login.address)
    try:
        return await _ObsConnection(
            url,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,  # OBS is on this computer or in the local network.
            max_size=MAX_MESSAGE_BYTES,
            open_timeout=login.timeouts.connect,
            close_timeout=login.timeouts.close,
            proxy=None,
            logger=_log,
        )
    except (OSError, TimeoutError, UnicodeError, InvalidHandshake, InvalidURI) as error:
        raise _make_connect_error(error, describe_server(login.address)) from error


class _ObsConnection(connect):
    """An attempt to connect."""

    @override
    def process_redirect(self, exc: Exception) -> Exception:
        """Refuse redirects, so that no other server receives the proof of the password."""
        return exc


def _make_connect_error(error: Exception, server: str) -> OutputError:
    """Return our own error for a failed attempt to connect."""
    is_foreign = isinstance(error, InvalidHandshake | InvalidURI | ssl.SSLError)
    if is_foreign and not _may_end(error):
        return OutputError("obs_server_foreign", address=server)
    return OutputUnavailableError("obs_unreachable", address=server)


def _may_end(error: Exception) -> bool:
    """Return True for a failure of a proxy, or of a server that is ending."""
    if isinstance(error, InvalidStatus):
        return error.response.status_code >= _SERVER_ERROR
    is_cut = isinstance(error, InvalidMessage) and isinstance(error.__cause__, EOFError)
    return is_cut or isinstance(error, ssl.SSLEOFError)


async def _log_in(socket: ClientConnection, login: ObsLogin) -> None:
    """Answer the greeting of OBS, with the password if OBS requires it.

    Raises:
        OutputError: as in `open_obs`.
    """
    server = describe_server(login.address)
    try:
        async with asyncio.timeout(login.timeouts.answer):
            hello = parse_hello(await _receive_frame(socket))
        if hello.rpc_version < RPC_VERSION:
            raise OutputError("obs_version_unsupported", version=_shorten(hello.version))
        authentication = await _prove_password(hello, login)
        async with asyncio.timeout(login.timeouts.answer):
            with _convert_close():
                await socket.send(encode_identify(authentication, _EVENTS))
            identified = await _receive_frame(socket)
    except TimeoutError:
        raise OutputUnavailableError("obs_silent", address=server) from None
    except MalformedFrameError:
        raise OutputError("obs_server_foreign", address=server) from None
    if identified.op != OpCode.IDENTIFIED:
        raise OutputError("obs_server_foreign", address=server)


async def _prove_password(hello: Hello, login: ObsLogin) -> str:
    """Return the proof of the password; empty if OBS requires none.

    Raises:
        OutputError: OBS requires a password, and there is none.
        KeyringError: the password cannot be read.
    """
    if not hello.challenge:
        return ""
    password = await login.read_password()
    if not password:
        raise OutputError("obs_password_missing")
    return compute_authentication(password, hello.salt, hello.challenge)


async def _receive_frame(socket: ClientConnection) -> Frame:
    """Return the next message.

    Raises:
        MalformedFrameError: the frame is no message of obs-websocket.
        OutputError: the connection is closed.
    """
    with _convert_close():
        frame = await socket.recv()
    return decode_frame(frame)


@contextlib.contextmanager
def _convert_close() -> Iterator[None]:
    """Convert the end of the connection to our own error.

    Raises:
        OutputError: OBS has refused the login.
        OutputUnavailableError: the connection has ended for another reason.
    """
    try:
        yield
    except ConnectionClosed as error:
        code = None if error.rcvd is None else error.rcvd.code
        if code == CloseCode.AUTHENTICATION_FAILED:
            raise OutputError("obs_password_wrong") from None
        if code == CloseCode.UNSUPPORTED_RPC_VERSION:
            raise OutputError("obs_version_newer") from None
        raise OutputUnavailableError("obs_disconnected") from error


def _shorten(version: str) -> str:
    return make_printable(version, 40)
