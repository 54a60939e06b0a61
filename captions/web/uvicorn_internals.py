"""The parts of uvicorn that it does not document, in one place and for one version.

Uvicorn's ``http`` and ``ws`` settings accept protocol classes, but it documents none to derive
from. The limits of this server need their hooks: a deadline for each request, an allowance for
frames, and error messages before a close (see `captions.web.protocols`).
Protocols of our own would repeat a thousand lines of uvicorn.

Any release may rename what is used here. A test fails if another version is pinned: read uvicorn's
changes then, run the tests of the server, and change `TESTED_VERSIONS`.
"""

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

TESTED_VERSIONS = {"h11": "0.16.0", "uvicorn": "0.54.0", "websockets": "17.4"}
"""Versions of uvicorn, and of the parsers that its classes expose, that this module supports."""

__all__ = [
    "TESTED_VERSIONS",
    "ASGISendEvent",
    "H11Protocol",
    "ServerState",
    "WebSocketsSansIOProtocol",
]
