"""Test of an API key: opens a session and sends no audio."""

import asyncio

from captions.errors import ConnectionLostError
from captions.protocol.messages import ErrorMessage, SessionStarted, decode_server_message
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.wire import Address

_START_TIMEOUT_SECONDS = 10.0
"""Timeout in seconds for ``session_started``."""


async def verify_key(address: Address, options: SessionOptions) -> None:
    """Open a session and close it as soon as it has started.

    Raises:
        WireError: the server is unreachable or refuses the session.
        UsageError: the address or the key is malformed.
    """
    socket = await wire.open_socket(address, options)
    try:
        async with asyncio.timeout(_START_TIMEOUT_SECONDS):
            async for frame in wire.receive_frames(socket):
                message = decode_server_message(frame)
                if isinstance(message, ErrorMessage):
                    raise wire.make_reported_error(message)
                if isinstance(message, SessionStarted):
                    return
    except TimeoutError as error:
        raise ConnectionLostError("server_unresponsive") from error
    finally:
        await socket.close()
    raise ConnectionLostError("server_closed")
