"""Messages of obs-websocket 5, and its proof that the client knows the password.

Source: github.com/obsproject/obs-websocket, docs/generated/protocol.md. All JSON keys of a
message's envelope are spelled here. OBS is another program, and another server may be at its
address, so everything that is received may have any type.
"""

import base64
import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgspec

SUBPROTOCOL = "obswebsocket.json"
RPC_VERSION = 1
"""Version of the requests and events, since OBS 28."""
MAX_MESSAGE_BYTES = 4 * 2**20
"""Maximum size of an incoming message; a list of a thousand sources has some 100 KB."""

Data = dict[str, Any]  # any JSON object


class OpCode(IntEnum):
    """Kinds of messages."""

    HELLO = 0
    IDENTIFY = 1
    IDENTIFIED = 2
    EVENT = 5
    REQUEST = 6
    RESPONSE = 7


class CloseCode(IntEnum):
    """Reasons for which OBS closes the connection."""

    AUTHENTICATION_FAILED = 4009
    UNSUPPORTED_RPC_VERSION = 4010


class RequestStatus(IntEnum):
    """Results of a request."""

    UNKNOWN = 0
    SUCCESS = 100
    NOT_READY = 207
    """OBS changes its scene collection, or ends; since obs-websocket 5.3."""
    OUTPUT_NOT_RUNNING = 501
    RESOURCE_NOT_FOUND = 600
    INVALID_RESOURCE_TYPE = 602
    INVALID_INPUT_KIND = 605


class EventGroup(IntEnum):
    """Groups of events to which a client subscribes."""

    CONFIG = 1 << 1
    """Scene collections and profiles."""
    INPUTS = 1 << 3
    """Sources that are created, renamed and removed."""
    OUTPUTS = 1 << 6
    """Streaming and recording."""


class Frame(msgspec.Struct, frozen=True):
    """A message of either side."""

    op: int
    """Kind of the message."""
    d: Data = {}
    """Content of the message."""


class MalformedFrameError(Exception):
    """A frame that is no message of obs-websocket."""


@dataclass(frozen=True, slots=True)
class Hello:
    """First message of OBS."""

    version: str
    """Version of obs-websocket."""
    rpc_version: int
    """Newest version of requests and events that OBS supports."""
    challenge: str = ""
    """Random text to combine with the password; empty if no password is required."""
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """Result of a request."""

    request_id: str
    status: int
    """A `RequestStatus`, or another number."""
    comment: str
    """Why the request failed, in English; often empty."""
    data: Data


_decoder = msgspec.json.Decoder(Frame)


def decode_frame(frame: str | bytes) -> Frame:
    """Decode a message.

    Raises:
        MalformedFrameError: the frame is no message of obs-websocket.
    """
    try:
        return _decoder.decode(frame)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise MalformedFrameError from error


def parse_hello(frame: Frame) -> Hello:
    """Return the greeting of OBS.

    Raises:
        MalformedFrameError: the message is something else.
    """
    version = _find_text(frame.d, "obsWebSocketVersion")
    rpc_version = frame.d.get("rpcVersion")
    if frame.op != OpCode.HELLO or not version or not isinstance(rpc_version, int):
        raise MalformedFrameError
    authentication = _find_object(frame.d, "authentication")
    challenge, salt = (_find_text(authentication, key) for key in ("challenge", "salt"))
    return Hello(version, rpc_version, challenge, salt)


def parse_response(frame: Frame) -> Response:
    """Return the result of a request."""
    status = _find_object(frame.d, "requestStatus")
    code = status.get("code")
    return Response(
        _find_text(frame.d, "requestId"),
        code if isinstance(code, int) else RequestStatus.UNKNOWN,
        _find_text(status, "comment"),
        _find_object(frame.d, "responseData"),
    )


def parse_event(frame: Frame) -> tuple[str, Data]:
    """Return the type and the data of an event."""
    return _find_text(frame.d, "eventType"), _find_object(frame.d, "eventData")


def encode_identify(authentication: str, events: int) -> str:
    """Return the answer to the greeting.

    Args:
        authentication: proof of the password; empty if none is required.
        events: groups of events to receive, a sum of `EventGroup`.
    """
    content: Data = {"rpcVersion": RPC_VERSION, "eventSubscriptions": events}
    if authentication:
        content["authentication"] = authentication
    return _encode(OpCode.IDENTIFY, content)


def encode_request(request_id: str, kind: str, data: Data) -> str:
    """Return a request of a type such as ``SetInputSettings``."""
    content = {"requestType": kind, "requestId": request_id, "requestData": data}
    return _encode(OpCode.REQUEST, content)


def compute_authentication(password: str, salt: str, challenge: str) -> str:
    """Return the proof that the client knows the password, which is not sent itself."""
    secret = _hash_text(password + salt)
    return _hash_text(secret + challenge)


def _hash_text(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b64encode(digest).decode()


def _encode(op: OpCode, content: Data) -> str:
    return msgspec.json.encode({"op": int(op), "d": content}).decode()


def _find_text(data: Data, key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _find_object(data: Data, key: str) -> Data:
    value = data.get(key)
    return value if isinstance(value, dict) else {}
