"""Connections are aborted in every state, without an error."""

import asyncio
import ssl
from pathlib import Path

from captions.transports import abort_transport
from tests.conftest import on_loop
from tests.support.certificate import write_certificate


def test_a_tls_connection_that_has_closed_can_be_aborted(tmp_path: Path) -> None:
    folder = write_certificate(tmp_path)
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(folder / "cert.pem", folder / "own.key")
    trusted = ssl.create_default_context(cafile=folder / "cert.pem")

    async def work() -> None:
        writers: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
        server = await asyncio.start_server(
            lambda _, writer: writers.put_nowait(writer), "127.0.0.1", 0, ssl=served
        )
        port = server.sockets[0].getsockname()[1]
        _, client = await asyncio.open_connection(
            "127.0.0.1", port, ssl=trusted, server_hostname="localhost"
        )
        writer = await writers.get()
        client.close()
        writer.close()
        await asyncio.gather(client.wait_closed(), writer.wait_closed())
        writer.close()
        abort_transport(writer.transport)
        server.close()
        await server.wait_closed()

    on_loop(work())
