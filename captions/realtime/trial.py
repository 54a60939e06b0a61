"""Tries whether a speech server takes a key, without sending it anything."""

import asyncio

from captions.errors import ConnectionLostError
from captions.protocol.messages import ErrorMessage, SessionStarted, decode_server
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.wire import Address

_ANSWER_SECONDS = 10.0


async def greet(address: Address, options: SessionOptions) -> None:
    """Open a session, and close it as soon as it has started.

    Raises:
        WireError: the server is not there, or refuses.
        UsageError: the address or the key cannot be one.
    """
    socket = await wire.open_wire(address, options)
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            async for frame in wire.frames(socket):
                message = decode_server(frame)
                if isinstance(message, ErrorMessage):
                    raise wire.reported(message)
                if isinstance(message, SessionStarted):
                    return
    except TimeoutError as error:
        raise ConnectionLostError("The speech server does not answer.") from error
    finally:
        await socket.close()
    raise ConnectionLostError("The speech server closed the connection.")
