"""Begins encrypted connections, which count among the newcomers from their first byte on.

asyncio's own TLS servers tell of a connection when its handshake is done. Until then each takes
half a megabyte, and nothing bounds how many there are.
"""

import asyncio
import ssl
from collections.abc import Callable

from typing_extensions import override

from captions.engine.serving.newcomers import Newcomers

_SHUTDOWN_SECONDS = 5.0
"""How long a client may take to agree to the end of its connection."""


class Encrypting(asyncio.Protocol):
    """Encrypts one connection, then hands it over."""

    def __init__(
        self,
        encryption: ssl.SSLContext,
        newcomers: Newcomers,
        serve: Callable[[], asyncio.Protocol],
    ) -> None:
        """``serve`` makes what takes the connection over."""
        self._encryption = encryption
        self._newcomers = newcomers
        self._serve = serve
        self._early = b""
        """What has come between the end of the handshake and the handing over."""
        self._task: asyncio.Task[None] | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # as TCP's always is
        transport.pause_reading()  # The first bytes are the handshake's.
        self._newcomers.enter(transport)
        self._task = asyncio.get_running_loop().create_task(self._encrypt(transport))

    @override
    def data_received(self, data: bytes) -> None:
        self._early += data

    async def _encrypt(self, plain: asyncio.Transport) -> None:
        try:
            encrypted = await asyncio.get_running_loop().start_tls(
                plain,
                self,
                self._encryption,
                server_side=True,
                ssl_handshake_timeout=self._newcomers.limits.handshake,
                ssl_shutdown_timeout=_SHUTDOWN_SECONDS,
            )
        except OSError:  # The client is no TLS client, was too slow, or has gone.
            plain.abort()
            return
        finally:
            self._newcomers.leave(plain)
        if encrypted is None or plain.is_closing():
            return
        protocol = self._serve()
        encrypted.set_protocol(protocol)
        protocol.connection_made(encrypted)
        if self._early:
            protocol.data_received(self._early)
