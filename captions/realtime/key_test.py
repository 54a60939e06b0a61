"""Test of an API key: opens a session and sends no audio."""

from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.speech_socket import SpeechSocket


async def verify_key(address: Address, options: SessionOptions) -> None:
    """Open a session and close it as soon as it has started.

    Raises:
        WireError: the server is unreachable or refuses the session.
        UsageError: the address or the key is malformed.
    """
    socket = SpeechSocket(
        await wire.open_socket(address, options), options, options.audio_format.rate
    )
    try:
        await socket.wait_for_start()
    finally:
        await socket.close()
