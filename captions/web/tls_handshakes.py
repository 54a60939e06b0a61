"""Performs TLS handshakes, and counts them as unauthenticated connections.

asyncio's TLS servers report a connection only after its handshake. Until then each connection takes
half a megabyte, and asyncio does not limit their number.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import cast

from typing_extensions import override

from captions.web.unauthenticated import UnauthenticatedConnections

_SHUTDOWN_SECONDS = 5.0
"""Timeout of the TLS shutdown."""


class ConnectionEncryption(asyncio.Protocol):
    """Performs the TLS handshake of one connection, then passes it to another protocol."""

    def __init__(
        self,
        tls_context: ssl.SSLContext,
        unauthenticated: UnauthenticatedConnections,
        create_protocol: Callable[[], asyncio.Protocol],
    ) -> None:
        """Create a protocol for the handshake.

        Args:
            tls_context: the server's certificate and key.
            unauthenticated: counts the connection until the handshake ends.
            create_protocol: creates the protocol of the encrypted connection.
        """
        self._tls_context = tls_context
        self._unauthenticated = unauthenticated
        self._create_protocol = create_protocol
        self._early_data = b""
        """Data received between the end of the handshake and the change of protocol."""
        self._task: asyncio.Task[None] | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        plain = cast("asyncio.Transport", transport)
        plain.pause_reading()  # The first bytes belong to the handshake.
        self._unauthenticated.add_connection(plain)
        self._task = asyncio.get_running_loop().create_task(self._perform_handshake(plain))

    @override
    def data_received(self, data: bytes) -> None:
        self._early_data += data

    async def _perform_handshake(self, plain: asyncio.Transport) -> None:
        try:
            encrypted = await asyncio.get_running_loop().start_tls(
                plain,
                self,
                self._tls_context,
                server_side=True,
                ssl_handshake_timeout=self._unauthenticated.limits.handshake_timeout,
                ssl_shutdown_timeout=_SHUTDOWN_SECONDS,
            )
        except OSError:  # The handshake failed or timed out, or the client disconnected.
            plain.abort()
            return
        finally:
            self._unauthenticated.remove_connection(plain)
        if encrypted is None or plain.is_closing():
            return
        protocol = self._create_protocol()
        encrypted.set_protocol(protocol)
        protocol.connection_made(encrypted)
        if self._early_data:
            protocol.data_received(self._early_data)
